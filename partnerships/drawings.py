"""The frise as a drawing: from the models to documents.shapes, names and places only."""

from documents.shapes import BoardCard, BoardDrawing, BoardHorizon, BoardLevel
from partnerships.models import Placement, kind_glyph


def board_drawing(project, day):
    """Return the BoardDrawing of the project on that day. Five queries."""
    horizons, levels = list(project.horizons.all()), list(project.levels.all())
    column = {horizon.pk: n for n, horizon in enumerate(horizons)}
    lane = {level.pk: n for n, level in enumerate(levels)}
    partners = list(project.partnerships.filter(is_lead=False).select_related("partner"))
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
        )
        for row in placements.order_by("partnership__position", "partnership")
    ]
    placed = {card.partner for card in cards}
    return BoardDrawing(
        project=project.name,
        banner=project.banner,
        day=day,
        horizons=tuple(BoardHorizon(h.name, h.subtitle, h.start, h.end) for h in horizons),
        levels=tuple(BoardLevel(level.name, level.definition, level.mark) for level in levels),
        cards=tuple(cards),
        waiting=tuple(
            row.partner.label for row in partners if row.public_id not in placed and not row.partner.is_archived
        ),
    )
