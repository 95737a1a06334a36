"""After the signature: renewal and notice, and what happens before the end."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput, FactForm, VersionForm
from agreements.models import TURNS, Agreement, AgreementEvent, TurnKind


class TermsForm(FactForm):
    """What the dates of the calendar are computed from: it says what the text says, and changes no text."""

    class Meta:
        model = Agreement
        fields = ("renewal", "renewal_months", "notice_months")
        widgets = {"renewal": forms.RadioSelect}
        help_texts = {
            "renewal_months": _("Douze pour une année. Chaque fin se compte depuis la première."),
            "notice_months": _("Vide\u00a0: lu dans l’article, quand il compte en mois."),
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("renewal") == "tacit" and not cleaned.get("renewal_months") and not self.errors:
            self.add_error("renewal_months", _("De combien de mois à chaque fois\u00a0?"))
        return cleaned


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.label


class TurnForm(VersionForm, forms.ModelForm):
    """Suspend, resume, denounce or close: on which day, from when, who asks, why."""

    party = PartyChoice(
        queryset=None,
        to_field_name="public_id",
        required=False,
        label=_("À la demande de"),
        empty_label=_("Toutes, ou personne en particulier"),
    )

    class Meta:
        model = AgreementEvent
        fields = ("kind", "on", "effect_on", "party", "reason")
        widgets = {
            "kind": forms.RadioSelect,
            "on": DateInput,
            "effect_on": DateInput,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "on": _("Le jour de la décision ou de la lettre."),
            "effect_on": _("Pour une dénonciation\u00a0: le jour où elle prend effet, préavis compté."),
        }

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = agreement.version
        self.fields["on"].initial = timezone.localdate()
        self.fields["party"].queryset = agreement.parties.select_related("partnership__partner")
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in TurnKind if agreement.status in TURNS[kind][0]
        ]
        self.fields["kind"].label = _("Que se passe-t-il\u00a0?")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") not in (None, TurnKind.RESUME) and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Dites pourquoi\u00a0: ce motif reste écrit."))
        return cleaned
