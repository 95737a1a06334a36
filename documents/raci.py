"""The RACI table on paper: A4 landscape, cut into pages here so that the shapes of the roles are one drawing a page.

A box per cell would be slow (1 ms each); a cell is plain text in a real table, and rules, squares and circles are drawn
once behind it, at positions known in advance because every row has a height fixed here.
"""

from dataclasses import dataclass, field
from math import ceil

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import words
from documents.engine import html_to_pdf
from documents.fonts import wrap
from documents.glyphs import glyph_svg

# Millimetres of an A4 in landscape, margins of css/base.css taken off.
WIDTH, HEIGHT = 269, 172
ABOVE, BELOW = 13, 10  # title, legend
FEW_COLUMNS, MOST_COLUMNS = 14, 17
SPLIT_COLUMNS = 14
ROW, TALL_ROW, GROUP_ROW = 7.4, 10.2, 8.6
MM_PER_POINT = 25.4 / 72

PINE, INK, EDGE, LINE = "#14594b", "#1a2421", "#6f7167", "#b9b8a8"


@dataclass
class _Line:
    """A row of the paper: the heading of a phase (`cells` is None) or an activity. `height` in millimetres."""

    name: tuple[str, ...]
    cells: tuple[str, ...] | None
    height: float


@dataclass
class _Page:
    columns: list
    first_column: int
    names: list
    header: float
    activity: float
    lines: list = field(default_factory=list)

    @property
    def step(self):
        return (WIDTH - self.activity) / max(1, len(self.columns))

    @property
    def height(self):
        return self.header + sum(line.height for line in self.lines)


def raci_pdf(table):
    """Return the RACI table as a tagged PDF: A4 landscape, the header on each page, at most 17 actors across a page."""
    html, pictures = raci_pages(table, level="h1", title="Répartition des rôles")
    body = render_to_string("documents/raci.html", {"table": table, "pages": html, "day": words.day(table.day)})
    return html_to_pdf(
        body,
        title=f"Répartition des rôles, {table.project}",
        day=table.day,
        styles=["raci"],
        pictures=pictures,
    )


def raci_pages(table, *, level, title):
    """Return (HTML of the pages, pictures behind them) for this document or for the annex of another."""
    pages = _paginate(table)
    pictures = {f"raci-{number}": _background(page) for number, page in enumerate(pages, 1)}
    subtitle = f"{table.project}, au {words.day(table.day)}"
    parts = []
    for number, page in enumerate(pages, 1):
        tag = level if number == 1 else "p"
        where = _where(page, number, pages, table)
        parts.append(
            f'<section class="raci-page{" page" if number > 1 else ""}">'
            f'<header class="tete"><{tag} class="titre">{escape(title)}</{tag}>'
            f"<p>{escape(subtitle)}{escape(where)}</p></header>"
            f"{_html_table(page, number)}{LEGEND}</section>"
        )
    if not table.columns or not any(group.rows for group in table.groups):
        parts = [
            f'<section class="raci-page"><header class="tete"><{level} class="titre">{escape(title)}</{level}>'
            f'<p>{escape(subtitle)}</p></header><p class="vide">Le tableau ne contient encore aucun rôle.</p></section>'
        ]
        pictures = {}
    else:
        parts.append(_full_names(table))
    return mark_safe("".join(parts)), pictures


def _where(page, number, pages, table):
    if len(page.columns) == len(table.columns):
        return "" if len(pages) == 1 else f" ({number}/{len(pages)})"
    last = page.first_column + len(page.columns)
    return f" ({number}/{len(pages)}, acteurs {page.first_column + 1} à {last} sur {len(table.columns)})"


# --- Cutting into pages -------------------------------------------------------------------------------------------
def _paginate(table):
    count = len(table.columns)
    across = 1 if count <= MOST_COLUMNS else ceil(count / SPLIT_COLUMNS)
    size = ceil(count / across) if count else 0
    pages = []
    for start in range(0, count, size or 1):
        columns = table.columns[start : start + size]
        activity = 62 if len(columns) > 10 else 78
        step = (WIDTH - activity) / len(columns)
        if step > 26:  # few actors: the names of the activities take the room
            activity, step = WIDTH - 26 * len(columns), 26
        names = [wrap(column.name, step - 1.6, _header_size(len(columns)), "strong", lines=4) for column in columns]
        header = 9 + 3.4 * max(len(name) for name in names)

        def new_page(columns=columns, start=start, names=names, header=header, activity=activity):
            pages.append(_Page(columns, start, names, header, activity))

        new_page()
        for group in table.groups:
            heading = _Line((group.name,), None, GROUP_ROW) if group.name else None
            for index, row in enumerate(group.rows):
                name = tuple(wrap(row.name, activity - 3, 9.5 * MM_PER_POINT, lines=2))
                line = _Line(name, row.cells[start : start + size], ROW if len(name) == 1 else TALL_ROW)
                needed = line.height + (GROUP_ROW if heading and index == 0 else 0)
                if pages[-1].lines and pages[-1].height + needed > HEIGHT - ABOVE - BELOW:
                    new_page()
                    if heading and index:
                        pages[-1].lines.append(_Line((f"{group.name} (suite)",), None, GROUP_ROW))
                if heading and index == 0:
                    pages[-1].lines.append(heading)
                pages[-1].lines.append(line)
    return pages


def _header_size(columns):
    """Return the type size of the actors' names, in millimetres: 8.5 points, 7.5 when there are many."""
    return (8.5 if columns <= FEW_COLUMNS - 2 else 7.5) * MM_PER_POINT


# --- The table, for readers and screen readers --------------------------------------------------------------------
def _html_table(page, number):
    small = " etroit" if len(page.columns) > FEW_COLUMNS - 2 else ""
    step = f"{page.step:.2f}mm"
    head = "".join(f'<th scope="col">{"<br>".join(escape(part) for part in name)}</th>' for name in page.names)
    columns = f'<col style="width:{page.activity:.2f}mm">' + f'<col style="width:{step}">' * len(page.columns)
    rows, opened = [], False
    for line in page.lines:
        name = "<br>".join(escape(part) for part in line.name)
        if line.cells is None:
            rows.append("</tbody><tbody>" if opened else "<tbody>")
            opened = True
            rows.append(f'<tr><th class="phase" scope="rowgroup" colspan="{len(page.columns) + 1}">{name}</th></tr>')
            continue
        if not opened:
            rows.append("<tbody>")
            opened = True
        tall = ' class="haut"' if line.height == TALL_ROW else ""
        rows.append(f'<tr{tall}><th scope="row">{name}</th>{"".join(map(_cell, line.cells))}</tr>')
    return (
        f'<table class="raci{small}" style="background-image:url(maillage:/raci-{number});'
        f'background-size:{WIDTH}mm {page.height:.2f}mm"><colgroup>{columns}</colgroup>'
        f'<thead><tr style="height:{page.header:.2f}mm"><th scope="col">Activité</th>{head}</tr></thead>'
        f"{''.join(rows)}</tbody></table>"
    )


def _cell(role):
    if role == "RA":
        return "<td>R<b>A</b></td>"
    if role == "A":
        return '<td class="a">A</td>'
    return f"<td>{escape(role)}</td>"


def _full_names(table):
    """Return the actors whose column has a shortened name, so that a reader from outside knows who they are."""
    pairs = [column for column in table.columns if column.full_name and column.full_name != column.name]
    if not pairs:
        return ""
    items = "".join(f"<p><b>{escape(pair.name)}</b> {escape(pair.full_name)}</p>" for pair in pairs)
    return f'<section class="acteurs"><h3>Les acteurs</h3><div>{items}</div></section>'


# --- What is drawn behind -----------------------------------------------------------------------------------------
def _background(page):
    """Return the SVG of the rules, the symbols of the actors and the shapes of the roles, one unit a millimetre.

    One path for all shapes of a kind: what costs is the number of elements.
    """
    thin, thick, squares, filled, circles, dots = [], [], [], [], [], []
    y = page.header
    for line in page.lines:
        middle, bottom = y + line.height / 2, y + line.height
        (thick if line.cells is None else thin).append(f"M0 {bottom:.2f}H{WIDTH}")
        for index, role in enumerate(line.cells or ()):
            x = page.activity + page.step * (index + 0.5)
            if role == "R":
                squares.append(f"M{x - 2.5:.2f} {middle - 2.5:.2f}h5v5h-5z")
            elif role == "A":
                filled.append(f"M{x - 2.75:.2f} {middle - 2.75:.2f}h5.5v5.5h-5.5z")
            elif role == "RA":
                squares.append(f"M{x - 4.6:.2f} {middle - 2.5:.2f}h9.2v5h-9.2z")
                filled.append(f"M{x:.2f} {middle - 2.75:.2f}h4.85v5.5h-4.85z")
            elif role == "C":
                circles.append(f"M{x:.2f} {middle:.2f}h.01")
            elif role == "I":
                dots.append(f"M{x - 2.4:.2f} {middle + 2.4:.2f}h4.8")
        y = bottom
    glyphs = (
        glyph_svg(column.glyph, page.activity + page.step * (index + 0.5) - 2.4, 0.4, 4.8)
        for index, column in enumerate(page.columns)
    )
    parts = [
        f'<path d="M0 {page.header:.2f}H{WIDTH}" stroke="{INK}" stroke-width=".5"/>',
        _path(thick, f'stroke="{EDGE}" stroke-width=".22"'),
        _path(thin, f'stroke="{LINE}" stroke-width=".14"'),
        # A point with round ends is a circle: two points, the second smaller, are a ring.
        _path(circles, f'stroke="{EDGE}" stroke-width="5.5" stroke-linecap="round"'),
        _path(circles, 'stroke="#fff" stroke-width="4.9" stroke-linecap="round"'),
        _path(squares, f'fill="#fff" stroke="{INK}" stroke-width=".5"'),
        _path(filled, f'fill="{PINE}"'),
        _path(dots, f'stroke="{EDGE}" stroke-width=".55" stroke-dasharray=".01 .95" stroke-linecap="round"'),
        *glyphs,
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {page.height:.2f}" '
        f'width="{WIDTH}mm" height="{page.height:.2f}mm">{"".join(parts)}</svg>'
    )


def _path(steps, ink):
    return f'<path d="{"".join(steps)}" {ink}/>' if steps else ""


LEGEND = (
    '<p class="cle"><span class="r r-R">R</span>réalise<span class="r r-A">A</span>répond de l’action'
    '<span class="r r-C">C</span>est consulté<span class="r r-I">I</span>est informé'
    '<span class="r r-RA">R<b>A</b></span>réalise et répond<span class="r r-P">(A)</span>répond par délégation</p>'
)
