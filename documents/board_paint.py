"""The frise as SVG, from its layout. Presentation attributes only: the one form that a browser under a strict policy, a
printer's shop and WeasyPrint all draw alike. Levels and certainty read without colour: pattern, outline, word."""

import re
from calendar import monthrange
from datetime import date

from django.utils.html import escape

from documents import words
from documents.board_layout import ASKED, EDGE, LABEL
from documents.fonts import clip, text_width, wrap
from documents.glyphs import glyph_svg

INK, SOFT, PINE, LINE, THREAD, WALL, PAPER = "#1a2421", "#43504b", "#14594b", "#a9a898", "#59645f", "#f1f0e7", "#fff"
# A printer or a copier without colour: no tint is left to be lost, shapes and weights say it all.
IN_BLACK = {INK: "#000", SOFT: "#000", PINE: "#000", LINE: "#000", THREAD: "#000", WALL: "#fff"}
INKS = re.compile(f'="({"|".join(IN_BLACK)})"')
SANS = "Atkinson Next, Atkinson Next Ext, Atkinson Hyperlegible, Verdana, sans-serif"
SERIF = "Young Serif, Young Serif Ext, Georgia, serif"
GROUND, FRAME, PATTERN = range(3)  # layers of strokes
DOTS = {"porteur": "n-porteur", "allie": "n-allie", "contributeur": "n-contributeur", "info": "n-info"}
# Who said where a partner stands: a sign and the shape around it, the same as on the screen (css/components.css).
SIGNS = {"supposed": "?", "declared": "«", "agreed": "="}
SAID = {"supposed": "supposé par nous", "declared": "déclaré par le partenaire", "agreed": "convenu ensemble"}
KINDS = {
    "t-social": "action sociale",
    "t-commune": "commune",
    "t-interco": "intercommunalité",
    "t-service": "service public",
    "t-financeur": "financeur",
    "t-asso": "association",
    "t-habitants": "habitants",
    "t-commerce": "commerce",
    "t-sante": "santé",
    "t-ecole": "école, culture",
    "t-transport": "transport",
    "t-bailleur": "bailleur",
}


def paint(layout, *, black=False):
    """Return the SVG of a Layout, `black` without colour; every text that people typed is escaped."""
    drawing = layout.drawing
    title = escape(title_of(drawing))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width} {layout.height}" role="img" '
        f'aria-label="{title}"><title>{title}</title><desc>{escape(_description(drawing))}</desc>'
        f"{group(parts_of(layout, black=black))}</svg>"
    )


def group(parts):
    """Return the parts of a drawing as one SVG element."""
    return f'<g font-family="{SANS}">{"".join(parts)}</g>'


def parts_of(layout, *, black=False):
    """Return the SVG elements of a Layout, in the order in which they cover each other."""
    parts = [
        *_heading(layout),
        *_columns(layout),
        *_lanes(layout),
        *_rules(layout),
        *_threads(layout),
        *_cards(layout),
        *_knots(ends for _path, ends in layout.threads),
        *_waiting(layout),
        *_legend(layout),
    ]
    # Inks are attributes, and what people typed has no bare quote: nothing else can read like one.
    return [INKS.sub(lambda ink: f'="{IN_BLACK[ink[1]]}"', part) for part in parts] if black else parts


def title_of(drawing):
    """Return what the drawing is called: its alternative text."""
    return f"Frise des partenariats\u00a0: {drawing.project}, au {words.day(drawing.day)}"


def _gather(strokes):
    """Yield one path for all strokes of an ink, the lower layers first: what costs is the number of elements.

    A stroke is (layer, attributes of its ink, path data).
    """
    inks = {}
    for _layer, ink, steps in sorted(strokes, key=lambda stroke: stroke[0]):
        inks.setdefault(ink, []).append(steps)
    for ink, steps in inks.items():
        yield f'<path d="{"".join(steps)}" {ink}/>'


def _box(x, y, width, height):
    return f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h-{width:.1f}z"


def _text(x, y, text, size, *, bold=False, serif=False, ink=INK, anchor=""):
    weight = ' font-weight="700"' if bold else ""
    family = f' font-family="{SERIF}"' if serif else ""
    side = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{family}{side} fill="{ink}">{escape(text)}</text>'
    )


def _description(drawing):
    partners = len({card.partner for card in drawing.cards})
    horizons = ", ".join(horizon.name for horizon in drawing.horizons)
    levels = ", ".join(level.name for level in drawing.levels)
    return f"{partners} partenaires. Horizons\u00a0: {horizons}. Niveaux\u00a0: {levels}. Le tableau dit la même chose."


def _heading(layout):
    if not layout.heading:
        return
    drawing = layout.drawing
    right = layout.width
    if drawing.banner:
        size = 22
        width = text_width(drawing.banner, size, "strong") + 28
        right -= width + 24
        box = f'x="{layout.width - width - 1:.1f}" y="2" width="{width:.1f}" height="38"'
        yield f'<rect {box} fill="none" stroke="{INK}" stroke-width="2"/>'
        yield _text(layout.width - width / 2, 28.5, drawing.banner, size, bold=True, anchor="middle")
    when = f"{layout.since or 'Frise des partenariats'} au {words.day(drawing.day)}"
    room = right - text_width(when, 24) - 30
    name = clip(drawing.project, room, 42, "title")
    yield _text(0, 36, name, 42, serif=True)
    yield _text(text_width(name, 42, "title") + 26, 35, when, 24, ink=SOFT)


# --- Horizons -----------------------------------------------------------------------------------------------------
def _columns(layout):
    for column in layout.columns:
        horizon = column.horizon
        period = words.period(horizon.start, horizon.end)
        room = column.width - text_width(period, 21) - 18
        name = clip(horizon.name, room, 30, "title")
        yield _text(column.x, layout.top + 28, name, 30, serif=True)
        yield _text(column.x + column.width, layout.top + 27, period, 21, anchor="end", ink=SOFT)
        if horizon.subtitle:
            yield _text(column.x, layout.top + 56, clip(horizon.subtitle, column.width, 19.5), 19.5, ink=SOFT)
        yield _ruler(layout, column)


def _ruler(layout, column):
    """Return the ruler of a horizon: a tick a month, a long one a quarter, a triangle for the day of the drawing."""
    y, horizon = layout.ruler, column.horizon
    parts = [f"M{column.x:.1f} {y:.1f}h{column.width:.1f}"]
    if not (horizon.start and horizon.end and horizon.end > horizon.start):
        return f'<path d="{parts[0]}" stroke="{INK}" stroke-width="2"/>'
    days = (horizon.end - horizon.start).days + 1

    def at(day):
        return column.x + column.width * (day - horizon.start).days / days

    for month in _months(horizon.start, horizon.end):
        long = month.month % 3 == 1
        if long or days < 1500:
            parts.append(f"M{at(month):.1f} {y:.1f}v{-13 if long else -7}")
    parts.append(f"M{column.x + column.width:.1f} {y:.1f}v-13")
    svg = f'<path d="{"".join(parts)}" stroke="{INK}" stroke-width="2" fill="none"/>'
    today = layout.drawing.day
    if horizon.start <= today <= horizon.end:
        x, label = at(today), f"{today.day}{words.NBSP}{words.MONTHS[today.month - 1]}"
        svg += f'<path d="M{x - 9:.1f} {y - 18:.1f}h18l-9 16z" fill="{INK}"/>'
        side, anchor = (14, "") if x + 20 + text_width(label, 19, "strong") < column.x + column.width else (-14, "end")
        # On the paper of the page, so that the ticks do not run through the date.
        width = text_width(label, 19, "strong") + 6
        left = x + side - 3 if side > 0 else x + side - width + 3
        svg += f'<rect x="{left:.1f}" y="{y - 22:.1f}" width="{width:.1f}" height="19" fill="{PAPER}"/>'
        svg += _text(x + side, y - 6, label, 19, bold=True, anchor=anchor)
    return svg


def _months(start, end):
    """Yield the first day of each month from `start` to `end`; `start` itself when it is inside a month."""
    day = start
    while day <= end:
        yield day
        day = date(day.year, day.month, monthrange(day.year, day.month)[1])
        day = date(day.year + (day.month == 12), day.month % 12 + 1, 1)


# --- Lanes --------------------------------------------------------------------------------------------------------
def _lanes(layout):
    strokes = []
    for lane in layout.lanes:
        for column in layout.columns:
            ink = f'fill="{WALL}" stroke="{LINE}" stroke-width=".8"'
            strokes.append((GROUND, ink, _box(column.x, lane.top, column.width, lane.height)))
        strokes += _edge(lane.level.mark, 0, lane.top + 3, 27)
    yield from _gather(strokes)
    for lane in layout.lanes:
        level, y = lane.level, lane.top
        yield glyph_svg(DOTS.get(level.mark, "n-autre"), 17, y + 5, 24, PINE)
        name, size = layout.lane_name(level)
        yield _text(49, y + 26, name, size, serif=True)
        if level.definition:
            for index, line in enumerate(wrap(level.definition, LABEL - 26, 16.5, lines=4)):
                yield _text(0, y + 51 + 20 * index, line, 16.5, ink=SOFT)


def _rules(layout):
    """Yield what an empty cell asks and the lines to write on."""
    for x, y, text in layout.asked:
        yield _text(x, y, text, ASKED, ink=SOFT)
    if layout.rules:
        steps = "".join(f"M{x:.1f} {y:.1f}h{width:.1f}" for x, y, width in layout.rules)
        yield f'<path d="{steps}" stroke="{SOFT}" stroke-width="1.4" stroke-dasharray=".01 5" stroke-linecap="round"/>'


def _edge(mark, x, y, height):
    """Yield the strokes of the band that tells a level without colour: full, hatched, bars, dotted, hollow."""
    yield (
        FRAME,
        f'fill="{PINE if mark == "porteur" else PAPER}" stroke="{PINE}" stroke-width="1.2"',
        _box(x, y, EDGE, height),
    )
    if mark == "allie":
        for step in range(int((height - EDGE) // 6) + 1):
            yield PATTERN, f'stroke="{PINE}" stroke-width="2.2"', f"M{x:.1f} {y + EDGE + 6 * step:.1f}l{EDGE} -{EDGE}"
    elif mark == "contributeur":
        for step in range(int((height - 5) // 7) + 1):
            yield PATTERN, f'stroke="{PINE}" stroke-width="3"', f"M{x:.1f} {y + 4 + 7 * step:.1f}h{EDGE}"
    elif mark == "info":
        ink = f'stroke="{PINE}" stroke-width="3.4" stroke-linecap="round"'
        for step in range(int((height - 7) // 7) + 1):
            yield PATTERN, ink, f"M{x + EDGE / 2:.1f} {y + 5 + 7 * step:.1f}h.01"


# A sign beside the word of each difference, the same as on the screen (css/temps.css).
DIFFERENCE_SIGNS = {"arrived": "+", "left": "−", "moved": "~"}


# --- Cards and threads --------------------------------------------------------------------------------------------
OUTLINES = {
    "sure": 'stroke-width="2.6"',
    "likely": 'stroke-width="1.1"',
    "hoped": 'stroke-width="1.7" stroke-dasharray="7 5"',
}


def _outline(certainty):
    return OUTLINES.get(certainty, OUTLINES["likely"])


def _cards(layout):
    strokes = []
    for placed in layout.cards:
        if placed.card.is_gone:
            ink = f'fill="none" stroke="{SOFT}" stroke-width="1.1" stroke-dasharray="2.5 4"'
            strokes.append((GROUND, ink, _box(placed.x, placed.y, placed.width, placed.height)))
            continue
        ink = f'fill="{WALL if placed.goes_on else PAPER}" stroke="{INK}" {_outline(placed.card.certainty)}'
        strokes.append((GROUND, ink, _box(placed.x, placed.y, placed.width, placed.height)))
        strokes += _edge(layout.drawing.levels[placed.card.level].mark, placed.x, placed.y, placed.height)
        if placed.goes_on:
            strokes.append(_second_line(placed.x + EDGE, placed.y, placed.height))
        if not placed.card.change:
            strokes.append(_frame_of_sign(placed.card.provenance, *_sign_box(layout, placed)))
    yield from _gather(strokes)
    for placed in layout.cards:
        yield from _words_of(layout, placed)


def _second_line(x, y, height):
    """Return the stroke along the edge of a card that goes on: its tint alone would be lost on a copier."""
    return FRAME, f'fill="none" stroke="{INK}" stroke-width="1.1"', f"M{x + 3.5:.1f} {y:.1f}v{height:.1f}"


def _words_of(layout, placed):
    """Yield what is written on a card: its symbol, its name, « continue », the sign of who said it."""
    card, size = placed.card, placed.size
    middle = placed.y + placed.height / 2
    glyph = min(1.26 * layout.size, placed.height - 4)
    left = placed.x + EDGE + 7
    yield glyph_svg(card.glyph, left, middle - glyph / 2, glyph)
    left += 1.42 * layout.size
    leading = size * 1.12
    first = middle + size * 0.34 - leading * (len(placed.lines) - 1) / 2
    name = placed.lines
    x, y, side = _sign_box(layout, placed)
    right = x - 5
    if card.change:
        # What changed stands where another card says who said it: its words may not fit, the sign always does.
        sign, big = DIFFERENCE_SIGNS[card.change], side * 1.15
        yield _text(x + (side - text_width(sign, big, "strong")) / 2, y + side * 0.9, sign, big, bold=True)
    else:
        yield _sign(card.provenance, x, y, side)
    said = card.said or ("continue" if placed.goes_on else "")
    if said:
        used = max(text_width(line, size) for line in name)
        small = min(16, size * 0.74)
        # All of it where it fits beside the name, else its first word, else what fits under the name.
        beside = [text for text in (said, said.split(",")[0]) if right - left - used > text_width(text, small) + 10]
        if beside:
            yield _text(right, middle + small * 0.34, beside[0], small, ink=SOFT, anchor="end")
        elif placed.height > leading * len(name) + small * 1.5:
            first -= small * 0.6
            yield _text(
                left, first + leading * (len(name) - 1) + small * 1.3, clip(said, right - left, small), small, ink=SOFT
            )
    for index, line in enumerate(name):
        yield _text(left, first + leading * index, line, size, bold=not placed.goes_on and not card.is_gone)


def _sign_box(layout, placed):
    """Return (x, y, side) of the square where a card says who said it."""
    side = min(0.78 * layout.size, placed.height - 6)
    return placed.x + placed.width - 10 - side, placed.y + (placed.height - side) / 2, side


def _frame_of_sign(provenance, x, y, side):
    """Return the stroke around a sign: a dashed ring when it is supposed, a square when declared, a full disc when agreed."""
    if provenance == "declared":
        return FRAME, f'fill="none" stroke="{SOFT}" stroke-width="1.3"', _box(x, y, side, side)
    half = side / 2
    arc = f"a{half:.1f} {half:.1f} 0 1 0"
    ring = f"M{x:.1f} {y + half:.1f}{arc} {side:.1f} 0{arc} -{side:.1f} 0z"
    if provenance == "agreed":
        return FRAME, f'fill="{INK}"', ring
    return FRAME, f'fill="none" stroke="{SOFT}" stroke-width="1.3" stroke-dasharray="2.4 2"', ring


def _sign(provenance, x, y, side):
    """Return the sign inside its frame."""
    sign, size = SIGNS.get(provenance, "?"), side * 0.8
    ink = PAPER if provenance == "agreed" else SOFT
    return _text(x + (side - text_width(sign, size, "strong")) / 2, y + side * 0.78, sign, size, bold=True, ink=ink)


def _threads(layout):
    for path, _ends in layout.threads:
        # A pale border under the line keeps crossings readable.
        yield f'<path d="{path}" fill="none" stroke="{PAPER}" stroke-width="5.5"/>'
        yield f'<path d="{path}" fill="none" stroke="{THREAD}" stroke-width="2"/>'


def _knots(ends_of_threads):
    """Yield the ends of threads: a point with round ends is a disc, a smaller one over it makes a ring."""
    points = "".join(f"M{x:.1f} {y:.1f}h.01" for ends in ends_of_threads for x, y in ends)
    if points:
        yield f'<path d="{points}" stroke="{THREAD}" stroke-width="10.2" stroke-linecap="round"/>'
        yield f'<path d="{points}" stroke="{PAPER}" stroke-width="6.6" stroke-linecap="round"/>'


# --- Foot ---------------------------------------------------------------------------------------------------------
def _waiting(layout):
    if not layout.waiting:
        return
    y = layout.waiting_top
    yield f'<path d="M0 {y:.1f}H{layout.width}" stroke="{LINE}" stroke-width="1.4"/>'
    yield _text(0, y + 28, "À placer", 24, serif=True)
    for index, line in enumerate(layout.waiting):
        yield _text(LABEL, y + 27 + 27 * index, line, 20)


def _legend(layout):
    y, size = layout.legend_top, 16.5
    yield f'<path d="M0 {y:.1f}H{layout.width}" stroke="{LINE}" stroke-width="1.4"/>'
    x = 0.0
    for certainty, word in (("sure", "sûr"), ("likely", "probable"), ("hoped", "espéré")):
        box = f'x="{x + 1.5:.1f}" y="{y + 10:.1f}" width="40" height="16"'
        yield f'<rect {box} fill="{PAPER}" stroke="{INK}" {_outline(certainty)}/>'
        yield _text(x + 50, y + 24, word, size, ink=SOFT)
        x += 50 + text_width(word, size) + 28
    yield f'<rect x="{x:.1f}" y="{y + 10:.1f}" width="40" height="16" fill="{WALL}" stroke="{INK}" stroke-width="1.1"/>'
    yield from _gather([_second_line(x, y + 10, 16)])
    x = yield from _label(x + 50, y + 24, "continue au même niveau", size)
    yield f'<path d="M{x:.1f} {y + 24:.1f}c18 0 18 -12 36 -12" fill="none" stroke="{THREAD}" stroke-width="2"/>'
    yield from _knots([((x, y + 24), (x + 36, y + 12))])
    x = yield from _label(x + 50, y + 24, "le même partenaire", size)
    used = {card.provenance for card in layout.drawing.cards if not card.change}
    for provenance, word in SAID.items():
        if provenance in used:
            yield from _gather([_frame_of_sign(provenance, x, y + 9, 18)])
            yield _sign(provenance, x, y + 9, 18)
            x = yield from _label(x + 25, y + 24, word, size)
    day = words.day(layout.drawing.day)
    if x + 24 + text_width(day, size) <= layout.width:
        yield f'<path d="M{x:.1f} {y + 11:.1f}h16l-8 14z" fill="{INK}"/>'
        yield _text(x + 24, y + 24, day, size, ink=SOFT)
    x = 0.0
    used = {card.glyph for card in layout.drawing.cards}
    for glyph, word in KINDS.items():
        if glyph in used:
            yield glyph_svg(glyph, x, y + 36, 20)
            x = yield from _label(x + 27, y + 53, word, size)
    changed = {card.change for card in layout.drawing.cards}
    for change, word in (("arrived", "arrivé"), ("moved", "déplacé"), ("left", "parti")):
        if change in changed:
            yield _text(x, y + 53, DIFFERENCE_SIGNS[change], 20, bold=True)
            x = yield from _label(x + 18, y + 53, word, size)
    if any(card.is_gone for card in layout.drawing.cards):
        box = f'x="{x:.1f}" y="{y + 39:.1f}" width="40" height="16"'
        yield f'<rect {box} fill="none" stroke="{SOFT}" stroke-width="1.1" stroke-dasharray="2.5 4"/>'
        yield from _label(x + 50, y + 53, "n’y est plus", size)


def _label(x, y, word, size):
    """Yield the text of a label and return where the next one starts."""
    yield _text(x, y, word, size, ink=SOFT)
    return x + text_width(word, size) + 28
