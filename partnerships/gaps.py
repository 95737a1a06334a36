"""Between where a partner stands today and where one would like to meet: questions to the team, never scores.

The widest gap is asked first, whichever way it goes: nobody is late, and nearer is not better (rule of the house 1).
"""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Partnership, Placement
from projects.models import Stage


@dataclass(frozen=True)
class Gap:
    """`placement`: where the partner stands today, None when it is nowhere; `url` leads to its place on the frise."""

    partnership: Partnership
    placement: Placement | None
    width: int
    question: str
    url: str


def placement_on(placements, day):
    """Return the placement whose horizon holds the day, else the last one begun, else the first to come; None for none.

    `placements` come in the order of their horizons. Between two horizons a partner stands where it stood last:
    `coverage.current_horizon`, which asks what is to be prepared, looks forward first.
    """
    last = None
    for placement in placements:
        start, end = placement.horizon.start, placement.horizon.end
        if start and end and start <= day <= end:
            return placement
        if start is None or start <= day:
            last = placement
    return last or next(iter(placements), None)


def read_gaps(project, day):
    """Return the Gaps of a project, the widest first. Two queries, three for the places of levels, at any size.

    Neither the carrying organisation, nor records out of use, nor partnerships that have ended.
    """
    placements = Placement.objects.select_related("horizon", "level").order_by("horizon__position")
    rows = (
        project.partnerships.filter(is_lead=False, hoped_level__isnull=False, partner__archived_at=None)
        .exclude(stage=Stage.ENDED)
        .select_related("partner", "hoped_level")
        .prefetch_related(Prefetch("placements", placements))
    )
    rank = {level.pk: n for n, level in enumerate(project.levels.all())}
    found = [gap for row in rows if (gap := _gap(project, row, rank, day)) is not None]
    return sorted(found, key=lambda gap: (-gap.width, gap.partnership.partner.name_norm))


def _gap(project, partnership, rank, day):
    placement = placement_on(partnership.placements.all(), day)
    if placement is not None and placement.level_id == partnership.hoped_level_id:
        return None
    width = len(rank)
    if placement is not None:
        width = abs(rank[placement.level_id] - rank[partnership.hoped_level_id])
    board = reverse("partnerships:board", args=[project.slug])
    return Gap(
        partnership=partnership,
        placement=placement,
        width=width,
        question=_question(partnership, placement, rank),
        url=f"{board}?partenaire={partnership.public_id}#volet",
    )


def _question(partnership, placement, rank):
    words = {"name": partnership.partner.label, "hoped": partnership.hoped_level.name}
    if placement is None:
        return (
            _(
                "%(name)s n’est pas encore sur la frise. «\u00a0%(hoped)s\u00a0» est espéré\u00a0: qui lui en parle\u00a0?"
            )
            % words
        )
    words["today"] = placement.level.name
    if rank[placement.level_id] > rank[partnership.hoped_level_id]:
        return (
            _(
                "%(name)s est aujourd’hui «\u00a0%(today)s\u00a0». «\u00a0%(hoped)s\u00a0» est espéré\u00a0: "
                "que faudrait-il de part et d’autre\u00a0?"
            )
            % words
        )
    return (
        _(
            "%(name)s est aujourd’hui «\u00a0%(today)s\u00a0». «\u00a0%(hoped)s\u00a0» est espéré\u00a0: "
            "que pourrait-on lui retirer, et qui le ferait\u00a0?"
        )
        % words
    )
