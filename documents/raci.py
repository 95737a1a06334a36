"""The RACI table on paper: A4 landscape, cut into pages here so that the shapes of the roles are one drawing a page.

A box per cell would be slow (1 ms each): the letters of a row are one text, cut into real cells once it is drawn
(cells.py); rules, squares and circles are drawn once behind them (raci_paint.py), at positions known in advance because
every row has a height fixed here. Up to 17 actors
have wide columns; more have narrow ones, under names turned on their side, so that one row is one line of the paper.
"""

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import words
from documents.engine import html_to_pdf
from documents.raci_layout import DENSE, FEW_COLUMNS, TURNED_LEADING, WIDTH, paginate
from documents.raci_paint import FILLED, background


def raci_pdf(table):
    """Return the RACI table as a tagged PDF: A4 landscape, the header on each page, at most 42 actors across a page."""
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
    pages = paginate(table)
    pictures = {f"raci-{number}": background(page) for number, page in enumerate(pages, 1)}
    subtitle = f"{table.project}, au {words.day(table.day)}"
    parts = []
    for number, page in enumerate(pages, 1):
        tag = level if number == 1 else "p"
        where = _where(page, number, pages, table)
        parts.append(
            f'<section class="raci-page{" page" if number > 1 else ""}">'
            f'<header class="tete"><{tag} class="titre">{escape(title)}</{tag}>'
            f"<p>{escape(subtitle)}{escape(where)}</p></header>"
            f"{_html_table(page, number)}{_legend(table)}</section>"
        )
    if not table.columns or not any(group.rows for group in table.groups):
        parts = [
            f'<section class="raci-page"><header class="tete"><{level} class="titre">{escape(title)}</{level}>'
            f'<p>{escape(subtitle)}</p></header><p class="vide">Le tableau ne contient encore aucun rôle.</p></section>'
        ]
        pictures = {}
    else:
        parts.append(_full_names(pages))
        parts.append(_answers(table))
    return mark_safe("".join(parts)), pictures


def _where(page, number, pages, table):
    if len(page.columns) == len(table.columns):
        return "" if len(pages) == 1 else f" ({number}/{len(pages)})"
    last = page.first_column + len(page.columns)
    return f" ({number}/{len(pages)}, acteurs {page.first_column + 1} à {last} sur {len(table.columns)})"


# --- The table, for readers and screen readers --------------------------------------------------------------------
def _html_table(page, number):
    small = " etroit" if len(page.columns) > FEW_COLUMNS else ""
    step = f"{page.step:.2f}mm"
    head = "".join(f'<th scope="col">{_head(page, name)}</th>' for name in page.names)
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
        tall = ' class="haut"' if line.height == page.density.tall_row else ""
        rows.append(f'<tr{tall}><th scope="row">{name}</th>{_cells(line.cells)}</tr>')
    return (
        f'<table class="raci {page.density.css or small}" style="background-image:url(maillage:/raci-{number});'
        f'background-size:{WIDTH}mm {page.height:.2f}mm"><colgroup>{columns}</colgroup>'
        f'<thead><tr style="height:{page.header:.2f}mm"><th scope="col">Activité</th>{head}</tr></thead>'
        f"{''.join(rows)}</tbody></table>"
    )


def _head(page, name):
    """Return the name of an actor, turned on its side over a narrow column."""
    lines = "<br>".join(escape(part) for part in name)
    if page.density is not DENSE:
        return lines
    return f'<div style="margin-left:{(page.step - TURNED_LEADING * len(name)) / 2:.2f}mm">{lines}</div>'


def _cells(roles):
    """Return the cells of a row as one, which documents/cells.py cuts at its spaces."""
    words = " ".join(escape(role).replace(" ", "\u00a0") for role in roles)
    return f'<td data-cells data-white="{" ".join(FILLED)}" colspan="{len(roles)}">{words}</td>'


def _full_names(pages):
    """Return the actors whose column has a shortened name, so that a reader from outside knows who they are."""
    pairs = {}
    for page in pages:
        for column, name in zip(page.columns, page.names, strict=True):
            if (column.full_name or column.name) != column.name or name[-1].endswith("…"):
                pairs[column.name, column.full_name] = None
    if not pairs:
        return ""
    items = "".join(
        f"<p><b>{escape(name)}</b> {escape(full_name) if full_name != name else ''}</p>" for name, full_name in pairs
    )
    return f'<section class="acteurs"><h3>Les acteurs</h3><div>{items}</div></section>'


def _answers(table):
    """Return what each A says of its activity, in words; nothing when nobody has said anything."""
    if not table.answers:
        return ""
    items = "".join(
        f"<p><b>{escape(activity)}</b> {escape(actor)}\u00a0: «\u00a0{escape(said)}\u00a0», le {words.day(day)}</p>"
        for activity, actor, said, day in table.answers
    )
    return f'<section class="acteurs"><h3>Qui en répond</h3><div>{items}</div></section>'


def _legend(table):
    """Return the legend of the letters: that of RACI, or of the variant that the table says."""
    if not table.legend:
        return LEGEND
    items = "".join(
        f'<span class="r r-{CLASSES.get(code, code)}">{escape(code)}</span>{escape(name)}'
        for code, name in table.legend
    )
    return f'<p class="cle">{items}</p>'


CLASSES = {"(A)": "P", "D": "R", "DA": "RA", "V": "C"}
LEGEND = (
    '<p class="cle"><span class="r r-R">R</span>réalise<span class="r r-A">A</span>répond de l’action'
    '<span class="r r-C">C</span>est consulté<span class="r r-I">I</span>est informé'
    '<span class="r r-RA">RA</span>réalise et répond<span class="r r-P">(A)</span>répond par délégation</p>'
)
