"""Pages whose address is a secret: it stays between the page and who holds it."""

from functools import wraps

from django.views.decorators.cache import never_cache


def discreet(view):
    """Keep the address of the page to the page: no Referer, no cache, no search engine."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(wrapped)
