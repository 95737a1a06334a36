"""Letters proposed from the frise for cells that are empty: computed each time, never kept, counted nowhere.

Rule (feature F24): information → I, allié → C, co-porteur → R, each in the letters of the project's variant. The place is
the one at the horizon in which the activity begins; without a date of its own or of the horizon, the first place of the
partner. A letter typed by somebody is never proposed over; what the team has refused is not proposed again, until the
frise says something else.
"""

from dataclasses import dataclass

from partnerships.raci.matrix import Column, Row, Stand


@dataclass(frozen=True, slots=True)
class Proposal:
    """A letter for a cell, and the place on the frise that it comes from."""

    row: Row
    column: Column
    letters: str
    stand: Stand

    @property
    def key(self):
        """Return what a form sends back: the cell and the letter that the person saw."""
        return f"{self.row.public_id}/{self.column.public_id}/{self.letters}"


def stand_for(row, stands):
    """Return the Stand that counts for an activity: at the horizon in which it begins, else the first."""
    day = row.start or row.end
    if day is not None:
        for stand in stands:
            if stand.start and stand.end and stand.start <= day <= stand.end:
                return stand
    return stands[0]


def proposals_of(matrix, columns=None):
    """Return {activity pk: {partnership pk: letters}} of what the frise suggests for the empty cells of `columns`."""
    from_level = matrix.variant.proposed
    placed = [
        (column.pk, matrix.stands[column.pk])
        for column in (matrix.columns if columns is None else columns)
        if any(stand.level_code in from_level for stand in matrix.stands.get(column.pk, ()))
    ]
    if not placed:
        return {}
    found = {}
    for row in matrix.rows:
        held = matrix.cells.get(row.pk, {})
        letters = {}
        for key, stands in placed:
            if key in held:
                continue
            letter = from_level.get(stand_for(row, stands).level_code)
            if letter and (row.pk, key, letter) not in matrix.refused:
                letters[key] = letter
        if letters:
            found[row.pk] = letters
    return found


def list_proposals(matrix):
    """Return the Proposals of a Matrix one by one, in the order of the screen."""
    found = proposals_of(matrix)
    return [
        Proposal(row, column, found[row.pk][column.pk], stand_for(row, matrix.stands[column.pk]))
        for _name, rows in matrix.groups
        for row in rows
        for column in matrix.columns
        if column.pk in found.get(row.pk, {})
    ]
