"""Pages about the application itself: what went wrong, and what a person can do about it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def session_expired(request):
    """Tell a person whose session has ended how to come back, without losing what the page still holds."""
    return render(request, "session_expired.html", status=401)


@login_not_required
@require_safe
def offline(request):
    """The page shown when the server cannot be reached."""
    return render(request, "offline.html")


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
