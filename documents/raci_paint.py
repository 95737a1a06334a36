"""What is drawn behind the letters of the RACI: rules, symbols of the actors, one shape a role, one unit a millimetre.

One path for all that is alike, and few points in it: what costs is the number of elements, then of commands.
"""

from documents.glyphs import glyph_svg
from documents.raci_layout import DENSE, WIDTH

PINE, INK, EDGE, LINE, FAINT, PAPER = "#14594b", "#1a2421", "#6f7167", "#b9b8a8", "#dddccf", "#fff"
FILLED = ("A", "RA", "DA")  # their letters are white
DRAWN_AS = {"D": "R", "DA": "RA", "V": "C", "Sg": "S"}  # letters of the other variants


def background(page):
    """Return the SVG of the rules and the shapes of a page of raci_layout."""
    side = page.density.shape
    places = {"R": [], "A": [], "RA": [], "C": [], "I": [], "S": []}
    thin, thick = [], []
    y = page.header
    for line in page.lines:
        middle, bottom = y + line.height / 2, y + line.height
        (thick if line.cells is None else thin).append(f"M0 {bottom:.2f}H{WIDTH}")
        for index, role in enumerate(line.cells or ()):
            role = DRAWN_AS.get(role, role)
            if role in places:
                places[role].append((page.activity + page.step * (index + 0.5), middle))
        y = bottom
    glyph = min(4.8, 0.86 * page.step)
    parts = [
        _columns(page) if page.density is DENSE else "",
        f'<path d="M0 {page.header:.2f}H{WIDTH}" stroke="{INK}" stroke-width=".5"/>',
        _path(thick, f'stroke="{EDGE}" stroke-width=".22"'),
        _path(thin, f'stroke="{LINE}" stroke-width=".14"'),
        # Discs, then smaller ones: rings.
        _blocks(places["C"], 0.01, side * 1.04, f'stroke="{EDGE}" stroke-linecap="round"'),
        _blocks(places["C"], 0.01, side * 0.93, f'stroke="{PAPER}" stroke-linecap="round"'),
        _path(_squares(places["R"], side * 0.9), f'fill="none" stroke="{INK}" stroke-width="{side * 0.1:.2f}"'),
        _blocks(places["A"], side * 1.06, side * 1.06, f'stroke="{PINE}"'),
        # The block of A inside the frame of R.
        _blocks(places["RA"], side * 1.32, side * 1.1, f'stroke="{INK}"'),
        _blocks(places["RA"], side * 1.14, side * 0.92, f'stroke="{PAPER}"'),
        _blocks(places["RA"], side * 1.03, side * 0.8, f'stroke="{PINE}"'),
        _path(
            [f"M{x - side * 0.46:.2f} {y + side * 0.47:.2f}h{side * 0.92:.2f}" for x, y in places["I"]],
            f'stroke="{EDGE}" stroke-width=".55" stroke-dasharray=".01 .95" stroke-linecap="round"',
        ),
        _path(
            [f"M{x - side * 0.46:.2f} {y + side * 0.47:.2f}h{side * 0.92:.2f}" for x, y in places["S"]],
            f'stroke="{INK}" stroke-width=".35"',
        ),
        *(
            glyph_svg(column.glyph, page.activity + page.step * (index + 0.5) - glyph / 2, 0.4, glyph)
            for index, column in enumerate(page.columns)
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {page.height:.2f}" '
        f'width="{WIDTH}mm" height="{page.height:.2f}mm">{"".join(parts)}</svg>'
    )


def _columns(page):
    """Return the rules between narrow columns: the eye needs them to climb to the name."""
    rules = [f"M{page.activity + page.step * index:.2f} 7V{page.height:.2f}" for index in range(len(page.columns) + 1)]
    return _path(rules, f'stroke="{FAINT}" stroke-width=".14"')


def _path(steps, ink):
    return f'<path d="{"".join(steps)}" {ink}/>' if steps else ""


def _blocks(places, width, height, ink):
    """Return filled boxes around points: a line as thick as the box is high needs two commands, an outline five."""
    steps = [f"M{x - width / 2:.2f} {y:.2f}h{width:.2f}" for x, y in places]
    return _path(steps, f'{ink} stroke-width="{height:.2f}"')


def _squares(places, side):
    return [f"M{x - side / 2:.2f} {y - side / 2:.2f}h{side:.2f}v{side:.2f}h-{side:.2f}z" for x, y in places]
