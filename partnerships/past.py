"""The frise as it was at the end of a past day, read from the history rows (ADR 8).

What stood that day is shown, whatever has become of it since: a partner that has left, a horizon renamed or removed, a
gesture that was undone later. A project that came by file begins on the day of its import.
"""

import datetime

from django.db.models import Max, Min, Q
from django.utils import timezone

from partnerships.board import Board, BoardPartner, Card
from partnerships.models import Partner, Partnership, Placement, kind_glyph, marked
from projects.models import Horizon, InvolvementLevel
from territories.models import Territory

# A partner whose record has no history that old: nothing is made up about it.
_UNKNOWN = ("?", "", "other", False, None, None)


def end_of(day):
    """Return the first moment after a day, in the time zone in use."""
    following = day + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(following, datetime.time.min))


def beginning(project):
    """Return the day on which the history of the frise begins, or None when nothing was ever placed. One query."""
    ours = Partnership.history.filter(project=project.pk).values("id")
    first = Placement.history.filter(partnership__in=ours).aggregate(first=Min("history_date"))["first"]
    return timezone.localdate(first) if first else None


def boards_at(project, days):
    """Return the Board at the end of each day, without what belongs to the team alone. Six queries, whatever their number.

    Horizons and levels are rows as they were then, never to be saved.
    """
    moments = [end_of(day) for day in days]
    horizons = _standing(Horizon, moments, project=project.pk)
    levels = _standing(InvolvementLevel, moments, project=project.pk)
    fields = ("position", "public_id", "stage", "formalisation", "partner_id", "is_lead")
    partners = _standing(Partnership, moments, fields, project=project.pk)
    records = _records({row.partner_id for rows in partners for row in rows}, moments)
    ours = Partnership.history.filter(project=project.pk).values("id")
    fields = ("partnership_id", "horizon_id", "level_id", "public_id", "certainty", "provenance")
    placements = _standing(Placement, moments, fields, partnership__in=ours)
    return [_board(*of_day) for of_day in zip(horizons, levels, partners, records, placements, strict=True)]


def board_at(project, day):
    """Return the Board at the end of a day. Six queries."""
    return boards_at(project, [day])[0]


def _standing(model, moments, fields=(), **of):
    """Return, for each moment, the history rows that say how the rows of a model were just before it. One query.

    Those removed by then are left out; `of` narrows the history. With `fields`, named tuples rather than rows. Of two rows
    the later is the one with the greater key, whatever their dates: those of one gesture may share theirs.
    """
    wanted = Q()
    for moment in moments:
        past = model.history.filter(history_date__lt=moment, **of).order_by()
        wanted |= Q(history_id__in=past.values("id").annotate(last=Max("history_id")).values("last"))
    rows = model.history.filter(wanted).order_by("history_id")
    if fields:
        rows = rows.values_list("id", "history_id", "history_date", "history_type", *fields, named=True)
    rows = list(rows)
    found = []
    for moment in moments:
        last = {row.id: row for row in rows if row.history_date < moment}
        found.append([row for row in last.values() if row.history_type != "-"])
    return found


def _records(keys, moments):
    """Return, for each moment, {partner: (name, short name, kind, overlooked, archived at, place)}. Two queries."""
    fields = ("name", "short_name", "kind", "overlooked", "archived_at", "territory_id")
    every = _standing(Partner, moments, fields, id__in=keys)
    wanted = {row.territory_id for rows in every for row in rows} - {None}
    places = dict(Territory.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return [
        {
            row.id: (row.name, row.short_name, row.kind, row.overlooked, row.archived_at, places.get(row.territory_id))
            for row in rows
        }
        for rows in every
    ]


def _board(horizons, levels, partners, records, placements):
    """Return the Board of what stood on one day."""
    board = Board(horizons=_in_order(horizons), levels=_in_order(levels))
    board.cells = {(h.public_id, lv.public_id): [] for lv in board.levels for h in board.horizons}
    cards = {}
    for row in sorted(partners, key=lambda row: (row.position, row.id)):
        if row.is_lead:
            continue
        name, short_name, kind, overlooked, archived_at, place = records.get(row.partner_id, _UNKNOWN)
        board.partners.append(
            BoardPartner(
                pk=row.id,
                public_id=row.public_id,
                stage=row.stage,
                formalisation=row.formalisation,
                ask_on=None,
                partner__name=name,
                partner__short_name=short_name,
                partner__archived_at=archived_at,
                partner__kind=kind,
                partner__overlooked=overlooked,
                partner__territory__name=place,
                analysis__trust=None,
                obstacle_count=None,
                lever_count=None,
                is_signed=False,
                is_written=False,
                last_contact=None,
            )
        )
        cards[row.id] = Card(row.public_id, marked(short_name or name, archived_at), kind_glyph(kind), place or "", "")
    _lay(board, cards, placements)
    return board


def _in_order(rows):
    return [row.instance for row in sorted(rows, key=lambda row: (row.position, row.id))]


def _lay(board, cards, placements):
    rank = {horizon.pk: n for n, horizon in enumerate(board.horizons)}
    level_of = {level.pk: level for level in board.levels}
    order = {pk: n for n, pk in enumerate(cards)}
    known = [
        row for row in placements if row.partnership_id in cards and row.horizon_id in rank and row.level_id in level_of
    ]
    known.sort(key=lambda row: (order[row.partnership_id], rank[row.horizon_id]))
    level_at = {(row.partnership_id, rank[row.horizon_id]): row.level_id for row in known}
    for row in known:
        horizon, level = board.horizons[rank[row.horizon_id]].public_id, level_of[row.level_id].public_id
        board.cells[horizon, level].append(
            cards[row.partnership_id]._replace(
                placement=row.public_id,
                horizon=horizon,
                level=level,
                certainty=row.certainty,
                provenance=row.provenance,
                goes_on=level_at.get((row.partnership_id, rank[row.horizon_id] - 1)) == row.level_id,
            )
        )
    for cell in board.cells.values():
        cell.sort(key=lambda card: card.goes_on)
    placed = {row.partnership_id for row in known}
    archived = {row.pk for row in board.partners if row.partner__archived_at}
    board.tray = [card for pk, card in cards.items() if pk not in placed and pk not in archived]
