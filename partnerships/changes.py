"""Every change of place of a partner on the frise, and of the level hoped for, read from the history: when, what, why, by whom.

Horizons and levels are called as they were called on that day, even when they have been renamed or removed since.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext as _

from partnerships.models import Placement, Provenance
from projects.models import Horizon, InvolvementLevel

LATEST = 3
_BEFORE = ("level_id", "horizon_id", "level_name", "horizon_name", "provenance", "reason", "history_type")


@dataclass(frozen=True)
class PlacementChange:
    """`reason` is empty when nobody gave one for this change; `undone`: the gesture was taken back later."""

    when: datetime
    what: str
    provenance: str
    provenance_label: str
    reason: str
    author: str
    undone: bool


def placement_changes(partnership):
    """Return the queryset of the history rows of the partner's placements, the latest first, each with what came before.

    Give its rows to `tell`. One query for a page of them.
    """
    own = Placement.history.filter(partnership=partnership.pk).values("id")
    rows = Placement.history.filter(id__in=own).select_related("operation__author")
    rows = rows.annotate(
        level_name=_name_then(InvolvementLevel, "level_id"), horizon_name=_name_then(Horizon, "horizon_id")
    )
    before = {
        f"before_{name}": Window(Lag(name), partition_by=F("id"), order_by=F("history_id").asc()) for name in _BEFORE
    }
    return rows.annotate(**before).order_by("-history_id")


def hope_changes(partnership):
    """Return the PlacementChanges of the level hoped for, the latest first. One query."""
    rows = partnership.history.select_related("operation__author").order_by("history_id")
    found, before = [], (None, Provenance.SUPPOSED, "")
    for row in rows.annotate(level_name=_name_then(InvolvementLevel, "hoped_level_id")):
        now = row.hoped_level_id, row.hoped_provenance, row.hoped_reason
        if now != before and row.history_type != "-":
            what = _("Espéré\u00a0: «\u00a0%(level)s\u00a0»") % {"level": row.level_name}
            said = row.hoped_reason if row.hoped_reason != before[2] else ""
            found.append(
                _change(row, what if row.hoped_level_id else _("Plus rien d’espéré"), row.hoped_provenance, said)
            )
        before = now
    return found[::-1]


def _name_then(model, key):
    """Return the subquery of the name that a row of an edge had when the history row was written."""
    then = model.history.filter(id=OuterRef(key), history_date__lte=OuterRef("history_date"))
    return Subquery(then.order_by("-history_id").values("name")[:1])


def tell(rows):
    """Return the PlacementChanges of rows of `placement_changes`."""
    return [_tell(row) for row in rows]


def _tell(row):
    is_first = row.before_history_type in (None, "-") and row.history_type != "-"
    said = is_first or row.reason != row.before_reason
    return _change(row, _what(row, is_first), row.provenance, row.reason if said and row.history_type != "-" else "")


def _change(row, what, provenance, reason):
    return PlacementChange(
        when=row.history_date,
        what=what,
        provenance=provenance,
        provenance_label=str(Provenance(provenance).label),
        reason=reason,
        author=str(row.operation.author) if row.operation and row.operation.author else "",
        undone=bool(row.operation and row.operation.undone_at),
    )


def _what(row, is_first):
    here = _place(row.level_name, row.horizon_name)
    if row.history_type == "-":
        return _("Retiré de la frise\u00a0: %(here)s") % {"here": here}
    if is_first:
        return _("Posé\u00a0: %(here)s") % {"here": here}
    if (row.level_id, row.horizon_id) != (row.before_level_id, row.before_horizon_id):
        there = _place(row.before_level_name, row.before_horizon_name)
        return _("De %(there)s à %(here)s") % {"there": there, "here": here}
    if row.provenance != row.before_provenance:
        words = {
            "here": here,
            "before": Provenance(row.before_provenance).label.lower(),
            "now": Provenance(row.provenance).label.lower(),
        }
        return _("%(here)s\u00a0: de «\u00a0%(before)s\u00a0» à «\u00a0%(now)s\u00a0»") % words
    return _("Précisé\u00a0: %(here)s") % {"here": here}


def _place(level, horizon):
    return f"«\u00a0{level or '?'}\u00a0», {(horizon or '?').lower()}"
