"""The rows of a fiche action: steps, partners, budget, indicators, freins taken up. Added and moved without script.

Each kind of rows says how they are read from a sheet and written over those there are: a row that has not changed keeps
its own. The version of the sheet says that they are those that the person saw.
"""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Indicator,
    IndicatorKind,
    MoneySection,
    SheetMoneyLine,
    SheetObstacle,
    SheetPartner,
    SheetStep,
)
from agreements.sheets.document import number
from partnerships.raci.variants import variant_of

MAX_ROWS = 100
NEW_ROWS = 2


class RowForm(forms.Form):
    """A row. One whose first field, `main`, is emptied goes away.

    `partnerships`, `amounts`: the fields that choose a partner, and those that hold a number. `silent`: the fields that
    always have a value, and say nothing by themselves.
    """

    main = ""
    orphan = _("Dites d’abord de quoi il s’agit, ou videz la ligne.")
    partnerships = ()
    amounts = ()
    silent = ()

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for field in self.fields.values():
            field.required = False
        for name in self.partnerships:
            self.fields[name].choices = [("", self.fields[name].empty), *people.choices]

    def clean(self):
        cleaned = super().clean()
        for name in self.partnerships:
            cleaned[name] = self.people.partnerships.get(cleaned.get(name))
        said = any(value not in ("", None) for name, value in cleaned.items() if name not in (self.main, *self.silent))
        if said and cleaned.get(self.main) in ("", None) and self.main not in self.errors:
            self.add_error(self.main, self.orphan)
        return cleaned


class PartnershipField(forms.ChoiceField):
    """A partner of the project, by its public id; the row puts the partnership in its place."""

    def __init__(self, *, empty, **kwargs):
        super().__init__(**kwargs)
        self.empty = empty


def _text(label, limit, **attrs):
    return forms.CharField(label=label, max_length=limit, widget=forms.TextInput(attrs=attrs))


def _amount(label, **options):
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, localize=False, **options)


class StepRow(RowForm):
    main = "what"
    what = _text(_("Quoi"), 300)
    when = _text(_("Quand"), 100)
    who = _text(_("Qui"), 200, list="qui")


class PartnerRow(RowForm):
    main = "partnership"
    orphan = _("Quelle structure\u00a0?")
    partnerships = ("partnership",)
    partnership = PartnershipField(label=_("Structure"), empty=_("Choisissez"))
    role = forms.ChoiceField(label=_("Rôle"))
    contribution = _text(_("Ce qu’elle apporte"), 300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("À préciser")), *self.people.letters]


class MoneyRow(RowForm):
    main = "amount"
    orphan = _("Quel montant, par an\u00a0?")
    silent = ("section",)
    partnerships = ("source",)
    amounts = ("amount",)
    section = forms.ChoiceField(
        label=_("Partie"),
        choices=[
            (MoneySection.CHARGE.value, _("Charge")),
            (MoneySection.INCOME.value, _("Produit")),
            (MoneySection.VOLUNTARY.value, _("Valorisation")),
        ],
    )
    label = _text(_("Libellé"), 300)
    source = PartnershipField(label=_("De qui"), empty=_("Non précisé"))
    amount = _amount(_("€ par an"), min_value=0)

    def clean_section(self):
        return self.cleaned_data["section"] or MoneySection.CHARGE.value

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("label") or cleaned.get("section") == MoneySection.INCOME
        if cleaned.get("amount") is not None and not named:
            self.add_error("label", _("Ce montant, c’est pour quoi\u00a0?"))
        return cleaned


class IndicatorRow(RowForm):
    main = "name"
    orphan = _("Que mesure-t-on\u00a0?")
    amounts = ("baseline", "target", "value")
    name = _text(_("Indicateur"), 200)
    kind = forms.ChoiceField(label=_("Type"), choices=[("", _("À préciser")), *IndicatorKind.choices])
    unit = _text(_("Unité"), 60)
    baseline = _amount(_("Base"))
    target = _amount(_("Cible"))
    value = _amount(_("Valeur"))
    period = _text(_("Période"), 200)
    source = _text(_("Source"), 300)
    frequency = _text(_("Fréquence"), 100)


class ObstacleRow(RowForm):
    main = "text"
    orphan = _("De quel frein parle-t-on\u00a0?")
    text = forms.CharField(label=_("Frein"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    response = forms.CharField(label=_("Parade"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class People:
    """Who may be named in the rows of a sheet, and the letters of the project. Three queries."""

    def __init__(self, sheet):
        project = sheet.project
        rows = project.partnerships.select_related("partner").order_by("-is_lead", "partner__name_norm")
        self.partnerships = {row.public_id: row for row in rows}
        self.choices = [(public_id, row.partner.name) for public_id, row in self.partnerships.items()]
        self.members = list(project.members.order_by("name"))
        variant = variant_of(project)
        # A letter noted under another variant stays what it says.
        used = {row.role for row in sheet.partners.all() if row.role} - variant.codes
        self.letters = [(code, f"{code}, {variant.words(code)}") for code in (*variant.by_code, *sorted(used))]

    @property
    def names(self):
        """Return the names proposed while one types « qui »."""
        return [member.name for member in self.members] + [row.partner.label for row in self.partnerships.values()]

    def who(self, text):
        """Return the fields of an ActorReference for a typed name: somebody known, else the name as it is."""
        typed = " ".join(text.split()).casefold()
        for member in self.members:
            if member.name.casefold() == typed:
                return {"who_member": member, "who_partnership": None, "who_name": ""}
        for row in self.partnerships.values():
            if typed in (row.partner.label.casefold(), row.partner.name.casefold()):
                return {"who_member": None, "who_partnership": row, "who_name": ""}
        return {"who_member": None, "who_partnership": None, "who_name": text.strip()}


@dataclass(frozen=True)
class Rows:
    """One kind of rows. `private`: partners never read them. `resume`: the words of what the project proposes."""

    title: str
    form: type
    model: type
    related: str
    help: str
    private: bool = False
    resume: str = ""

    def read(self, sheet):
        """Return [{field: value as a form shows it}] of the rows of the sheet."""
        return [self._shown(row) for row in getattr(sheet, self.related).all()]

    def _shown(self, row):
        shown = {name: getattr(row, name) for name in self.form.base_fields}
        for name in self.form.partnerships:
            shown[name] = shown[name].public_id if shown[name] else ""
        for name in self.form.amounts:
            shown[name] = number(shown[name]).replace(",", ".")
        return shown

    def values(self, cleaned, people):
        """Return {column: value} of a typed row."""
        return cleaned

    def write(self, sheet, typed, people):
        """Write typed rows over those there are, in their order. Call it in an operation, the sheet claimed."""
        stored = list(getattr(sheet, self.related).order_by("position", "pk"))
        for position, cleaned in enumerate(typed):
            row = stored[position] if position < len(stored) else self.model(sheet=sheet)
            put(row, self.values(cleaned, people) | {"position": position})
        for row in stored[len(typed) :]:
            row.delete()


class StepRows(Rows):
    def values(self, cleaned, people):
        values = dict(cleaned)
        return values | people.who(values.pop("who") or "")


class PartnerRows(Rows):
    def write(self, sheet, typed, people):
        """Each organisation keeps its own row: it stands once in a sheet."""
        known = {row.partnership_id: row for row in sheet.partners.all()}
        for position, cleaned in enumerate(typed):
            row = known.pop(cleaned["partnership"].pk, None) or SheetPartner(sheet=sheet)
            put(row, cleaned | {"position": position})
        for row in known.values():
            row.delete()


class MoneyRows(Rows):
    def write(self, sheet, typed, people):
        """Charges, then incomes, then what is given in kind."""
        order = [code for code, _label in MoneyRow.base_fields["section"].choices]
        super().write(sheet, sorted(typed, key=lambda row: order.index(row["section"])), people)


def put(row, values):
    """Save a row with these values, unless it has them already."""
    if row.pk and {name: getattr(row, name) for name in values} == values:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


# Key in the address → rows. The order is that of the list on the screen.
ROWS = {
    "etapes": StepRows(
        _("Étapes"),
        StepRow,
        SheetStep,
        "steps",
        _("Ce qui se fait, quand, par qui. «\u00a0Quand\u00a0» est une date, un mois, un rythme."),
    ),
    "partenaires": PartnerRows(
        _("Qui fait quoi"),
        PartnerRow,
        SheetPartner,
        "partners",
        _("Le pilote est dit dans «\u00a0La fiche\u00a0»\u00a0; ici, la place de chaque autre structure."),
        resume=_("Reprendre du RACI"),
    ),
    "budget": MoneyRows(
        _("Budget d’une année"),
        MoneyRow,
        SheetMoneyLine,
        "money_lines",
        _("Charges, produits, et ce qui est apporté sans argent, avec sa valeur (temps bénévole, locaux prêtés)."),
    ),
    "indicateurs": Rows(
        _("Indicateurs"),
        IndicatorRow,
        Indicator,
        "indicators",
        _("La base est le chiffre d’avant l’action. Choisissez-les avec vos partenaires."),
    ),
    "freins": Rows(
        _("Freins et parades"),
        ObstacleRow,
        SheetObstacle,
        "obstacles",
        _("Pour votre équipe\u00a0: aucun document, aucun lien ne les montre."),
        private=True,
        resume=_("Reprendre du pas de côté"),
    ),
}


class BaseRowFormSet(forms.BaseFormSet):
    def __init__(self, data=None, *, people, **kwargs):
        self.people = people
        super().__init__(data, prefix="lignes", **kwargs)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"people": self.people}

    def clean(self):
        seen = set()
        for form in self.forms:
            partnership = form.cleaned_data.get("partnership") if form.is_valid() else None
            if partnership and partnership.pk in seen:
                form.add_error("partnership", _("Cette structure a déjà sa ligne."))
            elif partnership:
                seen.add(partnership.pk)

    @property
    def typed(self):
        """Return the cleaned rows that say something, in their order."""
        rows = [form.cleaned_data for form in self.forms]
        return [row for form, row in zip(self.forms, rows, strict=True) if row.get(form.main) not in (None, "")]


def formset_of(kind, people, *, data=None, rows=None, extra=NEW_ROWS):
    """Return the formset of a kind of rows: as posted (`data`), or given ones with `extra` new rows at the end."""
    options = {"formset": BaseRowFormSet, "max_num": MAX_ROWS, "absolute_max": MAX_ROWS}
    if data is not None:
        return forms.formset_factory(kind.form, extra=0, **options)(data, people=people)
    return forms.formset_factory(kind.form, extra=extra, **options)(people=people, initial=rows)


def rows_posted(kind, data):
    """Return [{field: text}] of the rows of a posted form, as they were typed."""
    try:
        total = min(int(data.get("lignes-TOTAL_FORMS", 0)), MAX_ROWS)
    except ValueError:
        total = 0
    return [{name: data.get(f"lignes-{rank}-{name}", "") for name in kind.form.base_fields} for rank in range(total)]


def rearranged(rows, gesture):
    """Return typed rows after « ajouter », « monter-2 », « descendre-0 » or « retirer-1 »; unchanged for anything else."""
    name, _dash, rank = gesture.partition("-")
    rows = list(rows)
    here = int(rank) if rank.isdecimal() and int(rank) < len(rows) else None
    if name == "retirer" and here is not None:
        del rows[here]
    there = {"monter": -1, "descendre": 1}.get(name)
    if there and here is not None and 0 <= here + there < len(rows):
        rows[here], rows[here + there] = rows[here + there], rows[here]
    return rows
