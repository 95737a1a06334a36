"""What the frise shows: horizons × levels, the cards in each cell, the tray. Nothing here draws.

`read_board` takes the same number of queries whatever the number of partners.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from partnerships.models import Certainty, Formalisation, Placement, Provenance, Trust, kind_glyph
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
    """The frise of a project. `cells` gives the cards by (horizon, level) public ids, in the order of the directory."""

    horizons: list[Horizon]
    levels: list[InvolvementLevel]
    cells: dict[tuple[str, str], list[Card]] = field(default_factory=dict)
    tray: list[Card] = field(default_factory=list)

    def cards_of(self, partner):
        """Return the cards of one partner, horizon by horizon."""
        order = {horizon.public_id: n for n, horizon in enumerate(self.horizons)}
        cards = [card for cards in self.cells.values() for card in cards if card.partner == partner]
        return sorted(cards, key=lambda card: order[card.horizon])


def stamp_of(formalisation, agreement_states):
    """Return how the card shows what is written: aucune, orale, nego or signee."""
    if "signed" in agreement_states:
        return "signee"
    if agreement_states & {"draft", "negotiation", "ready"}:
        return "nego"
    if formalisation == Formalisation.NONE:
        return "aucune"
    return "orale" if formalisation in {Formalisation.ORAL, Formalisation.LETTER_OF_INTENT} else "signee"


def read_board(project, *, partners=None, placements=None):
    """Return the Board of a project.

    `partners`: a Partnership queryset that says which partners are shown (all but the carrying organisation by default).
    `placements`: filters on the placements shown. Six queries.
    """
    board = Board(list(project.horizons.all()), list(project.levels.all()))
    partners = project.partnerships.filter(is_lead=False) if partners is None else partners
    rows = (
        partners.select_related("partner__territory", "analysis")
        .annotate(obstacle_count=Count("obstacles", distinct=True))
        .order_by("position", "pk")
    )
    levers = dict(partners.order_by().annotate(n=Count("levers")).filter(n__gt=0).values_list("pk", "n"))
    states = defaultdict(set)
    for pk, state in project.partnerships.filter(party_to__isnull=False).values_list(
        "pk", "party_to__agreement__status"
    ):
        states[pk].add(state)
    cards = {}
    for row in rows:
        analysis = getattr(row, "analysis", None)
        cards[row.pk] = Card(
            partner=row.public_id,
            name=row.partner.label,
            glyph=kind_glyph(row.partner.kind),
            place=row.partner.territory.name if row.partner.territory else "",
            stamp=stamp_of(row.formalisation, states[row.pk]),
            obstacles=row.obstacle_count,
            levers=levers.get(row.pk, 0),
            trust=analysis.trust if analysis else None,
        )
    _lay_placements(board, project, cards, placements or Q())
    return board


def _lay_placements(board, project, cards, wanted):
    horizon_of = {horizon.pk: horizon for horizon in board.horizons}
    level_of = {level.pk: level for level in board.levels}
    rank = {horizon.pk: n for n, horizon in enumerate(board.horizons)}
    board.cells = {(h.public_id, lv.public_id): [] for lv in board.levels for h in board.horizons}
    every = list(
        Placement.objects.filter(partnership__project=project).order_by("partnership__position", "partnership")
    )
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
        return _("Avec qui voulez-vous décider ?"), _("Qui partage l’intention et la responsabilité, %(when)s ?") % {
            "when": when
        }
    if level.code == "ally":
        return _("Qui pourrait vous appuyer ici ?"), _("Cherchez des constats communs.")
    if level.code == "contributor":
        return _("Qui pourrait apporter un moyen ?"), _("Une salle, du temps, un savoir-faire, un relais.")
    if level.code == "informed":
        return _("Qui tenir informé, %(when)s ?") % {"when": when}, _(
            "Pensez aux secrétaires de mairie, aux commerçants, aux pharmacies."
        )
    return _("Qui a sa place ici ?"), level.definition
