"""Who may open what an organisation shares between its projects: the first line of each such view calls this."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, Role


def visible_organisation(request, slug):
    """Return the organisation with `can_manage` set. Raises Http404 for a stranger to it."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    organisation.can_manage = organisation.role_of(request.user) in Role.managers()
    return organisation


def run_organisation(request, slug):
    """Return the organisation like visible_organisation. Raises PermissionDenied unless the role runs it."""
    organisation = visible_organisation(request, slug)
    if not organisation.can_manage:
        raise PermissionDenied
    return organisation
