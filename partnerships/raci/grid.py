"""The RACI table as HTML, written fast: one escaped f-string a row, no attribute on a cell but its letters' class.

A loop of the template engine costs ten times more on 60 × 40 cells (measured by bench/p01_raci.py). A cell is known by
its row and its column: their public ids are on `tr` and `th`. End tags and quotes that HTML allows to leave out are
left out of the cells. Everything that a person typed goes through `escape`.
"""

from django.templatetags.static import static
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from partnerships.models import marked
from partnerships.raci.beside import beside
from partnerships.raci.checks import ERROR, matrix_signals
from partnerships.raci.proposals import proposals_of
from partnerships.recent import Recent

# The band and the number under a column start here (design, « Load »).
HEAVY_LOAD = 5
MOST_SQUARES = 7
CELL = {
    None: "<td>",
    "R": "<td class=R>R",
    "A": "<td class=A>A",
    "C": "<td class=C>C",
    "I": "<td class=I>I",
    "RA": "<td class=RA>RA",
    "(A)": "<td class=D>(A)",
    "S": "<td class=S>S",
    "V": "<td class=V>V",
    "Sg": "<td class=Sg>Sg",
    "D": "<td class=P>D",
    "DA": "<td class=PA>DA",
}
ALERT = {"aucun_a": "sans", "plusieurs_a": "deux", "aucun_r": "sans", "plusieurs_d": "menes"}


def grid_html(matrix, columns, signals, *, can_edit, proposals=None):
    """Return the `<table>` of a Matrix limited to `columns`, with what its rows leave open and the load of each column.

    `proposals`: {activity pk: {partnership pk: letters}} to show in empty cells, as an attribute: they are no letters.
    Names of rows lead to the form of the activity for a person who can edit; names of columns lead to the record.
    """
    sprite = static("glyphes.svg")
    by_row = {}
    for signal in signals:
        if signal.activity is not None:
            by_row.setdefault(signal.activity.pk, []).append(signal)
    label = escape(
        _("Rôles de %(columns)s acteurs dans %(rows)s activités") % {"columns": len(columns), "rows": len(matrix.rows)}
    )
    size = "large" if len(columns) > 12 else "etroite" if len(columns) < 7 else "juste"
    parts = [
        f'<table class="raci" role="grid" aria-label="{label}" aria-describedby="raci-aide" data-taille="{size}"',
        "" if can_edit else ' aria-readonly="true"',
        f'><thead><tr><th scope="col" class="raci-act">{escape(_("Activité"))}</th>',
    ]
    for column in columns:
        shown = escape(marked(column.label, column.is_archived))
        parts.append(
            f'<th scope=col id=c-{column.public_id}><svg class=gl aria-hidden=true><use href="{sprite}'
            f'#{column.glyph}"/></svg><a href="../partenaires/{column.public_id}/">{shown}</a>'
        )
    parts.append(f'<th scope="col" class="raci-verif">{escape(_("À vérifier"))}</th></tr></thead>')
    keys = [column.pk for column in columns]
    groups = matrix.groups
    proposals = proposals or {}
    special = {activity for activity, _partnership in matrix.noted} | set(proposals)
    doer = matrix.variant.doer
    for name, rows in groups:
        parts.append("<tbody>")
        if name or len(groups) > 1:
            title = escape(name or _("Sans phase"))
            parts.append(
                f'<tr class="raci-phase"><th scope="rowgroup" colspan="{len(keys) + 2}"><span>{title}</span></th></tr>'
            )
        for row in rows:
            found = by_row.get(row.pk, ())
            letters = matrix.cells.get(row.pk, {})
            name_html = escape(row.name)
            if can_edit:
                name_html = f'<a href="activite/{row.public_id}/">{name_html}</a>'
            if row.pk in special:
                proposed = proposals.get(row.pk, {})
                cells = "".join(
                    [_special_cell(letters.get(key), (row.pk, key) in matrix.noted, proposed.get(key)) for key in keys]
                )
            else:
                cells = "".join([CELL[letters.get(key)] for key in keys])
            parts.append(
                f"<tr id=a-{row.public_id}{_alert_attribute(found)}><th scope=row class=nom>{name_html}"
                f"{cells}<td class=v>{verdict_html(found, matrix.answers.get(row.pk))}"
            )
        parts.append("</tbody>")
    parts.append(
        f'<tfoot><tr><th scope="row" class="raci-act">{escape(_("Charge"))} '
        '<span class="charge-cle"><span class="u u-a" aria-hidden="true"></span>A '
        f'<span class="u u-r" aria-hidden="true"></span>{doer}</span></th>'
    )
    for key in keys:
        answering, doing = loads(matrix.letters_of[key], matrix.variant)
        heavy = " data-charge=forte" if answering >= HEAVY_LOAD else ""
        parts.append(f"<td{heavy}>{load_html(answering, doing, doer)}")
    parts.append('<td class="raci-verif"></td></tr></tfoot></table>')
    return mark_safe("".join(parts))


def _special_cell(letters, noted, proposed):
    """Return a cell that carries a note, or a letter proposed from the frise while it is empty."""
    cell = CELL[letters]
    if noted:
        cell = cell.replace("class=", 'class="n ').replace(">", '">', 1) if letters else "<td class=n>"
    return cell.replace(">", f" data-p={proposed}>", 1) if proposed and not letters else cell


def loads(letters, variant):
    """Return (number of A, number of R) among the letters of an organisation; « RA » counts in both."""
    return sum(one in variant.answering for one in letters), sum(one in variant.doing for one in letters)


def load_html(answering, doing, doer="R"):
    """Return the unit squares of a column, A above, R below: the class says how many the style sheet draws.

    The text in them is for screen readers; beyond seven squares, and from five A, the figure is for every eye.
    """
    words = f"{doing} {doer}"
    doing_html = f"<b class=n{doing}>{words}</b>" if doing <= MOST_SQUARES else f"<small>{words}</small>"
    if answering > MOST_SQUARES:
        return f"<span class=charge>{doing_html}</span><strong class=trop>{answering} A</strong>"
    heavy = f"<strong class=trop aria-hidden=true>{answering} A</strong>" if answering >= HEAVY_LOAD else ""
    return f"<span class=charge><i class=n{answering}>{answering} A</i>{doing_html}</span>{heavy}"


def verdict_html(signals, answer):
    """Return what a row leaves open, then what its A says of it (an Answer, or None): both in words."""
    findings = findings_html(signals)
    if answer is None:
        return findings
    words = _("J’en réponds") if answer.agreed else _("Pas encore")
    said = f"<u class={'oui' if answer.agreed else 'non'}>{escape(words)}</u>"
    return f"{findings} {said}" if findings else said


def findings_html(signals):
    """Return what a row leaves open, in words: errors marked by their shape, warnings as quiet questions."""
    parts = []
    for signal in signals:
        mark = f"<b class={ALERT[signal.code]}>" if signal.level == ERROR else "<i>"
        parts.append(f"{mark}{escape(signal.short)}</{mark[1]}>")
    return " ".join(parts)


def alert_of(signals):
    """Return how a row is marked: sans (nobody), deux (several A), or empty."""
    return next((ALERT[signal.code] for signal in signals if signal.level == ERROR), "")


def _alert_attribute(signals):
    alert = alert_of(signals)
    return f" data-alerte={alert}" if alert else ""


def question_html(signal):
    """Return one item of « À vérifier »: a question about an organisation, with the link to its column."""
    column = signal.partnership
    follow_up = {
        "porteur_surcharge": _("Qui pourrait en porter une part\u00a0?"),
        "realisateur_surcharge": _("Qui pourrait l’épauler\u00a0?"),
        "co_porteur_sans_role": _("Quel rôle lui proposer\u00a0?"),
        "absent_du_raci": _("Quel rôle lui proposer\u00a0?"),
    }[signal.code]
    return (
        f'<li data-p="{column.public_id}"><a href="#c-{column.public_id}"><strong>{escape(column.label)}</strong> '
        f"{escape(signal.detail)}. {escape(follow_up)}</a></li>"
    )


def questions_html(signals):
    """Return the items of « À vérifier » that concern an organisation rather than a row."""
    return mark_safe("".join(question_html(signal) for signal in signals if signal.partnership is not None))


def legend_html(variant):
    """Return the `<div>`s of the letters that the table of this variant shows, each with its name."""
    return format_html_join(
        "",
        '<div><dt><span class="role" data-role="{}">{}</span></dt><dd>{}</dd></div>',
        (("P" if one.code == "D" else one.code, one.code, one.name) for one in variant.letters if one.key),
    )


def keys_html(variant):
    """Return the keys that write a letter."""
    return format_html_join("", '<kbd class="touche">{}</kbd> ', ((one.key,) for one in variant.letters if one.key))


def render_parts(matrix, columns, *, can_edit, with_proposals=False, side=""):
    """Return the parts of the page that depend on the matrix: {table, questions, counts, emptiness, letters…}."""
    signals = matrix_signals(matrix)
    filled = bool(matrix.cells)
    proposed = proposals_of(matrix, columns)
    shown = proposed if with_proposals else {}
    return {
        "table": grid_html(matrix, columns, signals, can_edit=can_edit, proposals=shown),
        "proposed": sum(map(len, proposed.values())),
        "legend": legend_html(matrix.variant),
        "keys": keys_html(matrix.variant),
        "side": beside(matrix, side),
        "actors": matrix.columns if side else (),
        "roles": "|".join(f"{one.code}:{one.name}:{one.key}" for one in matrix.variant.letters),
        "questions": questions_html(signals) if matrix.rows else "",
        "shown": len(columns),
        "total": len(matrix.columns),
        "rows": len(matrix.rows),
        "nobody": not filled and not matrix.stands,
    }


# A key holds the project's revision: nothing goes stale.
recent_parts = Recent(size=64)
