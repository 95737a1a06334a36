"""The graph of relations as SVG: a card in each slot of a staggered grid, arcs between them."""

from documents import relations_paint as pen
from documents.glyphs import glyph_svg

SLOT, CARD, STAGGER = (240, 96), (168, 50), 44
TOP, SIDE = 92, 34
# On a page the title stands above the drawing.
LOW = 16
# Beyond these, a word on each link would cover the drawing: the legend, the names and the table say it.
WORDS_SHOWN = 30
TITLE = "Qui travaille avec qui"


def graph_svg(drawing):
    """Return the graph of a RelationsDrawing as one SVG text."""
    columns = max((node.column for node in drawing.nodes), default=0) + 1
    rows = max((node.row for node in drawing.nodes), default=0) + 1
    width = max(760, 2 * SIDE + columns * SLOT[0])
    inside = any(node.url for node in drawing.nodes)
    foot = TOP + rows * SLOT[1] + STAGGER
    height = foot + pen.legend_height(drawing, width)
    parts = [
        *(() if inside else pen.heading(drawing, TITLE, width)),
        *_links(drawing),
        *(_node(drawing, index) for index in range(len(drawing.nodes))),
        *pen.legend(drawing, foot + 14, width),
    ]
    said = f"{len(drawing.nodes)} acteurs, {len(drawing.links)} liens. Le tableau dit la même chose."
    top = TOP - LOW if inside else 0
    return pen.svg(width, height, pen.title_of(drawing, TITLE), said, parts, inside=inside, top=top)


def centre(node):
    """Return the middle of the card of a node. Every other column stands lower: rows of cards hide fewer arcs."""
    x = SIDE + node.column * SLOT[0] + SLOT[0] / 2
    return x, TOP + node.row * SLOT[1] + SLOT[1] / 2 + (STAGGER if node.column % 2 else 0)


class _Cards:
    """Which card, if any, stands at a point: the slots of the grid, looked up."""

    def __init__(self, nodes):
        self.taken = {(node.column, node.row): n for n, node in enumerate(nodes)}

    def at(self, x, y, margin=4):
        """Return the node whose card holds the point, or None."""
        column = int((x - SIDE) // SLOT[0])
        row = int((y - TOP - (STAGGER if column % 2 else 0)) // SLOT[1])
        n = self.taken.get((column, row))
        if n is None:
            return None
        left = x - SIDE - column * SLOT[0] - SLOT[0] / 2
        down = y - TOP - row * SLOT[1] - SLOT[1] / 2 - (STAGGER if column % 2 else 0)
        return n if abs(left) < CARD[0] / 2 + margin and abs(down) < CARD[1] / 2 + margin else None


# How far an arc may leave the straight line to go round the cards that stand on its way; a large net has no way round.
LARGE, FEW_BENDS = 80, (0, 44, -44)
BENDS = (0, 18, -18, 44, -44, 72, -72, 104, -104, 136, -136)
STEPS = tuple(step / 24 for step in range(1, 24))


def _links(drawing):
    cards, words = _Cards(drawing.nodes), []
    for link in drawing.links:
        start, end = centre(drawing.nodes[link.a]), centre(drawing.nodes[link.b])
        bend = _bend(cards, link, start, end, BENDS if len(drawing.nodes) <= LARGE else FEW_BENDS)
        yield pen.line(pen.curve(start, end, bend), link)
        change = pen.CHANGES.get(link.change, "")
        if change or len(drawing.links) <= WORDS_SHOWN:
            said = f"{link.word.lower()}, {change}" if change else link.word.lower()
            place = _free_place(cards, start, end, bend, pen.label_width(said) / 2)
            if place:
                words.append(pen.label(*place, said, ink=pen.PINE if link.change == "arrived" else pen.SOFT))
    yield from words


def _bend(cards, link, start, end, bends):
    """Return the first bend of which no card hides anything, else the one that hides least."""
    hidden = {}
    for bend in bends:
        met = (cards.at(*pen.point(start, end, bend, step)) for step in STEPS)
        hidden[bend] = sum(n is not None and n not in (link.a, link.b) for n in met)
        if not hidden[bend]:
            return bend
    return min(hidden, key=lambda bend: (hidden[bend], abs(bend)))


def _free_place(cards, start, end, bend, half):
    """Return where on an arc a word of this half width touches no card, nearest the middle, or None."""
    for step in sorted(STEPS, key=lambda step: abs(step - 0.5)):
        x, y = pen.point(start, end, bend, step)
        if all(cards.at(x + dx, y + dy, 2) is None for dx in (-half, 0, half) for dy in (-8, 8)):
            return x, y
    return None


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
