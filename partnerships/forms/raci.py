"""Forms of the RACI: the columns to show, one cell, a row, a pasted block, activities and phases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import RaciLetters
from projects.models import Activity, Phase

CELL_CHOICES = [("", _("vide")), *((letters.value, f"{letters.value}, {letters.label}") for letters in RaciLetters)]
MOST_CELLS = 20_000


class ColumnsForm(forms.Form):
    """GET filter: `o` names the columns to show, `tous` shows every organisation of the project."""

    tous = forms.BooleanField(required=False)

    def columns(self, matrix):
        """Return the Columns to show among those of the matrix; unknown names in the address are ignored."""
        chosen = set(self.data.getlist("o"))
        if chosen:
            return [column for column in matrix.columns if column.public_id in chosen] or matrix.engaged()
        self.full_clean()
        return matrix.columns if self.cleaned_data["tous"] else matrix.engaged()

    @property
    def key(self):
        """Return what tells two filters apart, as a hashable value."""
        return (tuple(sorted(self.data.getlist("o"))), self.data.get("tous", ""))


class CellForm(forms.Form):
    """One cell: who and what by public id, the letters wanted, the letters that the person saw."""

    activity = forms.CharField(max_length=10)
    partnership = forms.CharField(max_length=10)
    letters = forms.ChoiceField(choices=CELL_CHOICES, required=False)
    seen = forms.ChoiceField(choices=CELL_CHOICES, required=False)


class RowForm(forms.Form):
    """An activity's roles: one select an organisation, and the letters that the person saw in a hidden field each."""

    def __init__(self, *args, columns, letters, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            value = letters.get(column.pk, "")
            self.fields[f"role-{column.public_id}"] = forms.ChoiceField(
                label=column.name, choices=CELL_CHOICES, required=False, initial=value
            )
            self.fields[f"vu-{column.public_id}"] = forms.ChoiceField(
                choices=CELL_CHOICES, required=False, initial=value, widget=forms.HiddenInput
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


class ChangesForm(forms.Form):
    """The changes that the person has read in the preview: activity, partnership, seen, wanted, one a line."""

    changes = forms.CharField(max_length=MOST_CELLS * 32, strip=False, widget=forms.HiddenInput)

    def clean_changes(self):
        """Return [(activity public id, partnership public id, letters seen, letters wanted)]."""
        known = {"", *RaciLetters.values}
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
