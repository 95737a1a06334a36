"""The graph of relations as SVG: a card in each slot of a staggered grid, arcs between them."""

from documents import relations_paint as pen
from documents.glyphs import glyph_svg

SLOT, CARD, STAGGER = (206, 94), (164, 50), 40
TOP, SIDE = 92, 34
# Beyond these, a word on each link would cover the drawing: the legend, the names and the table say it.
WORDS_SHOWN = 30
TITLE = "Qui travaille avec qui"


def graph_svg(drawing):
    """Return the graph of a RelationsDrawing as one SVG text."""
    columns = max((node.column for node in drawing.nodes), default=0) + 1
    rows = max((node.row for node in drawing.nodes), default=0) + 1
    width = max(760, 2 * SIDE + columns * SLOT[0])
    foot = TOP + rows * SLOT[1] + STAGGER
    inside = any(node.url for node in drawing.nodes)
    height = foot + pen.legend_height(drawing, width)
    parts = [
        *(() if inside else pen.heading(drawing, TITLE, width)),
        *_links(drawing),
        *(_node(drawing, index) for index in range(len(drawing.nodes))),
        *pen.legend(drawing, foot + 14, width),
    ]
    said = f"{len(drawing.nodes)} acteurs, {len(drawing.links)} liens. Le tableau dit la même chose."
    return pen.svg(width, height, pen.title_of(drawing, TITLE), said, parts, inside=inside)


def centre(node):
    """Return the middle of the card of a node. Every other column stands lower: rows of cards hide fewer arcs."""
    x = SIDE + node.column * SLOT[0] + SLOT[0] / 2
    return x, TOP + node.row * SLOT[1] + SLOT[1] / 2 + (STAGGER if node.column % 2 else 0)


def _links(drawing):
    words = []
    for link in drawing.links:
        one, other = drawing.nodes[link.a], drawing.nodes[link.b]
        start, end = centre(one), centre(other)
        far = abs(one.column - other.column) + abs(one.row - other.row)
        steps, middle = pen.curve(start, end, 0 if far < 2 else 8 + 7 * min(far, 6))
        yield pen.line(steps, link)
        change = pen.CHANGES.get(link.change, "")
        if change or len(drawing.links) <= WORDS_SHOWN:
            said = f"{link.word.lower()}, {change}" if change else link.word.lower()
            words.append(pen.label(*middle, said, ink=pen.PINE if link.change == "arrived" else pen.SOFT))
    yield from words


def _node(drawing, index):
    node = drawing.nodes[index]
    x, y = centre(node)
    left, top = x - CARD[0] / 2, y - CARD[1] / 2
    edge, thick = (pen.PINE, 3) if node.is_lead else (pen.LINE, 1.2)
    lines = pen.name_lines(node.name, CARD[0] - 48, 14)
    drawn = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{CARD[0]}" height="{CARD[1]}" rx="4" fill="{pen.PAPER}" '
        f'stroke="{edge}" stroke-width="{thick}"/>',
        glyph_svg(node.glyph, left + 9, y - 12, 24),
        *(
            pen.text(left + 41, y + 5 + 17 * (rank - (len(lines) - 1) / 2), said, 14, bold=True)
            for rank, said in enumerate(lines)
        ),
    ]
    return pen.reachable(drawing, index, "".join(drawn))
