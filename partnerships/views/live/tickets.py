"""Tickets to the live room, and what others just did."""

from django.conf import settings
from django.http import Http404, JsonResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from live.tickets import MAX_AGE, TEAM, Ticket
from partnerships.gestures import first_name, gestures_since
from partnerships.views.live.hooks import view_of
from partnerships.views.live.walls import WALLS
from projects.access import visible_project


@never_cache
@require_safe
def live_ticket(request, slug):
    """Give a ticket of ten minutes to a person who sees the project: then the role is looked at again.

    `?pour=board|raci` for a wall, with what it shows in `vue`; without, for a page of the team.
    """
    project = visible_project(request, slug)
    audience = request.GET.get("pour", TEAM)
    if not settings.LIVE or audience not in {TEAM, *WALLS}:
        raise Http404
    # Whose place it is here; names stay in this answer, and never travel in a ticket nor between processes.
    members = list(project.members.exclude(user=None).select_related("user"))
    place = next(member for member in members if member.user_id == request.user.pk)
    ticket = Ticket(
        project=project.pk,
        audience=audience,
        member=place.public_id,
        view=view_of(audience, QueryDict(request.GET.get("vue", "")[:2000])) if audience != TEAM else "",
        may_show=project.can_edit,
    )
    answer = {"address": f"/live/{ticket}/", "seconds": MAX_AGE, "revision": project.revision}
    if audience == TEAM:
        answer |= {
            "me": place.public_id,
            "may_show": project.can_edit,
            "people": {
                member.public_id: [str(member.user), member.user.initials, first_name(member.user)]
                for member in members
            },
        }
    return JsonResponse(answer)


@never_cache
@require_safe
def live_news(request, slug):
    """Tell who did what since the revision `?depuis=` of the project: sentences, cards and cells."""
    project = visible_project(request, slug)
    text = request.GET.get("depuis", "")
    since = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else project.revision
    gestures = gestures_since(project, since, reader=request.user)
    return JsonResponse({"revision": project.revision, "gestures": gestures})
