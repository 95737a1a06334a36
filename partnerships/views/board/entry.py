"""Back from the workshop: thirty cards typed one a line, seen before they are written, taken back by one gesture."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partnerships.entry.lines import EXAMPLE
from partnerships.entry.plan import Doing, Plan
from partnerships.forms.entry import EntryForm
from partnerships.models import HorizonTaken, kind_choices
from projects.access import editable_project
from projects.models import StaleVersion, operation

TEMPLATE = "partnerships/board_entry.html"


@require_http_methods(["GET", "HEAD", "POST"])
def board_entry(request, slug):
    """Show what the lines would write (POST), and write it once that has been seen (`confirmer`, with its two stamps).

    The same page without script; htmx gets the preview alone. Lines to correct, or a choice to make: 422. The frise changed
    since the preview: 409 and the new preview.
    """
    project = editable_project(request, slug)
    if request.method != "POST":
        form = EntryForm()
        return _page(request, project, form, Plan(project, ""))
    form = EntryForm(request.POST)
    valid = form.is_valid()
    plan = _plan(project, form)
    if not valid:
        return _page(request, project, form, plan, status=422)
    if "confirmer" not in request.POST:
        return _page(request, project, form, plan)
    untouched = request.POST.get("tape") == form.sent
    if untouched and request.POST.get("vu") != plan.stamp:
        return _page(request, project, form, plan, moved=True, status=409)
    if plan.problems or not plan.writes:
        return _page(request, project, form, plan, held=True, status=422)
    if not untouched:
        return _page(request, project, form, plan, unseen=True)
    try:
        return _write(request, project, form, plan)
    except (StaleVersion, HorizonTaken, IntegrityError):
        # Somebody was quicker between the reading and the writing, which is taken back as a whole.
        return _page(request, project, form, _plan(project, form), moved=True, status=409)


def _plan(project, form):
    text = form.cleaned_data.get("text", "")
    return Plan(project, text, choices=form.chosen(form.CHOICE), kinds=form.chosen(form.KIND))


def _write(request, project, form, plan):
    count = len(plan.writes)
    label = ngettext("Saisir %(count)d fiche", "Saisir %(count)d fiches", count) % {"count": count}
    with operation(by=request.user, label=label, project=project) as gesture:
        plan.write(by=request.user, provenance=form.cleaned_data["provenance"])
    messages.success(request, _told(plan), extra_tags=gesture.public_id)
    return redirect("partnerships:board", project.slug)


def _told(plan):
    """Return what was written, in one sentence."""
    moved = sum(entry.doing == Doing.MOVE for entry in plan.writes)
    created = len({entry.key for entry in plan.writes if entry.creates})
    placed = len(plan.writes) - moved
    parts = [
        ngettext("%(count)d fiche placée", "%(count)d fiches placées", placed) % {"count": placed} if placed else "",
        ngettext("%(count)d déplacée", "%(count)d déplacées", moved) % {"count": moved} if moved else "",
        ngettext("%(count)d partenaire créé", "%(count)d partenaires créés", created) % {"count": created}
        if created
        else "",
    ]
    said = ", ".join(part for part in parts if part)
    return _("%(said)s.") % {"said": said[0].upper() + said[1:]}


def _page(request, project, form, plan, *, status=200, moved=False, held=False, unseen=False):
    context = {
        "project": project,
        "form": form,
        "plan": plan,
        "example": EXAMPLE,
        "typed": form.shown(plan),
        "kinds": kind_choices(project.country) if any(entry.asks_kind for entry in plan.entries) else (),
        "moved": moved,
        "held": held,
        "unseen": unseen,
    }
    return render(request, f"{TEMPLATE}#preview" if request.htmx else TEMPLATE, context, status=status)
