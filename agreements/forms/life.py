"""After the signature: renewal and notice, what happens, and the letters that say so."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.calendar import add_months
from agreements.forms.fields import DateInput, FactForm, VersionForm
from agreements.forms.signature import FileForm
from agreements.models import TURNS, Agreement, AgreementEvent, Renewal, TurnKind
from agreements.terms import terms_of


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.amends_id:
            self.fields["renewal"].choices = [("", _("Inchangée")), *Renewal.choices]
            self.fields["notice_months"].help_text = _("Vide\u00a0: celui de la convention, ou lu dans l’avenant.")
        else:
            self.fields["renewal"].required = True
            self.fields["renewal"].choices = Renewal.choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("renewal") == "tacit" and not cleaned.get("renewal_months") and not self.errors:
            self.add_error("renewal_months", _("De combien de mois à chaque fois\u00a0?"))
        return cleaned


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.label


class EventFileForm(FileForm):
    """What an event was decided with: a letter, an extract of a minute."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Lettre ou décision")


class EventFileAddForm(EventFileForm):
    """One more file for an event."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True


class TurnForm(EventFileForm, VersionForm, forms.ModelForm):
    """Renew, suspend, resume, denounce or close: on which day, from when, until when, who asks, why, with which letter."""

    party = PartyChoice(
        queryset=None,
        to_field_name="public_id",
        required=False,
        label=_("À la demande de"),
        empty_label=_("Toutes, ou personne en particulier"),
    )

    field_order = ("kind", "on", "until", "effect_on", "body", "party", "reason", "file")

    class Meta:
        model = AgreementEvent
        fields = ("kind", "on", "until", "effect_on", "body", "party", "reason")
        widgets = {
            "kind": forms.RadioSelect,
            "on": DateInput,
            "until": DateInput,
            "effect_on": DateInput,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "on": _("Le jour de la décision ou de la lettre."),
            "until": _("Pour une reconduction\u00a0: la nouvelle fin. Le texte signé, lui, ne change pas."),
            "effect_on": _("Pour une dénonciation\u00a0: le jour où elle prend effet, préavis compté."),
        }

    def __init__(self, *args, agreement, asked=None, **kwargs):
        """`asked`: the kind that a link proposes; `is_asked` says whether it is possible."""
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = agreement.version
        self.fields["on"].initial = timezone.localdate()
        self.fields["party"].queryset = agreement.parties.select_related("partnership__partner")
        self.terms = terms_of(agreement)
        kinds = [kind for kind in TurnKind if agreement.status in TURNS[kind][0]]
        if self.terms.renewal != Renewal.DECISION and TurnKind.RENEW in kinds:
            kinds.remove(TurnKind.RENEW)
        if TurnKind.RENEW not in kinds:
            del self.fields["until"]
        elif self.terms.ends_on and self.terms.renewal_months:
            self.fields["until"].initial = add_months(self.terms.ends_on, self.terms.renewal_months)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].label = _("Que se passe-t-il\u00a0?")
        self.is_asked = asked in kinds
        if self.is_asked:
            self.fields["kind"].initial = asked

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") not in (None, TurnKind.RESUME) and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Dites pourquoi\u00a0: ce motif reste écrit."))
        self._clean_until(cleaned)
        return cleaned

    def _clean_until(self, cleaned):
        """A renewal says an end after the present one; anything else says none."""
        if cleaned.get("kind") != TurnKind.RENEW:
            cleaned["until"] = None
            return
        until, end = cleaned.get("until"), self.terms.ends_on
        if until is None and "until" not in self.errors:
            self.add_error("until", _("Jusqu’à quand est-elle reconduite\u00a0?"))
        elif until and end and until <= end:
            self.add_error("until", _("La nouvelle fin vient après celle d’aujourd’hui."))
