"""The target (carte partenariale) as SVG: circles, the nearer the centre the more is done together with the project."""

import math

from documents import relations_paint as pen
from documents.board_paint import SERIF
from documents.fonts import text_width
from documents.glyphs import glyph_svg

TOP, SIDE, LABEL = 84, 96, 124
FIRST, STEP = 150, 122
# What a node needs on its circle: its name stands below its sign.
ROOM = 122
TITLE = "Carte partenariale"


def target_svg(drawing):
    """Return the target of a RelationsDrawing as one SVG text."""
    radii, points = _places(drawing)
    outer = radii[-1] + STEP / 2
    width, height = 2 * (outer + SIDE), TOP + 2 * outer + 30
    middle = width / 2, TOP + outer
    points = {n: (x + middle[0], y + middle[1]) for n, (x, y) in points.items()}
    inside = any(node.url for node in drawing.nodes)
    parts = [
        *(() if inside else pen.heading(drawing, TITLE, width)),
        *_circles(drawing, radii, middle),
        *_links(drawing, points, middle),
        *_names(drawing, radii, middle),
        *(_node(drawing, n, points[n]) for n in sorted(points)),
        *pen.legend(drawing, height + 8, width),
    ]
    height += pen.legend_height(drawing, width)
    said = f"{len(drawing.nodes)} acteurs, du centre vers le bord\u00a0: {', '.join(drawing.rings)}."
    top = TOP - 20 if inside else 0
    return pen.svg(width, height, pen.title_of(drawing, TITLE), said, parts, inside=inside, top=top)


def _places(drawing):
    """Return (radius of the middle of each band, {node: (x, y) around the centre}).

    A band is as wide as what stands in it; on a circle, neighbours that would touch give way to each other, the others stay
    at the angle that is kept.
    """
    radii, points, radius = [], {}, FIRST - STEP
    # « À préciser », the last circle, is drawn for those who stand in it.
    empty = not any(node.ring == len(drawing.rings) - 1 and not node.is_lead for node in drawing.nodes)
    for ring in range(len(drawing.rings) - empty):
        there = [n for n, node in enumerate(drawing.nodes) if node.ring == ring and not node.is_lead]
        radius = max(radius + STEP, len(there) * ROOM * 1.06 / (2 * math.pi))
        radii.append(radius)
        asked = sorted(there, key=lambda n: (drawing.nodes[n].angle, n))
        angles = apart([drawing.nodes[n].angle for n in asked], math.degrees(ROOM / radius))
        for n, angle in zip(asked, angles, strict=True):
            turn = math.radians(angle)
            points[n] = radius * math.sin(turn), -radius * math.cos(turn)
    for n, node in enumerate(drawing.nodes):
        if node.is_lead:
            points[n] = 0.0, 0.0
    return radii, points


def apart(angles, least):
    """Return sorted angles (degrees) moved as little as needed for `least` between neighbours, all round the circle."""
    found = [float(angle) for angle in angles]
    if len(found) < 2:
        return found
    least = min(least, 360 / len(found))
    for _turn in range(60):
        moved = False
        for n in range(len(found)):
            after = (n + 1) % len(found)
            gap = found[after] - found[n] + (360 if after == 0 else 0)
            if gap < least - 1e-6:
                push = (least - gap) / 2
                found[n] -= push
                found[after] += push
                moved = True
        if not moved:
            break
    return found


def _circles(drawing, radii, middle):
    for ring in reversed(range(len(radii))):
        edge = radii[ring] + STEP / 2
        ground = pen.WALL if ring % 2 else "#faf9f4"
        dashed = ' stroke-dasharray="3 5"' if ring == len(drawing.rings) - 1 else ""
        yield (
            f'<circle cx="{middle[0]:.1f}" cy="{middle[1]:.1f}" r="{edge:.1f}" fill="{ground}" stroke="{pen.LINE}" '
            f'stroke-width="1"{dashed}/>'
        )


def _names(drawing, radii, middle):
    """Yield the name of each circle, over the links that cross it."""
    for ring, name in enumerate(drawing.rings[: len(radii)]):
        y = middle[1] - radii[ring] - STEP / 2 + 19
        width = text_width(name, 16, "title") + 16
        yield (
            f'<rect x="{middle[0] - width / 2:.1f}" y="{y - 15:.1f}" width="{width:.1f}" height="20" fill="{pen.WALL}" '
            f'rx="3"/><text x="{middle[0]:.1f}" y="{y:.1f}" font-size="16" text-anchor="middle" '
            f'font-family="{SERIF}" fill="{pen.SOFT}">{name}</text>'
        )


def _links(drawing, points, middle):
    for link in drawing.links:
        (x1, y1), (x2, y2) = points[link.a], points[link.b]
        # Bent towards the centre, so that the rims stay readable.
        control = (x1 + x2) / 2 * 0.6 + middle[0] * 0.4, (y1 + y2) / 2 * 0.6 + middle[1] * 0.4
        yield pen.line(f"M{x1:.1f} {y1:.1f}Q{control[0]:.1f} {control[1]:.1f} {x2:.1f} {y2:.1f}", link)


def _node(drawing, index, point):
    node, (x, y) = drawing.nodes[index], point
    size = 24 if node.is_lead else 19
    edge, thick = (pen.PINE, 3) if node.is_lead else (pen.LINE, 1.4)
    drawn = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{pen.PAPER}" stroke="{edge}" stroke-width="{thick}"/>',
        glyph_svg(node.glyph, x - 12, y - 12, 24),
    ]
    for rank, said in enumerate(pen.name_lines(node.name, LABEL - 8, 13)):
        width, under = text_width(said, 13, "strong") + 6, y + size + 14 + 15 * rank
        drawn.append(
            f'<rect x="{x - width / 2:.1f}" y="{under - 11.5:.1f}" width="{width:.1f}" height="15" fill="{pen.PAPER}" '
            f'fill-opacity="0.85"/>'
        )
        drawn.append(pen.text(x, under, said, 13, bold=True, anchor="middle"))
    return pen.reachable(drawing, index, "".join(drawn))
