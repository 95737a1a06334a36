"""The side sheet of the frise: one partner, its trajectory, what holds it back and pulls it in, what comes next."""

from dataclasses import dataclass
from itertools import pairwise

from documents.words import SHORT_MONTHS
from partnerships.changes import LATEST, PlacementChange, placement_changes, tell
from partnerships.models import Lever, Obstacle, Partnership, Placement, Promise
from partnerships.opinions import Spread, opinions_of, spreads

STEP_X, STEP_Y = 96, 40


@dataclass
class Sheet:
    """`marches` is the drawing of the trajectory: knots and the path that joins them; `steps` says the same in words."""

    partnership: Partnership
    placements: list[Placement]
    marches: dict | None
    obstacles: list[Obstacle]
    levers: list[Lever]
    promise: Promise | None
    # The latest changes of place, and whether there are others.
    changes: list[PlacementChange]
    has_more_changes: bool
    spreads: list[Spread]

    @property
    def trust_glyph(self):
        """Return the sprite's diamonds for the trust noted; call it only when there is one."""
        return f"conf-{self.partnership.analysis.trust}"


def read_sheet(project, public_id):
    """Return the Sheet of a partner of the project, or None when there is no such partner. Eight queries at most."""
    if not public_id:
        return None
    partnership = (
        project.partnerships.filter(public_id=public_id)
        .select_related("partner__territory", "analysis", "hoped_level")
        .first()
    )
    if partnership is None:
        return None
    partnership.project = project
    placements = list(partnership.placements.select_related("horizon", "level").order_by("horizon__position"))
    changes = tell(placement_changes(partnership)[: LATEST + 1])
    return Sheet(
        partnership=partnership,
        placements=placements,
        marches=trajectory(placements),
        obstacles=list(partnership.obstacles.all()),
        levers=list(partnership.levers.all()),
        promise=partnership.promises.filter(done=False).order_by("due").first(),
        changes=changes[:LATEST],
        has_more_changes=len(changes) > LATEST,
        spreads=spreads(opinions_of(partnership), placements),
    )


def trajectory(placements):
    """Return {"height", "path", "knots": [{x, y, name, date, full}]} of placements in order; None below two.

    The nearest level of the team stands highest, as on the frise.
    """
    if len(placements) < 2:
        return None
    lanes = sorted({placement.level.position for placement in placements})
    knots = []
    for n, placement in enumerate(placements):
        day = placement.planned_on or placement.horizon.start
        knots.append(
            {
                "x": 8 + n * STEP_X,
                "y": 12 + lanes.index(placement.level.position) * STEP_Y,
                "name": placement.level.name,
                "date": f"{SHORT_MONTHS[day.month - 1]} {day.year}" if day else placement.horizon.name,
                "mark": placement.level.mark,
            }
        )
    path = f"M{knots[0]['x']} {knots[0]['y']}"
    for before, after in pairwise(knots):
        middle = (before["x"] + after["x"]) / 2
        path += f"C{middle:g} {before['y']} {middle:g} {after['y']} {after['x']} {after['y']}"
    return {
        "height": 44 + (len(lanes) - 1) * STEP_Y,
        "width": 120 + (len(knots) - 1) * STEP_X,
        "path": path,
        "knots": knots,
    }
