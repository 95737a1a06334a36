"""Lighter arrangements get an address, and all that their life asks: what was said, its proof, its end, the text that follows."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.addresses import new_public_id


def give_addresses(apps, schema_editor):
    """Give each row an address; its history rows keep the same one, so that « Annuler » brings the row back under it."""
    rows = apps.get_model("agreements", "Arrangement").objects
    history = apps.get_model("agreements", "HistoricalArrangement").objects
    known = history.order_by().values_list("id", flat=True).union(rows.order_by().values_list("pk", flat=True))
    for pk in known:
        address = new_public_id()
        rows.filter(pk=pk).update(public_id=address)
        history.filter(id=pk).update(public_id=address)


BOTH = ("arrangement", "historicalarrangement")
FIELDS = {
    "version": models.PositiveIntegerField(default=1, editable=False),
    "said": models.TextField(
        blank=True,
        default="",
        help_text="Ce que chacun fait, avec quoi, à quelles conditions. Sans nom d’habitant·e.",
        max_length=20000,
        verbose_name="ce qui a été convenu",
    ),
    "present": models.CharField(
        blank=True,
        default="",
        help_text="Les personnes des deux côtés qui peuvent le redire.",
        max_length=300,
        verbose_name="qui était là",
    ),
    "proof": models.CharField(
        blank=True,
        default="",
        help_text="Où c’est écrit\xa0: un courriel du 4 mars, un compte rendu.",
        max_length=300,
        verbose_name="preuve",
    ),
    "closed_on": models.DateField(blank=True, null=True, verbose_name="terminé le"),
    "closed_reason": models.CharField(blank=True, default="", max_length=300, verbose_name="motif"),
}
NAMED_ANEW = {
    "date": models.DateField(blank=True, null=True, verbose_name="convenu le"),
    "end": models.DateField(blank=True, null=True, verbose_name="jusqu’au"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0014_files_that_the_team_brings"),
    ]

    operations = [
        *(
            migrations.AddField(model, name, field, preserve_default=name == "version")
            for model in BOTH
            for name, field in FIELDS.items()
        ),
        *(migrations.AlterField(model, name, field) for model in BOTH for name, field in NAMED_ANEW.items()),
        *(
            migrations.AddField(model, "public_id", models.CharField(max_length=10, null=True, editable=False))
            for model in BOTH
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            "arrangement",
            "public_id",
            models.CharField(max_length=10, unique=True, default=new_public_id, editable=False),
        ),
        migrations.AlterField(
            "historicalarrangement",
            "public_id",
            models.CharField(max_length=10, db_index=True, default=new_public_id, editable=False),
        ),
        migrations.AlterField(
            "arrangement",
            "partnership",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="arrangements",
                to="partnerships.partnership",
                verbose_name="partenaire",
            ),
        ),
        migrations.AlterField(
            "historicalarrangement",
            "partnership",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="partnerships.partnership",
                verbose_name="partenaire",
            ),
        ),
        migrations.AddField(
            "arrangement",
            "written_in",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="puts_in_writing",
                to="agreements.agreement",
                verbose_name="mis par écrit dans",
            ),
        ),
        migrations.AddField(
            "historicalarrangement",
            "written_in",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.agreement",
                verbose_name="mis par écrit dans",
            ),
        ),
        migrations.AddConstraint(
            "arrangement",
            models.CheckConstraint(
                condition=models.Q(date=None) | models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("date")),
                name="arrangement_closed_after_start",
                violation_error_message="Un accord ne peut pas se terminer avant d’avoir été convenu.",
            ),
        ),
    ]
