"""P11: a document asked for again. Floor: the same bytes from memory, through the same middleware, session and user."""

import sys
import tempfile
import time

from bench import paper

paper.start()

from django.http import HttpResponse  # noqa: E402 (needs Django set up)
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from documents.cache import cached  # noqa: E402
from documents.convention import convention_pdf  # noqa: E402
from documents.http import file_response  # noqa: E402

DOCUMENT = paper.convention(14)
KEPT = {}


def from_memory(request):
    assert request.user.is_authenticated
    return HttpResponse(KEPT["pdf"], content_type="application/pdf")


def from_cache(request):
    assert request.user.is_authenticated
    return file_response(cached(DOCUMENT, convention_pdf), "convention.pdf", "application/pdf")


urlpatterns = [path("memory/", from_memory), path("cache/", from_cache)]


def signed_in():
    """Return a client signed in as a new user of a new database."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user, _new = get_user_model().objects.get_or_create(email="banc@exemple.example")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(ROOT_URLCONF=__name__, DOCUMENT_CACHE_DIR=folder, ALLOWED_HOSTS=["testserver"], DEBUG=False),
    ):
        client = signed_in()
        began = time.perf_counter()
        KEPT["pdf"] = cached(DOCUMENT, convention_pdf)
        first = time.perf_counter() - began
        spent = {"/memory/": [], "/cache/": []}
        for _turn in range(60):
            for url, figures in spent.items():
                began = time.process_time()
                response = client.get(url)
                figures.append(time.process_time() - began)
                assert response.content == KEPT["pdf"], response.status_code
        floor, ours = (paper.median(figures) * 1000 for figures in spent.values())
        loaded = "weasyprint" in sys.modules
        return all(
            [
                paper.line(
                    "P11 same document again",
                    f"{len(KEPT['pdf']) // 1000} kB",
                    f"{ours:.1f} ms",
                    f"{floor:.1f} ms",
                    f"{ours / floor:.2f}",
                    "≤ 3",
                    ours / floor <= 3,
                ),
                paper.line("P11 first time, for comparison", "", f"{first:.1f} s", "", "", "", not loaded),
            ]
        )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
