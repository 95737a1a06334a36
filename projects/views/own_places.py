"""The places that the organisation draws for itself, from the settings of one of its projects."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.access import managed_project, visible_project
from projects.models import Project
from territories.models import StalePlace, Territory, TerritoryOutline
from territories.own import ContourForm, OwnPlaceForm

PAGE_SIZE = 50


def _redraw(project):
    """Make every page of the organisation that names the place new: its projects' revisions are their ETags."""
    Project.objects.filter(organisation_id=project.organisation_id).renew()


def _own_place(project, public_id):
    """Return the organisation's own place of this address. Raises Http404."""
    return get_object_or_404(Territory.objects.with_labels(), organisation=project.organisation, public_id=public_id)


@require_safe
def own_place_list(request, slug):
    """The own places of the organisation, archived ones last, 50 a page."""
    project = visible_project(request, slug)
    places = (
        Territory.objects.filter(organisation=project.organisation)
        .select_related("commune", "departement", "outline")
        .defer("outline__polygons")
        .annotate(part_count=Count("parts"))
        .order_by("retired", "name_norm", "pk")
    )
    page = Paginator(places, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "projects/own_place_list.html", {"project": project, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def own_place_edit(request, slug, public_id=None):
    """Draw a place (without `public_id`) or change one. 409 when somebody changed it since: what was typed stays."""
    project = managed_project(request, slug)
    place = _own_place(project, public_id) if public_id else Territory(organisation=project.organisation)
    form = OwnPlaceForm(request.POST or None, instance=place)
    conflict, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
                _redraw(project)
            messages.success(request, _("Le territoire est enregistré."))
            return redirect("projects:own_place_list", slug)
        except StalePlace as stale:
            conflict, status = stale.current, 409
            # Sending again replaces on purpose: the form now carries the version just shown.
            form.data = form.data.copy()
            form.data["seen_version"] = conflict.version
    context = {
        "project": project,
        "form": form,
        "place": place if public_id else None,
        "outline": TerritoryOutline.objects.defer("polygons").filter(territory=place).first() if public_id else None,
        "conflict": conflict,
        "heading": _("Modifier un territoire") if public_id else _("Dessiner un territoire"),
    }
    return render(request, "projects/own_place_edit.html", context, status=status)


@require_POST
def own_place_archive(request, slug, public_id):
    """Put a place away, or bring it back: it is no longer proposed, and what cites it keeps it."""
    project = managed_project(request, slug)
    place = _own_place(project, public_id)
    away = request.POST.get("rendre") != "1"
    with transaction.atomic():
        Territory.objects.filter(pk=place.pk).update(retired=away, version=F("version") + 1)
        _redraw(project)
    said = _("«\u00a0%(name)s\u00a0» est archivé.") if away else _("«\u00a0%(name)s\u00a0» est de nouveau proposé.")
    messages.success(request, said % {"name": place.name})
    return redirect("projects:own_place_list", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def own_place_contour(request, slug, public_id):
    """Import the contour of a place from a GeoJSON file, or remove the one it has."""
    project = managed_project(request, slug)
    place = _own_place(project, public_id)
    outline = TerritoryOutline.objects.filter(territory=place).first()
    if request.method == "POST" and "retirer" in request.POST:
        TerritoryOutline.objects.filter(territory=place).delete()
        messages.success(request, _("Le contour est retiré."))
        return redirect("projects:own_place_contour", slug, public_id)
    form = ContourForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        form.save(place)
        messages.success(request, _("Le contour est importé."))
        return redirect("territories:territory_detail", place.key)
    context = {"project": project, "place": place, "outline": outline, "form": form}
    return render(request, "projects/own_place_contour.html", context, status=422 if form.errors else 200)
