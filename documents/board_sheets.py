"""The frise on A4 sheets to paste together: what each shows, where it is cut, and the plan of the whole.

Each sheet repeats the edge of the one before it: the dashed line is cut, then laid over that edge, cross upon cross.
"""

import re
from dataclasses import dataclass

from documents.board_paint import INK, PAPER, SANS, group
from documents.fonts import text_width

# Millimetres drawn on each sheet, and those that two neighbours both show; css/board.css says the first too.
WIDTH, HEIGHT, OVERLAP = 277, 178, 10
SIDES = {4: 2, 9: 3}
UNITS_DOWN = 1084  # as on the A3 sheet: the drawing grows, its proportions stay
CROSS = 3  # mm
# A part of the drawing that is one text, or one symbol: where it starts, the size and the words of the text.
TEXT = re.compile(r'<text x="(-?[\d.]+)" y="(-?[\d.]+)" font-size="([\d.]+)"[^>]*>([^<]*)</text>')
SYMBOL = re.compile(r'<g transform="translate\((-?[\d.]+) (-?[\d.]+)\)')
TALLEST = 50
READ_SMALL = 24  # the smallest type worth drawing on the plan


@dataclass(frozen=True)
class Sheet:
    """One sheet; (x, y) is its top left corner in units of the drawing, `left` and `above` name the sheets it covers."""

    name: str
    row: int
    column: int
    x: float
    y: float
    left: str
    above: str

    @property
    def sides(self):
        """Return where to cut, in French; empty text for the sheet that is laid first."""
        return " et ".join(side for side, other in (("à gauche", self.left), ("en haut", self.above)) if other)

    @property
    def under(self):
        """Return the sheets on which this one is pasted, in French."""
        return " et ".join(other for other in (self.left, self.above) if other)


class Tiling:
    """`count` sheets, 4 or 9, in rows A, B, C and columns 1, 2, 3. `unit` is the millimetres of a unit of the drawing."""

    def __init__(self, count):
        side = SIDES[count]
        self.width, self.height = (side * length - (side - 1) * OVERLAP for length in (WIDTH, HEIGHT))
        self.unit = self.height / UNITS_DOWN
        self.size = round(self.width / self.unit), UNITS_DOWN
        self.window = WIDTH / self.unit, HEIGHT / self.unit
        self.overlap = OVERLAP / self.unit
        self.sheets = [self._sheet(row, column) for row in range(side) for column in range(side)]

    def _sheet(self, row, column):
        width, height = self.window
        return Sheet(
            self._name(row, column),
            row,
            column,
            column * (width - self.overlap),
            row * (height - self.overlap),
            self._name(row, column - 1) if column else "",
            self._name(row - 1, column) if row else "",
        )

    @staticmethod
    def _name(row, column):
        return f"{'ABC'[row]}{column + 1}"

    @property
    def centimetres(self):
        """Return (width, height) of the frise once pasted, in whole centimetres."""
        return round(self.width / 10), round(self.height / 10)


def _shown(parts, tiling, sheet):
    """Yield the parts that may show on a sheet: letters cost the most, and those of the other sheets would be drawn too."""
    width, height = tiling.window
    for part in parts:
        x, y, reach = _place_of(part)
        if x is None or (
            sheet.x - reach <= x <= sheet.x + width + reach and sheet.y - TALLEST <= y <= sheet.y + height + TALLEST
        ):
            yield part


def _place_of(part):
    """Return (x, y, how far it may reach on either side) of a part; x is None for what is everywhere, such as a path."""
    if text := TEXT.match(part):
        x, y, size = (float(value) for value in text.group(1, 2, 3))
        # Escaped signs are counted several times, the widest face for all: never too little.
        return x, y, 1.2 * text_width(text[4], size, "strong")
    if symbol := SYMBOL.match(part):
        return float(symbol[1]), float(symbol[2]), TALLEST
    return None, None, 0


def paint_sheet(parts, tiling, sheet):
    """Return the SVG of one sheet: its part of the drawing, lines to cut and crosses to lay upon each other."""
    width, height = tiling.window
    inside = group(_shown(parts, tiling, sheet))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}">'
        f'<svg x="0" y="0" width="{width:.2f}" height="{height:.2f}" '
        f'viewBox="{sheet.x:.2f} {sheet.y:.2f} {width:.2f} {height:.2f}">{inside}</svg>'
        f"{''.join(_marks(tiling, sheet))}</svg>"
    )


def _marks(tiling, sheet):
    width, height = tiling.window
    last = len(tiling.sheets) ** 0.5 - 1
    millimetre = 1 / tiling.unit
    cuts = ("M0 0V{1:.1f}" if sheet.left else "") + ("M0 0H{0:.1f}" if sheet.above else "")
    if cuts:
        dashes = f'stroke-width="{0.5 * millimetre:.2f}" stroke-dasharray="{3 * millimetre:.1f} {2 * millimetre:.1f}"'
        yield f'<path d="{cuts.format(width, height)}" stroke="{INK}" {dashes} fill="none"/>'
    arm, half = CROSS / 2 * millimetre, tiling.overlap / 2
    across = [half] * bool(sheet.left) + [width - half] * (sheet.column < last)
    down = [half] * bool(sheet.above) + [height - half] * (sheet.row < last)
    crosses = [(x, y * height) for x in across for y in (0.25, 0.75)]
    crosses += [(x * width, y) for y in down for x in (0.25, 0.75)]
    if crosses:
        steps = "".join(f"M{x - arm:.1f} {y:.1f}h{2 * arm:.1f}M{x:.1f} {y - arm:.1f}v{2 * arm:.1f}" for x, y in crosses)
        yield f'<path d="{steps}" stroke="{PAPER}" stroke-width="{millimetre:.2f}"/>'
        yield f'<path d="{steps}" stroke="{INK}" stroke-width="{0.25 * millimetre:.2f}"/>'


def _is_large(part):
    text = TEXT.match(part)
    return float(text[3]) >= READ_SMALL if text else not SYMBOL.match(part)


def paint_plan(parts, tiling):
    """Return the SVG of the plan: the whole drawing, without its small type, under the edges and the names of its sheets."""
    width, height = tiling.size
    inside = group(part for part in parts if _is_large(part))
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {width + 8} {height + 8}">{inside}']
    down, size = tiling.window[1], 96
    for sheet in tiling.sheets:
        box = f'x="{sheet.x:.1f}" y="{sheet.y:.1f}" width="{tiling.window[0]:.1f}" height="{down:.1f}"'
        parts.append(f'<rect {box} fill="none" stroke="{INK}" stroke-width="4" stroke-dasharray="18 12"/>')
    for sheet in tiling.sheets:
        x, y = sheet.x + tiling.window[0] / 2, sheet.y + down / 2
        wide = text_width(sheet.name, size, "strong") + 60
        box = f'x="{x - wide / 2:.1f}" y="{y - 70:.1f}" width="{wide:.1f}" height="140"'
        parts.append(f'<rect {box} fill="{PAPER}" stroke="{INK}" stroke-width="4"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{y + size * 0.35:.1f}" font-family="{SANS}" font-size="{size}" font-weight="700" '
            f'text-anchor="middle" fill="{INK}">{sheet.name}</text>'
        )
    return "".join([*parts, "</svg>"])
