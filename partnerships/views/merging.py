"""Two records of one organisation: found, compared, made one."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms.directory import SHOWN
from partnerships.forms.merging import MergeForm
from partnerships.merging.plan import Plan
from partnerships.merging.search import candidates, named_like, twins_of
from partnerships.merging.writing import Changed, merge
from partnerships.models import Partner, Partnership
from projects.access import editable_project
from projects.models import StaleVersion


@require_safe
def twin_list(request, slug):
    """The partners of the project that look like another record of the directory: questions, each leads to a comparison."""
    project = editable_project(request, slug)
    return render(request, "partnerships/twin_list.html", {"project": project, "pairs": twins_of(project)})


@require_safe
def merge_choose(request, slug, public_id):
    """Which other record speaks of the same organisation: those alike first, else a search (`?q=`)."""
    project, partnership = _open(request, slug, public_id)
    text = request.GET.get("q", "").strip()[:200]
    alike = [] if text else candidates(partnership.partner)
    found = list(named_like(partnership.partner, text)[: SHOWN + 1]) if text else []
    context = {
        "project": project,
        "partnership": partnership,
        "partner": partnership.partner,
        "q": text,
        "rows": _counted(alike or found[:SHOWN]),
        "more": len(found) > SHOWN,
    }
    template = "partnerships/merge_choose.html"
    return render(request, f"{template}#found" if request.htmx else template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_show(request, slug, public_id, other):
    """Show all that the merge will do (GET), then do it (POST): 422 keeps the choices, 409 shows what changed meanwhile."""
    project, partnership = _open(request, slug, public_id)
    kept = partnership.partner
    gone = get_object_or_404(
        Partner.objects.select_related("territory"), organisation=kept.organisation, public_id=other
    )
    if gone.pk == kept.pk:
        raise Http404
    plan = Plan(kept, gone, request.user)
    form = MergeForm(request.POST if request.method == "POST" else None, plan=plan)
    changed, status = False, 200
    if request.method == "POST":
        status = 409 if plan.refusals else 422
        if not plan.refusals and form.is_valid():
            try:
                if form.cleaned_data["seen"] != plan.seen:
                    raise Changed(plan)
                gesture = merge(plan, choices=form.choices, by=request.user, project=project)
            except (Changed, StaleVersion):
                return _changed(request, project, partnership, gone)
            said = _("%(gone)s et %(kept)s ne font plus qu’une fiche.") % {"gone": gone.name, "kept": kept.name}
            messages.success(request, said, extra_tags=gesture.public_id)
            return redirect(partnership.get_absolute_url())
    context = {"project": project, "partnership": partnership, "plan": plan, "form": form, "changed": changed}
    return render(request, "partnerships/merge_show.html", context, status=status)


def _changed(request, project, partnership, gone):
    """Return the page as things are now, the choices made kept; 404 when one of the two records is no longer there."""
    partners = Partner.objects.select_related("territory", "organisation").in_bulk([partnership.partner_id, gone.pk])
    if len(partners) < 2:
        raise Http404
    plan = Plan(partners[partnership.partner_id], partners[gone.pk], request.user)
    data = request.POST.copy()
    data["seen"] = plan.seen
    for question in plan.questions:
        data.setdefault(question.name, question.proposed)
    form = MergeForm(data, plan=plan)
    context = {"project": project, "partnership": partnership, "plan": plan, "form": form, "changed": True}
    return render(request, "partnerships/merge_show.html", context, status=409)


def _open(request, slug, public_id):
    project = editable_project(request, slug)
    rows = Partnership.objects.select_related("partner__organisation", "partner__territory")
    partnership = get_object_or_404(rows, project=project, public_id=public_id)
    partnership.project = project
    return project, partnership


def _counted(partners):
    """Return [(partner, how many projects)] in the same order, and one query."""
    counts = Partner.objects.filter(pk__in=[one.pk for one in partners]).annotate(n=Count("partnerships"))
    projects = dict(counts.values_list("pk", "n"))
    return [(partner, projects[partner.pk]) for partner in partners]
