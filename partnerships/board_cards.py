"""How a card, a cell and the ruler of the frise are drawn: text in, safe HTML out.

Three hundred cards go through here for one page, so each card is one f-string. Whatever people typed is escaped; the rest is
ours (tests/test_board.py tries to inject).
"""

import re
from datetime import timedelta
from functools import cache
from html import escape

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from config.templatetags.maillage import glyph
from documents import words
from partnerships.board import CERTAINTIES, PROVENANCES, TRUSTS

STAMPS = {
    "aucune": ("cv-aucune", _lazy("Sans convention")),
    "orale": ("cv-orale", _lazy("Accord oral")),
    "nego": ("cv-nego", _lazy("Négociation")),
    "signee": ("cv-signee", _lazy("Signée")),
}
# What the drawing of a card says of the partner, for the legend on paper.
KINDS = (
    ("t-commune", _lazy("commune, État")),
    ("t-interco", _lazy("intercommunalité, tête de réseau")),
    ("t-service", _lazy("service public, médico-social")),
    ("t-financeur", _lazy("caisse, fondation")),
    ("t-sante", _lazy("santé")),
    ("t-ecole", _lazy("école, médiathèque, presse")),
    ("t-social", _lazy("centre social")),
    ("t-asso", _lazy("association")),
    ("t-habitants", _lazy("habitantes et habitants, élus")),
    ("t-commerce", _lazy("commerce, ferme, entreprise")),
    ("t-bailleur", _lazy("bailleur")),
    ("t-transport", _lazy("poste, gendarmerie, pompiers")),
)
# Who said it, one attribute a card: css/frise.css draws the mark and gives its word. Supposed, the commonest, has none.
SAYS = {"supposed": "", "declared": " data-dit=d", "agreed": " data-dit=a"}
SHOWN, SHOWN_OF_LARGE = 5, 3
# On a board this large a cell shows fewer cards, and those folded under « et N autres » give their name only: the sheet
# says the rest.
LARGE = 120
_FOUR_DAYS = timedelta(days=4)


@cache
def legend(_language):
    """Return what the drawings of cards say, for the foot of the sheet of paper."""
    return mark_safe("".join(f"<li>{glyph(sign)}{escape(str(words))}</li>" for sign, words in KINDS))


@cache
def signs(*, public=False):
    """Return the symbols that cards use, to write once in the page: `#t-commune` is shorter than an address, 1 500 times."""
    sprite = (settings.BASE_DIR / "static" / "glyphes.svg").read_text()
    wanted = "t-" if public else "t-|conf-|cv-|g-frein|g-levier"
    kept = re.findall(rf'<symbol id="(?:{wanted}).*?</symbol>', sprite)
    return mark_safe(
        f'<svg class="glyphes" aria-hidden="true" width="0" height="0"><defs>{_PENNANT}</defs>{"".join(kept)}</svg>'
    )


def _use(sign, css="gl"):
    return f'<svg class="{css}"><use href="#{sign}"/></svg>'


@cache
def _said(language):
    """Return the parts of a card that have few values, in the language in use: going on, stamps, trusts, sources."""
    goes_on = f'<p class="suite">{_("continue")}</p>'
    stamps = {
        code: f'<p class="tampon" data-etat="{code}">{_use(sign)}<span class="tampon-mot">{word}</span></p>'
        for code, (sign, word) in STAMPS.items()
    }
    label = _("Confiance\u00a0: %(word)s")
    trusts = {None: ""} | {
        trust: f'<svg class="gl-conf" role="img" aria-label="{label % {"word": str(word).lower()}}">'
        f'<use href="#conf-{trust}"/></svg>'
        for trust, word in TRUSTS.items()
    }
    sources = {
        (said, sure): f'<p class="fiche-source"><span>{word}</span> <span>{str(certainty).lower()}</span></p>'
        for said, word in PROVENANCES.items()
        for sure, certainty in CERTAINTIES.items()
    }
    return goes_on, stamps, trusts, sources


class Pen:
    """Draws the cards of one board for one person. What does not depend on a card is written once."""

    def __init__(
        self,
        *,
        add_page="",
        chosen="",
        can_edit=False,
        public=False,
        past=False,
        page="",
        query="",
        large=False,
        differences=None,
    ):
        self.add_page = add_page
        self.plus = f"{glyph('g-plus', 'gl-16')}{_('Ajouter un partenaire')}"
        self.chosen = chosen
        self.can_edit = can_edit
        # A public drawing (the projector) carries names only: nothing private is even written in the page.
        self.public = public
        # On a past day, nothing but what the history tells: no trust, no freins, and the name leads to the frise of today.
        self.past = past
        # What a comparison says of cards: {(partner, horizon): Difference}.
        self.differences = differences or {}
        self.large = large
        # Where a name leads: this page with the side sheet open, unless `page` says another.
        self.query = escape(f"{page}?{query}&" if query else f"{page}?")
        self.goes_on, self.stamps, self.trusts, self.sources = _said(get_language())
        self.counts, self.titles = {}, {}

    def card(self, card, *, name_only=False):
        """Return the `<li>` of a card."""
        chosen = " data-choisie" if card.partner == self.chosen else ""
        version = f" data-version={card.version}" if self.can_edit else ""
        css = '"fiche fiche-suite"' if card.goes_on or name_only else "fiche"
        marks = f"{SAYS[card.provenance]}{version}{chosen}"
        start = f"<li id=c-{card.placement} class={css}{marks}>{self.titles.get(card.partner) or self.title(card)}"
        if self.differences and (row := self.differences.get((card.partner, card.horizon))):
            return start + self.difference(row, was=row.before)
        if self.public or name_only:
            return start
        if card.goes_on:
            return start + self.goes_on
        if self.past:
            bottom = (
                f'<p class="fiche-bas"><span class="fiche-lieu">{escape(card.place)}</span></p>' if card.place else ""
            )
            return f"{start}{bottom}{self.sources[card.provenance, card.certainty]}"
        return (
            f'{start}{self.stamps[card.stamp]}<p class="fiche-bas"><span class="fiche-lieu">{escape(card.place)}</span>'
            f"{self.trusts[card.trust]}{self.facts(card.obstacles, card.levers)}</p>"
            f"{self.sources[card.provenance, card.certainty]}{self.presence(card)}"
        )

    def presence(self, card):
        """Return in which phases the partner is there. A large board leaves it to the filter and the side sheet."""
        if self.large or not card.present:
            return ""
        return f'<p class="fiche-phases">{_("présent")}\u00a0: {card.present}</p>'

    @staticmethod
    def difference(row, *, was="", goes=""):
        """Return what a comparison says of a card: a mark, a word, and the level that it comes from or goes to."""
        return f'<p class="ecart" data-ecart="{row.kind}">{escape(row.sentence(was=was, goes=goes))}</p>'

    def ghost(self, card, row):
        """Return the `<li>` of a card that stood here on the earlier day and no longer does."""
        said = self.difference(row, goes=row.after)
        return f'<li class="fiche fiche-suite fiche-partie">{self.titles.get(card.partner) or self.title(card)}{said}'

    def title(self, card):
        """Return the glyph and the name of a partner, the same on each of its cards."""
        self.titles[card.partner] = (
            f'<svg><use href="#{card.glyph}"/></svg>'
            f'<h3><a href="{self.query}partenaire={card.partner}#volet">{escape(card.name)}</a></h3>'
        )
        return self.titles[card.partner]

    def facts(self, obstacles, levers):
        """Return the two counts of a card; zero is grey."""
        if (obstacles, levers) not in self.counts:
            self.counts[obstacles, levers] = "".join(
                f'<span class="fl fl-{kind if n else "zero"}">{_use(f"g-{kind}")}{n}<span class="vh"> {name}</span></span>'
                for kind, n, name in (
                    ("frein", obstacles, ngettext("frein", "freins", obstacles)),
                    ("levier", levers, ngettext("levier", "leviers", levers)),
                )
            )
        return self.counts[obstacles, levers]

    def cell(self, cards, ghosts=()):
        """Return the list of a cell: the first cards, the others behind « et N autres »; `ghosts` come after the first."""
        most = SHOWN_OF_LARGE if self.large else SHOWN
        gone = "".join(self.ghost(card, row) for card, row in ghosts)
        if self.differences:
            cards = sorted(cards, key=lambda card: (card.partner, card.horizon) not in self.differences)
        shown, others = cards[:most], cards[most:]
        if len(others) == 1:
            shown, others = cards, []
        html = f'<ul class="case">{"".join(map(self.card, shown))}{gone}</ul>'
        if others:
            more = ngettext("et %(n)s autre", "et %(n)s autres", len(others)) % {"n": len(others)}
            opened = " open" if any(card.partner == self.chosen for card in others) else ""
            folded = "".join(self.card(card, name_only=self.large) for card in others)
            html += (
                f'<details class="case-reste"{opened}><summary class="lien-action">{more}</summary>'
                f'<ul class="case">{folded}</ul></details>'
            )
        return html

    def place(self, horizon, level, cards, asked, ghosts=()):
        """Return the `<td>` of a horizon and a level: its cards, and the question that it asks when it has none."""
        title, hint = asked
        add = ""
        if self.add_page:
            here = escape(f"{level.name}, {horizon.name}")
            add = (
                f'<a class="lien-action" href="{self.add_page}?depuis=frise&amp;'
                f'horizon={horizon.public_id}&amp;level={level.public_id}">'
                f'{self.plus}<span class="vh">, {here}</span></a>'
            )
        return mark_safe(
            f'<td id="case-{horizon.public_id}-{level.public_id}" data-niveau="{level.mark}" '
            f'data-horizon="{horizon.public_id}" data-lane="{level.public_id}">{self.cell(cards, ghosts)}'
            f'<div class="case-vide"><p><strong>{escape(title)}</strong> {escape(hint)}</p>{add}</div></td>'
        )


def marks_of(milestones, partners):
    """Return [(day, sign, words)] of what the rulers show: milestones, and whom to ask, those of one day together.

    Beyond MOST_DAYS days the partners of a month are told together, on the first day that one of them is to be asked.
    """
    days = sorted((row.ask_on, row.partner__short_name or row.partner__name) for row in partners if row.ask_on)
    by_month = len({day for day, _name in days}) > MOST_DAYS
    asked = {}
    for day, name in days:
        asked.setdefault(day.replace(day=1) if by_month else day, (day, []))[1].append(name)
    found = [(day, MILESTONE, title) for day, title in milestones]
    for day, names in asked.values():
        more = len(names) - SHOWN
        told = ", ".join(names[:SHOWN]) + (_(" et %(n)s autres") % {"n": more} if more > 0 else "")
        found.append((day, ASK, _("À solliciter\u00a0: %(who)s") % {"who": told}))
    return sorted(found)


MOST_DAYS = 24
# A ring on the line for a milestone, a pennant under it for the day to ask somebody: the date of today stays free.
MILESTONE, ASK = (
    '<circle cx="{x:.2f}%" cy="16" r="4">{title}</circle>',
    '<use href="#r-appel" x="{x:.2f}%">{title}</use>',
)
_PENNANT = '<path id="r-appel" d="M0 16V29L7 25.5 0 22"/>'


def ruler(horizon, today, marks=()):
    """Return the SVG ruler of a horizon: one tick a month, a long one a quarter, a triangle for today. Empty without dates.

    `marks` come from `marks_of`; the page of moments says the same in words.
    """
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
    signs_here = []
    for day, sign, told in marks:
        if horizon.start <= day <= horizon.end:
            words_of_day = escape(f"{day.day}\u00a0{words.MONTHS[day.month - 1]}, {told}")
            x = 100 * (day - horizon.start).days / length
            signs_here.append(sign.format(x=x, title=f"<title>{words_of_day}</title>"))
    if signs_here:
        ticks.append(f'<g class="regle-marque">{"".join(signs_here)}</g>')
    return mark_safe(f'<svg class="regle" aria-hidden="true" width="100%" height="16">{"".join(ticks)}</svg>')


def period(horizon):
    """Return the dates of a horizon as « janv. – juin 2026 »; empty text without dates."""
    return words.period(horizon.start, horizon.end).replace(" ", "\u00a0")
