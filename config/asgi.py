"""ASGI entry point: one process serves everything on SQLite; on PostgreSQL, the process that answers `/live/`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

# Settings must be ready.
from config.static_server import around_asgi  # noqa: E402
from live.endpoint import LiveApplication  # noqa: E402
from partnerships.views.live.walls import WALLS  # noqa: E402

application = LiveApplication(around_asgi(application), WALLS)
