"""Give each organisation that was there before the list of actors that « Qui manque ? » starts from."""

from django.db import migrations
from django.utils import timezone

from partnerships.starting_actors import starting_rows
from projects.models.history import new_public_id


def give_lists(apps, schema_editor):
    """Give the list, with its history, to organisations that have none: running this again changes nothing."""
    actors = apps.get_model("partnerships", "ExpectedActor").objects
    history = apps.get_model("partnerships", "HistoricalExpectedActor").objects
    now = timezone.now()
    for organisation in apps.get_model("accounts", "Organisation").objects.filter(expected_actors=None):
        for row in starting_rows():
            values = {**row, "organisation_id": organisation.pk, "public_id": new_public_id(), "version": 1}
            actor = actors.create(**values)
            history.create(id=actor.pk, history_type="+", history_date=now, **values)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0010_expected_actors"), ("accounts", "0001_initial")]

    operations = [migrations.RunPython(give_lists, migrations.RunPython.noop)]
