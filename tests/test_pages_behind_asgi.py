"""Pages behind ASGI: the answer of Django, byte for byte, from threads that last."""

import asyncio
import io
import threading
from http.cookies import SimpleCookie

import pytest
from django.db import connections
from django.http import FileResponse, HttpResponse
from django.test import override_settings
from django.urls import path

from config.pages import PIECE, Pages

LONG = "é".encode() * 100_000

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def echo(request):
    answer = HttpResponse(f"{request.method} {request.GET['à']} {request.POST['mot']} {request.get_host()}", status=202)
    answer.set_cookie("un", "1", httponly=True)
    answer.set_cookie("deux", "2")
    answer["X-Thread"] = threading.current_thread().name
    return answer


def file(request):
    return FileResponse(io.BytesIO(LONG), filename="é.txt", as_attachment=True)


def broken(request):
    raise RuntimeError("on purpose")


def page(view):
    view.login_required = False
    return view


urlpatterns = [
    path("écho/", page(echo)),
    path("fichier/", page(file)),
    path("panne/", page(broken)),
]


@pytest.fixture
def pages():
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["maillage.example"], SECURE_SSL_REDIRECT=False):
        application = Pages()
        yield application
        for _thread in range(2):
            application.threads.submit(connections.close_all).result()
        application.threads.shutdown()


def ask(application, method, where, body=(), headers=()):
    """Return (status, [(header, value)], [pieces of content]) of one request; `body` is given piece by piece."""
    address, _, query = where.partition("?")
    waiting, sent = [*body] or [b""], []

    async def receive():
        piece = waiting.pop(0)
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": address,
        "query_string": query.encode(),
        "scheme": "http",
        "http_version": "1.1",
        "headers": [(b"host", b"maillage.example"), *headers],
        "client": ("192.0.2.1", 5000),
        "server": ("127.0.0.1", 8000),
    }
    asyncio.run(application(scope, receive, send))
    if not sent:
        return None, [], []
    assert [message.get("more_body", False) for message in sent[1:]] == [True] * (len(sent) - 2) + [False]
    headers = [(name.decode().lower(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    return sent[0]["status"], headers, [message["body"] for message in sent[1:]]


@pytest.fixture(autouse=True)
def _without_csrf(monkeypatch):
    monkeypatch.setattr("django.middleware.csrf.CsrfViewMiddleware.process_view", lambda *arguments: None)


def test_a_form_sent_in_pieces_gets_the_answer_with_its_cookies(pages):
    form = [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", b"11")]
    status, headers, content = ask(pages, "POST", "/écho/?%C3%A0=oui", (b"mot=%C3", b"%A9"), form)
    assert (status, b"".join(content).decode()) == (202, "POST oui é maillage.example")
    cookies = SimpleCookie()
    for name, value in headers:
        if name == "set-cookie":
            cookies.load(value)
    assert {name: morsel.value for name, morsel in cookies.items()} == {"un": "1", "deux": "2"}
    assert cookies["un"]["httponly"]
    assert dict(headers)["x-content-type-options"] == "nosniff"
    assert dict(headers)["x-thread"].startswith("page")


def test_a_file_leaves_in_pieces(pages):
    status, headers, content = ask(pages, "GET", "/fichier/")
    assert (status, b"".join(content)) == (200, LONG)
    assert {len(piece) for piece in content[:-1]} == {PIECE}
    assert "filename*=utf-8''%C3%A9.txt" in dict(headers)["content-disposition"]


def test_a_breakdown_and_a_wrong_host_are_answered(pages, caplog):
    assert ask(pages, "GET", "/panne/")[0] == 500
    assert ask(pages, "GET", "/panne/", headers=[(b"host", b"ailleurs.example")])[0] == 400
    assert "on purpose" in caplog.text


def test_who_leaves_before_the_end_of_the_form_is_not_answered(pages):
    assert ask(pages, "POST", "/écho/", (b"mot=", None))[0] is None


def test_a_body_longer_than_any_form_of_ours_is_refused_as_it_comes(pages, monkeypatch):
    monkeypatch.setattr("config.pages.MOST_BYTES", 10)
    status, _headers, content = ask(pages, "POST", "/écho/", (b"123456", b"789012", b"never asked for"))
    assert status == 413
    assert "trop lourd" in b"".join(content).decode()
