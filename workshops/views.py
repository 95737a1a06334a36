"""Workshops that were held."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import visible_project


@require_safe
def workshop_list(request, slug):
    project = visible_project(request, slug)
    workshops = project.workshops.select_related("who_member", "who_partnership__partner")
    return render(request, "workshops/workshop_list.html", {"project": project, "workshops": workshops})
