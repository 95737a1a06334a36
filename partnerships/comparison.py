"""What changed on the frise between two days: who arrived, who left, who moved, and what was renamed around them.

A partner, a horizon and a level are followed by what they are, not by their name: renamed, they are the same.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partnerships.board import Board, Card
from partnerships.past import boards_at

ARRIVED, LEFT, MOVED = "arrived", "left", "moved"


@dataclass(frozen=True)
class Difference:
    """One place that is not the same on both days. `before`, `after`: the name of the level, empty for no place.

    `kind` speaks of the partner: it arrived on the frise, left it, or is there on both days and moved.
    """

    kind: str
    partner: str
    name: str
    horizon: str
    before: str
    after: str

    @property
    def word(self):
        """Return what happened, in a word."""
        return {ARRIVED: _("arrivé"), LEFT: _("parti"), MOVED: _("déplacé")}[self.kind]

    def sentence(self, *, was="", goes=""):
        """Return the word, with the level from which the card comes or to which it goes."""
        more = _("était «\u00a0%(level)s\u00a0»") % {"level": was} if was else ""
        more = _("passe à «\u00a0%(level)s\u00a0»") % {"level": goes} if goes else more
        return f"{self.word}, {more}" if more else self.word


@dataclass
class Comparison:
    """Two Boards side by side. `edges`: sentences on horizons and levels; `marks`, `ghosts`: what the drawing shows.

    `marks` is {(partner, horizon): Difference} for the cards of `after`, `ghosts` {cell: [(Card, Difference)]} for those that
    stood in a cell and are no longer there. The horizons and levels of both days are in the drawing.
    """

    before: Board
    after: Board
    rows: list[Difference] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    ghosts: dict = field(default_factory=dict)
    horizons: list = field(default_factory=list)
    levels: list = field(default_factory=list)

    def count(self, kind):
        """Return how many partners arrived, left or moved."""
        return len({row.partner for row in self.rows if row.kind == kind})


def compare(project, earlier, later):
    """Return the Comparison of a project's frise at the end of two days, the earlier first. Six queries at any size."""
    return compare_boards(*boards_at(project, [earlier, later]))


def compare_boards(before, after):
    """Return the Comparison of two Boards of one project. No query."""
    found = Comparison(before, after)
    found.horizons = _both(before.horizons, after.horizons)
    found.levels = _both(before.levels, after.levels)
    found.edges = [*_renamed(before.horizons, after.horizons), *_renamed(before.levels, after.levels)]
    horizons = {row.public_id: row.name for row in found.horizons}
    levels = {row.public_id: row.name for row in found.levels}
    then, now = _places(before), _places(after)
    for partner in {**now, **then}:
        kind = MOVED if partner in then and partner in now else ARRIVED if partner in now else LEFT
        old, new = then.get(partner, {}), now.get(partner, {})
        name = next(iter((new or old).values())).name
        for horizon in horizons:
            was, stands = old.get(horizon), new.get(horizon)
            if (was and was.level) == (stands and stands.level):
                continue
            row = Difference(
                kind,
                partner,
                name,
                horizons[horizon],
                levels[was.level] if was else "",
                levels[stands.level] if stands else "",
            )
            found.rows.append(row)
            if stands:
                found.marks[partner, horizon] = row
            if was:
                found.ghosts.setdefault((horizon, was.level), []).append((was, row))
    order = {ARRIVED: 0, MOVED: 1, LEFT: 2}
    found.rows.sort(key=lambda row: (order[row.kind], row.name.casefold()))
    return found


def _places(board):
    """Return {partner: {horizon: Card}}."""
    places: dict[str, dict[str, Card]] = {}
    for cards in board.cells.values():
        for card in cards:
            places.setdefault(card.partner, {})[card.horizon] = card
    return places


def _both(before, after):
    """Return the rows of an edge on the later day, then those that are gone."""
    kept = {row.pk for row in after}
    return [*after, *(row for row in before if row.pk not in kept)]


def _renamed(before, after):
    """Yield a sentence for each row of an edge that was renamed, added or removed."""
    old, new = ({row.pk: row for row in rows} for rows in (before, after))
    for pk, row in new.items():
        if pk not in old:
            yield _("«\u00a0%(name)s\u00a0» est nouveau.") % {"name": row.name}
        elif old[pk].name != row.name:
            yield _("«\u00a0%(old)s\u00a0» s’appelle maintenant «\u00a0%(new)s\u00a0».") % {
                "old": old[pk].name,
                "new": row.name,
            }
    for pk, row in old.items():
        if pk not in new:
            yield _("«\u00a0%(name)s\u00a0» a été retiré.") % {"name": row.name}
