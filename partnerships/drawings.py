"""The frise as a drawing: from the models to documents.shapes, names and places only."""

from dataclasses import replace

from documents.shapes import (
    BoardCard,
    BoardComparison,
    BoardDrawing,
    BoardHorizon,
    BoardLevel,
    ComparedPlace,
    CutCard,
    CutCards,
)
from documents.words import spelled
from partnerships.board import question
from partnerships.comparison import ARRIVED, LEFT, MOVED
from partnerships.models import Partnership, Placement, kind_glyph
from partnerships.past import board_at
from partnerships.presences import moments_present, present_words
from projects.edges import edges_of


def board_drawing(project, day, *, asking=False):
    """Return the BoardDrawing of the project on that day; `asking`: with what its empty cells ask. Five queries."""
    horizons, levels = edges_of(project)
    column = {horizon.pk: n for n, horizon in enumerate(horizons)}
    lane = {level.pk: n for n, level in enumerate(levels)}
    rows = Partnership.objects.filter(project=project, is_lead=False).annotate(present=moments_present())
    partners = list(rows.select_related("partner"))
    by_pk = {row.pk: row for row in partners}
    placements = Placement.objects.filter(partnership__project=project, partnership__is_lead=False)
    cards = [
        BoardCard(
            partner=by_pk[row.partnership_id].public_id,
            name=by_pk[row.partnership_id].partner.label,
            glyph=kind_glyph(by_pk[row.partnership_id].partner.kind),
            horizon=column[row.horizon_id],
            level=lane[row.level_id],
            certainty=row.certainty,
            provenance=row.provenance,
            present=present_words(by_pk[row.partnership_id].present),
        )
        for row in placements.order_by("partnership__position", "partnership")
    ]
    placed = {card.partner for card in cards}
    waiting = (row.partner.label for row in partners if row.public_id not in placed and not row.partner.is_archived)
    drawing = _drawing(project, day, horizons, levels, cards, waiting)
    return replace(drawing, asks=_asks(horizons, levels, cards)) if asking else drawing


def _asks(horizons, levels, cards):
    """Return (horizon, level, question) of the cells where nobody stands: the questions of the screen."""
    held = {(card.horizon, card.level) for card in cards}
    return tuple(
        (h, lv, question(level, horizon)[0])
        for lv, level in enumerate(levels)
        for h, horizon in enumerate(horizons)
        if (h, lv) not in held
    )


def _drawing(project, day, horizons, levels, cards, waiting):
    return BoardDrawing(
        project=project.name,
        banner=project.banner,
        day=day,
        horizons=tuple(BoardHorizon(h.name, h.subtitle, h.start, h.end) for h in horizons),
        levels=tuple(BoardLevel(level.name, level.definition, level.mark) for level in levels),
        cards=tuple(cards),
        waiting=tuple(waiting),
    )


def past_drawing(project, day):
    """Return the BoardDrawing of the project as it was at the end of a past day. Six queries."""
    board = board_at(project, day)
    column = {horizon.public_id: n for n, horizon in enumerate(board.horizons)}
    lane = {level.public_id: n for n, level in enumerate(board.levels)}
    order = {row.public_id: n for n, row in enumerate(board.partners)}
    cards = [
        BoardCard(
            partner=card.partner,
            name=card.name,
            glyph=card.glyph,
            horizon=column[card.horizon],
            level=lane[card.level],
            certainty=card.certainty,
            provenance=card.provenance,
        )
        for cell in board.cells.values()
        for card in cell
    ]
    cards.sort(key=lambda card: (order[card.partner], card.horizon))
    return _drawing(project, day, board.horizons, board.levels, cards, (card.name for card in board.tray))


def compared_drawing(project, found, later):
    """Return the BoardDrawing of the later day of a Comparison: its cards with what changed, and those that stood elsewhere.

    A card that is gone is joined to no other by a thread: it is a partner of its own here.
    """
    column = {horizon.public_id: n for n, horizon in enumerate(found.horizons)}
    lane = {level.public_id: n for n, level in enumerate(found.levels)}
    cards = []
    for cell in found.after.cells.values():
        for card in cell:
            row = found.marks.get((card.partner, card.horizon))
            said = str(row.sentence(was=row.before)) if row else ""
            cards.append(_compared(card, column, lane, change=row.kind if row else "", said=said))
    for ghosts in found.ghosts.values():
        for card, row in ghosts:
            gone = _compared(card, column, lane, change=row.kind, said=str(row.sentence(goes=row.after)), is_gone=True)
            cards.append(replace(gone, partner=f"{card.partner}, {card.horizon}"))
    cards.sort(key=lambda card: (card.is_gone, not card.change, spelled(card.name), card.horizon))
    waiting = (card.name for card in found.after.tray)
    return _drawing(project, later, found.horizons, found.levels, cards, waiting)


def _compared(card, column, lane, **told):
    return BoardCard(
        partner=card.partner,
        name=card.name,
        glyph=card.glyph,
        horizon=column[card.horizon],
        level=lane[card.level],
        certainty=card.certainty,
        provenance=card.provenance,
        **told,
    )


def comparison_drawing(project, found, earlier, later):
    """Return the BoardComparison of a Comparison, names and places only. No query."""
    return BoardComparison(
        project=project.name,
        banner=project.banner,
        earlier=earlier,
        day=later,
        counts=(found.count(ARRIVED), found.count(MOVED), found.count(LEFT)),
        edges=tuple(found.edges),
        rows=tuple(
            ComparedPlace(row.kind, str(row.word), row.name, row.horizon, row.before, row.after) for row in found.rows
        ),
        drawing=compared_drawing(project, found, later),
    )


def cut_cards(project, partnerships, day, *, per_page, blanks):
    """Return the CutCards of some partnerships, by name. Two queries."""
    country = project.country
    cards = []
    for row in partnerships.select_related("partner__territory").order_by("partner__name_norm", "pk"):
        partner = row.partner
        partner.country_around = country
        place = partner.territory.name if partner.territory else ""
        cards.append(CutCard(partner.name, partner.glyph, str(partner.get_kind_display()), place))
    return CutCards(project.name, project.banner, day, tuple(cards), per_page, blanks)
