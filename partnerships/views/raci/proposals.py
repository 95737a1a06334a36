"""Letters proposed from the frise: read, accepted, refused. Accepting many is one gesture."""

import hashlib

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partnerships.models import FactKind, RaciAssignment, RaciFact
from partnerships.models.raci import CellChanged
from partnerships.raci.matrix import read_matrix
from partnerships.raci.proposals import list_proposals
from projects.access import editable_project, visible_project
from projects.models import note_history, operation
from projects.views.history import safe_next

ROWS_A_PAGE = 10


@require_http_methods(["GET", "HEAD", "POST"])
def raci_proposals(request, slug):
    """What the frise suggests, activity by activity. POST accepts or refuses those that are ticked, a row, an actor or all.

    409 when the frise or the table has changed what « tout » would write.
    """
    if request.method == "POST":
        return _settle(request, editable_project(request, slug))
    project = visible_project(request, slug)
    return _page(request, project, read_matrix(project))


def _page(request, project, matrix, status=200, moved=False):
    proposals = list_proposals(matrix)
    activity, actor = request.GET.get("activite", ""), request.GET.get("acteur", "")
    shown = [
        one
        for one in proposals
        if (not activity or one.row.public_id == activity) and (not actor or one.column.public_id == actor)
    ]
    by_row, actors = {}, {}
    for one in proposals:
        actors[one.column.public_id] = one.column.name
    for one in shown:
        by_row.setdefault(one.row.pk, (one.row, []))[1].append(one)
    page = Paginator(list(by_row.values()), ROWS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "project": project,
        "variant": matrix.variant,
        "page": page,
        "query": query.urlencode(),
        "count": len(shown),
        "total": len(proposals),
        "actors": actors.items(),
        "actor": actor,
        "activity": activity,
        "stamp": stamp_of(shown),
        "moved": moved,
        "refused": len(matrix.refused),
    }
    return render(request, "partnerships/raci_proposals.html", context, status=status)


def stamp_of(proposals):
    """Return a print of proposals: what « tout » would write, as the person saw it."""
    return hashlib.sha256("\n".join(one.key for one in proposals).encode()).hexdigest()[:24]


def _settle(request, project):
    matrix = read_matrix(project)
    proposals = {one.key: one for one in list_proposals(matrix)}
    word = request.POST.get("accepter") or request.POST.get("refuser") or "coches"
    back = safe_next(request, reverse("partnerships:raci_proposals", args=[project.slug]))
    kind, _colon, value = word.partition(":")
    if kind == "activite":
        chosen = [one for one in proposals.values() if one.row.public_id == value]
    elif kind in ("tout", "acteur"):
        chosen = [one for one in proposals.values() if kind == "tout" or one.column.public_id == value]
        if stamp_of(chosen) != request.POST.get("vu"):
            return _page(request, project, matrix, status=409, moved=True)
    else:
        chosen = [proposals[key] for key in dict.fromkeys(request.POST.getlist("p")) if key in proposals]
    if not chosen:
        messages.info(request, _("Rien n’est coché, ou ces propositions n’ont plus cours."))
        return redirect(back)
    if "refuser" in request.POST:
        gesture = _refuse(request, project, chosen)
        done = ngettext("%(n)s proposition refusée.", "%(n)s propositions refusées.", len(chosen))
    else:
        try:
            gesture = _accept(request, project, chosen)
        except CellChanged:
            return _page(request, project, read_matrix(project), status=409, moved=True)
        done = ngettext("%(n)s rôle accepté.", "%(n)s rôles acceptés.", len(chosen))
    messages.success(request, done % {"n": len(chosen)}, extra_tags=gesture.public_id)
    return redirect(back)


def _accept(request, project, chosen):
    """Write the letters. Raises CellChanged when somebody filled one of the cells since."""
    label = _("Rôles proposés par la frise acceptés\u00a0: %(n)s") % {"n": len(chosen)}
    with operation(by=request.user, label=label, project=project) as gesture:
        RaciAssignment.objects.write_cells([(one.row.pk, one.column.pk, "", one.letters) for one in chosen])
    return gesture


def _refuse(request, project, chosen):
    label = _("Rôles proposés par la frise refusés\u00a0: %(n)s") % {"n": len(chosen)}
    with operation(by=request.user, label=label, project=project) as gesture:
        rows = [
            RaciFact(activity_id=one.row.pk, partnership_id=one.column.pk, kind=FactKind.REFUSED, letters=one.letters)
            for one in chosen
        ]
        # Refused twice at the same moment: once is enough.
        known = set(
            RaciFact.objects.of_project(project)
            .filter(kind=FactKind.REFUSED)
            .values_list("activity_id", "partnership_id", "letters")
        )
        rows = [row for row in rows if (row.activity_id, row.partnership_id, row.letters) not in known]
        note_history(RaciFact.objects.bulk_create(rows), "+")
    return gesture
