"""Forms on the files that a team keeps with an agreement: what a file is, its day, whom it concerns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import FactForm
from agreements.forms.signature import FileForm
from agreements.forms.validation import not_in_the_future
from agreements.models import BROUGHT, AgreementFile


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.called


class PieceForm(FactForm):
    """What a file is."""

    kind = forms.ChoiceField(label=_("Nature"), choices=[(kind.value, kind.label) for kind in BROUGHT])
    party = PartyChoice(
        queryset=None,
        to_field_name="public_id",
        required=False,
        label=_("Partie concernée"),
        empty_label=_("Toutes, ou aucune en particulier"),
    )

    class Meta:
        model = AgreementFile
        fields = ("kind", "title", "dated_on", "party")
        labels = {"title": _("Titre")}
        help_texts = {
            "title": _("Vide\u00a0: la nature suffit. Jamais le nom d’une habitante ou d’un habitant."),
            "dated_on": _("Le jour écrit dessus. Celui d’une attestation d’assurance compte pour la vérification."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.instance.agreement.parties.select_related("partnership__partner")
        if self.instance.party_id:
            self.initial["party"] = self.instance.party.public_id

    def clean_dated_on(self):
        """Refuse a day to come."""
        day = self.cleaned_data["dated_on"]
        return day and not_in_the_future(day)


class PieceAddForm(PieceForm, FileForm):
    """A file, and what it is."""

    field_order = ("file", "kind", "title", "dated_on", "party")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["file"].label = _("Fichier")
        self.fields["file"].required = True
