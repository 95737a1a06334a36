"""The RACI on the wall of a room."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.views.live.hooks import live_hooks, wall_query
from partnerships.views.live.walls import raci_wall
from projects.access import visible_project


@require_safe
def raci_projection(request, slug):
    """The RACI for a room: names and letters."""
    project = visible_project(request, slug)
    context = raci_wall(project, wall_query("raci", request.GET)) | {
        "project": project,
        "today": timezone.localdate(),
        "live": live_hooks(project, "raci", wall=True, query=request.GET),
    }
    response = render(request, "partnerships/raci_projection.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response
