"""The path of a partnership: what its stage asks and when one leaves it, moves from stage to stage, mandates, points."""

import copy
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.guarded import keep_against
from partnerships.forms.record import StageForm
from partnerships.forms.stages import MandateForm, RoundPointForm
from partnerships.models import Mandate, RoundPoint
from partnerships.record import PATH
from partnerships.stages import Path
from partnerships.views.record import record_of
from projects.access import editable_project, visible_project
from projects.models import Stage, StaleVersion, operation


@dataclass(frozen=True)
class Items:
    form: type
    model: type
    adding: str
    changing: str
    removing: str
    select: tuple = ()


ITEMS = {
    "mandats": Items(
        MandateForm,
        Mandate,
        gettext_lazy("Donner un mandat"),
        gettext_lazy("Modifier un mandat"),
        gettext_lazy("Retirer un mandat"),
        ("who_member", "who_partnership__partner"),
    ),
    "points": Items(
        RoundPointForm,
        RoundPoint,
        gettext_lazy("Écrire un point"),
        gettext_lazy("Modifier un point écrit"),
        gettext_lazy("Retirer un point écrit"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def stage_path(request, slug, public_id):
    """The path (GET); a move to any stage, with its day and its reason (POST). `?etape=` reads what another one asks."""
    project = visible_project(request, slug)
    record = record_of(project, public_id, with_places=False)
    if request.method != "POST":
        return _show(request, record)
    if not project.can_edit:
        raise PermissionDenied
    # The form writes on a copy: a refused value must not show in the rest of the page.
    form = StageForm(request.POST, instance=copy.copy(record.partnership))
    if not form.is_valid():
        return _show(request, record, status=422, form=form)
    label = _("%(name)s\u00a0: étape «\u00a0%(stage)s\u00a0»") % {
        "name": record.partner.name,
        "stage": Stage(form.cleaned_data["stage"]).label,
    }
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        differences = keep_against(form, stale.current)
        return _show(request, record_of(project, public_id), status=409, form=form, differences=differences)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("partnerships:stage_path", slug, public_id)


def _show(request, record, *, status=200, form=None, **context):
    path = Path(record)
    wanted = request.GET.get("etape")
    shown = wanted if wanted in PATH else record.partnership.stage
    before, after = path.neighbours
    context |= {
        "project": record.project,
        "record": record,
        "partnership": record.partnership,
        "partner": record.partner,
        "path": path,
        "guide": path.guide(shown),
        "is_present": shown == record.partnership.stage,
        "before": before,
        "after": after,
        "form": form or StageForm(instance=record.partnership),
        "entries": list(reversed(record.stage_entries)),
        "sleeping": Stage.DORMANT,
    }
    return render(request, "partnerships/stage_path.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def stage_item_add(request, slug, public_id, items):
    """A new mandate, or the written point of a round."""
    record, kind = _open(request, slug, public_id, items)
    row = kind.model(partnership=record.partnership)
    if kind.model is RoundPoint:
        stage = record.partnership.stage
        row.stage = stage if stage in PATH else Stage.NEGOTIATION
    return _write(request, record, kind, row, kind.adding)


@require_http_methods(["GET", "HEAD", "POST"])
def stage_item_edit(request, slug, public_id, items, line):
    """Change a mandate or a written point: validate it, for one."""
    record, kind = _open(request, slug, public_id, items)
    row = get_object_or_404(_rows(record, kind), public_id=line)
    remove = reverse("partnerships:stage_item_remove", args=[slug, public_id, items, line])
    return _write(request, record, kind, row, kind.changing, remove=remove)


@require_POST
def stage_item_remove(request, slug, public_id, items, line):
    """Remove a mandate or a written point; the notice offers to bring it back."""
    record, kind = _open(request, slug, public_id, items)
    row = get_object_or_404(_rows(record, kind), public_id=line)
    label = f"{kind.removing}\u00a0: {record.partner.name}"
    with operation(by=request.user, label=label, project=record.project) as gesture:
        row.delete()
    messages.success(request, _("C’est retiré."), extra_tags=gesture.public_id)
    return redirect("partnerships:stage_path", slug, public_id)


def _open(request, slug, public_id, items):
    project = editable_project(request, slug)
    if items not in ITEMS:
        raise Http404
    return record_of(project, public_id), ITEMS[items]


def _rows(record, kind):
    rows = kind.model.objects.filter(partnership=record.partnership)
    return rows.select_related(*kind.select) if kind.select else rows


def _write(request, record, kind, row, heading, remove=""):
    row.partnership = record.partnership
    form = kind.form(request.POST if request.method == "POST" else None, instance=row)
    context = {
        "project": record.project,
        "partnership": record.partnership,
        "partner": record.partner,
        "form": form,
        "heading": heading,
        "remove": remove,
    }
    template = "partnerships/stage_item.html"
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=422)
    label = f"{heading}\u00a0: {record.partner.name}"
    try:
        with operation(by=request.user, label=label, project=record.project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        context |= {"conflict": True, "differences": keep_against(form, stale.current), "gone": stale.current is None}
        return render(request, template, context, status=409)
    messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
    return redirect("partnerships:stage_path", record.project.slug, record.partnership.public_id)
