"""The projects of a person, and the home of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation
from agreements.signing import early_words
from home import facts, waits
from partnerships.coverage import current_horizon, read_coverage
from partnerships.raci.duties import waiting as waiting_duties
from partnerships.raci.duties import words_of
from partnerships.record import delay
from projects.access import editable_project, visible_project
from projects.models import Project, operation
from projects.views.history import safe_next

TASKS_SHOWN = 5
DUTIES_SHOWN = 3
FORGOTTEN_SHOWN = 3
AGREEMENTS_SHOWN = 5
QUESTIONS_SHOWN = 4
PLACES_SHOWN = 8
WAITING_SHOWN = 3
PAGE_SIZE = 50


@require_safe
def project_list(request):
    """The projects of the person: one click from the day's work."""
    projects = (
        Project.objects.visible_to(request.user)
        .with_role_of(request.user)
        .select_related("organisation")
        .annotate(partner_count=Count("partnerships", filter=Q(partnerships__is_lead=False), distinct=True))
        .order_by("name")
    )
    page = Paginator(projects, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    waiting = waits.first_waits(request.user, today)
    context = {
        "page": page,
        "can_create": Organisation.objects.managed_by(request.user).exists(),
        "waiting": [(wait, wait.for_days(today)) for wait in waiting[:WAITING_SHOWN]],
    }
    return render(request, "home/project_list.html", context)


@require_safe
def project_home(request, slug):
    """What is next, what is missing, what is covered."""
    project = visible_project(request, slug)
    today = timezone.localdate()
    # The frame is read once: the frise, the coverage and the tabs of horizons all speak of it.
    prefetch_related_objects([project], "horizons", "levels")
    every_agreement = facts.agreements_of(project)
    tasks = facts.tasks(project, every_agreement)
    silent = facts.forgotten(project, today)
    horizons = list(project.horizons.all())
    horizon = next(
        (horizon for horizon in horizons if horizon.public_id == request.GET.get("horizon")),
        current_horizon(horizons, today),
    )
    coverage = read_coverage(project, [horizon] if horizon else [], list(project.levels.all()))
    agreements = facts.agreements_under_way(project, every_agreement)
    questions = facts.missing(project)
    context = {
        "project": project,
        "today": today,
        "ruler": facts.ruler(project, every_agreement, today),
        "tasks": [(task, task.when(today)) for task in tasks[:TASKS_SHOWN]],
        "task_count": len(tasks),
        "duties": [(duty, words_of(duty), delay(duty.due, today)) for duty in waiting_duties(project)[:DUTIES_SHOWN]],
        "duty_count": waiting_duties(project).count(),
        "questions": questions[:QUESTIONS_SHOWN],
        "more_questions": questions[QUESTIONS_SHOWN:],
        "early": [
            (agreement, early_words(agreement), facts.agreement_url(project, agreement))
            for agreement in facts.starting_early(every_agreement, today)
        ][:AGREEMENTS_SHOWN],
        "agreements": agreements[:AGREEMENTS_SHOWN],
        "agreements_more": max(0, len(agreements) - AGREEMENTS_SHOWN),
        "forgotten": silent[:FORGOTTEN_SHOWN],
        "forgotten_more": max(0, len(silent) - FORGOTTEN_SHOWN),
        "horizons": horizons,
        "horizon": horizon,
        "coverage": coverage,
        "places": coverage.rows[:PLACES_SHOWN],
    }
    return render(request, "home/project_home.html", context)


@require_safe
def task_list(request, slug):
    """Everything promised and not done yet."""
    project = visible_project(request, slug)
    today = timezone.localdate()
    page = Paginator(facts.tasks(project), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"project": project, "page": page, "tasks": [(task, task.when(today)) for task in page]}
    return render(request, "home/task_list.html", context)


@require_POST
def task_done(request, slug, kind, public_id):
    """Mark a promise, a parade, a decision of a bilan or the asking of a partner as done.

    Then return to the page that asked (`next`); the notice offers to undo it.
    """
    project = editable_project(request, slug)
    model = facts.TASK_MODELS.get(kind)
    if model is None:
        raise Http404
    owners = {"promesse": "partnership__", "parade": "obstacle__partnership__", "decision": "review__"}
    row = get_object_or_404(model, public_id=public_id, **{f"{owners.get(kind, '')}project": project})
    label = _("C’est fait\u00a0: %(what)s") % {"what": row}
    with operation(by=request.user, label=label, project=project) as gesture:
        if kind == "sollicitation":
            row.asked()
        else:
            row.done = True
            row.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(safe_next(request, reverse("home:project_home", args=[slug])))
