"""What the page of a personal link asks besides corrections, when who made the link wants it.

Two questions about the partner's own lines, and nothing of anybody else's: for which activities it answers (method B5: « j'en
réponds », or « pas encore »), and where it sees itself on the frise (methods B2 and B3: the talk matters as much as the
result). It reads the names of its activities, and at each horizon the name of the level where the team places it: neither who
said so, nor why, nor what anybody else thinks.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from partnerships.models import FactKind, Partnership, Placement, RaciAssignment, RaciFact, SaidBy
from partnerships.raci.variants import variant_of
from projects.edges import edges_of
from projects.models import Activity, ActivityStatus, Horizon, InvolvementLevel

YES, NO = "oui", "non"


@dataclass(frozen=True)
class AskedRole:
    """An activity for which the partner answers. `answer`: what it says so far, YES, NO or empty; `day`: since when."""

    activity: Activity
    answer: str
    day: date | None

    @property
    def key(self):
        return f"role_{self.activity.public_id}"


def asked_roles(partnership):
    """Return the AskedRoles of a partnership, in the order of the table. Two queries. Activities given up are left out."""
    held = RaciAssignment.objects.filter(
        partnership=partnership, letters__in=variant_of(partnership.project).answering
    ).exclude(activity__status=ActivityStatus.DROPPED)
    held = held.select_related("activity").order_by("activity__position", "activity")
    facts = {fact.activity_id: fact for fact in RaciFact.objects.filter(partnership=partnership, kind=FactKind.ANSWER)}
    found = []
    for cell in held:
        fact = facts.get(cell.activity_id)
        answer = (YES if fact.agreed else NO) if fact else ""
        found.append(AskedRole(cell.activity, answer, fact.day if fact else None))
    return found


def own_answers(partnership):
    """Return the RaciFacts that the partner sent itself, the latest first, with their activity. One query."""
    facts = partnership.raci_facts.filter(kind=FactKind.ANSWER, channel=SaidBy.LINK)
    return facts.select_related("activity").order_by("-day", "activity__position", "activity")


def write_answers(partnership, answers, who):
    """Write {public id of an activity: « j'en réponds », or not}: the word of the A itself. Call it inside an operation.

    Raises RoleGone, having written what came before, when the partner no longer answers for one of them.
    """
    asked = {role.activity.public_id: role.activity for role in asked_roles(partnership)}
    if not set(answers) <= set(asked):
        raise RoleGone
    for public_id, agreed in answers.items():
        RaciFact.objects.write_own_answer(asked[public_id], partnership, agreed, who)


class RoleGone(Exception):
    """The partner no longer answers for an activity: the answer that it sends speaks of nothing."""


@dataclass
class Places:
    """Where a partnership stands, horizon by horizon, as public ids: those a page shows, and those a proposal carries."""

    partnership: Partnership

    @cached_property
    def _edges(self):
        return edges_of(self.partnership.project)

    @cached_property
    def horizons(self):
        return {horizon.public_id: horizon for horizon in self._edges[0]}

    @cached_property
    def levels(self):
        return {level.public_id: level for level in self._edges[1]}

    @cached_property
    def standing(self):
        """Return {public id of a horizon: the Placement there}."""
        placements = Placement.objects.filter(partnership=self.partnership).select_related("horizon", "level")
        return {placement.horizon.public_id: placement for placement in placements}

    @property
    def asked(self):
        """Return [PlaceAsked], one a horizon; none for who carries the project, which has no place on its own frise."""
        if self.partnership.is_lead or not self.levels:
            return []
        return [PlaceAsked(self, public_id) for public_id in self.horizons]


@dataclass(frozen=True)
class PlaceAsked:
    """A horizon at which the partner says where it sees itself. It answers as `shareable.Shareable` does.

    `name` is the public id of the horizon: what a ProposedChange keeps of it.
    """

    places: Places = field(repr=False)
    name: str

    @property
    def key(self):
        return f"place_{self.name}"

    @property
    def gone(self):
        return _("Cet horizon, ou ce niveau, n’est plus sur la frise")

    @property
    def comment_key(self):
        return f"why_{self.name}"

    @property
    def horizon(self) -> Horizon | None:
        return self.places.horizons.get(self.name)

    @property
    def team_label(self):
        return self.horizon.name if self.horizon else _("un horizon retiré")

    @property
    def placement(self):
        return self.places.standing.get(self.name)

    def level(self, value) -> InvolvementLevel | None:
        return self.places.levels.get(value)

    def value_in(self, rows):
        """Return the public id of the level where the partner stands now, empty when it stands nowhere."""
        return self.placement.level.public_id if self.placement else ""

    def words(self, value):
        """Return a value as people read it."""
        if not value:
            return _("pas de place")
        return self.level(value).name if self.level(value) else _("un niveau retiré")
