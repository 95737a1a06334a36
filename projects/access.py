"""Who may open a project: the first line of every view of a project calls one of these."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Role
from projects.models import Operation, Project, ProjectMember
from projects.models.running import wrote_run_only
from projects.prepared import Prepared

_seen_by = Prepared(
    lambda user, slug: (
        Project.objects.filter(members__user=user, slug=slug)
        .with_role_of(user)
        .with_marks_aside()
        .select_related("organisation")[:1]
    ),
    user=int,
    slug=str,
)


def visible_project(request, slug):
    """Return the project with `user_role`, `can_edit` and `can_manage` set. Raises Http404 for a stranger to it.

    One query. `can_edit`: partners, frise, RACI. `can_manage`: settings, agreements, files in and out.
    """
    project = _seen_by.first(user=request.user.pk, slug=slug) if request.user.is_authenticated else None
    if project is None:
        raise Http404
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


def refused_undos(user, operations):
    """Return ({keys for which the user has no role in a project written}, {keys that only who runs them may undo}).

    What a gesture wrote decides: partners, frise and RACI ask for an editor of every project that it wrote in; settings,
    team, horizons and agreements for somebody who runs them all. Three queries at any number of operations.
    """
    written = {one.pk: {one.project_id} - {None} for one in operations}
    shared = Operation.others.through.objects.filter(operation__in=list(written))
    for operation, project in shared.values_list("operation_id", "project_id"):
        written[operation].add(project)
    wanted = set().union(*written.values())
    roles = dict(ProjectMember.objects.filter(user=user, project__in=wanted).values_list("project_id", "role"))
    unwritable = {
        pk for pk, projects in written.items() if any(roles.get(one) not in Role.editors() for one in projects)
    }
    not_run = {pk for pk, projects in written.items() if any(roles.get(one) not in Role.managers() for one in projects)}
    return unwritable, not_run & wrote_run_only(not_run) if not_run else set()


def may_undo(user, done):
    """Return whether the user edits every project that the operation wrote in.

    Raises PermissionDenied when it wrote what only those who run a project write, and the user does not run them all.
    """
    unwritable, not_run = refused_undos(user, [done])
    if not_run:
        raise PermissionDenied
    return not unwritable
