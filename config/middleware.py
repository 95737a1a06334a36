"""What every answer goes through: an expired session never lands in a fragment, a lost race is told as one."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from projects.models import StaleVersion


class ExpiredSessionMiddleware:
    """Answer an htmx request of a signed-out person with a full navigation to the sign-in page, never with its HTML."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        location = response.get("Location", "")
        if request.htmx and response.status_code == 302 and location.startswith(reverse("account_login")):
            return HttpResponseClientRedirect(reverse("session_expired"))
        return response


class ConflictMiddleware:
    """Answer 409 to a write that came second, when the view did not say more about it itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, StaleVersion):
            return render(request, "409.html", {"current": exception.current, "sent": request.POST}, status=409)
        return None
