"""A block pasted from a spreadsheet: what it would change, cell by cell, and what it cannot say."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.raci.matrix import Column, Row


@dataclass(frozen=True, slots=True)
class PasteChange:
    """One cell that the block changes. Empty text is an empty cell."""

    row: Row
    column: Column
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that is not written. `line` and `rank` count from 1 inside the block."""

    line: int
    rank: int
    value: str
    reason: str


@dataclass(frozen=True)
class PastePlan:
    changes: list
    refused: list
    unchanged: int

    @property
    def encoded(self):
        """Return the changes as the confirmation sends them back: one a line, four texts between tabs."""
        return "\n".join(
            f"{change.row.public_id}\t{change.column.public_id}\t{change.before}\t{change.after}"
            for change in self.changes
        )


def read_block(text):
    """Return the lines of a copied block, each a list of texts; quotes work as spreadsheets write them."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    lines = list(csv.reader(io.StringIO(plain), delimiter="\t"))
    while lines and not any(value.strip() for value in lines[-1]):
        lines.pop()
    return lines


def plan_paste(matrix, columns, text, first_row, first_column):
    """Return the PastePlan of `text` put at a Row and a Column, over the rows and columns in the screen's order."""
    rows = [row for _name, group in matrix.groups for row in group]
    top = next(place for place, row in enumerate(rows) if row.public_id == first_row)
    left = next(place for place, column in enumerate(columns) if column.public_id == first_column)
    changes, refused, unchanged = [], [], 0
    for line, values in enumerate(read_block(text)):
        for rank, value in enumerate(values):
            try:
                after = matrix.variant.read(value)
            except ValueError:
                refused.append(
                    Refused(
                        line + 1,
                        rank + 1,
                        value.strip()[:40],
                        _("n’est pas un rôle en %(variant)s") % {"variant": matrix.variant.name},
                    )
                )
                continue
            if top + line >= len(rows) or left + rank >= len(columns):
                if after:
                    refused.append(Refused(line + 1, rank + 1, after, _("tombe hors du tableau")))
                continue
            row, column = rows[top + line], columns[left + rank]
            before = matrix.cells.get(row.pk, {}).get(column.pk, "")
            if before == after:
                unchanged += 1
            else:
                changes.append(PasteChange(row, column, before, after))
    return PastePlan(changes, refused, unchanged)


def plan_fill(matrix, letters, activities, actors, *, only_empty):
    """Return the PastePlan of one role in each cell where an activity meets an actor (public ids); "" empties them."""
    changes, unchanged = [], 0
    for _name, rows in matrix.groups:
        for row in rows:
            if row.public_id not in activities:
                continue
            for column in matrix.columns:
                before = matrix.cells.get(row.pk, {}).get(column.pk, "")
                if column.public_id not in actors or (only_empty and before and letters):
                    continue
                if before == letters:
                    unchanged += 1
                else:
                    changes.append(PasteChange(row, column, before, letters))
    return PastePlan(changes, [], unchanged)
