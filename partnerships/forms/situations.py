"""Forms of the matrix situations × actors: a situation, who is in one cell, the hole kept as a finding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms import LinesField, VersionedForm
from projects.models import Situation
from projects.models.situation import NOBODY_NAMED


class SituationForm(VersionedForm):
    """A type of situation. The rule that no person is named stands beside each field that invites a story."""

    signs = LinesField(
        label=_("Signes"),
        required=False,
        help_text=_("Un signe par ligne\u00a0: ce que l’on voit, chez n’importe qui. Ni nom, ni adresse."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Situation
        fields = ("name", "signs", "tipping_point", "gap")
        help_texts = {
            "tipping_point": NOBODY_NAMED,
            "gap": _(
                "Quand il n’y a personne et que c’est un constat\u00a0: écrivez-le, la question ne sera plus posée."
            ),
        }
        widgets = {
            "tipping_point": forms.Textarea(attrs={"rows": 2}),
            "gap": forms.Textarea(attrs={"rows": 2}),
        }


class GapForm(VersionedForm):
    """« Personne, et c’est un constat »: the column of the matrix that names nobody."""

    class Meta:
        model = Situation
        fields = ("gap",)
        labels = {"gap": _("Personne, et c’est un constat")}
        help_texts = {
            "gap": _(
                "Ce qui manque, tel que vous le constatez ensemble. Vide\u00a0: les cases sans personne restent des questions."
            )
        }
        widgets = {"gap": forms.Textarea(attrs={"rows": 3})}


class SituationCellForm(forms.Form):
    """Who holds a role in a situation. `seen` is what the person saw: the public ids, in one text."""

    actors = forms.MultipleChoiceField(label=_("Acteurs"), required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, partnerships, held, **kwargs):
        """`partnerships`: [(pk, public_id, name)] of the project; `held`: the keys of those who hold the role now."""
        super().__init__(*args, **kwargs)
        self.keys = {public_id: pk for pk, public_id, _name in partnerships}
        present = [public_id for pk, public_id, _name in partnerships if pk in held]
        # Those who are there come first: what is unticked is found without searching.
        ordered = sorted(partnerships, key=lambda row: row[0] not in held)
        self.fields["actors"].choices = [(public_id, name) for _pk, public_id, name in ordered]
        self.fields["actors"].initial = present
        self.fields["seen"].initial = " ".join(present)

    def clean_seen(self):
        """Return the keys of those seen. Somebody taken out of the project since is 0: the cell has changed."""
        return [self.keys.get(public_id, 0) for public_id in self.cleaned_data["seen"].split()]

    def clean_actors(self):
        """Return the keys of those wanted."""
        return [self.keys[public_id] for public_id in self.cleaned_data["actors"]]
