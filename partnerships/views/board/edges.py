"""Horizons and levels: add, change, reorder, remove. One set of views for both edges of the frise."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms.board import HorizonForm, LevelForm, RemovalForm
from partnerships.models import Partnership, Placement, PlacementOpinion
from projects.access import managed_project
from projects.models import Horizon, InvolvementLevel, StaleVersion, operation


@dataclass(frozen=True)
class Edge:
    """One edge of the frise: its model, form and words. `field` is the placement's foreign key to it."""

    model: type[models.Model]
    form: type
    field: str
    adding: str
    changing: str
    removing: str


EDGES = {
    "horizons": Edge(
        Horizon, HorizonForm, "horizon", _("Ajouter un horizon"), _("Modifier un horizon"), _("Retirer un horizon")
    ),
    "niveaux": Edge(
        InvolvementLevel, LevelForm, "level", _("Ajouter un niveau"), _("Modifier un niveau"), _("Retirer un niveau")
    ),
}


def _edge(name):
    if name not in EDGES:
        raise Http404
    return EDGES[name]


@require_safe
def edge_list(request, slug):
    """Both edges, in order, with how many cards stand on each."""
    project = managed_project(request, slug)
    count = models.Count("placements")
    context = {
        "project": project,
        "horizons": project.horizons.annotate(card_count=count),
        "levels": project.levels.annotate(card_count=count),
    }
    return render(request, "partnerships/board_edges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edge_edit(request, slug, edge, public_id=None):
    """Add (without `public_id`) or change one row. 409 keeps what was typed beside what stands now."""
    project = managed_project(request, slug)
    kind = _edge(edge)
    instance = (
        get_object_or_404(kind.model, project=project, public_id=public_id)
        if public_id
        else kind.model(project=project, position=kind.model.objects.filter(project=project).count())
    )
    form = kind.form(request.POST if request.method == "POST" else None, instance=instance)
    status, current = 200, None
    if request.method == "POST":
        if form.is_valid():
            label = f"{kind.changing if public_id else kind.adding}\u00a0: {form.cleaned_data['name']}"
            try:
                with operation(by=request.user, label=label, project=project) as gesture:
                    form.claim_and_save() if public_id else form.save()
                messages.success(request, _("La frise est à jour."), extra_tags=gesture.public_id)
                return redirect("partnerships:edge_list", slug)
            except StaleVersion as stale:
                status, current = 409, stale.current
                form.data = form.data.copy()
                form.data["seen_version"] = current.version if current else ""
        else:
            status = 422
    context = {
        "project": project,
        "form": form,
        "heading": kind.changing if public_id else kind.adding,
        "differences": _differences(form, current),
        "conflict": status == 409,
    }
    return render(request, "partnerships/board_edge_edit.html", context, status=status)


def _differences(form, current):
    """Return [(label, current value)] of the fields that two people wrote differently."""
    if current is None:
        return []
    return [
        (form[name].label, getattr(current, name))
        for name in form.Meta.fields
        if form.cleaned_data.get(name) != getattr(current, name)
    ]


@require_POST
def edge_move(request, slug, edge, public_id):
    """Exchange a row with its neighbour: `sens` is avant or apres."""
    project = managed_project(request, slug)
    kind = _edge(edge)
    rows = list(kind.model.objects.filter(project=project).order_by("position", "pk"))
    place = next((n for n, row in enumerate(rows) if row.public_id == public_id), None)
    if place is None:
        raise Http404
    other = place - 1 if request.POST.get("sens") == "avant" else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        with operation(by=request.user, label=_("Changer l’ordre de la frise"), project=project) as gesture:
            for position, row in enumerate(rows):
                if row.position != position:
                    row.position = position
                    row.save()
        messages.success(request, _("L’ordre est changé."), extra_tags=gesture.public_id)
    return redirect("partnerships:edge_list", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edge_remove(request, slug, edge, public_id):
    """Remove a row after asking where its placements go. The last one stays: a frise has at least one of each."""
    project = managed_project(request, slug)
    kind = _edge(edge)
    row = get_object_or_404(kind.model, project=project, public_id=public_id)
    others = kind.model.objects.filter(project=project).exclude(pk=row.pk)
    placements = Placement.objects.filter(**{kind.field: row}).select_related("partnership__partner")
    posted = request.POST if request.method == "POST" else None
    form = RemovalForm(posted, others=others, there=_already_there(placements) if edge == "horizons" else {})
    alone = not others.exists()
    if request.method == "POST" and not alone and form.is_valid():
        label = f"{kind.removing}\u00a0: {row.name}"
        with operation(by=request.user, label=label, project=project) as gesture:
            left = _send_away(placements, kind.field, form.target_row())
            _send_after(row, kind.field, form.target_row())
            row.delete()
        said = gettext("«\u00a0%(name)s\u00a0» est retiré de la frise.") % {"name": row.name}
        if left:
            said = " ".join((said, gettext("Déjà placés là-bas, retirés ici\u00a0:"), f"{', '.join(left)}."))
        messages.success(request, said, extra_tags=gesture.public_id)
        return redirect("partnerships:edge_list", slug)
    context = {
        "project": project,
        "row": row,
        "form": form,
        "heading": kind.removing,
        "placements": placements,
        "alone": alone,
    }
    return render(request, "partnerships/board_edge_remove.html", context, status=422 if form.errors else 200)


def _already_there(placements):
    """Return {public id of a horizon: names of the partners of `placements` that have a place there too}."""
    partners = [placement.partnership_id for placement in placements]
    names = {}
    rows = Placement.objects.filter(partnership__in=partners).select_related("horizon", "partnership__partner")
    for row in rows:
        names.setdefault(row.horizon.public_id, []).append(row.partnership.partner.label)
    return names


def _send_away(placements, field, target):
    """Move the placements to the target row, or delete them; return the names of those already placed there."""
    left = []
    for placement in placements:
        there = None
        if target is not None and field == "horizon":
            there = Placement.objects.filter(partnership=placement.partnership_id, horizon=target).exists()
        if target is None or there:
            if there:
                left.append(placement.partnership.partner.label)
            placement.delete()
        else:
            placement.claim(placement.version)
            setattr(placement, field, target)
            placement.save()
    return left


def _send_after(row, field, target):
    """Let what is thought of a removed row, and the levels hoped for, follow its placements; without target they go too."""
    for opinion in PlacementOpinion.objects.filter(**{field: row}):
        if target is None:
            opinion.delete()
        else:
            setattr(opinion, field, target)
            opinion.save()
    for partnership in Partnership.objects.filter(hoped_level=row) if field == "level" else ():
        partnership.claim(partnership.version)
        partnership.hoped_level = target
        partnership.save()
