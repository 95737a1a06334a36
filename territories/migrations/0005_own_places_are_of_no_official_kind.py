"""An own place of an official kind has no code: it could leave with a project file and not come back.

Such places become quartiers (communes) or bassins (the rest). The other names are indexed in byte order on PostgreSQL,
like the names themselves (0003).
"""

from django.db import migrations, models

OFFICIAL_KINDS = {
    "FR": ("commune", "arrondissement_ville", "epci", "ept", "departement", "region"),
    "BE": ("commune", "province", "region"),
}
COLUMNS = ("name_norm", "code")


def rename_kinds(apps, schema_editor):
    own = apps.get_model("territories", "Territory").objects.exclude(organisation=None)
    for country, kinds in OFFICIAL_KINDS.items():
        own.filter(country=country, kind="commune").update(kind="quartier")
        own.filter(country=country, kind__in=kinds).update(kind="bassin")


def create_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f'CREATE INDEX territories_other_{column}_bytes ON territories_territoryname ({column} COLLATE "C")'
            )


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS territories_other_{column}_bytes")


class Migration(migrations.Migration):
    dependencies = [("territories", "0004_places_of_today_and_what_they_are_made_of")]

    operations = [
        migrations.RunPython(rename_kinds, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation", None),
                    models.Q(
                        models.Q(
                            ("country", "FR"),
                            ("kind__in", ["commune", "arrondissement_ville", "epci", "ept", "departement", "region"]),
                        ),
                        models.Q(("country", "BE"), ("kind__in", ["commune", "province", "region"])),
                        _connector="OR",
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="territory_own_is_of_no_official_kind",
                violation_error_message="Ce type de territoire vient de la géographie officielle\xa0: choisissez-le.",
            ),
        ),
        migrations.RunPython(create_indexes, drop_indexes),
    ]
