"""How a card, a cell and the ruler of the frise are drawn: text in, safe HTML out.

Three hundred cards go through here for one page, so each card is one f-string. Whatever people typed is escaped; the rest is
ours (tests/test_board_cards.py tries to inject).
"""

from datetime import timedelta

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import words
from partnerships.board import TRUSTS

STAMPS = {
    "aucune": ("cv-aucune", "Sans convention"),
    "orale": ("cv-orale", "Accord oral"),
    "nego": ("cv-nego", "Négociation"),
    "signee": ("cv-signee", "Signée"),
}
SHOWN = 5
_FOUR_DAYS = timedelta(days=4)


class Pen:
    """Draws the cards of one board for one person."""

    def __init__(self, project, levels, *, chosen="", can_edit=False, public=False, query=""):
        self.sprite = static("glyphes.svg")
        self.page = reverse("partnerships:board", args=[project.slug])
        self.marks = {level.public_id: level.mark for level in levels}
        self.chosen = chosen
        self.can_edit = can_edit
        # A public drawing (the projector) carries names only: nothing private is even written in the page.
        self.public = public
        self.query = f"{query}&" if query else ""

    def use(self, name, css="gl"):
        return f'<svg class="{css}" aria-hidden="true"><use href="{self.sprite}#{name}"/></svg>'

    def card(self, card):
        """Return the `<li>` of a card."""
        mark = self.marks.get(card.level, "")
        chosen = " data-choisie" if card.partner == self.chosen else ""
        href = escape(f"{self.page}?{self.query}partenaire={card.partner}")
        handle = f' data-version="{card.version}"' if self.can_edit else ""
        start = (
            f'<li id="c-{card.placement}" data-placement="{card.placement}"{handle}>'
            f'<article class="fiche{" fiche-suite" if card.goes_on else ""}" data-niveau="{mark}" '
            f'data-partenaire="{card.partner}"{chosen}>{self.use(card.glyph, "gl fiche-type")}'
            f'<h3 class="fiche-nom"><a href="{href}#volet-titre" tabindex="-1">{escape(card.name)}</a></h3>'
        )
        if card.goes_on:
            return f'{start}<p class="suite">{_("continue")}</p></article></li>'
        if self.public:
            return f"{start}</article></li>"
        glyph, word = STAMPS[card.stamp]
        return (
            f'{start}<p class="tampon" data-etat="{card.stamp}">{self.use(glyph)}'
            f'<span class="tampon-mot">{word}</span></p>'
            f'<p class="fiche-bas"><span class="fiche-lieu">{escape(card.place)}</span>{self.trust(card.trust)}'
            f"{self.count(card.obstacles, 'frein')}{self.count(card.levers, 'levier')}</p>"
            f'<p class="fiche-source"><span>{card.provenance}</span> <span>{card.certainty.lower()}</span></p>'
            f"</article></li>"
        )

    def trust(self, trust):
        if trust is None:
            return ""
        label = _("Confiance\u00a0: %(word)s") % {"word": str(TRUSTS[trust]).lower()}
        return f'<svg class="gl-conf" role="img" aria-label="{escape(label)}"><use href="{self.sprite}#conf-{trust}"/></svg>'

    def count(self, n, what):
        name = ngettext("frein", "freins", n) if what == "frein" else ngettext("levier", "leviers", n)
        css = f"fl fl-{what}" if n else "fl fl-zero"
        return f'<span class="{css}">{self.use(f"g-{what}")}{n}<span class="vh"> {name}</span></span>'

    def cell(self, cards):
        """Return the list of a cell: the first cards, the others behind « et N autres »."""
        shown, others = cards[:SHOWN], cards[SHOWN:]
        if len(others) == 1:
            shown, others = cards, []
        html = f'<ul class="case" data-case-liste>{"".join(map(self.card, shown))}</ul>'
        if others:
            more = ngettext("et %(n)s autre", "et %(n)s autres", len(others)) % {"n": len(others)}
            opened = " open" if any(card.partner == self.chosen for card in others) else ""
            html += (
                f'<details class="case-reste"{opened}><summary class="lien-action">{more}</summary>'
                f'<ul class="case">{"".join(map(self.card, others))}</ul></details>'
            )
        return mark_safe(html)


def ruler(horizon, today):
    """Return the SVG ruler of a horizon: one tick a month, a long one a quarter, a triangle for today. Empty without dates."""
    if not horizon.start or not horizon.end:
        return ""
    length = (horizon.end - horizon.start).days + 1
    ticks, day = [], horizon.start.replace(day=1)
    while day <= horizon.end:
        if day >= horizon.start:
            x = 100 * (day - horizon.start).days / length
            top = 4 if day.month % 3 == 1 else 10
            ticks.append(f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="{top}" y2="16"/>')
        day = (day.replace(day=28) + _FOUR_DAYS).replace(day=1)
    ticks.append('<line x1="100%" x2="100%" y1="4" y2="16"/>')
    if horizon.start <= today <= horizon.end:
        x = 100 * (today - horizon.start).days / length
        label = f"{today.day}\u00a0{words.MONTHS[today.month - 1]}"
        anchor, dx = ("start", 9) if x < 70 else ("end", -9)
        ticks.append(
            f'<svg x="{x:.2f}%" overflow="visible"><path class="regle-jour" d="M-6 4H6L0 15z"/>'
            f'<text class="regle-date" x="{dx}" y="11" text-anchor="{anchor}">{label}</text></svg>'
        )
    return mark_safe(f'<svg class="regle" aria-hidden="true" width="100%" height="16">{"".join(ticks)}</svg>')


def period(horizon):
    """Return the dates of a horizon as « janv. – juin 2026 »; empty text without dates."""
    return words.period(horizon.start, horizon.end).replace(" ", "\u00a0")
