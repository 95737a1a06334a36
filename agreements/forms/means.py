"""Forms on what the parties bring in kind: the rows of the annex, and the employees lent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput
from agreements.models import AgreementMean


class MeanForm(forms.Form):
    """A row of the annex. A row whose text is emptied goes away."""

    partnership = forms.ChoiceField(label=_("Apporté par"), required=False)
    what = forms.CharField(label=_("Quoi"), max_length=300, required=False)
    value = forms.DecimalField(
        label=_("€ par an"), max_digits=14, decimal_places=2, min_value=0, required=False, localize=False
    )
    is_staff = forms.BooleanField(label=_("C’est une personne salariée mise à disposition"), required=False)

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        self.partnerships = partnerships
        self.fields["partnership"].choices = [
            ("", _("Ensemble")),
            *((public_id, partnership.partner.label) for public_id, partnership in partnerships.items()),
        ]

    def clean_partnership(self):
        return self.partnerships.get(self.cleaned_data["partnership"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") is not None and not cleaned.get("what") and not self.initial:
            self.add_error("what", _("Cette valeur, c’est pour quoi\u00a0?"))
        if cleaned.get("is_staff") and cleaned.get("what") and not cleaned.get("partnership"):
            self.add_error("partnership", _("Qui l’emploie\u00a0?"))
        return cleaned


class BaseMeansFormSet(forms.BaseFormSet):
    """The rows of the annex, in their order: the version of the agreement says that they are those the user saw."""

    def __init__(self, data=None, *, agreement):
        self.agreement = agreement
        self.partnerships = {party.partnership.public_id: party.partnership for party in agreement.parties.all()}
        rows = [
            {
                "partnership": mean.partnership.public_id if mean.partnership else "",
                "what": mean.what,
                "value": mean.value,
                "is_staff": mean.is_staff,
            }
            for mean in agreement.means.all()
        ]
        super().__init__(data, initial=rows, prefix="apports")

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"partnerships": self.partnerships}

    def write(self):
        """Write each row over its own: an emptied one goes away, one that has not changed is not saved."""
        stored = list(self.agreement.means.all())
        position = 0
        for index, form in enumerate(self.forms):
            typed = form.cleaned_data
            row = stored[index] if index < len(stored) else AgreementMean(agreement=self.agreement)
            if not typed.get("what"):
                if row.pk:
                    row.delete()
                continue
            before = _facts(row)
            row.partnership, row.what, row.value = typed["partnership"], typed["what"], typed["value"]
            row.is_staff, row.position = typed["is_staff"], position
            position += 1
            if before != _facts(row) or row.pk is None:
                row.save()
        for row in stored[len(self.forms) :]:
            row.delete()
        self.agreement.save()


MeansFormSet = forms.formset_factory(MeanForm, formset=BaseMeansFormSet, extra=2, max_num=200)


def _facts(row):
    return (row.pk, row.partnership, row.what, row.value, row.is_staff, row.position)


class StaffForm(forms.ModelForm):
    """An employee who works for another party: what is written before it starts (C. trav. L8241-2)."""

    class Meta:
        model = AgreementMean
        fields = ("person", "qualification", "period", "cost_method", "rider_on")
        widgets = {"rider_on": DateInput}
        help_texts = {
            "period": _("Par exemple\u00a0: du 4 janvier au 30 juin 2027, le mardi de 9 h à 12 h."),
            "cost_method": _("Salaires, charges et frais seulement, au prorata des heures\u00a0; ou rien."),
            "rider_on": _("La personne l’a signé\u00a0: travail, horaires et lieu."),
        }


def staff_forms(agreement, data=None):
    """Return a StaffForm for each employee lent, in the order of the annex."""
    lent = [mean for mean in agreement.means.all() if mean.is_staff]
    return [StaffForm(data, instance=mean, prefix=f"personne-{rank}") for rank, mean in enumerate(lent, start=1)]
