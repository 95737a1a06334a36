"""What waits for a person, in all their projects: texts to answer and to sign, answers of partners, ends, mandates."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.waits import by_kind, waits_of

SHOWN = 50


@require_safe
def waiting_list(request):
    """All that waits for this person, what only they can do first, the longest wait first in each kind."""
    today = timezone.localdate()
    waiting = waits_of(request.user, today)
    context = {"groups": by_kind(waiting[:SHOWN], today), "shown": min(len(waiting), SHOWN), "count": len(waiting)}
    return render(request, "home/waiting_list.html", context)
