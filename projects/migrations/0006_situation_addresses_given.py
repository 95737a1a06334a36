"""Situations are edited: each gets an address, and a version against two editors.

Addresses are nullable first, then filled; the next migration requires them.
"""

from django.db import migrations, models

from projects.models.history import new_public_id

BOTH = ("situation", "historicalsituation")
HELP = "Un type de situation, jamais une personne : ni nom, ni détail qui fasse reconnaître quelqu’un."


def give_addresses(apps, schema_editor):
    """Give each row an address; its history rows keep the same one, so that « Annuler » brings the row back under it."""
    rows = apps.get_model("projects", "Situation").objects
    history = apps.get_model("projects", "HistoricalSituation").objects
    keys = history.order_by().values_list("id", flat=True).distinct().union(rows.order_by().values_list("pk", flat=True))
    for pk in keys:
        address = new_public_id()
        rows.filter(pk=pk).update(public_id=address)
        history.filter(id=pk).update(public_id=address)


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_gestures_on_several_projects")]

    operations = [
        *(
            migrations.AddField(model, "public_id", models.CharField(max_length=10, null=True, editable=False))
            for model in BOTH
        ),
        *(
            migrations.AddField(model, "version", models.PositiveIntegerField(default=1, editable=False))
            for model in BOTH
        ),
        *(
            migrations.AlterField(
                model, "name", models.CharField(help_text=HELP, max_length=200, verbose_name="situation")
            )
            for model in BOTH
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
