"""ASGI entry point: one process serves everything on SQLite."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from config.static_server import around_asgi  # noqa: E402 (settings must be ready)

application = around_asgi(application)
