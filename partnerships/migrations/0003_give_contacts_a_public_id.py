"""Contacts get an address of their own: add the column empty, fill it (past rows alike), then require it."""

from django.db import migrations, models

import projects.models.history


def fill(apps, schema_editor):
    contact_model = apps.get_model("partnerships", "Contact")
    history_model = apps.get_model("partnerships", "HistoricalContact")
    given = {}
    for row in contact_model.objects.filter(public_id=None).only("pk").iterator():
        given[row.pk] = projects.models.history.new_public_id()
        contact_model.objects.filter(pk=row.pk).update(public_id=given[row.pk])
    # A removed contact that « Annuler » brings back needs one too.
    for key in history_model.objects.filter(public_id="").values_list("id", flat=True).distinct():
        public_id = given.get(key) or projects.models.history.new_public_id()
        history_model.objects.filter(id=key).update(public_id=public_id)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_track_presences")]

    operations = [
        migrations.AddField("contact", "public_id", models.CharField(max_length=10, null=True, editable=False)),
        migrations.AddField(
            "historicalcontact",
            "public_id",
            models.CharField(max_length=10, db_index=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "contact",
            "public_id",
            models.CharField(
                default=projects.models.history.new_public_id, editable=False, max_length=10, unique=True
            ),
        ),
        migrations.AlterField(
            "historicalcontact",
            "public_id",
            models.CharField(
                db_index=True, default=projects.models.history.new_public_id, editable=False, max_length=10
            ),
        ),
    ]
