"""« Qui manque ? »: the questions of a project, what answers each, « sans objet parce que… »."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.expected import address_to_add, groups_of, open_actors, present_partners, read_expected
from partnerships.forms.expected import ReasonForm, WhoForm
from partnerships.models import ActorAnswer, ExpectedActor
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation

SHOWN_IN_SHORT = 4


@require_safe
def missing_list(request, slug):
    """Every question of the organisation's list, open ones first in each group; htmx gets the first open ones alone."""
    project = visible_project(request, slug)
    if request.htmx:
        missing = open_actors(project, present_partners(project)) or []
        context = {"project": project, "first": missing[:SHOWN_IN_SHORT], "others": len(missing[SHOWN_IN_SHORT:])}
        return render(request, "partnerships/missing_list.html#short", context)
    rows = read_expected(project)
    context = {
        "project": project,
        "groups": [
            (
                heading,
                [(row, address_to_add(project, row.actor)) for row in group if row.is_open],
                [row for row in group if not row.is_open],
            )
            for heading, group in groups_of(rows)
        ],
        "open_count": sum(row.is_open for row in rows),
        "in_organisation": project.organisation.memberships.filter(user=request.user).exists(),
    }
    return render(request, "partnerships/missing_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def missing_answer(request, slug, public_id):
    """Answer one question: name a partner (`partnership`), or say why it is not relevant (`reason`)."""
    project = editable_project(request, slug)
    actor = get_object_or_404(_asked_in(project), public_id=public_id)
    answer = _answer_of(project, actor)
    instance = answer or ActorAnswer(project=project, actor=actor)
    instance.project = project
    posted = request.POST if request.method == "POST" else None
    names_somebody = posted is not None and "partnership" in posted
    forms = {
        "reason_form": ReasonForm(None if names_somebody else posted, instance=copy(instance)),
        "who_form": WhoForm(posted if names_somebody else None, instance=copy(instance)),
    }
    context = {"project": project, "actor": actor, "answer": answer, "add": address_to_add(project, actor), **forms}
    if posted is None:
        return render(request, "partnerships/missing_answer.html", context)
    form = forms["who_form" if names_somebody else "reason_form"]
    if not form.is_valid():
        return render(request, "partnerships/missing_answer.html", context, status=422)
    said = (
        _("«\u00a0%(actor)s\u00a0»\u00a0: répondu")
        if names_somebody
        else _("«\u00a0%(actor)s\u00a0»\u00a0: sans objet")
    )
    said = said % {"actor": actor.label}
    try:
        with operation(by=request.user, label=said, project=project) as gesture:
            form.write(by=request.user)
    except StaleVersion:
        return _conflict(request, context, form)
    messages.success(request, said, extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:missing_list', args=[slug])}#q-{actor.public_id}")


@require_POST
def missing_reopen(request, slug, public_id):
    """Take the answer back: the question is asked again. The gesture can be undone."""
    project = editable_project(request, slug)
    actor = get_object_or_404(_asked_in(project), public_id=public_id)
    answer = _answer_of(project, actor)
    if answer is not None:
        said = _("«\u00a0%(actor)s\u00a0»\u00a0: question posée à nouveau") % {"actor": actor.label}
        with operation(by=request.user, label=said, project=project) as gesture:
            answer.delete()
        messages.success(request, said, extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:missing_list', args=[slug])}#q-{actor.public_id}")


def _asked_in(project):
    return ExpectedActor.objects.filter(organisation=project.organisation_id).asked()


def _answer_of(project, actor):
    answers = ActorAnswer.objects.filter(project=project, actor=actor)
    return answers.select_related("partnership__partner", "by").first()


def _conflict(request, context, form):
    """Answer 409: what was typed kept, the present answer beside it; sending again replaces it."""
    current = _answer_of(context["project"], context["actor"])
    form.data = form.data.copy()
    form.data["seen_version"] = current.version if current else 0
    context |= {"conflict": True, "answer": current, "replacing": form}
    return render(request, "partnerships/missing_answer.html", context, status=409)
