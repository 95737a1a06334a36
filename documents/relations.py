"""Relations between partners on paper: one of two drawings, and the same facts as tables behind it."""

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents import relations_graph, relations_target, words
from documents.engine import html_to_pdf
from documents.relations_paint import CHANGES, title_of

PICTURE = "relations"


def target_svg(drawing):
    """Return the target (carte partenariale) as one SVG text, complete by itself."""
    return relations_target.target_svg(drawing)


def graph_svg(drawing):
    """Return the graph as one SVG text, complete by itself."""
    return relations_graph.graph_svg(drawing)


def target_pdf(drawing):
    """Return the target as a tagged PDF: an A3 drawing with its alternative text, then the same facts as tables."""
    return _pdf(drawing, relations_target.TITLE, target_svg(drawing))


def graph_pdf(drawing):
    """Return the graph as a tagged PDF: an A3 drawing with its alternative text, then the same facts as tables."""
    return _pdf(drawing, relations_graph.TITLE, graph_svg(drawing))


def _pdf(drawing, what, picture):
    alternative = f'<img src="maillage:/{PICTURE}" alt="{escape(title_of(drawing, what))}">'
    body = render_to_string(
        "documents/relations.html",
        {
            "drawing": drawing,
            "what": what,
            "day": words.day(drawing.day),
            "before": words.day(drawing.before) if drawing.before else "",
            "figure": mark_safe(alternative),
            "links": link_rows(drawing),
            "nodes": node_rows(drawing),
        },
    )
    return html_to_pdf(
        body,
        title=title_of(drawing, what) if drawing.before else f"{what}, {drawing.project}",
        day=drawing.day,
        styles=["board"],
        pictures={PICTURE: picture},
    )


def link_rows(drawing):
    """Return [(one, other, how much, nature, since when, until when, what changed)], all of them texts."""
    return [
        (
            drawing.nodes[link.a].full_name,
            drawing.nodes[link.b].full_name,
            link.word,
            link.nature,
            words.day(link.since) if link.since else "",
            words.day(link.until) if link.until else "",
            CHANGES.get(link.change, ""),
        )
        for link in drawing.links
    ]


def node_rows(drawing):
    """Return [(name, kind, circle of the target, with how many it is tied)]."""
    ties = [0] * len(drawing.nodes)
    for link in drawing.links:
        ties[link.a] += 1
        ties[link.b] += 1
    return [
        (node.full_name, node.kind, "porte le projet" if node.is_lead else drawing.rings[node.ring], ties[n])
        for n, node in enumerate(drawing.nodes)
    ]
