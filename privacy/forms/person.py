"""Forms of the organisation's own duties: its sheet of the register, the erasure of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.models import DataPolicy, ErasureKind
from projects.forms import VersionedForm


class PolicyForm(VersionedForm):
    class Meta:
        model = DataPolicy
        fields = (
            "address",
            "representative",
            "contact_name",
            "contact_email",
            "officer",
            "legal_basis",
            "authority",
            "retention_years",
            "recipients",
            "security",
            "transfers",
        )
        widgets = {"security": forms.Textarea(attrs={"rows": 3})}

    def claim_and_save(self):
        """Save the first sheet of an organisation, or claim the one that is there."""
        if self.instance.pk is None:
            return self.save()
        return super().claim_and_save()


class ErasureForm(forms.Form):
    """What to keep, from which texts the name goes, and the word that says that this is meant."""

    kind = forms.ChoiceField(
        label=_("Que faire"),
        choices=[
            (ErasureKind.ERASED.value, _("Effacer la personne\u00a0: nom, fonction, courriel, téléphone")),
            (ErasureKind.ANONYMISED.value, _("Garder sa fonction seule, sans nom ni moyen de la joindre")),
        ],
        widget=forms.RadioSelect,
        initial=ErasureKind.ERASED.value,
    )
    texts = forms.MultipleChoiceField(
        label=_("Retirer aussi son nom de ces textes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label=_("J’ai compris que cet effacement ne pourra pas être annulé"))

    def __init__(self, *args, traces, **kwargs):
        super().__init__(*args, **kwargs)
        self.traces = {trace.key: trace for trace in traces}
        if not traces:
            del self.fields["texts"]
            return
        self.fields["texts"].choices = [
            (trace.key, f"{trace.what}{f' ({trace.where})' if trace.where else ''}\u00a0: {trace.passage}")
            for trace in traces
        ]
        self.fields["texts"].initial = list(self.traces)

    @property
    def chosen(self):
        """Return the Traces ticked."""
        return [self.traces[key] for key in self.cleaned_data.get("texts", ())]
