"""Several opinions on one place: how they spread over the levels. Shown as dots and told in words, never averaged."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import PlacementOpinion
from projects.models import Horizon, InvolvementLevel


@dataclass
class Spread:
    """The opinions on a partner at one horizon. `rows`: [(level, its opinions, whether it is the place kept)]."""

    horizon: Horizon
    rows: list[tuple[InvolvementLevel, list[PlacementOpinion], bool]]
    opinions: list[PlacementOpinion]

    @property
    def words(self):
        """Return the spread in a sentence: how many opinions, on which levels."""
        n = len(self.opinions)
        start = ngettext("%(n)s avis", "%(n)s avis", n) % {"n": n}
        held = [(level, opinions) for level, opinions, _kept in self.rows if opinions]
        if len(held) == 1 and n > 1:
            return _("%(start)s, tous «\u00a0%(level)s\u00a0»") % {"start": start, "level": held[0][0].name}
        told = ", ".join(f"{len(opinions)} «\u00a0{level.name}\u00a0»" for level, opinions in held)
        return f"{start}\u00a0: {told}"


def opinions_of(partnership):
    """Return the opinions on the places of a partner, with what they name. One query."""
    return list(partnership.opinions.select_related("horizon", "level", "member"))


def spreads(opinions, placements):
    """Return the Spreads of a partner, by horizon, those without opinion left out. No query.

    The levels of a Spread are those that somebody names, and the place kept.
    """
    kept = {placement.horizon_id: placement.level for placement in placements}
    by_horizon = {}
    for opinion in opinions:
        by_horizon.setdefault(opinion.horizon, []).append(opinion)
    found = []
    for horizon, said in sorted(by_horizon.items(), key=lambda pair: (pair[0].position, pair[0].pk)):
        place = kept.get(horizon.pk)
        levels = {one.level for one in said} | ({place} if place else set())
        rows = [
            (level, [one for one in said if one.level_id == level.pk], level == place)
            for level in sorted(levels, key=lambda level: (level.position, level.pk))
        ]
        found.append(Spread(horizon, rows, said))
    return found
