"""Require what 0003 gave: an address of its own for each of these rows."""

from django.db import migrations, models

import projects.models.history

NAMES = (
    "Audience",
    "Milestone",
    "ProjectMember",
)


def address(**options):
    return models.CharField(default=projects.models.history.new_public_id, editable=False, max_length=10, **options)


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_public_addresses_given")]

    operations = [
        *(migrations.AlterField(name.lower(), "public_id", address(unique=True)) for name in NAMES),
        *(migrations.AlterField(f"historical{name.lower()}", "public_id", address(db_index=True)) for name in NAMES),
    ]
