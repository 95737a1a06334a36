"""What is shown beside the grid when the screen is wide: the frise as a small table, or the roles of one actor.

Both are made of the Matrix alone: no query more.
"""

from dataclasses import dataclass

from partnerships.models import Provenance
from partnerships.raci.matrix import Column

BOARD = "frise"


@dataclass(frozen=True)
class BoardBeside:
    """The frise: `horizons` are names, `rows` [(level, [[labels at a horizon]])], in the order in which they are met."""

    horizons: list
    rows: list


@dataclass(frozen=True)
class ActorBeside:
    """One actor: `groups` [(letters, name, [(activity, [who answers for it])])], `places` [(horizon, level, Provenance)]."""

    column: Column
    groups: list
    places: list


def beside(matrix, word):
    """Return the BoardBeside or the ActorBeside that an address asks for, or None."""
    if word == BOARD:
        return _board(matrix)
    column = next((column for column in matrix.columns if word and column.public_id == word), None)
    return _actor(matrix, column) if column else None


def _board(matrix):
    horizons, levels, cells = {}, {}, {}
    for column in matrix.columns:
        for stand in matrix.stands.get(column.pk, ()):
            horizons[stand.horizon] = (stand.horizon_position, stand.horizon)
            levels[stand.level] = (stand.level_position, stand.level)
            cells.setdefault((stand.level, stand.horizon), []).append(column.label)
    columns = [name for _position, name in sorted(horizons.values())]
    return BoardBeside(
        columns,
        [
            (level, [cells.get((level, horizon), []) for horizon in columns])
            for _position, level in sorted(levels.values())
        ],
    )


def _actor(matrix, column):
    labels = {one.pk: one.label for one in matrix.columns}
    held = {}
    for _name, rows in matrix.groups:
        for row in rows:
            cells = matrix.cells.get(row.pk, {})
            if column.pk in cells:
                answering = [labels[pk] for pk, letters in cells.items() if letters in matrix.variant.answering]
                held.setdefault(cells[column.pk], []).append((row.name, answering))
    known = matrix.variant.in_order(held)
    places = [(stand.horizon, stand.level, Provenance(stand.provenance)) for stand in matrix.stands.get(column.pk, ())]
    return ActorBeside(column, [(code, matrix.variant.words(code), held[code]) for code in known], places)
