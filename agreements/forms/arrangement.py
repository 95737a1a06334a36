"""Forms of lighter arrangements: what was agreed, with whom, its proof, and its end."""

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput, FactForm, PartnershipChoice
from agreements.models import Arrangement
from agreements.typography import french
from partnerships.models import Formalisation

# What is agreed without Maillage writing it; an amendment changes a text, and « none » is no agreement.
FORMS = [choice for choice in Formalisation.choices if choice[0] not in (Formalisation.NONE, Formalisation.AMENDMENT)]


class ArrangementForm(FactForm):
    """An arrangement, new or noted already: with whom, in which form, what was said, when, who was there, what proves it."""

    partnership = PartnershipChoice(queryset=None, to_field_name="public_id", label=_("Avec qui"))

    field_order = ("partnership", "formalisation", "purpose")

    class Meta:
        model = Arrangement
        fields = (
            *("partnership", "formalisation", "purpose", "said", "date", "end", "present", "proof"),
            *("annual_value", "amount"),
        )
        widgets = {"said": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "end": _("Vide\u00a0: sans terme. La date passée, l’accord reste jusqu’à ce que vous le disiez terminé."),
            "annual_value": _("Ce que vaut, par an, ce qui est prêté ou donné."),
        }

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.partnership_id:
            self.initial["partnership"] = self.instance.partnership
        here = Q(partner__archived_at=None) | Q(pk=self.instance.partnership_id)
        partnerships = project.partnerships.filter(here, is_lead=False).select_related("partner")
        self.fields["partnership"].queryset = partnerships.order_by("partner__name_norm", "pk")
        forms_known = list(FORMS)
        if self.instance.formalisation in (Formalisation.NONE, Formalisation.AMENDMENT):
            # Brought by a file: it stays what it is until somebody says otherwise.
            forms_known.append((self.instance.formalisation, self.instance.get_formalisation_display()))
        self.fields["formalisation"].choices = forms_known
        for name in ("annual_value", "amount"):
            self.fields[name].validators.append(MinValueValidator(0))
            self.fields[name].widget.attrs["min"] = 0

    def clean_date(self):
        day, closed_on = self.cleaned_data["date"], self.instance.closed_on
        if day and closed_on and day > closed_on:
            raise forms.ValidationError(_("Cet accord s’est terminé avant ce jour : reprenez-le d’abord."))
        return day

    def clean_said(self):
        return "\n".join(french(line) for line in self.cleaned_data["said"].splitlines())


class ArrangementCloseForm(FactForm):
    """The day on which an arrangement ended, and why."""

    closed_on = forms.DateField(label=_("Terminé le"), widget=DateInput, initial=timezone.localdate)

    class Meta:
        model = Arrangement
        fields = ("closed_on", "closed_reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.closed_on is None:
            self.initial.pop("closed_on", None)
        self.fields["closed_reason"].required = True
        self.fields["closed_reason"].label = _("Pourquoi")
        self.fields["closed_reason"].help_text = _("Une phrase, pour qui reprendra le dossier.")

    def clean_closed_on(self):
        day = self.cleaned_data["closed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu\u00a0: notez-le plutôt comme date de fin."))
        if self.instance.date and day < self.instance.date:
            raise forms.ValidationError(_("Un accord ne peut pas se terminer avant d’avoir été convenu."))
        return day
