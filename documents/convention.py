"""The convention on paper: A4, article numbers in the margin, signatures kept together, annexes in landscape."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from documents import attach, words
from documents.convention_annexes import drawn_annexes, photo_name, photos_of
from documents.engine import html_to_pdf
from documents.fonts import text_width
from documents.glyphs import glyph_svg
from documents.shapes import GAP, Heading, Items, Picture, Table

# Above, a reader needs a table of contents. Rough figures of css/convention.css, good to a page or so.
PAGES_WITHOUT_CONTENTS = 8
LETTERS_A_LINE, LINES_A_PAGE, LINES_OF_A_TITLE = 84, 44, 3
FRAMES_ON_ONE_PAGE = 6


def convention_pdf(document):
    """Return the convention as a PDF to read by any means and to keep (PDF/UA-1 and PDF/A-3), its data inside as JSON.

    Title block, parties, contents of a long one, preamble, articles, signatures, then the annexes. A draft carries PROJET
    across each page, its version and its date; a gap prints as a dotted line; the footer of the document (method C8)
    stands on every page.
    """
    annexes, pictures = drawn_annexes(document, _block)
    pictures["marque"] = MARK
    if document.draft:
        pictures["projet"] = DRAFT_MARK
    reference = reference_of(document)
    frames = [_signature(party, *signatory) for party in document.parties for signatory in party.signatories]
    frames += [{"title": who, "who": words.printed(GAP)} for who in document.hand]
    body = render_to_string(
        "documents/convention.html",
        {
            "document": document,
            "reference": reference,
            "title": words.printed(document.title),
            "visas": [words.printed(visa) for visa in document.visas],
            "parties": [_party(party) for party in document.parties],
            "preamble": [_block(block) for block in document.preamble],
            "articles": [_article(article) for article in document.articles],
            "notice": words.printed(document.notice),
            "place": words.printed(document.place or GAP),
            "signed_on": words.day(document.signed_on) if document.signed_on else words.printed(GAP),
            "signatures": _pairs(frames),
            "signatures_together": len(frames) <= FRAMES_ON_ONE_PAGE,
            "annexes": annexes,
            "has_contents": expected_pages(document) > PAGES_WITHOUT_CONTENTS,
        },
    )
    styles = ["convention", *(["raci"] if document.raci else []), *(["board"] if document.board else [])]
    return html_to_pdf(
        body,
        title=f"{document.title} ({reference})" if reference else document.title,
        day=document.day,
        styles=[*styles, *(["draft"] if document.draft else []), *(["consolidated"] if document.notice else [])],
        pictures=pictures,
        photos=photos_of(document),
        archived=[(attach.NAME, attach.DESCRIPTION, attach.convention_json(document))],
    )


def expected_pages(document):
    """Return about how many pages the text prints, without drawing it: that would cost as much as the document.

    Annexes that are drawn (roles, frise, contributions) do not count: a table of contents has every page laid out twice,
    and they are the slow ones.
    """
    lines = LINES_A_PAGE / 2 + _lines(document.preamble) + 8 * len(document.parties)
    for article in document.articles:
        lines += LINES_OF_A_TITLE + _lines(article.blocks)
    annexes = sum(max(1, _lines(annex.blocks) / LINES_A_PAGE) for annex in document.annexes if annex.kind == "text")
    return lines / LINES_A_PAGE + annexes


def _lines(blocks):
    return sum(1.3 + len(text) // LETTERS_A_LINE for block in blocks for text in _texts(block))


def _texts(block):
    """Return the texts of a block that stand under each other."""
    if isinstance(block, Items):
        return block.items
    if isinstance(block, Table):
        return [max(row, key=len, default="") for row in (block.heads, *block.rows)]
    if isinstance(block, Picture):
        return (block.alt,)
    return (block.text,)


def _pairs(things):
    return [things[place : place + 2] for place in range(0, len(things), 2)]


def reference_of(document):
    """Return « Convention n° 2026-07, version 3 », PROJET and the day on a draft, « texte consolidé au… » with a notice."""
    name = document.reference
    number = f"{name} n°{words.NBSP}{document.number}" if document.number else name
    version = f", version{words.NBSP}{document.version}" if document.version else ""
    if document.notice:
        return f"{number}, texte consolidé au {words.day(document.day)}"
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
    return mark_safe(" et ".join(_named(*signatory) for signatory in party.signatories))


def _signature(party, name, quality):
    return {
        "title": mark_safe(f"Pour {words.printed(party.name or GAP)}"),
        "who": _named(name, quality),
    }


def _named(name, quality):
    return mark_safe(", ".join(words.printed(text) for text in (name or GAP, quality) if text))


def _block(block, number=None, first=1):
    if isinstance(block, Items) and not number:
        return {"dashes": [words.printed(item) for item in block.items]}
    if isinstance(block, Items):
        return {
            "points": [
                {"number": f"{number}.{rank}", "text": words.printed(item)}
                for rank, item in enumerate(block.items, first)
            ]
        }
    if isinstance(block, Heading):
        return {"heading": block.text}
    if isinstance(block, Table):
        return {"table": _table(block)}
    if isinstance(block, Picture):
        return {"picture": {"name": photo_name(block), "alt": block.alt}}
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
    return {
        "number": article.number,
        "is_long": isinstance(article.number, str),
        "anchor": str(article.number).replace(words.NBSP, "-"),
        "title": words.printed(article.title),
        "plain": article.title,
        "blocks": blocks,
        "note": words.printed(article.note),
    }


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
