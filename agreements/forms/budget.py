"""Forms on the money of an agreement: subsidy by year, instalments, charges, incomes, voluntary contributions."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import FactForm
from agreements.models import Agreement, MoneyLine, MoneySection

# The columns of each section, the amount aside.
COLUMNS = {
    MoneySection.SUBSIDY: ("year",),
    MoneySection.INSTALMENT: ("share", "label"),
    MoneySection.CHARGE: ("label",),
    MoneySection.INCOME: ("source", "label"),
    MoneySection.VOLUNTARY: ("label",),
}
MAX_LINES = 60


class BudgetForm(FactForm):
    """The year of the budget; its version guards every line of the page."""

    class Meta:
        model = Agreement
        fields = ("budget_year",)
        help_texts = {"budget_year": _("L’année des charges et des produits ci-dessous.")}


class LineForm(forms.Form):
    """A line of a section. A line without amount goes away."""

    year = forms.IntegerField(label=_("Exercice"), min_value=1900, max_value=2200, required=False, localize=False)
    share = forms.DecimalField(label=_("Part (%)"), min_value=0, max_value=100, decimal_places=2, required=False)
    source = forms.ChoiceField(label=_("Qui apporte"), required=False)
    label = forms.CharField(label=_("Libellé"), max_length=300, required=False)
    amount = forms.DecimalField(label=_("Montant (€)"), max_digits=14, decimal_places=2, min_value=0, required=False)

    def __init__(self, *args, section, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.sources = sources
        wanted = COLUMNS[section]
        for name in ("year", "share", "source", "label"):
            if name not in wanted:
                del self.fields[name]
        if "source" in wanted:
            self.fields["source"].choices = [
                ("", _("Un autre, écrit à côté")),
                *((public_id, partnership.partner.label) for public_id, partnership in sources.items()),
            ]
        if section == MoneySection.INSTALMENT:
            self.fields["label"].label = _("Quand")

    def clean_source(self):
        return self.sources.get(self.cleaned_data["source"])

    def clean(self):
        cleaned = super().clean()
        said = [cleaned.get(name) for name in ("year", "label", "share")]
        if cleaned.get("amount") is None and any(said) and "amount" not in self.errors and not self.initial:
            self.add_error("amount", _("Quel montant\u00a0?"))
        return cleaned


class BaseLineFormSet(forms.BaseFormSet):
    """The lines of one section of an agreement, in their order."""

    def __init__(self, data=None, *, agreement, section, sources):
        self.agreement, self.section, self.sources = agreement, section, sources
        self.stored = [line for line in agreement.money_lines.all() if line.section == section]
        super().__init__(data, initial=[self._initial(line) for line in self.stored], prefix=section)

    def _initial(self, line):
        values = {name: _short(getattr(line, name)) for name in (*COLUMNS[self.section], "amount")}
        if "source" in values:
            values["source"] = line.source.public_id if line.source else ""
        return values

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"section": self.section, "sources": self.sources}

    @property
    def title(self):
        return MoneySection(self.section).label

    @property
    def total(self):
        """Return the sum of what is typed, or of what is stored, in euros."""
        if not self.is_bound:
            return sum((line.amount for line in self.stored), Decimal(0))
        return sum(
            (form.cleaned_data.get("amount") or Decimal(0) for form in self.forms if form.is_valid()), Decimal(0)
        )

    def write(self):
        """Write each line over its own: one without amount goes away, one that has not changed is not saved."""
        names = (*COLUMNS[self.section], "amount")
        position = 0
        for index, form in enumerate(self.forms):
            typed = form.cleaned_data
            new = index >= len(self.stored)
            line = MoneyLine(agreement=self.agreement, section=self.section) if new else self.stored[index]
            if typed.get("amount") is None:
                if not new:
                    line.delete()
                continue
            before = [getattr(line, name) for name in (*names, "position")]
            for name in names:
                setattr(line, name, typed[name])
            line.position = position
            position += 1
            if new or before != [getattr(line, name) for name in (*names, "position")]:
                line.save()
        for line in self.stored[len(self.forms) :]:
            line.delete()


def _short(value):
    """Return an amount without « .00 »; anything else as it is."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


LineFormSet = forms.formset_factory(
    LineForm, formset=BaseLineFormSet, extra=1, max_num=MAX_LINES, absolute_max=MAX_LINES + 20
)


def budget_formsets(agreement, data=None):
    """Return the LineFormSet of each section, in the order of the page."""
    project = agreement.project
    partnerships = project.partnerships.select_related("partner").order_by("-is_lead", "partner__name")
    sources = {partnership.public_id: partnership for partnership in partnerships}
    return [LineFormSet(data, agreement=agreement, section=section, sources=sources) for section in MoneySection.values]


def with_one_more_line(data, section):
    """Return the posted data with one more empty line in a section: « Ajouter une ligne » without script."""
    data = data.copy()
    key = f"{section}-TOTAL_FORMS"
    count = data.get(key, "0")
    data[key] = str(min(int(count) + 1 if count.isdigit() else 1, MAX_LINES))
    return data
