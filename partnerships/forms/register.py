"""Asking the register of companies, and taking from it what a record lacks."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.directory import namesake
from partnerships.models import Partner
from partnerships.numbers import CheckedNumbers, compact, is_bce, is_rna, is_siren, read_siret
from partnerships.register.answers import clean_text
from partnerships.register.differences import FIELDS
from projects.forms import VersionedForm
from territories.forms import TerritoryField

SHORTEST, LONGEST = 3, 100
# From so many figures on, it is a number that somebody copies, and a copied number has a key.
NUMBER = 8


class SearchForm(forms.Form):
    """What the register is asked. Cleans to the words, or to the number without spaces; what cannot be asked never leaves."""

    registre = forms.CharField(
        label=_("Nom, SIREN, SIRET ou RNA"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Tapez un nom ou un numéro.")},
    )

    def clean_registre(self):
        text = clean_text(self.cleaned_data["registre"], LONGEST)
        key = compact(text)
        if is_rna(text):
            return key
        if is_bce(text) and not is_siren(text):
            raise ValidationError(
                _(
                    "C’est un numéro BCE, et ce registre est français. Écrivez-le dans «\u00a0Numéros et siège\u00a0»\u00a0: "
                    "sa clé y est vérifiée, sans rien envoyer."
                )
            )
        if key.isascii() and key.isdecimal() and len(key) >= NUMBER:
            number = read_siret(key)
            if number.problem:
                raise ValidationError(number.problem[0].upper() + number.problem[1:] + ".")
            return number.key
        if len(text) < SHORTEST:
            raise ValidationError(_("Tapez au moins 3\u00a0signes."))
        return text


def as_typed(form, data):
    """Give an unbound form what was typed as its first values, and return it: nothing is judged before it is sent to be."""
    for name, field in form.fields.items():
        sent = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(data, {}, sent):
            form.initial[name] = field.widget.value_from_datadict(data, {}, sent)
    return form


class TakenForm(CheckedNumbers, VersionedForm):
    """What a record takes from the register: only the fields that were `chosen` are read and written."""

    territory = TerritoryField(required=False)

    class Meta:
        model = Partner
        fields = FIELDS

    def __init__(self, *args, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(FIELDS) - set(chosen):
            del self.fields[name]

    def clean_name(self):
        name = self.cleaned_data["name"]
        twin = namesake(self.instance.organisation, name, but=self.instance.pk)
        if twin is not None:
            raise ValidationError(_("Existe déjà\u00a0: %(name)s.") % {"name": twin.name})
        return name
