"""Who may open a project: the first line of every view of a project calls one of these."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.models import Role
from projects.models import Project


def visible_project(request, slug):
    """Return the project with `user_role`, `can_edit` and `can_manage` set. Raises Http404 for a stranger to it.

    One query. `can_edit`: partners, frise, RACI. `can_manage`: settings, agreements, files in and out.
    """
    visible = Project.objects.visible_to(request.user).with_role_of(request.user).with_marks_aside()
    project = get_object_or_404(visible.select_related("organisation"), slug=slug)
    project.can_edit = project.user_role in Role.editors()
    project.can_manage = project.user_role in Role.managers()
    return project


def editable_project(request, slug):
    """Return the project like visible_project. Raises PermissionDenied for a role that only reads."""
    project = visible_project(request, slug)
    if not project.can_edit:
        raise PermissionDenied
    return project


def managed_project(request, slug):
    """Return the project like visible_project. Raises PermissionDenied unless the role runs the project."""
    project = visible_project(request, slug)
    if not project.can_manage:
        raise PermissionDenied
    return project


def may_write_in(user, projects):
    """Return whether the user's role edits every one of these projects. One query."""
    wanted = {project.pk for project in projects if project is not None}
    edited = Project.objects.filter(pk__in=wanted, members__user=user, members__role__in=Role.editors())
    return edited.count() == len(wanted)
