"""What the benchmarks share: a database of their own, requests through the whole application, lines of results."""

import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR_PATH = "/banc/plancher/"
ONE_QUERY_PATH = "/banc/une-requete/"
_floor_body = b""


@dataclass(frozen=True)
class Line:
    """One line of results. `ratio` is None when the figure stands alone."""

    case: str
    size: str
    ours: str
    control: str
    ratio: float | None
    target: str
    passed: bool


def report(lines):
    """Print the lines; return whether every target is reached."""
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        verdict = "ok" if line.passed else "MISSED"
        figures = f"{line.ours:>14} {line.control:>14} {ratio:>10}"
        print(f"{line.case:<34} {line.size:<18} {figures}  {line.target:<12} {verdict}", flush=True)  # noqa: T201
    return all(line.passed for line in lines)


def start():
    """Set Django up as in production, on an empty migrated database in MAILLAGE_VAR (run.py gives a temporary one)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver")
    os.environ.setdefault("HTTPS_ONLY", "0")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.urls import path

    from config import urls
    from config.settled import settle

    urls.urlpatterns.append(path(FLOOR_PATH.lstrip("/"), _floor))
    urls.urlpatterns.append(path(ONE_QUERY_PATH.lstrip("/"), _one_query))
    settle()


def _floor(request):
    """The same bytes from memory, behind the same middleware, session and user."""
    from django.http import HttpResponse

    return HttpResponse(_floor_body) if request.user.is_authenticated else HttpResponse(status=401)


def _one_query(request):
    """A page of session + user + one query: the control of the edits."""
    from django.http import HttpResponse

    from projects.models import Project

    return HttpResponse(Project.objects.visible_to(request.user).order_by("pk").values_list("name").first()[0])


def floor_of(body):
    """Make FLOOR_PATH answer `body`; return the path."""
    global _floor_body
    _floor_body = body
    return FLOOR_PATH


def signed_in(user):
    """Return a test client signed in as `user`."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Server:
    """The WSGI application called in this process: what a request costs, without a network nor a test client."""

    def __init__(self, client):
        from django.core.handlers.wsgi import WSGIHandler

        self.application = WSGIHandler()
        client.get("/")  # makes the CSRF cookie that a browser would have
        self.token = client.cookies["csrftoken"].value
        self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    def ask(self, path, *, data=None, headers=None):
        """Return (status, headers, body) of a GET, or of a POST when `data` (a dict) is given."""
        from django.test.client import RequestFactory

        factory = RequestFactory(headers=headers or {})
        request = factory.get(path) if data is None else factory.post(path, data)
        environ = request.environ | {
            "HTTP_COOKIE": self.cookies,
            "HTTP_HOST": "127.0.0.1",
            "HTTP_X_CSRFTOKEN": self.token,
        }
        answer = {}

        def start_response(status, headers, exc_info=None):
            answer.update(status=int(status.split()[0]), headers=dict(headers))

        response = self.application(environ, start_response)
        body = b"".join(response)
        response.close()
        return answer["status"], answer["headers"], body


def compare(ours, control, *, passes=5, times=20):
    """Return (ours, control, ratio): median CPU seconds a call over interleaved passes, and the median ratio."""
    ours()
    control()
    pairs = []
    for _pass in range(passes):
        spent = []
        for call in (ours, control):
            began = time.process_time()
            for _time in range(times):
                call()
            spent.append((time.process_time() - began) / times)
        pairs.append(spent)
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs), ratio


def milliseconds(seconds):
    """Return seconds as text in milliseconds."""
    return f"{seconds * 1000:.2f} ms"
