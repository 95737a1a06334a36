"""The team's private readings: influence and interest, commitment, allies. Never a file, never a partner's page."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from partnerships import readings
from partnerships.forms.guarded import keep_against
from partnerships.forms.readings import AlliesForm, CommitmentForm, InfluenceForm
from partnerships.models import Analysis
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation

PAGE_SIZE = 50


@dataclass(frozen=True)
class View:
    """One reading: its name, the form of one partner, how it is drawn (None: the table is the drawing)."""

    title: str
    form: type
    draw: Callable | None
    said: str


VIEWS = {
    "influence": View(
        gettext_lazy("Influence et intérêt"),
        InfluenceForm,
        readings.influence_svg,
        gettext_lazy("Qui peut peser sur le projet, qui s’y intéresse."),
    ),
    "engagement": View(
        gettext_lazy("Engagement"),
        CommitmentForm,
        None,
        gettext_lazy("X\u00a0: où en est l’acteur aujourd’hui. O\u00a0: le minimum nécessaire."),
    ),
    "allies": View(
        gettext_lazy("Carte des alliés"),
        AlliesForm,
        readings.allies_svg,
        gettext_lazy("Ce que chacun fait avec nous, ce qu’il fait contre, jugé sur des actes."),
    ),
}


def _view(view):
    if view not in VIEWS:
        raise Http404
    return VIEWS[view]


@require_safe
def reading(request, slug, view):
    """A reading drawn, and the same as a table, each row leading to its form. Private to the team."""
    project = visible_project(request, slug)
    kind = _view(view)
    rows = readings.read(project, view)
    known = [row for row in rows if row.analysis]
    context = {
        "project": project,
        "view": view,
        "kind": kind,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "picture": kind.draw(known) if kind.draw and known else "",
        "oldest": min((row.read_on for row in known if row.read_on), default=None),
        "residents": [row for row in known if row.is_resident and (row.value("influence") or 5) < readings.STRONG],
        "advice": _advice(known) if view == "allies" else [],
        "steps": [label for label, _now, _needed in rows[0].steps] if rows and view == "engagement" else [],
    }
    return render(request, "partnerships/reading.html", context)


def _advice(rows):
    """Return [(family, advice, names)] of the families that have somebody, allies first: most of the time is theirs."""
    there = {}
    for row in rows:
        if row.family:
            there.setdefault(row.family, []).append(row.name)
    return [(name, readings.ADVICE[code], there[code]) for code, name in readings.FAMILIES.items() if code in there]


@require_http_methods(["GET", "HEAD", "POST"])
def reading_edit(request, slug, view, public_id):
    """The position of one partner on a reading, with its day: 422 and 409 keep what was typed."""
    project = editable_project(request, slug)
    kind = _view(view)
    partnership = get_object_or_404(
        project.partnerships.select_related("partner", "analysis"), public_id=public_id, is_lead=False
    )
    row = getattr(partnership, "analysis", None) or Analysis(partnership=partnership)
    form = kind.form(request.POST if request.method == "POST" else None, instance=copy.copy(row))
    context = {"project": project, "view": view, "kind": kind, "partnership": partnership, "form": form}
    if request.method != "POST":
        return render(request, "partnerships/reading_edit.html", context)
    if not form.is_valid():
        return render(request, "partnerships/reading_edit.html", context, status=422)
    label = _("Lecture de l’équipe, %(view)s\u00a0: %(name)s") % {
        "view": str(kind.title).lower(),
        "name": partnership.partner.label,
    }
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        context["differences"] = keep_against(form, stale.current)
        return render(request, "partnerships/reading_edit.html", context, status=409)
    messages.success(request, _("La position est notée."), extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:reading', args=[slug, view])}#l-{public_id}")
