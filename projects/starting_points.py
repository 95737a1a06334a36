"""Starting points of a project: horizons, levels and phases to begin with. Everything can be changed afterwards."""

import calendar
import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from projects.models import Horizon, InvolvementCode, InvolvementLevel, Phase, PhaseMoment

LEVELS = (
    (InvolvementCode.CO_LEAD, _("Co-porteur"), _("Partage l’intention, les décisions et la responsabilité.")),
    (InvolvementCode.ALLY, _("Allié"), _("Partage le constat, parle du projet, ouvre des portes.")),
    (InvolvementCode.CONTRIBUTOR, _("Contributeur"), _("Apporte un moyen ou tient une partie d’une action.")),
    (InvolvementCode.INFORMED, _("Information"), _("Est tenu au courant et relaie.")),
)
PHASES = (
    (PhaseMoment.BEFORE, _("En amont")),
    (PhaseMoment.DURING, _("Pendant")),
    (PhaseMoment.REVIEW, _("Bilans")),
)


@dataclass(frozen=True)
class Span:
    """A horizon to be: it lasts from month `first` to month `last` of the project, counted from 0, both included."""

    name: str
    subtitle: str
    first: int
    last: int


@dataclass(frozen=True)
class StartingPoint:
    code: str
    name: str
    description: str
    spans: tuple[Span, ...]
    levels: tuple[InvolvementCode, ...]


STARTING_POINTS = (
    StartingPoint(
        "projet_social",
        _("Projet social, quatre ans"),
        _("Trois horizons (six mois, un an, puis la suite) et quatre niveaux d’implication."),
        (
            Span(_("Court terme"), _("Préfigurer"), 0, 5),
            Span(_("Moyen terme"), _("Agir et ajuster"), 6, 17),
            Span(_("Long terme"), _("Pérenniser"), 18, 47),
        ),
        (InvolvementCode.CO_LEAD, InvolvementCode.ALLY, InvolvementCode.CONTRIBUTOR, InvolvementCode.INFORMED),
    ),
    StartingPoint(
        "action_un_an",
        _("Action sur une année"),
        _("Trois horizons de quatre mois et trois niveaux d’implication."),
        (
            Span(_("Préparer"), "", 0, 3),
            Span(_("Mener"), "", 4, 7),
            Span(_("Évaluer"), "", 8, 11),
        ),
        (InvolvementCode.CO_LEAD, InvolvementCode.ALLY, InvolvementCode.INFORMED),
    ),
    StartingPoint(
        "convention_territoriale",
        _("Convention territoriale, quatre ans"),
        _("Un horizon par année et quatre niveaux d’implication."),
        tuple(Span(_("Année %(n)s") % {"n": n + 1}, "", 12 * n, 12 * n + 11) for n in range(4)),
        (InvolvementCode.CO_LEAD, InvolvementCode.ALLY, InvolvementCode.CONTRIBUTOR, InvolvementCode.INFORMED),
    ),
)


def starting_point(code):
    """Return the StartingPoint of that code. Raises KeyError for another."""
    return {point.code: point for point in STARTING_POINTS}[code]


def add_months(day, months):
    """Return the same day `months` later, or the last day of that month when it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def lay_out(project, point):
    """Give the project the horizons, levels and phases of the starting point, counted from `project.start`.

    Call it inside an operation. Raises TypeError when the project has no start.
    """
    for position, span in enumerate(point.spans):
        Horizon.objects.create(
            project=project,
            position=position,
            name=str(span.name),
            subtitle=str(span.subtitle),
            start=add_months(project.start, span.first),
            end=add_months(project.start, span.last + 1) - datetime.timedelta(days=1),
        )
    for position, (code, name, definition) in enumerate(level for level in LEVELS if level[0] in point.levels):
        InvolvementLevel.objects.create(
            project=project, position=position, code=code, name=str(name), definition=str(definition)
        )
    for position, (moment, name) in enumerate(PHASES):
        Phase.objects.create(project=project, position=position, moment=moment, name=str(name))
