"""ASGI entry point: one process serves everything on SQLite; on PostgreSQL, the process that answers `/live/`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

# Settings must be ready.
from config.pages import Pages  # noqa: E402
from config.settled import settle  # noqa: E402
from config.static_server import around_asgi  # noqa: E402
from live.endpoint import LiveApplication  # noqa: E402
from partnerships.views.live.walls import WALLS  # noqa: E402

application = LiveApplication(around_asgi(Pages()), WALLS)
settle()
