"""What the frise shows: horizons × levels, the cards in each cell, the tray. Nothing here draws.

`read_board` takes the same number of queries whatever the number of partners.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from partnerships.models import (
    Certainty,
    Formalisation,
    Lever,
    LogEntry,
    Obstacle,
    Partnership,
    Placement,
    Provenance,
    Trust,
    kind_glyph,
)
from projects.models import Horizon, InvolvementLevel

CERTAINTIES, PROVENANCES = dict(Certainty.choices), dict(Provenance.choices)
TRUSTS = dict(Trust.choices)


@dataclass
class Card:
    """A partner, in one cell or in the tray (`placement` empty). Everything is text, ready to be escaped and shown."""

    partner: str
    name: str
    glyph: str
    place: str
    stamp: str
    obstacles: int = 0
    levers: int = 0
    trust: int | None = None
    placement: str = ""
    version: int = 0
    horizon: str = ""
    level: str = ""
    certainty: str = ""
    provenance: str = ""
    planned_on: datetime.date | None = None
    reason: str = ""
    goes_on: bool = False


@dataclass
class Board:
    """The frise of a project. `cells` gives the cards by (horizon, level) public ids, in the order of the directory.

    `partners` are the partnerships shown, placed or not; each knows its `last_contact`, a date or None.
    """

    horizons: list[Horizon]
    levels: list[InvolvementLevel]
    cells: dict[tuple[str, str], list[Card]] = field(default_factory=dict)
    tray: list[Card] = field(default_factory=list)
    partners: list[Partnership] = field(default_factory=list)

    def cards_of(self, partner):
        """Return the cards of one partner, horizon by horizon."""
        order = {horizon.public_id: n for n, horizon in enumerate(self.horizons)}
        cards = [card for cards in self.cells.values() for card in cards if card.partner == partner]
        return sorted(cards, key=lambda card: order[card.horizon])


# States of an agreement that is being written (agreements.models.AgreementStatus).
WRITING = ("draft", "negotiation", "ready")


def stamp_of(formalisation, *, is_signed, is_written):
    """Return how the card shows what is written: aucune, orale, nego or signee."""
    if is_signed:
        return "signee"
    if is_written:
        return "nego"
    if formalisation == Formalisation.NONE:
        return "aucune"
    return "orale" if formalisation in {Formalisation.ORAL, Formalisation.LETTER_OF_INTENT} else "signee"


def _number(model):
    """Return the subquery that counts the rows of `model` of each partnership; NULL for none."""
    rows = model.objects.filter(partnership=OuterRef("pk")).order_by().values("partnership")
    return Subquery(rows.annotate(n=Count("pk")).values("n"))


def read_board(project, *, horizons=None, levels=None, partners=None, placements=None):
    """Return the Board of a project.

    `partners`: a Partnership queryset that says which partners are shown (all but the carrying organisation by default).
    `placements`: filters on the placements shown. `horizons`, `levels`: the rows, when the caller has read them.
    Four queries at most, five with filters on placements.
    """
    board = Board(
        horizons=list(project.horizons.all()) if horizons is None else horizons,
        levels=list(project.levels.all()) if levels is None else levels,
    )
    partners = project.partnerships.filter(is_lead=False) if partners is None else partners
    agreements = Partnership.objects.filter(pk=OuterRef("pk"))
    contacts = LogEntry.objects.filter(partnership=OuterRef("pk")).order_by("-date")
    board.partners = list(
        partners.select_related("partner__territory", "analysis")
        .annotate(
            obstacle_count=_number(Obstacle),
            lever_count=_number(Lever),
            # The agreements app stands above this one: it is reached through the relation that it adds.
            is_signed=Exists(agreements.filter(party_to__agreement__status="signed")),
            is_written=Exists(agreements.filter(party_to__agreement__status__in=WRITING)),
            last_contact=Subquery(contacts.values("date")[:1]),
        )
        .order_by("position", "pk")
    )
    cards = {}
    for row in board.partners:
        analysis = getattr(row, "analysis", None)
        cards[row.pk] = Card(
            partner=row.public_id,
            name=row.partner.label,
            glyph=kind_glyph(row.partner.kind),
            place=row.partner.territory.name if row.partner.territory else "",
            stamp=stamp_of(row.formalisation, is_signed=row.is_signed, is_written=row.is_written),
            obstacles=row.obstacle_count or 0,
            levers=row.lever_count or 0,
            trust=analysis.trust if analysis else None,
        )
    _lay_placements(board, project, cards, placements or Q())
    return board


def _lay_placements(board, project, cards, wanted):
    horizon_of = {horizon.pk: horizon for horizon in board.horizons}
    level_of = {level.pk: level for level in board.levels}
    rank = {horizon.pk: n for n, horizon in enumerate(board.horizons)}
    board.cells = {(h.public_id, lv.public_id): [] for lv in board.levels for h in board.horizons}
    every = list(Placement.objects.filter(partnership__in=cards).order_by("partnership__position", "partnership"))
    level_at = {(row.partnership_id, rank[row.horizon_id]): row.level_id for row in every}
    placed = {row.partnership_id for row in every}
    shown = every if not wanted else set(Placement.objects.filter(wanted, partnership__project=project))
    for row in every:
        if row.partnership_id not in cards or (wanted and row not in shown):
            continue
        about = cards[row.partnership_id]
        horizon, level = horizon_of[row.horizon_id].public_id, level_of[row.level_id].public_id
        board.cells[horizon, level].append(
            Card(
                **about.__dict__
                | {
                    "placement": row.public_id,
                    "version": row.version,
                    "horizon": horizon,
                    "level": level,
                    "certainty": CERTAINTIES[row.certainty],
                    "provenance": PROVENANCES[row.provenance],
                    "planned_on": row.planned_on,
                    "reason": row.reason,
                    "goes_on": level_at.get((row.partnership_id, rank[row.horizon_id] - 1)) == row.level_id,
                }
            )
        )
    # Cards that begin or move come before those that simply go on.
    for cell in board.cells.values():
        cell.sort(key=lambda card: card.goes_on)
    board.tray = [card for pk, card in cards.items() if pk not in placed]


# What an empty cell asks, by meaning of the lane and place of the horizon (first, between, last): title, hint.
def question(level, position, count, horizon):
    """Return (question, hint) for an empty cell. Questions, never scores (design notes, section 8)."""
    when = horizon.name.lower()
    if level.code == "co_lead":
        return _("Avec qui voulez-vous décider\u00a0?"), _(
            "Qui partage l’intention et la responsabilité, %(when)s\u00a0?"
        ) % {"when": when}
    if level.code == "ally":
        return _("Qui pourrait vous appuyer ici\u00a0?"), _("Cherchez des constats communs.")
    if level.code == "contributor":
        return _("Qui pourrait apporter un moyen\u00a0?"), _("Une salle, du temps, un savoir-faire, un relais.")
    if level.code == "informed":
        return _("Qui tenir informé, %(when)s\u00a0?") % {"when": when}, _(
            "Pensez aux secrétaires de mairie, aux commerçants, aux pharmacies."
        )
    return _("Qui a sa place ici\u00a0?"), level.definition
