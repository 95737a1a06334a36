"""The matrix partners × phases: one form for the partners of a page, guarded by what the person saw."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partnerships.models import PhasePresence
from partnerships.models.raci import CellChanged
from partnerships.presences import read_presences
from projects.access import editable_project, visible_project
from projects.models import operation
from territories.names import normalise

PAGE_SIZE = 40


@require_http_methods(["GET", "HEAD", "POST"])
def presence_list(request, slug):
    """Who is there in each phase (GET), or writes the boxes that changed (POST): 409 when one is not as it was seen.

    `?q=` keeps the partners whose name holds it, `?partenaire=` one of them.
    """
    open_project = editable_project if request.method == "POST" else visible_project
    project = open_project(request, slug)
    phases = list(project.phases.all())
    rows = project.partnerships.filter(is_lead=False, partner__archived_at=None).select_related("partner")
    words, only = request.GET.get("q", "").strip(), request.GET.get("partenaire", "")
    if words:
        name = normalise(words)
        rows = rows.filter(Q(partner__name_norm__contains=name) | Q(partner__short_name__icontains=words))
    if only:
        rows = rows.filter(public_id=only)
    if request.method == "POST":
        return _write(request, project, phases, rows, words, only)
    return _page(request, project, phases, rows, words, only)


def _page(request, project, phases, rows, words, only, *, wanted=None, status=200):
    """Render a page of the matrix; `wanted`: the boxes as they were ticked, kept after a conflict."""
    page = Paginator(rows.order_by("partner__name_norm", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    matrix = read_presences(list(page), phases)
    context = {
        "project": project,
        "phases": phases,
        "page": page,
        "rows": matrix,
        "query": urlencode({key: value for key, value in (("q", words), ("partenaire", only)) if value}),
        "words": words,
        "only": only,
        "wanted": wanted,
        "conflict": wanted is not None,
    }
    return render(request, "partnerships/presence_list.html", context, status=status)


def _write(request, project, phases, rows, words, only):
    """Write the boxes of the form that differ from what was seen; those of other pages are not in it."""
    sent = set(request.POST.getlist("ligne"))
    partners = {row.public_id: row for row in rows.filter(public_id__in=sent)}
    seen, ticked = set(request.POST.getlist("vu")), set(request.POST.getlist("present"))
    changes = [
        (row.pk, phase.pk, box in seen, box in ticked)
        for public_id, row in partners.items()
        for phase in phases
        for box in (f"{public_id}-{phase.public_id}",)
        if (box in seen) != (box in ticked)
    ]
    if changes:
        names = {row.pk: row.partner.label for row in partners.values()}
        touched = sorted({names[change[0]] for change in changes})
        label = ngettext(
            "Présence dans les phases\u00a0: %(who)s", "Présences dans les phases\u00a0: %(who)s", len(touched)
        )
        try:
            with operation(by=request.user, label=label % {"who": ", ".join(touched)}, project=project) as gesture:
                PhasePresence.objects.write(changes)
        except CellChanged:
            return _page(request, project, phases, rows, words, only, wanted=ticked, status=409)
        messages.success(request, _("Les présences sont à jour."), extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:presence_list', args=[project.slug])}{_rest(request)}")


def _rest(request):
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
