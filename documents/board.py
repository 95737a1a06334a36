"""The frise on paper: one drawing, A3 landscape, and the same facts as a table behind it."""

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import words
from documents.board_layout import Layout
from documents.board_paint import DIFFERENCE_SIGNS, paint, parts_of, title_of
from documents.board_sheets import Tiling, paint_plan, paint_sheet
from documents.engine import html_to_pdf

# Quarter-millimetres inside the margins of css/board.css (A3) and css/base.css (A4 landscape, under a title).
POSTER = (1584, 1084)
ANNEX = (1584, 906)
PICTURE = "frise"

CERTAINTIES = {"sure": "sûr", "likely": "probable", "hoped": "espéré"}
PROVENANCES = {"supposed": "supposé", "declared": "déclaré", "agreed": "convenu"}


def board_svg(drawing):
    """Return the frise as one SVG text, complete by itself: no style sheet, no script, no reference to a file."""
    return paint(Layout(drawing, *POSTER, heading=True))


def board_pdf(poster):
    """Return a BoardPoster as a tagged PDF: the drawing with its alternative text, then the same facts as a table.

    The drawing is one A3 sheet, or A4 sheets to paste together behind the page that shows how.
    """
    drawing = poster.drawing
    body, pictures = _on_a3(poster) if poster.sheets == 1 else _on_a4(poster)
    title = f"Frise des partenariats, {drawing.project}"
    return html_to_pdf(body, title=title, day=drawing.day, styles=["board"], pictures=pictures)


def _on_a3(poster):
    drawing = poster.drawing
    facts = {"figure": _image(drawing), "where": "de la page 1"} | _facts(drawing)
    layout = Layout(drawing, *POSTER, heading=True, writing=poster.writing)
    return render_to_string("documents/board.html", facts), {PICTURE: paint(layout, black=poster.black)}


def _on_a4(poster):
    drawing, tiling = poster.drawing, Tiling(poster.sheets)
    layout = Layout(drawing, *tiling.size, heading=True, writing=poster.writing)
    parts = parts_of(layout, black=poster.black)
    pictures = {PICTURE: paint_plan(parts, tiling)}
    sheets = []
    for sheet in tiling.sheets:
        name = f"{PICTURE}-{sheet.name}"
        pictures[name] = paint_sheet(parts, tiling, sheet)
        sheets.append((sheet, _image(drawing, name, f", feuille {sheet.name}")))
    facts = {
        "figure": _image(drawing, PICTURE, ", plan d’assemblage"),
        "tiling": tiling,
        "sheets": sheets,
        "where": f"des feuilles {tiling.sheets[0].name} à {tiling.sheets[-1].name}",
    }
    return render_to_string("documents/board_sheets.html", facts | _facts(drawing)), pictures


def _facts(drawing):
    return {"drawing": drawing, "day": words.day(drawing.day), "table": board_table(drawing)}


def board_figure(drawing):
    """Return (HTML, pictures) of the drawing for a page of another document, which writes the title itself."""
    return _image(drawing), {PICTURE: paint(Layout(drawing, *ANNEX, heading=False))}


def _image(drawing, picture=PICTURE, part=""):
    """Return the place of the picture: inside the page, the engine would read each shape as an element of the text."""
    return mark_safe(f'<img src="maillage:/{picture}" alt="{escape(title_of(drawing) + part)}">')


def board_table(drawing):
    """Return the HTML table behind the drawing: a partner a row, in alphabetical order, a horizon a column."""
    partners = {}
    for card in drawing.cards:
        name, places = partners.setdefault(card.partner, (card.name, {}))
        places[card.horizon] = card
    rows = []
    for name, places in sorted(partners.values(), key=lambda pair: words.spelled(pair[0])):
        cells = "".join(f"<td>{_place(drawing, places.get(index))}</td>" for index in range(len(drawing.horizons)))
        present = next((card.present for card in places.values()), "")
        there = f"<br><span>présent{words.NBSP}: {escape(present)}</span>" if present else ""
        rows.append(f'<tr><th scope="row">{escape(name)}{there}</th>{cells}</tr>')
    for name in sorted(drawing.waiting, key=words.spelled):
        cells = "<td>à placer</td>" * len(drawing.horizons)
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
    if not rows:
        return mark_safe('<p class="vide">Aucun partenaire n’est encore posé sur la frise.</p>')
    heads = "".join(
        f'<th scope="col">{escape(horizon.name)}<br>'
        f"<span>{escape(words.period(horizon.start, horizon.end))}</span></th>"
        for horizon in drawing.horizons
    )
    return mark_safe(
        f'<table class="liste frise"><thead><tr><th scope="col">Partenaire</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _place(drawing, card):
    if card is None:
        return ""
    sure = CERTAINTIES.get(card.certainty, card.certainty.lower())
    said = PROVENANCES.get(card.provenance, card.provenance.lower())
    details = ", ".join(escape(word) for word in (sure, said) if word)
    return f"{escape(drawing.levels[card.level].name)} <span>{details}</span>"


def comparison_pdf(comparison):
    """Return a BoardComparison as a tagged PDF: the frise with what arrived, moved and left, on A3, then as a table."""
    rows = [
        (DIFFERENCE_SIGNS[row.kind], row.word, row.name, row.horizon, row.before or "—", row.after or "—")
        for row in comparison.rows
    ]
    days = words.day(comparison.earlier), words.day(comparison.day)
    title = f"Frise des partenariats, {comparison.project}, du {days[0]} au {days[1]}"
    facts = {"comparison": comparison, "earlier": days[0], "later": days[1], "rows": rows}
    pictures = {}
    if rows:
        since = f"Ce qui a changé du {days[0]}"
        facts["figure"] = _image(comparison.drawing, part=f", ce qui a changé depuis le {days[0]}")
        pictures[PICTURE] = paint(Layout(comparison.drawing, *POSTER, heading=True, since=since))
    body = render_to_string("documents/comparison.html", facts)
    return html_to_pdf(body, title=title, day=comparison.day, styles=["board"], pictures=pictures)
