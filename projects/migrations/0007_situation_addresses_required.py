"""Require what 0006 gave: an address of its own for each situation."""

from django.db import migrations, models

import projects.models.history


def address(**options):
    return models.CharField(default=projects.models.history.new_public_id, editable=False, max_length=10, **options)


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_situation_addresses_given")]

    operations = [
        migrations.AlterField("situation", "public_id", address(unique=True)),
        migrations.AlterField("historicalsituation", "public_id", address(db_index=True)),
    ]
