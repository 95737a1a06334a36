"""Who works with whom, as a table; one link, noted, changed, removed."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms.guarded import keep_against
from partnerships.forms.relations import RelationForm
from partnerships.models import Link
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation

PAGE_SIZE = 50


@require_safe
def link_list(request, slug):
    """Every link as a table, those that have ended told so; `?acteur=` keeps those of one partner."""
    project = visible_project(request, slug)
    links = project.links.select_related("a__partner", "b__partner").order_by(
        "a__partner__name_norm", "b__partner__name_norm", "pk"
    )
    chosen = request.GET.get("acteur", "")
    actor = project.partnerships.select_related("partner").filter(public_id=chosen).first() if chosen else None
    if actor is not None:
        links = links.filter(Q(a=actor) | Q(b=actor))
    context = {
        "project": project,
        "page": Paginator(links, PAGE_SIZE).get_page(request.GET.get("page")),
        "actor": actor,
        "query": urlencode({"acteur": actor.public_id}) if actor else "",
        "today": timezone.localdate(),
    }
    return render(request, "partnerships/link_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def link_edit(request, slug, public_id=None):
    """Note a link, `?a=` and `?b=` its ends, or change one: 422 and 409 keep what was typed."""
    project = editable_project(request, slug)
    link = Link(project=project)
    if public_id is not None:
        link = get_object_or_404(project.links.select_related("a__partner", "b__partner"), public_id=public_id)
    # The form writes on a copy: a refused value must not show in the heading.
    form = RelationForm(
        request.POST if request.method == "POST" else None,
        instance=copy.copy(link),
        project=project,
        ends=(request.GET.get("a", ""), request.GET.get("b", "")),
    )
    context = {"project": project, "form": form, "link": link if link.pk else None}
    if request.method != "POST":
        return render(request, "partnerships/link_edit.html", context)
    if not form.is_valid():
        return render(request, "partnerships/link_edit.html", context, status=422)
    said = _("Modifier une relation") if link.pk else _("Ajouter une relation")
    try:
        with operation(by=request.user, label=f"{said}\u00a0: {_told(form, link)}", project=project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        context |= {"differences": keep_against(form, stale.current), "gone": stale.current is None}
        return render(request, "partnerships/link_edit.html", context, status=409)
    messages.success(request, _("La relation est notée."), extra_tags=gesture.public_id)
    return redirect("partnerships:link_list", slug)


def _told(form, link):
    one, other = (link.a, link.b) if link.pk else (form.cleaned_data["a"], form.cleaned_data["b"])
    return f"{one.partner.label} – {other.partner.label}"


@require_POST
def link_remove(request, slug, public_id):
    """Remove a link; the notice offers to bring it back."""
    project = editable_project(request, slug)
    link = get_object_or_404(project.links.select_related("a__partner", "b__partner"), public_id=public_id)
    label = _("Retirer une relation\u00a0: %(who)s") % {"who": f"{link.a.partner.label} – {link.b.partner.label}"}
    with operation(by=request.user, label=label, project=project) as gesture:
        link.delete()
    messages.success(request, _("La relation est retirée."), extra_tags=gesture.public_id)
    return redirect(reverse("partnerships:link_list", args=[slug]))
