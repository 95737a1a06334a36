"""Addresses of the places that organisations draw for themselves: URLs carry no database key."""

from django.db import migrations, models

from accounts.addresses import new_public_id


def give_addresses(apps, schema_editor):
    places = apps.get_model("territories", "Territory").objects
    for pk in places.exclude(organisation=None).values_list("pk", flat=True):
        places.filter(pk=pk).update(public_id=new_public_id())


class Migration(migrations.Migration):
    dependencies = [("territories", "0001_squashed")]

    operations = [
        migrations.AddField(
            "territory", "public_id", models.CharField(max_length=10, unique=True, null=True, editable=False)
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
