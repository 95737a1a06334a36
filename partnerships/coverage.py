"""Where the partners act, and how closely they are involved there, horizon by horizon: the places × the levels.

Whoever acts on a larger scale (`territories.covering`) counts in each place that it covers, and is told apart. A hole is a
question, never a score.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.filters import NOWHERE
from partnerships.models import PartnerPlace
from partnerships.rules.base import Question
from projects.models import Horizon, InvolvementLevel
from territories.covering import covering
from territories.models import Territory, TerritoryKind

_SIZE = {kind: rank for rank, kind in enumerate(TerritoryKind)}
# The column of those who have no place on the frise yet.
WAITING = (None, None)


class Scale(NamedTuple):
    """A larger place as a cell tells it; the smallest comes first. Plain values: a table holds hundreds of them."""

    size: int
    name: str
    kind: str


@dataclass
class Cell:
    """How many partners act in a place at a level of a horizon. `level` None: those who wait for their place on the frise.

    `scales`: {Scale: how many of them act there, not in this very place}.
    """

    url: str
    horizon: Horizon | None
    level: InvolvementLevel | None
    count: int = 0
    scales: Counter = field(default_factory=Counter)

    @property
    def shade(self):
        """Return which of the four patterns of the heat map the count takes: none, 1, 2 to 3, 4 and more."""
        return "0" if self.count == 0 else "1" if self.count == 1 else "2" if self.count <= 3 else "3"

    @property
    def on_the_spot(self):
        """Return how many act in this very place."""
        return self.count - self.far

    @property
    def far(self):
        """Return how many act on a larger scale."""
        return self.scales.total()

    @property
    def from_afar(self):
        """Return these scales by kind, the smallest first: « EPCI », « EPCI 2, département 1 »; empty when there is none."""
        kinds = Counter()
        for scale in sorted(self.scales):
            kinds[scale.kind] += self.scales[scale]
        if len(kinds) == 1:
            return next(iter(kinds))
        return ", ".join(f"{kind}\u00a0{n}" for kind, n in kinds.items())

    @property
    def from_where(self):
        """Return the same with the names of the places: « CC Ambert Livradois Forez 2, Puy-de-Dôme 1 »."""
        return ", ".join(f"{scale.name}\u00a0{self.scales[scale]}" for scale in sorted(self.scales))


@dataclass
class Row:
    """A place. `aimed_at`: the project aims at it. `url`: everybody who acts there."""

    place: Territory
    aimed_at: bool
    url: str
    cells: list

    def at(self, horizon):
        """Return the cells of one horizon."""
        return [cell for cell in self.cells if cell.horizon == horizon]

    @property
    def waiting(self):
        """Return the cell of those who act there and wait for their place on the frise."""
        return self.cells[-1]


@dataclass
class Coverage:
    """`rows`: the places that the project aims at, then the others where placed partners act.

    `placed`: how many partners are placed at these horizons; `nowhere`: how many have no territory, of those placed at the
    horizon when there is one only.
    """

    project: object
    horizons: list
    levels: list
    rows: list
    placed: int = 0
    nowhere: int = 0

    @property
    def columns(self):
        """Return how many columns the whole table has: the place, the levels of each horizon, those who wait."""
        return len(self.horizons) * len(self.levels) + 2

    @property
    def nowhere_url(self):
        """Return the address of the partners without territory."""
        horizon = f"&horizon={self.horizons[0].public_id}" if len(self.horizons) == 1 else ""
        return f"{_directory(self.project)}?territory={NOWHERE}{horizon}"

    @property
    def questions(self):
        """Return the Questions of the places aimed at: nobody to lean on, then nobody on the spot."""
        aimed_at = [row for row in self.rows if row.aimed_at]
        return [
            *filter(None, (self._nobody(row) for row in aimed_at)),
            *filter(None, (self._only_from_afar(row) for row in aimed_at)),
        ]

    def _nobody(self, row):
        empty = [horizon for horizon in self.horizons if not any(cell.count for cell in row.at(horizon))]
        if not empty:
            return None
        text = _("%(place)s, %(when)s\u00a0: personne à qui s’appuyer\u00a0?") % _said(row, empty)
        n = row.waiting.count
        if n:
            text += ngettext(
                " %(n)s partenaire y attend sa place.", " %(n)s partenaires y attendent leur place.", n
            ) % {"n": n}
        return Question(
            "personne", text, row.waiting.url if n else self._add_url(row, empty[0]), "g-sans-a", *_what(row, empty)
        )

    def _add_url(self, row, horizon):
        """Return where somebody who acts there is brought in; for those who only read, everybody who acts there."""
        if not getattr(self.project, "can_edit", False):
            return row.url
        query = urlencode({"horizon": horizon.public_id, "territoire": row.place.key})
        return f"{reverse('partnerships:partnership_add', args=[self.project.slug])}?{query}"

    def _only_from_afar(self, row):
        seen = {horizon: row.at(horizon) for horizon in self.horizons}
        far = [
            horizon
            for horizon, cells in seen.items()
            if any(cell.count for cell in cells) and not any(cell.on_the_spot for cell in cells)
        ]
        if not far:
            return None
        text = _("%(place)s, %(when)s\u00a0: qui agit sur place\u00a0?") % _said(row, far)
        return Question("sur_place", text, row.url, "g-alerte", *_what(row, far))


def _said(row, horizons):
    return {"place": row.place.name, "when": ", ".join(horizon.name.lower() for horizon in horizons)}


def _what(row, horizons):
    """Return the subject of a question, the place, and its matter, the horizons at which it is asked."""
    return (row.place.key,), tuple(horizon.public_id for horizon in horizons)


def _directory(project):
    return reverse("partnerships:partnership_list", args=[project.slug])


def current_horizon(horizons, today):
    """Return the horizon of the day, else the first to come, else the last; None when there is none.

    Between two horizons the one to come is meant: these questions ask what is to be found for it. What has already been
    agreed with a partner holds until then, so `gaps.placement_on` looks back first.
    """
    running = [h for h in horizons if h.start and h.end and h.start <= today <= h.end]
    to_come = [h for h in horizons if h.start and h.start > today]
    return (running or to_come or horizons[-1:] or [None])[0]


def read_coverage(project, horizons, levels):
    """Return the Coverage of a project at some of its horizons. Ten queries at most, whatever it holds."""
    counts, placed, nowhere = _counts(project, horizons)
    acting = {place for places in counts for place in places}
    aimed_at = project.project_territories.filter(targeted=True).values_list("territory", flat=True)
    aimed_at = list(dict.fromkeys(aimed_at))
    others = {place for places, cells in counts.items() for place in places if any(cell != WAITING for cell in cells)}
    found = Territory.objects.select_related("successor").in_bulk(acting | set(aimed_at))
    covers = covering({*aimed_at, *others}, acting | set(aimed_at))
    scales = {pk: Scale(_SIZE[one.kind], one.name, str(one.kind_short)) for pk, one in found.items()}
    by_name = sorted(others - set(aimed_at), key=lambda pk: (found[pk].name_norm, pk))
    rows, seen = [], set()
    for pk in (*aimed_at, *by_name):
        # Two places that are one today, of which one was merged into the other, are one row.
        if pk not in seen:
            seen |= covers[pk].same | {pk}
            rows.append(_row(project, found[pk], pk in set(aimed_at), horizons, levels))
            _fill(rows[-1], covers[pk], counts, scales)
    return Coverage(project, horizons, levels, rows, placed, nowhere)


def _counts(project, horizons):
    """Return ({places where partners act: {(horizon, level): how many}}, how many are placed, how many of them nowhere).

    Partners who act in the same places are counted together: what follows depends on the places, not on the partners.
    """
    others = defaultdict(set)
    elsewhere = PartnerPlace.objects.filter(partner__partnerships__project=project).order_by()
    for partner, place in elsewhere.values_list("partner", "territory"):
        others[partner].add(place)
    shown = {horizon.pk for horizon in horizons}
    counts, placed, nowhere = defaultdict(Counter), set(), set()
    # Archived records are no longer in the directory, to which each cell leads.
    rows = (
        project.partnerships.filter(partner__archived_at=None)
        .order_by()
        .values_list("partner", "partner__territory", "is_lead", "placements__horizon", "placements__level")
    )
    for partner, place, is_lead, horizon, level in rows:
        if place is None and (horizon in shown or len(horizons) != 1):
            nowhere.add(partner)
        if horizon not in shown and (horizon is not None or is_lead):
            continue
        places = frozenset(others.get(partner, set()) | ({place} if place else set()))
        if horizon is not None:
            placed.add(partner)
        if places:
            counts[places][horizon, level] += 1
    return counts, len(placed), len(nowhere)


def _row(project, place, aimed_at, horizons, levels):
    everybody = f"{_directory(project)}?territory={place.key}"
    cells = [
        Cell(f"{everybody}&level={level.public_id}&horizon={horizon.public_id}", horizon, level)
        for horizon in horizons
        for level in levels
    ]
    today = place.successor if place.successor_id else place
    return Row(today, aimed_at, everybody, [*cells, Cell(f"{everybody}&forgotten=a_placer", None, None)])


def _fill(row, cover, counts, scales):
    """Count in each cell those who act in the place, and on which larger scale."""
    cells = {(cell.horizon and cell.horizon.pk, cell.level and cell.level.pk): cell for cell in row.cells}
    for places, numbers in counts.items():
        exactly = not cover.same.isdisjoint(places)
        larger = () if exactly else cover.wider & places
        if not exactly and not larger:
            continue
        scale = None if exactly else min(scales[pk] for pk in larger)
        for key, n in numbers.items():
            cells[key].count += n
            if scale is not None:
                cells[key].scales[scale] += n
