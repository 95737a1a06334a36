"""The matrix situations × actors (method B11): rows and cells to draw, holes asked as questions. Nothing here draws."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Partnership, SituationActor, SituationRole
from partnerships.rules.base import Question

# The word of an address for each role.
PATHS = {"repere": "spots", "oriente": "directs", "accompagne": "supports", "agit": "acts"}
PATH_OF = {role: path for path, role in PATHS.items()}


@dataclass(frozen=True)
class Cell:
    """A situation and a role. `actors`: the partnerships there; `path`: the word of its address."""

    path: str
    role: str
    label: str
    actors: list


@dataclass(frozen=True)
class Row:
    situation: object
    cells: list

    @property
    def holes(self):
        """Return the words of the roles that nobody holds, in the order of the method."""
        return [cell.label for cell in self.cells if not cell.actors]

    @property
    def question(self):
        """Return what the row asks, or empty text: a hole kept as a finding (« le trou ») is not asked any more."""
        if self.situation.gap or not self.holes:
            return ""
        return hole_question(self.situation.name, self.holes)

    @property
    def mark(self):
        """Return the print of the question, as `situation_questions` makes it."""
        roles = tuple(cell.role for cell in self.cells if not cell.actors)
        return Question("situation", "", "", "", (self.situation.public_id,), roles).mark


def hole_question(name, roles):
    """Return « Une personne seule après une chute : qui oriente, qui agit ? »."""
    asked = ", ".join(_("qui %(role)s") % {"role": role} for role in roles)
    return f"{name}\u00a0: {asked}\u00a0?"


def read_rows(situations):
    """Return a Row for each Situation of the queryset. Four queries, whatever the number of rows and actors."""
    actors = SituationActor.objects.select_related("partnership__partner").order_by("position", "pk")
    rows = []
    for situation in situations.prefetch_related(Prefetch("actors", actors), "sheets"):
        held = {role: [] for role in SituationRole.values}
        for actor in situation.actors.all():
            held[actor.role].append(actor.partnership)
        cells = [Cell(PATH_OF[role], role, label, held[role]) for role, label in SituationRole.choices]
        rows.append(Row(situation, cells))
    return rows


def by_partner(project):
    """Return the Partnership queryset of those who hold a role, by name, with their roles read: the same matrix, turned."""
    roles = SituationActor.objects.select_related("situation").order_by("situation__position", "pk")
    held = SituationActor.objects.filter(situation__project=project).values("partnership")
    partnerships = Partnership.objects.filter(pk__in=held).select_related("partner")
    return partnerships.prefetch_related(Prefetch("situation_roles", roles)).order_by("partner__name_norm", "pk")


def roles_of(partnership):
    """Return [(words of the role, [situations])] of a partnership of by_partner, in the order of the method."""
    held = {role: [] for role in SituationRole.values}
    for row in partnership.situation_roles.all():
        held[row.role].append(row.situation)
    return [(label, held[role]) for role, label in SituationRole.choices]


def situation_questions(project):
    """Yield the Question of each situation where a role is held by nobody. Two queries."""
    page = reverse("partnerships:situation_list", args=[project.slug])
    for situation in project.situations.filter(gap="").prefetch_related("actors"):
        held = {actor.role for actor in situation.actors.all()}
        holes = {role: label for role, label in SituationRole.choices if role not in held}
        if holes:
            yield Question(
                "situation",
                hole_question(situation.name, holes.values()),
                f"{page}#s-{situation.public_id}",
                "g-alerte",
                subject=(situation.public_id,),
                matter=tuple(holes),
            )
