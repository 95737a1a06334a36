"""What was just done in a project, told to those who look at it: sentences, and the cards and cells that moved."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Placement, RaciAssignment
from projects.models import Operation

MOST_GESTURES = 20
# A revision that no gesture of the project gave (a record changed elsewhere) must not tell what is long past again.
RECENT = timedelta(minutes=30)


def gestures_since(project, revision, *, reader):
    """Return the gestures that gave the project its revisions after `revision`, oldest first. Three queries.

    Each is {"id", "who", "first", "mine", "said", "cards": [public id of a partner], "cells": ["activity/partner"]}.
    """
    count = min(project.revision - revision, MOST_GESTURES)
    if count <= 0:
        return []
    told = Operation.objects.told_in(project).filter(done_at__gte=timezone.now() - RECENT)
    operations = list(told.select_related("author").order_by("-pk")[:count])[::-1]
    moves, cells = _moves(operations), _cells(operations)
    return [
        {
            "id": done.public_id,
            "who": str(done.author or _("Quelqu’un")),
            "first": first_name(done.author),
            "mine": done.author_id == reader.pk,
            "said": _said(done, moves.get(done.pk, [])),
            "cards": sorted({move["partnership__public_id"] for move in moves.get(done.pk, [])}),
            "cells": cells.get(done.pk, []),
        }
        for done in operations
    ]


def first_name(user):
    """Return what a flag says of a person: the first name, or what stands before the @."""
    return str(user).split("@")[0].split()[0] if user else _("Quelqu’un")


def _moves(operations):
    rows = Placement.history.filter(operation__in=operations).order_by("history_id")
    found = {}
    for row in rows.values(
        "operation_id",
        "history_type",
        "partnership__public_id",
        "partnership__partner__name",
        "partnership__partner__short_name",
        "level__name",
        "horizon__name",
    ):
        if row["partnership__public_id"]:
            found.setdefault(row["operation_id"], []).append(row)
    return found


def _cells(operations):
    rows = RaciAssignment.history.filter(operation__in=operations)
    found = {}
    for operation, activity, partner in rows.values_list(
        "operation_id", "activity__public_id", "partnership__public_id"
    ):
        if activity and partner:
            found.setdefault(operation, []).append(f"{activity}/{partner}")
    return found


def _said(done, moves):
    """Return the sentence that tells a gesture: of one card moved, where it went; of anything else, its label."""
    first = first_name(done.author)
    if len(moves) != 1 or done.undoes_id:
        return _("%(first)s\u00a0: %(label)s") % {"first": first, "label": done.label}
    move = moves[0]
    words = {
        "first": first,
        "name": move["partnership__partner__short_name"] or move["partnership__partner__name"],
        "level": move["level__name"],
        "when": (move["horizon__name"] or "").lower(),
    }
    if move["history_type"] == "-":
        return _("%(first)s a remis %(name)s dans «\u00a0À placer\u00a0»") % words
    if move["history_type"] == "+":
        return _("%(first)s a placé %(name)s dans «\u00a0%(level)s\u00a0», %(when)s") % words
    return _("%(first)s a déplacé %(name)s vers «\u00a0%(level)s\u00a0», %(when)s") % words
