"""A small map: outlines drawn on the server, the same on a screen and on paper, and the same facts as a table."""

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import words
from documents.engine import html_to_pdf

WIDTH, HEIGHT, MARGIN = 480, 360, 12
INK, PAPER, EDGE = "#1f5c57", "#efeee4", "#8d8f80"


def map_svg(drawing):
    """Return the map as one SVG text: presentation attributes only, which a strict policy and the PDF engine both read."""
    points = [point for shape in drawing.shapes for ring in shape.rings for point in ring]
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    wide = max(x for x, _y in points) - left or 1
    high = max(y for _x, y in points) - top or 1
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left -= (WIDTH / scale - wide) / 2
    top -= (HEIGHT / scale - high) / 2
    # What the map shows is painted last: its edge is whole.
    paths = "".join(
        f'<path d="{_path(shape.rings, left, top, scale)}" fill-rule="evenodd" fill="{INK if shape.inside else PAPER}" '
        f'stroke="{"#ffffff" if shape.inside else EDGE}" stroke-width="0.75" stroke-linejoin="round"/>'
        for shape in sorted(drawing.shapes, key=lambda shape: shape.inside)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(drawing.title)}">{paths}</svg>'
    )


def _path(rings, left, top, scale):
    return "".join(
        "M" + "L".join(f"{(x - left) * scale:.1f},{(y - top) * scale:.1f}" for x, y in ring) + "Z" for ring in rings
    )


def map_pdf(drawing):
    """Return the map as a tagged PDF: the drawing with its alternative text, then its facts as tables."""
    body = render_to_string(
        "documents/map.html",
        {"drawing": drawing, "day": words.day(drawing.day), "figure": mark_safe(map_svg(drawing))},
    )
    return html_to_pdf(body, title=drawing.title, day=drawing.day)
