"""The changes of place of one partner, the latest first, a page at a time."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.changes import hope_changes, placement_changes, tell
from partnerships.models import Partnership
from projects.access import visible_project

PAGE_SIZE = 20


@require_safe
def change_list(request, slug, public_id):
    """Every change of place of a partner, and of the level hoped for, with its day, its reason and who made it."""
    project = visible_project(request, slug)
    partnership = get_object_or_404(
        Partnership.objects.select_related("partner"), project=project, public_id=public_id, is_lead=False
    )
    page = Paginator(placement_changes(partnership), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"project": project, "partnership": partnership, "page": page, "changes": tell(page.object_list)}
    if page.number == 1:
        context["hopes"] = hope_changes(partnership)
    return render(request, "partnerships/change_list.html", context)
