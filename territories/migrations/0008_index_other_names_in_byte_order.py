"""Databases made between two squashes lack the indexes of the other names; where they stand, nothing happens."""

from django.db import migrations


def index_other_names(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("name_norm", "code"):
            schema_editor.execute(
                f"CREATE INDEX IF NOT EXISTS territories_other_{column}_bytes"
                f' ON territories_territoryname ({column} COLLATE "C")'
            )


class Migration(migrations.Migration):
    dependencies = [("territories", "0007_own_places_have_an_address")]

    operations = [migrations.RunPython(index_other_names, migrations.RunPython.noop)]
