"""An amendment that repeats the renewal and the notice of its agreement leaves them as they are: it says nothing of them."""

from django.db import migrations

# What the calendar was told, and no text says: emptying it changes no signed text.
TOLD = {"renewal": "", "renewal_months": None, "notice_months": None}


def leave_what_was_copied(apps, schema_editor):
    agreements = apps.get_model("agreements", "Agreement").objects
    for amendment in agreements.filter(template="AV", amends__isnull=False).select_related("amends"):
        same = [name for name in TOLD if getattr(amendment, name) == getattr(amendment.amends, name)]
        if same:
            # A silent renewal goes with its period: one is not emptied without the other.
            if ("renewal" in same) != ("renewal_months" in same):
                same = [name for name in same if name == "notice_months"]
            agreements.filter(pk=amendment.pk).update(**{name: TOLD[name] for name in same})


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_terms_in_force_and_next_agreement")]
    operations = [migrations.RunPython(leave_what_was_copied, migrations.RunPython.noop, elidable=True)]
