"""Dates of the project and the best moment to ask each partner, in one place: what the ruler of the frise marks."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.access import visible_project

PAGE_SIZE = 50


@require_safe
def moment_list(request, slug):
    """The milestones, then the partners to ask: those with a day first, then by moment of the project."""
    project = visible_project(request, slug)
    asked = project.partnerships.filter(is_lead=False, partner__archived_at=None)
    asked = asked.filter(Q(ask_on__isnull=False) | ~Q(ask_moment="")).select_related("partner")
    # A day first; the others in the order of the life of a project.
    rows = sorted(asked, key=lambda row: (row.ask_on is None, row.ask_on or timezone.localdate(), row.ask_moment))
    context = {
        "project": project,
        "today": timezone.localdate(),
        "milestones": project.milestones.all(),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "partnerships/moment_list.html", context)
