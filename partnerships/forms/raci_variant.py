"""Forms of the letters of the table: which variant, and what becomes of the letters that it does not have."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.raci.variants import VARIANTS, closest
from projects.models import RaciVariant

KEEP, EMPTY = "garder", "vider"


class VariantForm(forms.Form):
    """The variant wanted. `version` and `seen` are what the person saw of the project."""

    variant = forms.ChoiceField(
        label=_("Lettres du tableau"), choices=RaciVariant.choices, widget=forms.RadioSelect(attrs={"class": "choix"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class LettersForm(forms.Form):
    """What becomes of each letter in use that the new variant does not have: kept by default, never lost unasked."""

    def __init__(self, *args, strange, variant, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = list(strange)
        for rank, code in enumerate(self.codes):
            near = closest(code, variant)
            choices = [(KEEP, _("garder la lettre, signalée dans «\u00a0À vérifier\u00a0»"))]
            choices += [
                (one.code, _("écrire %(code)s, %(name)s") % {"code": one.code, "name": one.name})
                for one in sorted(variant.letters, key=lambda one: one.code != near)
            ]
            choices.append((EMPTY, _("vider ces cases")))
            self.fields[f"lettre-{rank}"] = forms.ChoiceField(
                label=code, choices=choices, initial=KEEP, widget=forms.Select
            )

    def rows(self):
        """Return [(letter, BoundField)]."""
        return [(code, self[f"lettre-{rank}"]) for rank, code in enumerate(self.codes)]

    def becomes(self):
        """Return {letter: what is written instead}, empty text for an empty cell; the letters kept are not in it."""
        chosen = {code: self.cleaned_data[f"lettre-{rank}"] for rank, code in enumerate(self.codes)}
        return {code: "" if value == EMPTY else value for code, value in chosen.items() if value != KEEP}


def other_meanings(before, after):
    """Return [(letter, its name before, its name after)] of the letters that both variants have with other words."""
    return [
        (letter.code, str(letter.name), after.words(letter.code))
        for letter in VARIANTS[before].letters
        if letter.code in after.codes and str(letter.name) != after.words(letter.code)
    ]
