"""The coverage of a project: its places × the levels of involvement, at one horizon or at all of them."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.coverage import current_horizon, read_coverage
from partnerships.rules.base import standing
from projects.access import visible_project
from projects.edges import edges_of

ALL = "tous"
QUESTIONS_SHOWN = 6


@require_safe
def coverage(request, slug):
    """Who acts where: `?horizon=` is one of the project's, `tous` puts them side by side; without it, that of the day."""
    project = visible_project(request, slug)
    prefetch_related_objects([project], "horizons", "levels")
    horizons, levels = edges_of(project)
    chosen = request.GET.get("horizon")
    every = chosen == ALL and len(horizons) > 1
    one = next((horizon for horizon in horizons if horizon.public_id == chosen), None)
    shown = horizons if every else [one or current_horizon(horizons, timezone.localdate())] if horizons else []
    found = read_coverage(project, shown, levels)
    questions = standing(project, found.questions)
    context = {
        "project": project,
        "horizons": horizons,
        "every": every,
        "coverage": found,
        "questions": questions[:QUESTIONS_SHOWN],
        "more_questions": questions[QUESTIONS_SHOWN:],
    }
    return render(request, "partnerships/coverage.html", context)
