"""The matrix situations × actors: the page, one cell, the hole kept as a finding."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget

from partnerships.forms.situations import GapForm, SituationCellForm
from partnerships.models import SituationActor, SituationRole
from partnerships.models.raci import CellChanged
from partnerships.situation_matrix import PATHS, by_partner, read_rows, roles_of
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation

PAGE_SIZE = 50
QUESTIONS_SHOWN = 3
TEMPLATE = "partnerships/situation_list.html"


@require_safe
def situation_list(request, slug):
    """Situations × roles, holes asked as questions; `?par=partenaire` turns it: each partner, and where it counts."""
    project = visible_project(request, slug)
    context = {"project": project, "roles": SituationRole.labels, "by_partner": request.GET.get("par") == "partenaire"}
    if context["by_partner"]:
        page = Paginator(by_partner(project), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "partners": [(row, roles_of(row)) for row in page], "query": "par=partenaire"}
        return render(request, TEMPLATE, context)
    return render(request, TEMPLATE, context | _matrix(request, project))


def _matrix(request, project):
    """Return what the matrix shows: a page of rows, and the first questions that they raise."""
    page = Paginator(project.situations.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = read_rows(project.situations.filter(pk__in=[situation.pk for situation in page]))
    asked = [row for row in rows if row.question and row.mark not in project.marks_aside]
    return {
        "page": page,
        "rows": rows,
        "questions": asked[:QUESTIONS_SHOWN],
        "more_questions": asked[QUESTIONS_SHOWN:],
        "undo_next": reverse("partnerships:situation_list", args=[project.slug]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def situation_cell(request, slug, public_id, path):
    """Who holds a role in a situation: a form of its own, the same one in the dialogue of the matrix.

    409 when the cell no longer holds what the person saw: the choice is kept, what is there now stands beside it.
    """
    project = editable_project(request, slug)
    situation = get_object_or_404(project.situations, public_id=public_id)
    if path not in PATHS:
        raise Http404
    role = SituationRole(PATHS[path])
    partnerships = list(
        project.partnerships.order_by("partner__name_norm", "pk").values_list("pk", "public_id", "partner__name")
    )
    posted = request.POST if request.method == "POST" else None
    form = SituationCellForm(posted, partnerships=partnerships, held=_held(situation, role))
    context = {"project": project, "situation": situation, "role": role.label, "path": path, "form": form}
    if posted is None:
        return _form_answer(request, "partnerships/situation_cell.html", context)
    if not form.is_valid():
        return _form_answer(request, "partnerships/situation_cell.html", context, status=422)
    seen, wanted = form.cleaned_data["seen"], form.cleaned_data["actors"]
    said = _("«\u00a0%(situation)s\u00a0», qui %(role)s") % {"situation": situation.name, "role": role.label}
    if set(seen) != set(wanted):
        try:
            with operation(by=request.user, label=said, project=project) as gesture:
                SituationActor.objects.write_cell(situation, role, seen, wanted)
        except CellChanged:
            context |= _cell_conflict(form, posted, partnerships, situation, role)
            return _form_answer(request, "partnerships/situation_cell.html", context, status=409)
        messages.success(request, said, extra_tags=gesture.public_id)
    return _written(request, project, situation)


def _held(situation, role):
    """Return the keys of the partnerships that hold the role in the situation."""
    return set(SituationActor.objects.filter(situation=situation, role=role).values_list("partnership", flat=True))


def _cell_conflict(form, posted, partnerships, situation, role):
    """Return what a 409 shows: the choice kept, the present names, and as seen what the cell holds now."""
    held = _held(situation, role)
    data = posted.copy()
    data["seen"] = " ".join(public_id for pk, public_id, _name in partnerships if pk in held)
    wanted = set(form.cleaned_data["actors"])
    return {
        "form": SituationCellForm(data, partnerships=partnerships, held=held),
        "conflict": True,
        "current": [name for pk, _public_id, name in partnerships if pk in held],
        "chosen": [name for pk, _public_id, name in partnerships if pk in wanted],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def situation_gap(request, slug, public_id):
    """Keep a hole as a finding, or ask again by emptying it. 409 keeps what was typed beside the present text."""
    project = editable_project(request, slug)
    situation = get_object_or_404(project.situations, public_id=public_id)
    posted = request.POST if request.method == "POST" else None
    form = GapForm(posted, instance=situation)
    context = {"project": project, "situation": situation, "form": form}
    template = "partnerships/situation_gap.html"
    if posted is None:
        return _form_answer(request, template, context)
    if not form.is_valid():
        return _form_answer(request, template, context, status=422)
    said = _("«\u00a0%(situation)s\u00a0», personne") % {"situation": situation.name}
    try:
        with operation(by=request.user, label=said, project=project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        if stale.current is None:
            raise Http404 from stale
        form.data = posted.copy()
        form.data["seen_version"] = stale.current.version
        context |= {"conflict": True, "current": stale.current.gap}
        return _form_answer(request, template, context, status=409)
    messages.success(request, said, extra_tags=gesture.public_id)
    return _written(request, project, situation)


def _form_answer(request, template, context, status=200):
    """Render the page of a form, or its form alone for the dialogue, which a refusal must not leave."""
    if not request.htmx:
        return render(request, template, context, status=status)
    answer = render(request, f"{template}#form", context, status=status)
    return reswap(retarget(answer, "#dialogue"), "innerHTML")


def _written(request, project, situation):
    """Answer the matrix as it is now for the dialogue, or lead back to the row."""
    if request.htmx:
        return render(
            request,
            f"{TEMPLATE}#changed",
            {"project": project, "roles": SituationRole.labels} | _matrix(request, project),
        )
    return redirect(f"{reverse('partnerships:situation_list', args=[project.slug])}#s-{situation.public_id}")
