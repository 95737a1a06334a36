"""The CSRF check of pages sent with `Referrer-Policy: no-referrer`.

On such a page a browser sends `Origin: null` with a form, and no Referer (Fetch standard, « append a request Origin
header »): Django's check of the origin would refuse everybody. The check of the token, the one in the form against the one
in the cookie, stays whole.
"""

from functools import wraps

from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt


class NoReferrerCsrfMiddleware(CsrfViewMiddleware):
    def _origin_verified(self, request):
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)

    def _check_referer(self, request):
        if "HTTP_REFERER" in request.META:
            super()._check_referer(request)


_check_token = decorator_from_middleware(NoReferrerCsrfMiddleware)


def csrf_without_referrer(view):
    """Protect the view with the token alone, in place of the check that the middleware makes for every other view."""
    checked = _check_token(view)

    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return checked(request, *args, **kwargs)

    return wrapped
