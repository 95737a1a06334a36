"""Who may open the pages of personal data: those who run the organisation's directory."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, Role


def managed_organisation(request, slug):
    """Return the organisation. Raises Http404 for a stranger to it, PermissionDenied unless the role runs it."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if organisation.role_of(request.user) not in Role.managers():
        raise PermissionDenied
    return organisation
