"""The RACI as a spreadsheet: out in three formats, in with a preview and one gesture. No step needs a script."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from documents.http import file_response
from exchange.raci.forms import ConfirmForm, RaciFileForm
from exchange.raci.planning import plan_import
from exchange.raci.sending import table
from exchange.raci.writing import PlanMoved, write_table
from exchange.spreadsheets.formats import FORMATS
from exchange.spreadsheets.opening import MAX_BYTES, too_large
from projects.access import editable_project, visible_project

TEMPLATE = "exchange/raci_import.html"
# The other fields of the form and the marks between them.
MAX_REQUEST = MAX_BYTES + 100_000
SHOWN, LISTED = 200, 50


@require_safe
def raci_tables(request, slug):
    """Say what each table holds, and offer it in each format; the way to the import."""
    project = visible_project(request, slug)
    return render(request, "exchange/raci_tables.html", {"project": project, "formats": list(FORMATS)})


@require_safe
def raci_download(request, slug, notation):
    """The table to hand out: phases, activities, letters."""
    return _download(visible_project(request, slug), notation, team=False)


@require_safe
def raci_team_download(request, slug, notation):
    """The table of the team: with the notes, which are private."""
    return _download(editable_project(request, slug), notation, team=True)


def _download(project, notation, *, team):
    if notation not in FORMATS:
        raise Http404
    ids, titles, rows = table(project, team=team)
    write, content_type = FORMATS[notation]
    kind = "equipe" if team else "a-transmettre"
    filename = f"raci-{project.slug}-{kind}-{timezone.localdate():%Y-%m-%d}.{notation}"
    return file_response(write(titles, rows, _("Qui fait quoi"), ids), filename, content_type)


# Django reads the whole body to look for the CSRF token: the size is judged before, from the header alone. A body
# that passes goes through the CSRF check like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def raci_import(request, slug):
    """Send a file; see what it changes; write it. Nothing is written before the confirmation."""
    project = editable_project(request, slug)
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MAX_REQUEST:
        refused = too_large()
        context = {"project": project, "form": RaciFileForm(), "refused": str(refused)}
        return render(request, TEMPLATE, context, status=refused.status)
    return _receive(request, project)


@csrf_protect
def _receive(request, project):
    if request.method != "POST":
        return render(request, TEMPLATE, {"project": project, "form": RaciFileForm()})
    if "stamp" in request.POST:
        return _confirm(request, project)
    form = RaciFileForm(request.POST, request.FILES)
    received = form.received() if form.is_valid() else None
    if received is None:
        return render(request, TEMPLATE, {"project": project, "form": form}, status=form.status)
    read, carried = received
    return _preview(request, project, plan_import(project, read), carried)


def _preview(request, project, plan, carried, *, moved=False, status=200):
    context = {
        "project": project,
        "plan": plan,
        "carried": carried,
        "moved": moved,
        "cells": plan.cells[:SHOWN],
        "more_cells": max(0, len(plan.cells) - SHOWN),
        "problems": plan.problems[:SHOWN],
        "more_problems": max(0, len(plan.problems) - SHOWN),
    }
    for name in ("activities", "changed", "notes"):
        rows = getattr(plan, name)
        context |= {name: rows[:LISTED], f"more_{name}": max(0, len(rows) - LISTED)}
    return render(request, TEMPLATE, context, status=status)


def _confirm(request, project):
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        again = RaciFileForm()
        message = next(iter(form.errors.values()))[0]
        return render(request, TEMPLATE, {"project": project, "form": again, "refused": message}, status=422)
    try:
        gesture, plan = write_table(project, form.cleaned_data["table"], form.cleaned_data["stamp"], request.user)
    except PlanMoved as error:
        return _preview(request, project, error.plan, request.POST["table"], moved=True, status=409)
    messages.success(request, _told(plan), extra_tags=gesture.public_id)
    return redirect("partnerships:raci_grid", project.slug)


def _told(plan):
    """Return what was written, in one sentence: only the kinds of change that there were."""
    added, changed, cells, notes = (len(kind) for kind in (plan.activities, plan.changed, plan.cells, plan.notes))
    parts = (
        (added, ngettext("%(n)s activité ajoutée", "%(n)s activités ajoutées", added)),
        (changed, ngettext("%(n)s activité modifiée", "%(n)s activités modifiées", changed)),
        (cells, ngettext("%(n)s case changée", "%(n)s cases changées", cells)),
        (notes, ngettext("%(n)s note changée", "%(n)s notes changées", notes)),
    )
    told = ", ".join(words % {"n": count} for count, words in parts if count)
    return f"{told}." if told else _("Rien n’a changé.")
