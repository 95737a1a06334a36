"""Where the words of a PDF stand: their boxes in points, read from its own drawing operators and the widths of its fonts."""

import io
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Shown:
    """A run of glyphs on a page: from (left, bottom) to (right, top), in points."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def page_boxes(pdf):
    """Return [(width, height)] of the pages, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [tuple(float(side) for side in page.MediaBox[2:]) for page in file.pages]


def shown(pdf):
    """Return the Shown of every run of glyphs of a PDF."""
    runs = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for number, page in enumerate(file.pages):
            runs += _drawn(page, page.Resources, pikepdf.Matrix(), number, {})
    return runs


def outside(pdf, slack=0.5):
    """Return the runs that stand outside of their page, by more than `slack` points."""
    boxes = page_boxes(pdf)
    return [
        run
        for run in shown(pdf)
        if run.left < -slack
        or run.bottom < -slack
        or run.right > boxes[run.page][0] + slack
        or run.top > boxes[run.page][1] + slack
    ]


def _drawn(content, resources, matrix, page, known):
    stack, font, size, text = [], None, 0.0, pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "Tf":
                font, size = _widths(resources.Font[str(operands[0])], known), float(operands[1])
            case "Tm":
                text = pikepdf.Matrix(*map(float, operands))
            case "TJ":
                advance = _advance(operands[0], font) * size / 1000
                corners = [
                    (text @ matrix).transform(point) for point in ((0, 0), (advance, 0), (0, size), (advance, size))
                ]
                across, up = [x for x, _y in corners], [y for _x, y in corners]
                if advance:
                    yield Shown(page, min(across), min(up), max(across), max(up))
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    inner = pikepdf.Matrix(*map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0)))) @ matrix
                    yield from _drawn(form, form.get("/Resources", resources), inner, page, known)


def _advance(pieces, widths):
    total = 0.0
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            total += sum(widths.get(int.from_bytes(codes[at : at + 2], "big"), 0) for at in range(0, len(codes), 2))
        else:
            total -= float(piece)
    return total


def _widths(font, known):
    """Return {glyph: width in thousandths} of a composite font."""
    if font.objgen in known:
        return known[font.objgen]
    widths, array = {}, list(font.DescendantFonts[0].W)
    while array:
        first = int(array.pop(0))
        second = array.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update({first + rank: float(width) for rank, width in enumerate(second)})
        else:
            width = float(array.pop(0))
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
    known[font.objgen] = widths
    return widths
