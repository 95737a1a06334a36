"""The page of questions: all that the project asks its team, place by place, and what the team has set aside."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms.questions import AsideForm
from partnerships.questions import ask_everything
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation


@require_safe
def question_list(request, slug):
    """Every question, grouped by where it is answered; below, those set aside, with the reason, who said it and when."""
    project = visible_project(request, slug)
    context = {"project": project, "everything": ask_everything(project)}
    return render(request, "partnerships/question_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question_aside(request, slug, address):
    """« Pas pour nous, parce que… »: keep the reason (422 without one, 409 when somebody answered meanwhile)."""
    project = editable_project(request, slug)
    asked = ask_everything(project).find(address)
    if asked is None or asked.rule.own_answer:
        raise Http404
    form = AsideForm(request.POST if request.method == "POST" else None, asked=asked, project=project)
    context = {"project": project, "asked": asked, "form": form}
    if request.method != "POST":
        return render(request, "partnerships/question_aside.html", context)
    if not form.is_valid():
        return render(request, "partnerships/question_aside.html", context, status=422)
    said = _("«\u00a0Pas pour nous\u00a0»\u00a0: %(question)s") % {"question": asked.question.text}
    try:
        with operation(by=request.user, label=said, project=project) as gesture:
            form.write(by=request.user)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["seen_version"] = stale.current.version if stale.current else 0
        context |= {"conflict": True, "current": stale.current}
        return render(request, "partnerships/question_aside.html", context, status=409)
    messages.success(request, _("La question est mise de côté."), extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:question_list', args=[slug])}#q-{address}")


@require_POST
def question_reopen(request, slug, address):
    """Take the reason back: the question is asked again. The gesture can be undone."""
    project = editable_project(request, slug)
    row = next((row for row in project.set_asides.all() if row.address == address), None)
    if row is not None:
        said = _("Question reposée\u00a0: %(question)s") % {"question": row.question}
        with operation(by=request.user, label=said, project=project) as gesture:
            row.delete()
        messages.success(request, _("La question est posée à nouveau."), extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:question_list', args=[slug])}#q-{address}")
