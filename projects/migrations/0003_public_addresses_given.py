"""Addresses of the lists of a project's settings: URLs carry no database key.

Nullable first, then filled; the next migration requires it.
"""

from django.db import migrations, models

from projects.models.history import new_public_id

NAMES = (
    "Audience",
    "Milestone",
    "ProjectMember",
)


def give_addresses(apps, schema_editor):
    """Give each row an address; its history rows keep the same one, so that « Annuler » brings the row back under it."""
    for name in NAMES:
        rows = apps.get_model("projects", name)
        history = apps.get_model("projects", f"Historical{name}")
        for pk in history.objects.order_by().values_list("id", flat=True).distinct().union(
            rows.objects.order_by().values_list("pk", flat=True)
        ):
            address = new_public_id()
            rows.objects.filter(pk=pk).update(public_id=address)
            history.objects.filter(id=pk).update(public_id=address)


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_place_history")]

    operations = [
        *(
            migrations.AddField(model.lower(), "public_id", models.CharField(max_length=10, null=True, editable=False))
            for name in NAMES
            for model in (name, f"Historical{name}")
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
