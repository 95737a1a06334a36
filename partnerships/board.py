"""What the frise shows: horizons × levels, the cards in each cell, the tray. Nothing here draws.

`read_board` takes the same number of queries whatever the number of partners.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language
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
    marked,
)
from partnerships.presences import moments_present, present_words
from projects.counting import number_of
from projects.edges import edges_of
from projects.models import Horizon, InvolvementLevel
from projects.prepared import Prepared

CERTAINTIES, PROVENANCES = dict(Certainty.choices), dict(Provenance.choices)
TRUSTS = dict(Trust.choices)


class Card(NamedTuple):
    """A partner, in one cell or in the tray (`placement` empty). Everything is text, ready to be escaped and shown."""

    partner: str
    name: str
    glyph: str
    place: str
    stamp: str
    obstacles: int = 0
    levers: int = 0
    trust: int | None = None
    present: str = ""
    placement: str = ""
    version: int = 0
    horizon: str = ""
    level: str = ""
    certainty: str = ""
    provenance: str = ""
    goes_on: bool = False


_GOES_ON = attrgetter("goes_on")
# What a card says of the partner comes first, then what it says of the placement.
PARTNER_FIELDS = Card._fields.index("placement")


class BoardPartner(NamedTuple):
    """What one query reads of a partner: three hundred model instances would cost more than the page."""

    pk: int
    public_id: str
    stage: str
    formalisation: str
    ask_on: datetime.date | None
    partner__name: str
    partner__short_name: str
    partner__archived_at: datetime.datetime | None
    partner__kind: str
    partner__overlooked: bool
    partner__territory__name: str | None
    analysis__trust: int | None
    obstacle_count: int
    lever_count: int
    is_signed: bool
    is_written: bool
    last_contact: datetime.date | None
    present: int | None = None


@dataclass
class Board:
    """The frise of a project. `cells` gives the cards by (horizon, level) public ids, in the order of the directory.

    `partners` are the partnerships shown, placed or not.
    """

    horizons: list[Horizon]
    levels: list[InvolvementLevel]
    cells: dict[tuple[str, str], list[Card]] = field(default_factory=dict)
    tray: list[Card] = field(default_factory=list)
    partners: list[BoardPartner] = field(default_factory=list)

    @property
    def card_count(self):
        return sum(map(len, self.cells.values()))

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


@cache
def _facts():
    """Return the query of what the frise says of partners, to be narrowed: written once, it is a fifth of a page."""
    # The agreements app stands above this one: it is reached through the relation that it adds.
    parties = Partnership.party_to.rel.related_model._base_manager.filter(partnership=OuterRef("pk"))
    contacts = LogEntry.objects.filter(partnership=OuterRef("pk")).order_by("-date")
    return (
        Partnership.objects.filter(is_lead=False)
        .annotate(
            obstacle_count=number_of(Obstacle.objects.all(), "partnership"),
            lever_count=number_of(Lever.objects.all(), "partnership"),
            is_signed=Exists(parties.filter(agreement__status="signed")),
            is_written=Exists(parties.filter(agreement__status__in=WRITING)),
            last_contact=Subquery(contacts.values("date")[:1]),
            present=moments_present(),
        )
        .order_by("position", "pk")
        .values_list(*BoardPartner._fields)
    )


_all_facts = Prepared(lambda project: _facts().filter(project=project), project=int)
_facts_of_one = Prepared(lambda project, pk: _facts().filter(project=project, pk=pk), project=int, pk=int)


def _placements():
    names = "pk", "public_id", "version", "partnership", "horizon", "level", "certainty", "provenance"
    return Placement.objects.order_by().values_list(*names)


_placed = Prepared(lambda project: _placements().filter(partnership__project=project), project=int)
_placed_one = Prepared(lambda partnership: _placements().filter(partnership=partnership), partnership=int)


def _partners(project, wanted):
    """Return the rows of BoardPartner of a project: all of them, or those `wanted` (a queryset, keys)."""
    if wanted is None:
        return _all_facts(project=project.pk)
    if isinstance(wanted, list) and len(wanted) == 1:
        return _facts_of_one(project=project.pk, pk=wanted[0])
    return _facts().filter(project=project, pk__in=wanted)


def read_board(project, *, horizons=None, levels=None, partners=None, placements=None):
    """Return the Board of a project.

    `partners`: a Partnership queryset, or keys, that says which partners are shown (all by default; the carrying
    organisation never is). `placements`: filters on the placements shown. `horizons`, `levels`: the rows, when the caller
    has read them. Four queries at most, five with filters on placements.
    """
    if horizons is None or levels is None:
        horizons, levels = edges_of(project)
    board = Board(horizons=horizons, levels=levels)
    board.partners = [BoardPartner._make(row) for row in _partners(project, partners)]
    present = {bits: present_words(bits) for bits in {row.present for row in board.partners}}
    cards = {
        row.pk: Card(
            partner=row.public_id,
            name=marked(row.partner__short_name or row.partner__name, row.partner__archived_at),
            glyph=kind_glyph(row.partner__kind),
            place=row.partner__territory__name or "",
            stamp=stamp_of(row.formalisation, is_signed=row.is_signed, is_written=row.is_written),
            obstacles=row.obstacle_count,
            levers=row.lever_count,
            trust=row.analysis__trust,
            present=present[row.present],
        )
        for row in board.partners
    }
    _lay_placements(board, project, cards, placements or Q())
    return board


def _lay_placements(board, project, cards, wanted):
    horizon_of = {horizon.pk: horizon.public_id for horizon in board.horizons}
    level_of = {level.pk: level.public_id for level in board.levels}
    board.cells = {(horizon, level): [] for level in level_of.values() for horizon in horizon_of.values()}
    # Nothing but what the rows say: three hundred of them are read here for one page.
    rows = _placed(project=project.pk) if len(cards) != 1 else _placed_one(partnership=next(iter(cards)))
    shown = None
    if wanted:
        shown = set(Placement.objects.filter(wanted, partnership__project=project).values_list("pk", flat=True))
    held = defaultdict(dict)
    for row in rows:
        held[row[3]][row[4]] = row
    for partner, card in cards.items():
        before = None
        for horizon in horizon_of if partner in held else ():
            row = held[partner].get(horizon)
            level = row and row[5]
            if row and (shown is None or row[0] in shown):
                key = horizon_of[horizon], level_of[level]
                said = row[1], row[2], *key, row[6], row[7], level == before
                board.cells[key].append(Card._make(card[:PARTNER_FIELDS] + said))
            before = level
    # Cards that begin or move come before those that simply go on.
    for cell in board.cells.values():
        cell.sort(key=_GOES_ON)
    # A record out of use waits for no place.
    archived = {row.pk for row in board.partners if row.partner__archived_at}
    board.tray = [card for pk, card in cards.items() if pk not in held and pk not in archived]


def question(level, horizon):
    """Return (question, hint) for an empty cell. Questions, never scores (design notes, section 8)."""
    return _question(level.code, level.definition, horizon.name.lower(), get_language())


@lru_cache(maxsize=1024)
def _question(code, definition, when, _language):
    if code == "co_lead":
        return _("Avec qui voulez-vous décider\u00a0?"), _(
            "Qui partage l’intention et la responsabilité, %(when)s\u00a0?"
        ) % {"when": when}
    if code == "ally":
        return _("Qui pourrait vous appuyer ici\u00a0?"), _("Cherchez des constats communs.")
    if code == "contributor":
        return _("Qui pourrait apporter un moyen\u00a0?"), _("Une salle, du temps, un savoir-faire, un relais.")
    if code == "informed":
        return _("Qui tenir informé, %(when)s\u00a0?") % {"when": when}, _(
            "Pensez aux secrétaires de mairie, aux commerçants, aux pharmacies."
        )
    return _("Qui a sa place ici\u00a0?"), definition
