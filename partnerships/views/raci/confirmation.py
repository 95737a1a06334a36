"""What the A of each activity says: « j’en réponds », or « pas encore ». It falls when the A changes."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms.raci_fact import AnswerForm
from partnerships.models import FactKind, RaciAssignment, RaciFact
from partnerships.raci.matrix import read_matrix
from partnerships.raci.variants import variant_of
from projects.access import editable_project, visible_project
from projects.models import operation
from projects.views.history import safe_next

AT_ONCE = {"oui": True, "non": False}


class AnsweredMeanwhile(Exception):
    """Somebody noted an answer since the person saw the page. Nothing is written."""


def seen_of(fact):
    """Return what a form sends back of the answer that the person saw; empty when there was none."""
    return f"{fact.pk}/{fact.agreed}/{fact.day}" if fact is not None and fact.pk else ""


@require_safe
def raci_answers(request, slug):
    """Each activity with who answers for it, and what it says. Seven queries at any size."""
    project = visible_project(request, slug)
    matrix = read_matrix(project)
    facts = {
        (fact.activity_id, fact.partnership_id): fact
        for fact in RaciFact.objects.of_project(project)
        .filter(kind=FactKind.ANSWER)
        .select_related("who_member", "who_partnership__partner")
    }
    columns = {column.pk: column for column in matrix.columns}
    groups = []
    for name, rows in matrix.groups:
        lines = []
        for row in rows:
            held = matrix.cells.get(row.pk, {})
            answering = [
                (columns[pk], facts.get((row.pk, pk)), seen_of(facts.get((row.pk, pk))))
                for pk, letters in held.items()
                if letters in matrix.variant.answering
            ]
            lines.append((row, answering))
        groups.append((name, lines))
    every = [fact for _name, lines in groups for _row, answering in lines for _column, fact, _seen in answering]
    context = {
        "project": project,
        "groups": groups,
        "asked": len(every),
        "agreed": sum(fact is not None and fact.agreed for fact in every),
    }
    return render(request, "partnerships/raci_answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def raci_answer(request, slug, public_id, partner):
    """Note what an A says: at once (`aussitot` is oui or non), or with the day, the way and the words.

    404 when the organisation does not answer for the activity. 409 keeps what was typed beside what was noted meanwhile.
    """
    project = editable_project(request, slug)
    variant = variant_of(project)
    cells = RaciAssignment.objects.filter(partnership__project=project, letters__in=variant.answering)
    cell = get_object_or_404(
        cells.select_related("activity", "partnership__partner"),
        activity__public_id=public_id,
        partnership__public_id=partner,
    )
    facts = RaciFact.objects.filter(activity=cell.activity, partnership=cell.partnership, kind=FactKind.ANSWER)
    fact = facts.first()
    seen = seen_of(fact)
    member = project.member_of(request.user)
    if fact is not None and fact.is_own_word:
        # What the team writes from here on is its note, no longer the word that came by the link.
        fact.channel, fact.who_name = "", ""
    if fact is None:
        fact = RaciFact(activity=cell.activity, partnership=cell.partnership, kind=FactKind.ANSWER, who_member=member)
    back = safe_next(request, reverse("partnerships:raci_answers", args=[slug]))
    context = {"project": project, "cell": cell, "seen": seen, "back": back}
    if "aussitot" in request.POST:
        if request.POST["aussitot"] not in AT_ONCE:
            raise Http404
        fact.agreed, fact.day, fact.who_member = AT_ONCE[request.POST["aussitot"]], timezone.localdate(), member
        form = None
    else:
        form = AnswerForm(request.POST or None, instance=fact, project=project)
        if request.method != "POST":
            return render(request, "partnerships/raci_answer.html", {**context, "form": form})
        if not form.is_valid():
            return render(request, "partnerships/raci_answer.html", {**context, "form": form}, status=422)
        fact = form.save(commit=False)
    label = _("%(partner)s, «\u00a0%(activity)s\u00a0»\u00a0: %(answer)s") % {
        "partner": cell.partnership.partner.label,
        "activity": cell.activity.name,
        "answer": fact.answer,
    }
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            # The operation holds the project's row: nobody notes another answer between this look and the write.
            if seen_of(facts.first()) != request.POST.get("vu", ""):
                raise AnsweredMeanwhile
            fact.save()
    except (AnsweredMeanwhile, IntegrityError):
        present = facts.select_related("who_member", "who_partnership__partner").first()
        form = form or AnswerForm(instance=fact, project=project)
        context |= {"form": form, "present": present, "moved": True, "seen": seen_of(present)}
        return render(request, "partnerships/raci_answer.html", context, status=409)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(back)
