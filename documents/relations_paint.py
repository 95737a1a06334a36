"""What the target and the graph of relations share: inks, lines, nodes, legend. Presentation attributes only, as the frise.

The strength of a link reads without colour: thickness, style of line, and its word in the legend, the table and the name
that a screen reader says.
"""

import math

from django.utils.html import escape

from documents import words
from documents.board_paint import KINDS, SANS, SERIF
from documents.fonts import clip, text_width, wrap
from documents.glyphs import glyph_svg

INK, SOFT, PINE, LINE, THREAD, WALL, PAPER = "#1a2421", "#43504b", "#14594b", "#6f7167", "#59645f", "#f1f0e7", "#ffffff"
# (thickness, dashes): dotted, dashed, whole, double.
STROKES = {1: (2.2, "0.1 6"), 2: (2.6, "10 6"), 3: (4, ""), 4: (8, "")}
STRENGTHS = {1: "réseautage", 2: "coordination", 3: "coopération", 4: "collaboration"}
CHANGES = {"arrived": "arrivé", "ended": "terminé"}


def title_of(drawing, what):
    """Return the title of a drawing of relations, with its project and its day or its two days."""
    if drawing.before:
        return f"{what}, {drawing.project}, du {words.day(drawing.before)} au {words.day(drawing.day)}"
    return f"{what}, {drawing.project}, au {words.day(drawing.day)}"


def text(x, y, said, size, *, bold=False, serif=False, ink=INK, anchor=""):
    """Return a line of text; what people typed is escaped."""
    weight = ' font-weight="700"' if bold else ""
    family = f' font-family="{SERIF}"' if serif else ""
    side = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{family}{side} fill="{ink}">{escape(said)}</text>'
    )


def svg(width, height, title, description, parts, *, inside, top=0):
    """Return the whole SVG. `inside` a page its nodes are links, and it is a group of them; else it is one picture.

    `top`: what is left out above, where a page has the title already.
    """
    # A picture has no parts for a screen reader: one that holds links must be a group.
    role = "group" if inside else "img"
    size = f' width="{width:.0f}" height="{height - top:.0f}"' if inside else ""
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top:.0f} {width:.0f} {height - top:.0f}"{size} role="{role}" '
            f'aria-label="{escape(title)}">',
            "" if inside else f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            f'<g font-family="{SANS}" fill="{INK}">',
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="{WALL}"/>',
            *parts,
            "</g></svg>",
        ]
    )


def heading(drawing, what, width):
    """Yield the title, the project and its mention, above the drawing."""
    right = width - 24
    if drawing.banner:
        size = text_width(drawing.banner, 15, "strong") + 20
        right -= size + 16
        yield f'<rect x="{width - 24 - size:.1f}" y="18" width="{size:.1f}" height="26" fill="none" stroke="{INK}"/>'
        yield text(width - 24 - size / 2, 36, drawing.banner, 15, bold=True, anchor="middle")
    name = clip(what, right - 24, 26, "title")
    yield text(24, 40, name, 26, serif=True)
    days = words.day(drawing.day)
    days = f"du {words.day(drawing.before)} au {days}" if drawing.before else f"au {days}"
    yield text(24, 62, clip(f"{drawing.project}, {days}", right - 24, 15), 15, ink=SOFT)


def line(steps, link):
    """Return the path of a link: one stroke, or two for the double line."""
    thick, dashes = STROKES[link.strength]
    ink = PINE if link.change == "arrived" else LINE if link.change == "ended" else THREAD
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    cap = ' stroke-linecap="round"' if link.strength == 1 else ""
    drawn = f'<path d="{steps}" fill="none" stroke="{ink}" stroke-width="{thick:g}"{dashed}{cap}/>'
    if link.strength == 4:
        drawn += f'<path d="{steps}" fill="none" stroke="{WALL}" stroke-width="3"/>'
    return drawn


def _control(start, end, bend):
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1) or 1
    return (x1 + x2) / 2 - (y2 - y1) / length * bend * 2, (y1 + y2) / 2 + (x2 - x1) / length * bend * 2


def point(start, end, bend, step):
    """Return the point of an arc at `step`, 0 at its start and 1 at its end."""
    (x1, y1), (x2, y2), (xc, yc) = start, end, _control(start, end, bend)
    a, b, c = (1 - step) ** 2, 2 * step * (1 - step), step**2
    return a * x1 + b * xc + c * x2, a * y1 + b * yc + c * y2


def curve(start, end, bend):
    """Return the path of an arc between two points; `bend` is how far it leaves the straight line, signed."""
    (x1, y1), (x2, y2), (xc, yc) = start, end, _control(start, end, bend)
    return f"M{x1:.1f} {y1:.1f}Q{xc:.1f} {yc:.1f} {x2:.1f} {y2:.1f}"


def label_width(said):
    return text_width(said, 12) + 10


def label(x, y, said, *, ink=INK):
    """Return a word on a link, on its own ground so that the line does not cross it."""
    width = label_width(said)
    ground = f'<rect x="{x - width / 2:.1f}" y="{y - 8.5:.1f}" width="{width:.1f}" height="17" rx="3" fill="{WALL}"/>'
    return ground + text(x, y + 4.2, said, 12, ink=ink, anchor="middle")


def name_of(drawing, index):
    """Return what a screen reader says of a node: who it is, its circle, and with whom it is tied, how."""
    node = drawing.nodes[index]
    ties = [
        f"{drawing.nodes[link.b if link.a == index else link.a].name} ({told(link)})"
        for link in drawing.links
        if index in (link.a, link.b)
    ]
    tied = f"en lien avec {', '.join(ties)}" if ties else "aucun lien noté"
    return f"{node.full_name}, {node.kind}, {tied}"


def told(link):
    """Return the words of a link: how strong, of which nature, whether it came or ended."""
    return ", ".join(filter(None, (link.word, link.nature, CHANGES.get(link.change, ""))))


def reachable(drawing, index, drawn):
    """Return a node as a link with its accessible name when the drawing is on a page, else the drawing alone."""
    url = drawing.nodes[index].url
    if not url:
        return drawn
    return f'<a href="{escape(url)}" aria-label="{escape(name_of(drawing, index))}">{drawn}</a>'


def name_lines(said, width, size):
    return wrap(said, width, size, "strong", lines=2)


def legend(drawing, y, width, *, extra=()):
    """Yield the legend: how strong, what has changed, which kinds of actors are drawn."""
    x = 24
    for strength, word in STRENGTHS.items():
        thick, dashes = STROKES[strength]
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        cap = ' stroke-linecap="round"' if strength == 1 else ""
        steps = f"M{x} {y}h46"
        yield f'<path d="{steps}" stroke="{THREAD}" stroke-width="{thick:g}" fill="none"{dashed}{cap}/>'
        if strength == 4:
            yield f'<path d="{steps}" stroke="{WALL}" stroke-width="3" fill="none"/>'
        yield text(x + 54, y + 5, word, 14)
        x += 54 + text_width(word, 14) + 26
    for said in extra:
        yield text(x, y + 5, said, 14, ink=SOFT)
        x += text_width(said, 14) + 26
    x, y = 24, y + 28
    for glyph, word in KINDS.items():
        if glyph not in {node.glyph for node in drawing.nodes}:
            continue
        size = 26 + text_width(word, 14) + 22
        if x + size > width - 24:
            x, y = 24, y + 24
        yield glyph_svg(glyph, x, y - 13, 18)
        yield text(x + 24, y + 1, word, 14, ink=SOFT)
        x += size


def legend_height(drawing, width):
    """Return how much room the legend takes."""
    x, rows = 24, 1
    for glyph, word in KINDS.items():
        if glyph in {node.glyph for node in drawing.nodes}:
            size = 26 + text_width(word, 14) + 22
            if x + size > width - 24:
                x, rows = 24, rows + 1
            x += size
    return 46 + 24 * rows
