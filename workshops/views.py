"""Workshops that were held."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import visible_project

PAGE_SIZE = 50


@require_safe
def workshop_list(request, slug):
    """The workshops held in the project, the latest first: script, who led and came, cards, commitments."""
    project = visible_project(request, slug)
    workshops = project.workshops.select_related("who_member", "who_partnership__partner").order_by(
        "-date", "-position"
    )
    page = Paginator(workshops, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "workshops/workshop_list.html", {"project": project, "page": page})
