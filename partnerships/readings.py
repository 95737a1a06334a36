"""Three private readings of partners (methods B6, B7, B9): positions at a date, judged on acts, never on people.

They stay in the team by construction: they are painted here and nowhere else, `documents` has no shape for them, and no
address gives them as a file.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import relations_paint as pen
from documents.fonts import clip
from documents.glyphs import glyph_svg
from partnerships.models import Analysis, Commitment, PartnerKind, kind_glyph

# On a scale of five, from here on influence or interest is strong (Mendelow's grid has two halves).
STRONG = 4

# Fauvet's grid as our own table: (synergy, antagonism) → family. Rows of antagonism, from none to rupture.
# His words (zélotes, triangles d'or, hésitants, passifs, grognons, opposants, déchirés) name people; ours name a position,
# that the partner could read: only the codes keep his.
FAMILIES = {
    "zelote": gettext_lazy("Avec nous"),
    "triangle": gettext_lazy("Avec nous, en discutant"),
    "hesitant": gettext_lazy("En hésitation"),
    "passif": gettext_lazy("En retrait pour l’instant"),
    "grognon": gettext_lazy("Quelques réserves"),
    "opposant": gettext_lazy("Un autre projet pour l’instant"),
    "dechire": gettext_lazy("Avec et contre"),
}
_FAMILY_AT = (
    ("passif", "passif", "zelote", "zelote"),
    ("grognon", "hesitant", "triangle", "triangle"),
    ("opposant", "opposant", "dechire", "dechire"),
    ("opposant", "opposant", "dechire", "dechire"),
)
ADVICE = {
    "zelote": gettext_lazy("Donnez-leur du temps, et une place où parler de ce qu’ils font."),
    "triangle": gettext_lazy(
        "Donnez-leur le plus de temps\u00a0: leurs réserves rendent le projet meilleur et parlent aux autres."
    ),
    "hesitant": gettext_lazy("Faites-leur rencontrer des alliés."),
    "passif": gettext_lazy(
        "Tenez-les informés\u00a0; mettez-les en contact avec des alliés. C’est d’eux que dépend la suite."
    ),
    "grognon": gettext_lazy("Écoutez sans chercher à convaincre."),
    "opposant": gettext_lazy("Écoutez sans chercher à convaincre\u00a0: gardez votre temps pour les alliés."),
    "dechire": gettext_lazy("Parlez-en en tête à tête\u00a0: qu’est-ce qui les tient, qu’est-ce qui les heurte\u00a0?"),
}
SYNERGIES = (
    gettext_lazy("n’agit pas encore avec nous"),
    gettext_lazy("participe"),
    gettext_lazy("prend des initiatives dans le cadre"),
    gettext_lazy("prend des initiatives seul"),
)
ANTAGONISMS = (
    gettext_lazy("rien contre"),
    gettext_lazy("critique"),
    gettext_lazy("défend un autre projet, et en parle"),
    gettext_lazy("jusqu’à la rupture"),
)


def family_of(synergy, antagonism):
    """Return the code of the family of a position, each from 1 to 4."""
    return _FAMILY_AT[antagonism - 1][synergy - 1]


def attitude(influence, interest):
    """Return what Mendelow's grid proposes to do with an actor, each from 1 to 5 (method B6)."""
    if influence >= STRONG:
        return _("Associer de près") if interest >= STRONG else _("Tenir satisfait")
    return _("Tenir informé et donner du pouvoir d’agir") if interest >= STRONG else _("Suivre")


def commitment_case(now, needed):
    """Return which of the four cases an actor is in (method B7), empty when one of the two is unknown."""
    if not now or not needed:
        return ""
    if now == Commitment.AGAINST and needed != Commitment.AGAINST:
        return _("S’y oppose\u00a0: l’amener au moins à laisser faire")
    steps = list(Commitment)
    gap = steps.index(Commitment(needed)) - steps.index(Commitment(now))
    if gap > 0:
        return _("Un chemin à faire ensemble")
    return _("C’est ce qu’il faut") if gap == 0 else _("Fait plus que le minimum\u00a0: en parler ensemble")


@dataclass(frozen=True)
class Reading:
    """What the team reads of one partner. `analysis` is None when nothing was said yet."""

    public_id: str
    name: str
    glyph: str
    is_resident: bool
    url: str
    analysis: Analysis | None

    def value(self, field):
        """Return a value of the analysis, None when nothing was said."""
        return getattr(self.analysis, field) if self.analysis else None

    @property
    def read_on(self):
        return self.value("read_on")

    @property
    def attitude(self):
        both = self.value("influence"), self.value("interest")
        return attitude(*both) if all(both) else ""

    @property
    def family(self):
        both = self.value("synergy"), self.value("antagonism")
        return family_of(*both) if all(both) else ""

    @property
    def family_name(self):
        return FAMILIES[self.family] if self.family else ""

    @property
    def steps(self):
        """Return [(label, is it X, is it O)] of the five levels of commitment."""
        now, needed = self.value("commitment_now"), self.value("commitment_needed")
        return [(step.label, step == now, step == needed) for step in Commitment]

    @property
    def case(self):
        return commitment_case(self.value("commitment_now"), self.value("commitment_needed"))


def read(project, view):
    """Return the Reading of every partner of the project but the carrying organisation, by name. One query."""
    rows = (
        project.partnerships.filter(is_lead=False, partner__archived_at=None)
        .select_related("partner", "analysis")
        .order_by("partner__name_norm", "pk")
    )
    return [
        Reading(
            public_id=row.public_id,
            name=row.partner.label,
            glyph=kind_glyph(row.partner.kind),
            is_resident=row.partner.kind in PartnerKind.residents(),
            url=_url(project, view, row.public_id),
            analysis=getattr(row, "analysis", None),
        )
        for row in rows
    ]


def _url(project, view, public_id):
    if project.can_edit:
        return reverse("partnerships:reading_edit", args=[project.slug, view, public_id])
    return reverse("partnerships:partnership_record", args=[project.slug, public_id])


# --- Drawing ------------------------------------------------------------------------------------------------------
CELL, LINE, LEFT, TOP = 196, 26, 152, 20


def influence_svg(readings):
    """Return the grid of influence (upwards) and interest (to the right), each partner a link."""
    cells = {}
    for one in readings:
        if one.attitude:
            cells.setdefault((one.value("interest") - 1, 5 - one.value("influence")), []).append(one)
    numbers = [str(n) for n in range(1, 6)]
    grounds = {
        (column, row): attitude(5 - row, column + 1)
        for column, row in ((0, 0), (STRONG - 1, 0), (0, 5 - STRONG + 1), (STRONG - 1, 5 - STRONG + 1))
    }
    return _grid(
        _("Influence et intérêt"),
        numbers,
        numbers[::-1],
        cells,
        across=_("Intérêt pour le projet, de 1 à 5"),
        upwards=_("Influence"),
        grounds=grounds,
        folds=(STRONG - 1, 5 - STRONG + 1),
    )


def allies_svg(readings):
    """Return the map of synergy (to the right) and antagonism (upwards), families named in their places."""
    cells = {}
    for one in readings:
        if one.family:
            cells.setdefault((one.value("synergy") - 1, 4 - one.value("antagonism")), []).append(one)
    grounds = {}
    for row, families in enumerate(reversed(_FAMILY_AT)):
        for column, family in enumerate(families):
            grounds[column, row] = str(FAMILIES[family])
    return _grid(
        _("Carte des alliés"),
        [f"{n}, {word}" for n, word in enumerate(SYNERGIES, 1)],
        [f"{n}, {word}" for n, word in reversed(list(enumerate(ANTAGONISMS, 1)))],
        cells,
        across=_("Synergie, de 1 à 4"),
        upwards=_("Antagonisme"),
        grounds=grounds,
        width=240,
    )


def _grid(title, columns, rows, cells, *, across, upwards, grounds, folds=None, width=CELL):
    """Return two axes and the partners in their cells: rows as high as what they hold, names never cover each other."""
    heights = [
        max([2, *(len(cells.get((column, row), ())) for column in range(len(columns)))]) * LINE + 30
        for row in range(len(rows))
    ]
    tops = [TOP + sum(heights[:row]) for row in range(len(rows))]
    right, bottom = LEFT + width * len(columns), TOP + sum(heights)
    parts = []
    for column in range(len(columns) + 1):
        x = LEFT + column * width
        thick = 2 if folds and column == folds[0] else 1
        parts.append(f'<path d="M{x} {TOP}V{bottom}" stroke="{pen.LINE}" stroke-width="{thick}"/>')
    for row in range(len(rows) + 1):
        y = tops[row] if row < len(rows) else bottom
        thick = 2 if folds and row == folds[1] else 1
        parts.append(f'<path d="M{LEFT} {y}H{right}" stroke="{pen.LINE}" stroke-width="{thick}"/>')
    for (column, row), said in grounds.items():
        parts.append(
            pen.text(LEFT + column * width + 8, tops[row] + 18, clip(said, 2 * width - 16, 13), 13, ink=pen.SOFT)
        )
    for column, said in enumerate(columns):
        parts.append(
            pen.text(LEFT + (column + 0.5) * width, bottom + 22, clip(said, width - 8, 14), 14, anchor="middle")
        )
    for row, said in enumerate(rows):
        for rank, piece in enumerate(pen.name_lines(said, LEFT - 20, 14)):
            parts.append(pen.text(LEFT - 12, tops[row] + heights[row] / 2 + 17 * rank, piece, 14, anchor="end"))
    parts.append(pen.text((LEFT + right) / 2, bottom + 48, across, 15, bold=True, anchor="middle"))
    parts.append(pen.text(LEFT - 12, TOP + 14, upwards, 15, bold=True, anchor="end"))
    for (column, row), there in cells.items():
        for rank, one in enumerate(there):
            parts.append(_chip(one, LEFT + column * width + 8, tops[row] + 26 + rank * LINE, width - 16))
    said = _("%(n)s partenaires placés. Le tableau dit la même chose.") % {"n": sum(map(len, cells.values()))}
    return mark_safe(pen.svg(right + 24, bottom + 64, title, said, parts, inside=True))


def _chip(one, x, y, width):
    """Return a partner in a cell: a link with its sign and its name."""
    return (
        f'<a href="{escape(one.url)}" aria-label="{escape(one.name)}"><rect x="{x}" y="{y}" width="{width}" '
        f'height="{LINE - 3}" rx="3" fill="{pen.PAPER}" stroke="{pen.LINE}"/>{glyph_svg(one.glyph, x + 4, y + 3, 17)}'
        f"{pen.text(x + 26, y + 16.5, clip(one.name, width - 32, 13.5, 'strong'), 13.5, bold=True)}</a>"
    )
