"""Forms that two people may send: what each of them saw, and what is kept of the second one's text.

Every form carries what the person saw: the version of a row that has one, else a print of its values. `claim_and_save`
raises StaleVersion when somebody changed the row first; `keep_against` then keeps the text typed beside what stands now.
"""

import hashlib

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from projects.forms import VersionedForm
from projects.models import StaleVersion


def keep_against(form, current):
    """Make the form send again, on purpose, what was typed; return [(label, current value)] where the two differ."""
    form.data = form.data.copy()
    if isinstance(form, VersionedForm):
        form.data["seen_version"] = current.version if current else ""
    else:
        form.data["seen"] = print_of(current, form.Meta.fields) if current else ""
    if current is None:
        return []
    return [
        (form[name].label, _shown(current, name))
        for name in form.Meta.fields
        if name in form.cleaned_data and form.cleaned_data[name] != getattr(current, name)
    ]


def _shown(row, name):
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value


def print_of(row, names):
    """Return a short text that changes with the values of these fields."""
    values = "\x1f".join(f"{name}={value}" for name, value in sorted(model_to_dict(row, names).items()))
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def soften(form):
    """Replace Django's row of dashes by words, in the choices that may stay empty."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            choices = list(field.choices)
            if choices[:1] == BLANK_CHOICE_DASH:
                field.choices = [("", _("À préciser")), *choices[1:]]


class GuardedForm(forms.ModelForm):
    """A form on a row without version. Two people who saw the same values: one writes, the other is told."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        soften(self)
        if self.instance.pk:
            self.fields["seen"].initial = print_of(self.instance, self._meta.fields)

    def claim_and_save(self):
        """Save the row, new or seen as it still is. Call it inside an operation; raises StaleVersion."""
        if self.instance.pk:
            current = type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk).first()
            if current is None or print_of(current, self._meta.fields) != self.cleaned_data["seen"]:
                raise StaleVersion(current, type(self.instance))
        return self.save()
