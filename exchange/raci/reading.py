"""A spreadsheet to a RACI as it is written there: which column is whose, which row is which, with the texts as typed."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from exchange.errors import SpreadsheetRefused
from exchange.raci.sending import MARK, NOTE
from exchange.spreadsheets.formats import unsafe
from exchange.spreadsheets.reading import column_name, read_sheets
from partnerships.forms.raci import MOST_CELLS
from territories.names import normalise

ACTIVITY_TITLES = {"activite", "activites", "tache", "taches", "action", "actions"}
SEARCHED_ROWS = 30
# Each cell is compared, shown and sent back: letters, and notes apart, no more of them than a paste takes.
MOST_ROWS = 1_000
# What our own screens and other people's tables put beside the letters.
IGNORED_TITLES = {"a verifier", "charge", "total", "identifiant"}


@dataclass(frozen=True)
class ReadColumn:
    """A column of letters, or of notes. `key`: the actor's identifier when the file has it; `letters`: A for the first."""

    rank: int
    title: str
    key: str = ""
    is_note: bool = False

    @property
    def letters(self):
        return column_name(self.rank)


@dataclass(frozen=True)
class ReadRow:
    """A row, by its `number` in the sheet. `phase` is None when the file has no column for it."""

    number: int
    key: str
    phase: str | None
    name: str
    cells: list


@dataclass(frozen=True)
class ReadTable:
    """What a file holds. `cells` of a row are in the order of `columns`."""

    columns: list
    rows: list

    def as_plain(self):
        """Return the table as lists and dicts, for JSON."""
        return {"columns": [asdict(one) for one in self.columns], "rows": [asdict(one) for one in self.rows]}

    @classmethod
    def from_plain(cls, data):
        return cls([ReadColumn(**one) for one in data["columns"]], [ReadRow(**one) for one in data["rows"]])


def read_table(name, data):
    """Return the ReadTable of a file. Raises SpreadsheetRefused: hostile, unreadable, or without a table of roles."""
    for sheet in read_sheets(name, data):
        if not sheet.refused and (table := _table_of(sheet.rows)) is not None:
            return table
    raise SpreadsheetRefused(
        _(
            "Ce fichier ne contient pas de tableau des rôles\u00a0: il faut une colonne «\u00a0Activité\u00a0», puis une "
            "colonne par acteur. Exportez le tableau d’ici pour avoir un modèle."
        )
    )


def _table_of(rows):
    ids, header = [], None
    for rank, row in enumerate(rows[:SEARCHED_ROWS]):
        if MARK in row[:1]:
            ids = row
        elif any(normalise(unsafe(cell)) in ACTIVITY_TITLES for cell in row if cell):
            header = rank
            break
    if header is None:
        return None
    titles = [unsafe(cell) for cell in rows[header]]
    places = [normalise(title) for title in titles]
    activity = next(rank for rank, word in enumerate(places) if word in ACTIVITY_TITLES)
    phase = next((rank for rank, word in enumerate(places) if word in ("phase", "phases")), None)
    columns = []
    for rank, title in enumerate(titles):
        word = ids[rank] if rank < len(ids) else ""
        if rank in (activity, phase) or (rank == 0 and ids) or not title or places[rank] in IGNORED_TITLES:
            continue
        is_note = word.startswith(NOTE)
        columns.append(ReadColumn(rank, title, word.removeprefix(NOTE), is_note))
    notes = sum(column.is_note for column in columns)
    most = min(MOST_ROWS, MOST_CELLS // max(notes, len(columns) - notes, 1))
    found = []
    for number, row in enumerate(rows[header + 1 :], header + 2):
        name = unsafe(row[activity])
        cells = [unsafe(row[column.rank]) for column in columns]
        if not name or places[activity] == normalise(name):
            # A line of totals, an empty line, or the name of a phase alone: nothing to write.
            continue
        if len(found) >= most:
            raise SpreadsheetRefused(
                _(
                    "Ce tableau est trop grand\u00a0: 1\u00a0000\u00a0activités et 20\u00a0000\u00a0cases au plus. "
                    "Partagez-le en plusieurs fichiers."
                ),
                status=413,
            )
        found.append(
            ReadRow(number, row[0] if ids else "", unsafe(row[phase]) if phase is not None else None, name, cells)
        )
    return ReadTable(columns, found) if columns and found else None
