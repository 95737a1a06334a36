"""What the record of a partner and the home of a project show of this room, read where it is shown."""

from dataclasses import dataclass

from django import template
from django.db.models import Count

from accounts.models import Membership, Role
from privacy.models import PartnerLink, Proposal

register = template.Library()


@dataclass(frozen=True)
class OnRecord:
    """`proposals` wait for a decision; `links` are those made; `runs_organisation`: may look after its data."""

    proposals: list
    links: list
    runs_organisation: bool


@register.simple_tag(takes_context=True)
def personal_links(context):
    """Return the OnRecord of the partnership of the page: nothing for who only reads. Three queries at most."""
    project, partnership = context["project"], context["partnership"]
    if not project.can_edit:
        return OnRecord([], [], False)
    proposals = Proposal.objects.filter(partnership=partnership).waiting().counted()
    links = PartnerLink.objects.filter(partnership=partnership).select_related("contact", "created_by")
    runs = Membership.objects.filter(
        organisation=project.organisation_id, user=context["request"].user, role__in=Role.managers()
    )
    return OnRecord(
        list(proposals),
        list(links.annotate(used=Count("proposals"))) if project.can_manage else [],
        bool(project.can_manage and runs.exists()),
    )


@register.simple_tag
def waiting_proposals(project):
    """Return the proposals of a project that wait for a decision, the oldest first; none for who only reads. One query."""
    if not project.can_edit:
        return []
    waiting = Proposal.objects.filter(partnership__project=project).waiting().counted()
    return list(waiting.select_related("partnership__partner").order_by("submitted_at"))
