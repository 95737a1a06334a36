"""The file, its columns, and what to do with each row."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.errors import SpreadsheetRefused
from exchange.spreadsheets import steps
from exchange.spreadsheets.columns import BY_CODE, FIELDS, SEARCHED_ROWS, is_banner, read_at
from exchange.spreadsheets.opening import MAX_BYTES
from exchange.spreadsheets.planning import answers_of
from exchange.spreadsheets.reading import column_name

ANSWERS = {
    "take": _("Importer"),
    "same": _("La même organisation"),
    "other": _("Une autre"),
    "leave": _("Laisser de côté"),
}


class SheetFileForm(forms.Form):
    """A spreadsheet sent to be read. What is refused stands among the errors, with `status` to answer."""

    file = forms.FileField(
        label=_("Tableau à lire"),
        allow_empty_file=True,  # the reader says it better
        help_text=_("Un tableau .xlsx, .ods ou .csv, 10\u00a0Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.txt"}),
    )
    status = 422

    def read_with(self, reader):
        """Return what reader(name, content) makes of the file, or None when it refuses it."""
        file = self.cleaned_data["file"]
        try:
            return reader(file.name, file.read(MAX_BYTES + 1))
        except SpreadsheetRefused as refused:
            self.add_error("file", str(refused))
            self.status = refused.status
            return None


class SpreadsheetForm(SheetFileForm):
    """A list of partners."""

    def received(self, project, author):
        """Return the PartnerImport of the file, or None when it is refused."""
        return self.read_with(partial(steps.receive, project, author))


class ColumnsForm(forms.Form):
    """Which sheet, which row of titles, which field in each column. Changing the sheet or the row reads the columns again."""

    sheet = forms.TypedChoiceField(label=_("Feuille"), coerce=int)
    header = forms.TypedChoiceField(label=_("Ligne des titres"), coerce=int)

    def __init__(self, data=None, *, draft):
        super().__init__(data, initial={"sheet": draft.sheet, "header": draft.header})
        self.draft = draft
        sheets = [
            (rank, sheet["name"] or draft.file_name) for rank, sheet in enumerate(draft.sheets) if not sheet["refused"]
        ]
        self.fields["sheet"].choices = sheets
        if len(sheets) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()
        rows = draft.sheets[draft.sheet]["rows"]
        self.fields["header"].choices = [(-1, _("Aucune\u00a0: tout est à importer"))] + [
            (rank, f"{rank + 1}\u00a0: {_start(row)}") for rank, row in enumerate(rows[:SEARCHED_ROWS]) if any(row)
        ]
        choices = [("", _("Ne pas importer")), *((field.code, field.label) for field in FIELDS)]
        titles = read_at(rows, draft.header).titles
        body = [row for row in rows[draft.header + 1 : draft.header + 101] if not is_banner(row)]
        self.columns = []
        for rank, title in enumerate(titles):
            samples = list(dict.fromkeys(row[rank] for row in body if row[rank]))[:3]
            if not title and not samples:
                continue
            name = f"c{rank}"
            # A title of the sheet is what names its field, for those who do not see the table.
            label = _("Colonne %(letters)s, %(title)s") % {
                "letters": column_name(rank),
                "title": title or _("sans titre"),
            }
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=draft.fields[rank] if rank < len(draft.fields) else "",
            )
            self.columns.append((rank, column_name(rank), title, samples, name))

    def rows(self):
        """Return [(letters of the column, its title, some of its cells, the field's BoundField)]."""
        return [(letters, title, samples, self[name]) for _rank, letters, title, samples, name in self.columns]

    def places_changed(self):
        """Return whether another sheet or another row of titles was chosen, so that the columns are to be read again."""
        return (self.cleaned_data["sheet"], self.cleaned_data["header"]) != (self.draft.sheet, self.draft.header)

    def clean(self):
        cleaned = super().clean()
        if self.errors or self.places_changed():
            return cleaned
        chosen = [cleaned.get(name, "") for _rank, _letters, _title, _samples, name in self.columns]
        if "name" not in chosen:
            raise forms.ValidationError(_("Dites quelle colonne donne le nom du partenaire."))
        for code in dict.fromkeys(code for code in chosen if code):
            if chosen.count(code) > 1 and not BY_CODE[code].several:
                raise forms.ValidationError(
                    _("Deux colonnes donnent «\u00a0%(label)s\u00a0»\u00a0: gardez-en une.")
                    % {"label": BY_CODE[code].label}
                )
        return cleaned

    def apply(self):
        """Write the choices on the PartnerImport, without saving; return whether the columns are to be checked again."""
        draft, chosen = self.draft, self.cleaned_data
        if chosen["sheet"] != draft.sheet:
            steps.choose_sheet(draft, chosen["sheet"])
            return True
        if chosen["header"] != draft.header:
            reading = read_at(draft.sheets[draft.sheet]["rows"], chosen["header"])
            draft.header, draft.fields, draft.plan = reading.header, reading.fields, []
            return True
        fields = [""] * len(draft.sheets[draft.sheet]["rows"][0])
        for rank, _letters, _title, _samples, name in self.columns:
            fields[rank] = chosen[name]
        if fields != draft.fields:
            draft.fields, draft.plan = fields, []
        return "relire" in self.data


def _start(row):
    return ", ".join(cell for cell in row if cell)[:60]


class AnswersForm(forms.Form):
    """What to do with the rows of one page of the preview: one choice a row, each with the answers that it takes."""

    def __init__(self, data=None, *, items):
        super().__init__(data)
        self.items = items
        for item in items:
            answers = answers_of(item)
            if not answers:
                continue
            self.fields[name_of(item)] = forms.ChoiceField(
                label=_("Ligne %(number)s") % {"number": item["number"]},
                choices=[(answer, _words(item, answer)) for answer in answers],
                required=False,
                initial=item["answer"],
            )

    def apply(self):
        """Write the answers in the rows; a row whose answer was not sent keeps its own."""
        for item in self.items:
            name = name_of(item)
            if name in self.fields and name in self.data:
                item["answer"] = self.cleaned_data[name]


def _words(item, answer):
    if answer == "take" and item["problem"]:
        return _("Importer sans ce numéro")
    return ANSWERS.get(answer, _("À décider"))


def name_of(item):
    """Return the name of the field that answers for a row."""
    return f"r{item['number']}"
