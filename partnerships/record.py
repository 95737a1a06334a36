"""What the record of a partner shows: everything that hangs on one partnership, in a bounded number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from partnerships.models import (
    Analysis,
    Link,
    LogEntry,
    Obstacle,
    Partnership,
    Placement,
    Promise,
    RaciLetters,
)
from partnerships.sheet import trajectory
from projects.models import Stage

# The seven knots of the path; « en sommeil » and « terminé » are said in words beside it.
PATH = (
    Stage.IDENTIFIED,
    Stage.IDEA,
    Stage.ELABORATION,
    Stage.NEGOTIATION,
    Stage.ACTION_SHEETS,
    Stage.IMPLEMENTATION,
    Stage.EVALUATION,
)
LOG_SHOWN = 3


@dataclass
class Record:
    partnership: Partnership
    today_placement: Placement | None
    placements: list[Placement]
    marches: dict | None
    path: list[dict]
    obstacles: list[Obstacle]
    roles: list[tuple[str, str, list[str]]]
    log: list[LogEntry]
    log_count: int
    promises: list[Promise]
    links: list[dict]
    analysis: Analysis | None


def read_record(partnership, today):
    """Return the Record of a partnership, read with its partner. Some fifteen queries, whatever hangs on it."""
    placements = list(partnership.placements.select_related("horizon", "level").order_by("horizon__position"))
    log = partnership.log_entries.prefetch_related("presences__who_member", "presences__who_partnership__partner")
    return Record(
        partnership=partnership,
        today_placement=_of_today(placements, today),
        placements=placements,
        marches=trajectory(placements),
        path=_path(partnership.stage),
        obstacles=list(partnership.obstacles.prefetch_related("responses__who_member")),
        roles=_roles(partnership),
        log=list(log[:LOG_SHOWN]),
        log_count=partnership.log_entries.count(),
        promises=list(
            partnership.promises.filter(done=False)
            .select_related("who_member", "who_partnership__partner")
            .order_by("due")
        ),
        links=_links(partnership),
        analysis=Analysis.objects.filter(partnership=partnership).first(),
    )


def _of_today(placements, today):
    """Return the placement of the running horizon, else the next to come, else the last."""
    running = [p for p in placements if p.horizon.start and p.horizon.end and p.horizon.start <= today <= p.horizon.end]
    to_come = [p for p in placements if p.horizon.start and p.horizon.start > today]
    return (running or to_come or placements[-1:] or [None])[0]


def _path(stage):
    """Return [{label, state}] of the seven knots: faite, encours or to come (empty)."""
    if stage not in PATH:
        return [{"label": step.label, "state": "", "code": step.value} for step in PATH]
    here = PATH.index(stage)
    return [
        {
            "label": step.label,
            "state": "faite" if n < here else "encours" if n == here else "",
            "code": step.value,
        }
        for n, step in enumerate(PATH)
    ]


def _roles(partnership):
    """Return [(letters, meaning, names of activities)] in the order of the method."""
    names = defaultdict(list)
    for cell in partnership.assignments.select_related("activity").order_by("activity__position"):
        names[cell.letters].append(cell.activity.name)
    return [(letters.value, letters.label, names[letters.value]) for letters in RaciLetters if names[letters.value]]


def _links(partnership):
    """Return [{partnership, intensity, tension}] of its links, either way."""
    rows = Link.objects.filter(Q(a=partnership) | Q(b=partnership)).select_related("a__partner", "b__partner")
    return [
        {
            "partnership": row.b if row.a_id == partnership.pk else row.a,
            "intensity": row.get_intensity_display(),
            "tension": row.tension,
        }
        for row in rows
    ]


def page_of_partners(queryset):
    """Return the queryset of the directory with what its rows show: places, levels, contacts, last exchange."""
    placements = Placement.objects.select_related("horizon", "level").order_by("horizon__position")
    return queryset.select_related("partner__territory").prefetch_related(
        Prefetch("placements", queryset=placements), "partner__contacts"
    )
