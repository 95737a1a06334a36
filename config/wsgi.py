"""WSGI entry point: ordinary pages, several processes on PostgreSQL."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.settled import settle  # noqa: E402 (settings must be ready)
from config.static_server import around_wsgi  # noqa: E402

application = around_wsgi(application)
settle()
