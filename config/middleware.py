"""What every answer goes through: an expired session never lands in a fragment, a lost race is told as one."""

from django.core.exceptions import FieldDoesNotExist
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from documents.errors import RenderFailed
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
            context = {"current": exception.current, "typed": typed(request.POST, exception.model)}
            return render(request, "409.html", context, status=409)
        return None


class UnavailableMiddleware:
    """Answer 503 with its reason when a document could not be made, or a file not looked at, at this moment."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, RenderFailed):
            context = {"reason": str(exception), "is_sent": request.method == "POST"}
            response = render(request, "503.html", context, status=503)
            response["Retry-After"] = "10"
            return response
        return None


def typed(sent, model):
    """Return [(label, text)] of what a person typed in a form about `model` (None: not known), empty fields left out.

    What the page added by itself, versions and addresses of rows, is not theirs to read.
    """
    pairs = []
    for name in sent:
        if name in {"csrfmiddlewaretoken", "version", "seen_version", "seen"}:
            continue
        try:
            field = model._meta.get_field(name)
        except (AttributeError, FieldDoesNotExist):
            field = None
        if field is not None and field.is_relation:
            continue
        labels = dict(field.flatchoices) if field is not None else {}
        label = str(field.verbose_name) if field is not None else _("votre saisie")
        pairs += [(label[:1].upper() + label[1:], str(labels.get(text, text))) for text in sent.getlist(name) if text]
    return pairs
