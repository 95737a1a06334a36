"""How static files leave the server: around Django, never through its middleware.

On a development machine files come straight from the source folders; elsewhere from STATIC_ROOT, compressed once by
`collectstatic`, and hashed names are kept by browsers for ten years.
"""

import re

from django.conf import settings

_HASHED_NAME = re.compile(r"\.[0-9a-f]{12}\.")


def _options():
    return {
        "root": str(settings.STATIC_ROOT),
        "prefix": settings.STATIC_URL,
        "immutable_file_test": lambda path, url: bool(_HASHED_NAME.search(url)),
        "add_headers_function": _harden,
        "allow_all_origins": False,
    }


def _harden(headers, path, url):
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def around_asgi(application):
    """Return the ASGI application that serves static files, then asks `application`."""
    if settings.DEBUG:
        from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

        return ASGIStaticFilesHandler(application)
    from servestatic import ServeStaticASGI

    return ServeStaticASGI(application, **_options())


def around_wsgi(application):
    """Return the WSGI application that serves static files, then asks `application`."""
    if settings.DEBUG:
        from django.contrib.staticfiles.handlers import StaticFilesHandler

        return StaticFilesHandler(application)
    from servestatic import ServeStatic

    return ServeStatic(application, **_options())
