"""What waits for a person, in all their projects: texts to read and to answer."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.validating import waiting_for

SHOWN = 50


@require_safe
def waiting_list(request):
    """The texts that wait for the answer of this person, the longest wait first."""
    waiting = waiting_for(request.user, timezone.localdate(), limit=SHOWN + 1)
    context = {"waiting": waiting[:SHOWN], "has_more": len(waiting) > SHOWN}
    return render(request, "home/waiting_list.html", context)
