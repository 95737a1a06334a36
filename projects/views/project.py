"""Projects: the list, creation from a template, home, settings."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import visible_project
from projects.models import Project


@require_safe
def project_list(request):
    """The projects of the person: one click from the day's work."""
    projects = Project.objects.visible_to(request.user).with_role_of(request.user).select_related("organisation")
    return render(request, "projects/project_list.html", {"projects": projects})


@require_safe
def project_create(request):
    return render(request, "projects/project_list.html", {"projects": []})


@require_safe
def project_home(request, slug):
    return render(request, "projects/project_home.html", {"project": visible_project(request, slug)})


@require_safe
def project_edit(request, slug):
    return render(request, "projects/project_home.html", {"project": visible_project(request, slug)})
