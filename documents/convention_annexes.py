"""What comes behind an agreement on paper: its annexes, numbered as the articles quote them."""

from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import words
from documents.board import board_figure, board_table
from documents.raci import raci_pages
from documents.shapes import ConventionAnnex, Picture


def annexes_in_order(document):
    """Return the ConventionAnnex that the document has, in its own order; roles, frise, contributions when it says none."""
    return document.annexes or tuple(_usual_annexes(document))


def annex_number(annex, rank):
    """Return « 2 » or « II », as the articles quote it."""
    return annex.number or str(rank)


def annex_title(annex, rank):
    return f"Annexe{words.NBSP}{annex_number(annex, rank)}. {annex.title}"


def photos_of(document):
    """Return {name: (media type, bytes)} of the pictures of the annexes."""
    blocks = [block for annex in document.annexes for block in annex.blocks]
    return {photo_name(block): (block.media_type, block.content) for block in blocks if isinstance(block, Picture)}


def photo_name(picture):
    """Return what names a picture inside the document."""
    return f"image-{picture.sha256}"


def drawn_annexes(document, block):
    """Return ([{title, rank, number, plain, html, css}], pictures). `block` makes the HTML of a paragraph or a list."""
    annexes, pictures = [], {}
    for annex in annexes_in_order(document):
        rank = len(annexes) + 1
        heading = annex_title(annex, rank)
        css = "annexe"
        if annex.kind == "raci":
            html, drawn = raci_pages(document.raci, level="h2", title=heading)
            pictures |= drawn
        elif annex.kind == "board":
            html, drawn = _board_annex(document.board, heading)
            pictures |= drawn
        elif annex.kind == "means":
            html, css = _means_annex(document.means, heading), "annexe annexe-texte"
        else:
            html, css = _text_annex(annex, heading, block), "annexe annexe-texte"
        annexes.append(
            {
                "title": heading,
                "rank": rank,
                "number": annex_number(annex, rank),
                "plain": annex.title,
                "html": html,
                "css": css,
            }
        )
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


def _text_annex(annex, heading, block):
    blocks = render_to_string("documents/annex_text.html", {"blocks": [block(part) for part in annex.blocks]})
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
