"""Cards to cut out for the table of a workshop: a partner a card, a line to write on, dotted lines to cut along."""

from django.template.loader import render_to_string

from documents import words
from documents.engine import html_to_pdf
from documents.fonts import wrap
from documents.glyphs import glyph_picture

# Rows of two cards on an A4 sheet, by number of cards; css/cards.css says their heights.
ROWS = {10: 5, 8: 4}
NAME_WIDTH = 226  # points between the margins of a card
SIZES = (21, 19, 17, 15, 13.5, 12)
BLANK = (None, (), 0)
# Millimetres: the sheet inside its margins, the height of a card by its rows, what a card keeps free on each side.
WIDTH, HEIGHTS, SIDE = 190, {5: 54, 4: 67.5}, 6
INK = "#43504b"


def cards_pdf(sheet):
    """Return CutCards as a tagged PDF of A4 sheets; empty cards fill the last one, so that every cut goes through.

    Without any card, one sheet of empty ones.
    """
    rows = ROWS[sheet.per_page]
    cards = [(card, *_name(card.name)) for card in sheet.cards] + [BLANK] * sheet.blanks
    cards += [BLANK] * (-len(cards) % sheet.per_page or (0 if cards else sheet.per_page))
    pages = [cards[start : start + sheet.per_page] for start in range(0, len(cards), sheet.per_page)]
    body = render_to_string(
        "documents/cards.html",
        {"sheet": sheet, "day": words.day(sheet.day), "pages": pages, "rows": rows},
    )
    glyphs = {card.glyph for card in sheet.cards}
    return html_to_pdf(
        body,
        title=f"Fiches à découper, {sheet.project}",
        day=sheet.day,
        styles=["cards"],
        pictures={glyph: glyph_picture(glyph) for glyph in sorted(glyphs)} | _lines(rows),
    )


def _lines(rows):
    """Return the pictures of the lines: where to cut, where to write. Dotted borders would weigh a hundred times more."""
    height = HEIGHTS[rows]
    right = WIDTH / 2 - 2 * SIDE
    cuts = [(0, y * height, WIDTH, 0) for y in range(rows + 1)] + [
        (x * WIDTH / 2, 0, 0, rows * height) for x in range(3)
    ]
    empty = [(0, (number + 1) * (height - 12) / 3, right, 0) for number in range(3)]
    return {
        "couper": _dotted(WIDTH, rows * height, cuts, 0.35),
        "ecrire": _dotted(right, 1, [(0, 0.5, right, 0)], 0.4),
        "remplir": _dotted(right, height - 10, empty, 0.4),
    }


def _dotted(width, height, lines, weight):
    """Return the SVG of dotted lines (x, y, width, height), in millimetres, on a sheet of `width` by `height`."""
    steps = "".join(f"M{x:g} {y:g}l{right:g} {down:g}" for x, y, right, down in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}mm" '
        f'height="{height:g}mm"><path d="{steps}" fill="none" stroke="{INK}" stroke-width="{weight}" '
        'stroke-dasharray=".01 1.2" stroke-linecap="round"/></svg>'
    )


def _name(name):
    """Return (lines, points) of a name on its card: as large as lets it stand whole, clipped at the smallest."""
    for size in SIZES:
        lines = wrap(name, NAME_WIDTH, size, "strong", lines=2 if size > 16 else 3)
        cut = lines[-1].endswith("…") or any(line.endswith("-") and line not in name for line in lines)
        if not cut:
            break
    return lines, size
