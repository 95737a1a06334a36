"""Forms of the RACI: the columns to show, one cell, a row, a pasted block, activities and phases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import CellLetters, PartnerKind
from partnerships.raci.variants import RACI
from projects.models import Activity, Phase

SEEN_CHOICES = [("", ""), *((letters, letters) for letters in CellLetters.values)]
MOST_CELLS = 20_000


def cell_choices(variant, present=""):
    """Return the choices of a cell: the letters of the variant, and the one that stands there if it is of another."""
    codes = [letter.code for letter in variant.letters]
    codes += [present] if present and present not in codes else []
    return [("", _("vide")), *((code, f"{code}, {variant.words(code)}") for code in codes)]


class ColumnsForm(forms.Form):
    """GET filter: `o` names the columns to show, `tous` shows every organisation of the project; `type`, `niveau` and
    `lieu` keep those of a kind, of a level of the frise, of a first place of action; `role` those that hold a letter.
    """

    FILTERS = ("type", "niveau", "lieu", "role")

    tous = forms.BooleanField(required=False)

    def columns(self, matrix):
        """Return the Columns to show among those of the matrix; what the address says and nobody knows is ignored."""
        chosen = set(self.data.getlist("o"))
        if chosen:
            return [column for column in matrix.columns if column.public_id in chosen] or matrix.engaged()
        self.full_clean()
        base = matrix.columns if self.cleaned_data["tous"] else matrix.engaged()
        return [column for column in base if self._keeps(matrix, column)] or base

    def _keeps(self, matrix, column):
        kind, level, place, role = (self.data.get(name, "") for name in self.FILTERS)
        return (
            (not kind or column.kind == kind)
            and (not level or any(stand.level == level for stand in matrix.stands.get(column.pk, ())))
            and (not place or column.place == place)
            and (not role or bool(matrix.letters_of[column.pk]))
        )

    def filters(self, matrix):
        """Return [(name, label, [(value, words)], value chosen)] of the filters of columns, from what the matrix holds."""
        kinds = {column.kind: str(PartnerKind(column.kind).label) for column in matrix.columns}
        levels = dict.fromkeys(stand.level for stands in matrix.stands.values() for stand in stands)
        places = dict.fromkeys(sorted(column.place for column in matrix.columns if column.place))
        found = (
            ("type", _("Type d’acteur"), sorted(kinds.items(), key=lambda item: item[1])),
            ("niveau", _("Niveau sur la frise"), [(name, name) for name in levels]),
            ("lieu", _("Lieu d’action"), [(name, name) for name in places]),
        )
        return [(name, label, choices, self.data.get(name, "")) for name, label, choices in found]

    @property
    def active(self):
        """Return whether a filter of columns holds."""
        return any(self.data.get(name) for name in self.FILTERS)


class CellForm(forms.Form):
    """One cell: who and what by public id, the letters wanted, the letters that the person saw."""

    activity = forms.CharField(max_length=10)
    partnership = forms.CharField(max_length=10)
    letters = forms.ChoiceField(required=False)
    seen = forms.ChoiceField(choices=SEEN_CHOICES, required=False)

    def __init__(self, *args, variant=RACI, **kwargs):
        super().__init__(*args, **kwargs)
        # What stood there before comes back by « Annuler », whatever the variant: a form writes the variant's own letters.
        self.fields["letters"].choices = cell_choices(variant)


class RowForm(forms.Form):
    """An activity's roles: one select an organisation, and the letters that the person saw in a hidden field each."""

    def __init__(self, *args, columns, letters, variant=RACI, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            value = letters.get(column.pk, "")
            self.fields[f"role-{column.public_id}"] = forms.ChoiceField(
                label=column.name, choices=cell_choices(variant, value), required=False, initial=value
            )
            self.fields[f"vu-{column.public_id}"] = forms.ChoiceField(
                choices=SEEN_CHOICES, required=False, initial=value, widget=forms.HiddenInput
            )

    def rows(self):
        """Yield (column, field of its role, field of what was seen) for the template."""
        for column in self.columns:
            yield column, self[f"role-{column.public_id}"], self[f"vu-{column.public_id}"]

    def changes(self):
        """Return [(column, letters seen, letters wanted)] where they differ."""
        pairs = (
            (column, self.cleaned_data[f"vu-{column.public_id}"], self.cleaned_data[f"role-{column.public_id}"])
            for column in self.columns
        )
        return [(column, seen, wanted) for column, seen, wanted in pairs if seen != wanted]


class PasteForm(forms.Form):
    """A block copied from a spreadsheet, and the cell where its first value goes."""

    activity = forms.ChoiceField(label=_("Première activité"))
    partnership = forms.ChoiceField(label=_("Premier acteur"))
    text = forms.CharField(
        label=_("Bloc copié"),
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Une ligne par activité, une tabulation entre deux acteurs, comme un tableur les copie."),
    )

    def __init__(self, *args, rows, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [(row.public_id, row.name) for row in rows]
        self.fields["partnership"].choices = [(column.public_id, column.name) for column in columns]


class FillForm(forms.Form):
    """One role for several activities and several actors."""

    letters = forms.ChoiceField(label=_("Rôle"), required=False)
    only_empty = forms.BooleanField(label=_("Laisser les cases déjà remplies"), required=False, initial=True)
    activities = forms.MultipleChoiceField(label=_("Activités"), widget=forms.CheckboxSelectMultiple)
    actors = forms.MultipleChoiceField(label=_("Acteurs"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, matrix, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letters"].choices = cell_choices(matrix.variant)
        self.fields["activities"].choices = [(row.public_id, row.name) for _name, rows in matrix.groups for row in rows]
        self.fields["actors"].choices = [(column.public_id, column.name) for column in matrix.columns]


class ChangesForm(forms.Form):
    """The changes that the person has read in the preview: activity, partnership, seen, wanted, one a line."""

    changes = forms.CharField(max_length=MOST_CELLS * 32, strip=False, widget=forms.HiddenInput)

    def clean_changes(self):
        """Return [(activity public id, partnership public id, letters seen, letters wanted)]."""
        known = {"", *CellLetters.values}
        changes = []
        for line in self.cleaned_data["changes"].splitlines():
            parts = line.split("\t")
            if len(parts) != 4 or not known.issuperset(parts[2:]):
                raise forms.ValidationError(_("Cet aperçu n’est pas lisible. Collez le bloc à nouveau."))
            changes.append(tuple(parts))
        return changes


class ActivityForm(forms.ModelForm):
    """An activity. `version` is the one that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Activity
        fields = ["name", "phase", "start", "end", "status"]
        widgets = {
            "start": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = self.instance.project.phases.all()
        self.fields["phase"].empty_label = _("Sans phase")
        self.initial["version"] = self.instance.version


class PhaseForm(forms.ModelForm):
    """A phase. `seen` is the name that the person saw: it guards the change."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    class Meta:
        model = Phase
        fields = ["name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.name

    def clean_name(self):
        """Return the name; the constraint cannot see the project, which is not a field, so it is checked here too."""
        name = self.cleaned_data["name"]
        if self.instance.project.phases.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Une phase porte déjà ce nom."))
        return name
