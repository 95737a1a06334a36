"""The convention on paper: A4, article numbers in the margin, signatures kept together, annexes in landscape."""

from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import words
from documents.board import board_figure, board_table
from documents.engine import html_to_pdf
from documents.fonts import text_width
from documents.glyphs import glyph_svg
from documents.raci import raci_pages
from documents.shapes import GAP, ConventionAnnex, Heading, Items, Table


def convention_pdf(document):
    """Return the convention as a tagged PDF: title block, parties, preamble, articles, signatures, then the annexes.

    A draft carries PROJET across each page, its version and its date; a gap prints as a dotted line; the footer of the
    document (method C8) stands on every page.
    """
    annexes, pictures = _annexes(document)
    pictures["marque"] = MARK
    if document.draft:
        pictures["projet"] = DRAFT_MARK
    reference = _reference(document)
    body = render_to_string(
        "documents/convention.html",
        {
            "document": document,
            "reference": reference,
            "visas": [words.printed(visa) for visa in document.visas],
            "parties": [_party(party) for party in document.parties],
            "preamble": [_block(block) for block in document.preamble],
            "articles": [_article(article) for article in document.articles],
            "place": words.printed(document.place or GAP),
            "signed_on": words.day(document.signed_on) if document.signed_on else words.printed(GAP),
            "signatures": [
                *(_signature(party) for party in document.parties),
                *({"title": who, "who": words.printed(GAP)} for who in document.hand),
            ],
            "annexes": annexes,
        },
    )
    styles = ["convention", *(["raci"] if document.raci else []), *(["board"] if document.board else [])]
    return html_to_pdf(
        body,
        title=f"{document.title} ({reference})" if reference else document.title,
        day=document.day,
        styles=[*styles, *(["draft"] if document.draft else [])],
        pictures=pictures,
    )


def _reference(document):
    """Return « Convention n° 2026-07, version 3 », with PROJET and the day on a draft."""
    name = document.reference
    number = f"{name} n°{words.NBSP}{document.number}" if document.number else name
    version = f", version{words.NBSP}{document.version}" if document.version else ""
    if document.draft:
        return f"PROJET · {number}{version}, {words.day(document.day)}"
    return f"{number}{version}"


def _party(party):
    named = f"ci-après «{words.NBSP}{party.short_name}{words.NBSP}»" if party.short_name else ""
    said = party.description or ""
    return {
        "name": words.printed(party.name or GAP),
        "description": words.printed(said),
        # The wording of the model may already say it: never twice.
        "represented": "" if party.signatory and party.signatory in said else _represented(party),
        "named": "" if party.short_name and f"«{words.NBSP}{party.short_name}" in said else words.printed(named),
    }


def _represented(party):
    if "représentée par" in party.description or "représenté par" in party.description:
        return ""
    who = [words.printed(party.signatory or GAP)]
    if party.quality:
        who.append(words.printed(party.quality))
    return mark_safe(", ".join(who))


def _signature(party):
    return {
        "title": mark_safe(f"Pour {words.printed(party.name or GAP)}"),
        "who": _represented_by_hand(party),
    }


def _represented_by_hand(party):
    names = [words.printed(text) for text in (party.signatory or GAP, party.quality) if text]
    return mark_safe(", ".join(names))


def _block(block, number=None, first=1):
    if isinstance(block, Items):
        return {
            "points": [
                {"number": f"{number}.{rank}" if number else "–", "text": words.printed(item)}
                for rank, item in enumerate(block.items, first)
            ]
        }
    if isinstance(block, Heading):
        return {"heading": block.text}
    if isinstance(block, Table):
        return {"table": _table(block)}
    return {"text": words.printed(block.text)}


def _table(table):
    """Return {title, heads, rows}: each cell a {text, is_number}, the total as a last row."""

    def cells(texts):
        return [{"text": words.printed(text), "is_number": rank in table.numbers} for rank, text in enumerate(texts)]

    return {
        "title": table.title,
        "heads": cells(table.heads),
        "rows": [cells(row) for row in table.rows],
        "total": cells(table.total) if table.total else None,
    }


def _article(article):
    blocks, rank = [], 1
    for block in article.blocks:
        blocks.append(_block(block, article.items_after or article.number, rank))
        rank += len(block.items) if isinstance(block, Items) else 0
    return {"number": article.number, "title": words.printed(article.title), "plain": article.title, "blocks": blocks}


# --- Annexes ------------------------------------------------------------------------------------------------------
def _annexes(document):
    """Return ([{title, html, css}], pictures): those that the document has, in its own order."""
    annexes, pictures = [], {}
    for annex in document.annexes or _usual_annexes(document):
        heading = f"Annexe{words.NBSP}{annex.number or len(annexes) + 1}. {annex.title}"
        css = "annexe"
        if annex.kind == "raci":
            html, drawn = raci_pages(document.raci, level="h2", title=heading)
            pictures |= drawn
        elif annex.kind == "board":
            html, drawn = _board_annex(document.board, heading)
            pictures |= drawn
        elif annex.kind == "means":
            html = _means_annex(document.means, heading)
        else:
            html, css = _text_annex(annex, heading), "annexe annexe-texte"
        annexes.append({"title": heading, "html": html, "css": css})
    return annexes, pictures


def _usual_annexes(document):
    usual = []
    if document.raci is not None:
        usual.append(ConventionAnnex("raci", "Répartition des rôles"))
    if document.board is not None:
        usual.append(ConventionAnnex("board", "Frise des partenariats"))
    if document.means:
        usual.append(ConventionAnnex("means", "Apports en nature"))
    return usual


def _text_annex(annex, heading):
    blocks = render_to_string("documents/annex_text.html", {"blocks": [_block(block) for block in annex.blocks]})
    return mark_safe(f'<header class="tete"><h2>{escape(heading)}</h2></header>{blocks}')


def _board_annex(drawing, heading):
    """Return (HTML, pictures): the drawing on a page, then the same facts as a table."""
    when = escape(f"{drawing.project}, au {words.day(drawing.day)}")
    image, pictures = board_figure(drawing)
    html = mark_safe(
        f'<header class="tete"><h2>{escape(heading)}</h2><p>{when}</p></header>'
        f'<div class="annexe-frise">{image}</div>'
        f'<div class="page"><header class="tete"><h3>La frise en tableau</h3><p>{when}</p></header>'
        f"{board_table(drawing)}</div>"
    )
    return html, pictures


def _means_annex(means, heading):
    parties = list(dict.fromkeys(mean.party for mean in means))
    rows, total = [], Decimal(0)
    for party in parties:
        own = [mean for mean in means if mean.party == party]
        for mean in own:
            value = "non valorisé" if mean.value is None else words.euros(mean.value)
            rows.append(
                f'<tr><th scope="row">{words.printed(mean.party)}</th><td>{words.printed(mean.what)}</td>'
                f'<td class="nombre">{value}</td></tr>'
            )
        subtotal = sum((mean.value for mean in own if mean.value is not None), Decimal(0))
        total += subtotal
        if len(parties) > 1 and len(own) > 1:
            rows.append(
                f'<tr class="sous-total"><th scope="row">{words.printed(party)}</th><td>Sous-total</td>'
                f'<td class="nombre">{words.euros(subtotal)}</td></tr>'
            )
    rows.append(
        '<tr class="total"><th scope="row">Ensemble des parties</th><td>Total valorisé</td>'
        f'<td class="nombre">{words.euros(total)}</td></tr>'
    )
    return mark_safe(
        f'<header class="tete"><h2>{escape(heading)}</h2><p>Valeurs estimées, en euros par an</p></header>'
        '<table class="liste apports"><colgroup><col style="width:34%"><col><col style="width:16%"></colgroup>'
        '<thead><tr><th scope="col">Partie</th><th scope="col">Ce qu’elle apporte</th>'
        f'<th scope="col" class="nombre">Valeur par an</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _draft_mark():
    size = 150
    width = text_width("PROJET", size, "title")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {width:.0f}" width="{width:.0f}" '
        f'height="{width:.0f}"><text x="{width / 2:.0f}" y="{width / 2 + 50:.0f}" text-anchor="middle" '
        f'font-family="Young Serif" font-size="{size}" fill="#ecebe5" '
        f'transform="rotate(-45 {width / 2:.0f} {width / 2:.0f})">PROJET</text></svg>'
    )


DRAFT_MARK = _draft_mark()
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
    f"{glyph_svg('g-marque', 0, 0, 24, '#14594b')}</svg>"
)
