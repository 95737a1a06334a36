"""PostgreSQL sorts text by the language of its cluster; our searches compare bytes, so they need indexes in that order.

SQLite compares bytes already: nothing to do there.
"""

from django.db import migrations

COLUMNS = ("name_norm", "code", "postcodes")


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f'CREATE INDEX territories_{column}_bytes ON territories_territory ({column} COLLATE "C")'
            )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS territories_{column}_bytes")


class Migration(migrations.Migration):
    dependencies = [("territories", "0002_retire_territories_and_record_releases")]

    operations = [migrations.RunPython(create, drop)]
