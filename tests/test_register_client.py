"""One call to the register: where it goes, what leaves, what it refuses, and how long it may last."""

import json
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from config import env
from partnerships.register import client
from partnerships.register.troubles import (
    Down,
    Moved,
    Refused,
    RegisterTrouble,
    TooLarge,
    TooOften,
    TooSlow,
    Unreachable,
    Unreadable,
)

OK = json.dumps({"results": [], "total_results": 0}).encode()


@pytest.fixture
def soon(monkeypatch):
    """No test waits three seconds to see that we do not wait longer."""
    monkeypatch.setattr(client, "TIME", 0.4)


def test_in_production_the_only_address_is_that_of_the_register_over_checked_tls():
    service = client.Service("recherche-entreprises.api.gouv.fr")
    assert service == client.SERVICE
    assert service.address == "https://recherche-entreprises.api.gouv.fr:443"
    context = client._OnlyTheRegister(service)._inner._pool._ssl_context
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_a_request_for_another_host_never_leaves(register):
    elsewhere = client.httpx.Request("GET", f"http://localhost:{register.port}/search")
    with pytest.raises(client.httpx.UnsupportedProtocol):
        client._OnlyTheRegister(client.SERVICE).handle_request(elsewhere)
    assert register.asked == []


def test_the_words_leave_and_nothing_of_who_asks(register):
    register.sends(OK)
    assert client.fetch("café d’Ambert & fils") == OK
    (path, headers), *others = register.asked
    assert others == []
    assert urlsplit(path).path == "/search"
    assert parse_qs(urlsplit(path).query) == {
        "q": ["café d’Ambert & fils"],
        "per_page": ["10"],
        "page": ["1"],
        "minimal": ["true"],
        "include": ["siege,complements"],
    }
    assert set(headers) == {"Host", "Accept-Encoding", "Accept", "Connection", "User-Agent"}
    assert headers["User-Agent"].startswith("Maillage/")
    assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "words",
    [
        "http://169.254.169.254/latest/meta-data",
        "//ailleurs.example/search",
        "x HTTP/1.1\r\nHost: ailleurs.example\r\n\r\nGET /",
        "@ailleurs.example",
        "x&q=y#z?../../admin",
        "nul\x00 et échappement \x1b[31m",
    ],
)
def test_no_words_change_where_the_call_goes_nor_its_headers(register, words):
    register.sends(OK)
    client.fetch(words)
    ((path, headers),) = register.asked
    assert urlsplit(path).path == "/search"
    assert register.words == [words]
    assert headers["Host"] == f"127.0.0.1:{register.port}"
    assert len(headers) == 5


def test_proxies_of_the_environment_are_not_used(register, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    register.sends(OK)
    assert client.fetch("ambert") == OK


def test_the_proxy_of_the_settings_is_asked_for_a_tunnel_to_the_register(register, settings, monkeypatch):
    settings.COMPANY_REGISTER_PROXY = ("127.0.0.1", register.port)
    monkeypatch.setattr(client, "SERVICE", client.Service("recherche-entreprises.api.gouv.fr"))
    with pytest.raises(Unreachable):
        client.fetch("ambert")
    assert [path for path, _headers in register.asked] == ["CONNECT recherche-entreprises.api.gouv.fr:443"]


@pytest.mark.parametrize(
    ("value", "read"),
    [("proxy.example:3128", ("proxy.example", 3128)), ("http://10.0.0.1:80/", ("10.0.0.1", 80)), ("", None)],
)
def test_the_proxy_is_read_from_the_environment(monkeypatch, value, read):
    monkeypatch.setenv("COMPANY_REGISTER_PROXY", value)
    assert env.host_and_port("COMPANY_REGISTER_PROXY") == read


@pytest.mark.parametrize(
    "value", ["proxy.example", "ftp://a:1", "a:port", "http://moi:secret@a:1", "http://a:1/chemin"]
)
def test_an_unreadable_proxy_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("COMPANY_REGISTER_PROXY", value)
    with pytest.raises(env.ImproperlyConfigured, match="COMPANY_REGISTER_PROXY"):
        env.host_and_port("COMPANY_REGISTER_PROXY")


@pytest.mark.parametrize("how", ["hangs", "trickles"])
def test_an_answer_that_does_not_come_is_not_waited_for(register, soon, how):
    getattr(register, how)()
    start = time.monotonic()
    with pytest.raises(TooSlow):
        client.fetch("ambert")
    assert time.monotonic() - start < 2


def test_a_body_sent_drop_by_drop_is_cut_and_its_thread_goes_free(register, soon):
    register.trickles(body=True)
    with pytest.raises(TooSlow):
        client.fetch("ambert")
    register.sends(OK)
    free = threading.Barrier(5)
    for _ in range(4):
        client._workers.submit(free.wait, 5)
    free.wait(5)  # all four workers came: none is held by the answer that was given up


def test_a_server_that_is_not_there_is_told_from_one_that_hangs_up(register, monkeypatch):
    register.hangs_up()
    with pytest.raises(Unreachable):
        client.fetch("ambert")
    monkeypatch.setattr(client, "SERVICE", client.Service("127.0.0.1", 9, secure=False))
    with pytest.raises(Unreachable):
        client.fetch("ambert")


def test_a_name_that_does_not_resolve_is_unreachable(register, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable):
        client.fetch("ambert")


def test_a_name_that_takes_for_ever_is_not_waited_for_and_calls_behind_it_are_never_made(register, soon, monkeypatch):
    resolved = threading.Event()
    real = socket.getaddrinfo
    started = []

    def slow(*args, **options):
        started.append(args)
        resolved.wait(20)
        return real(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    for _ in range(5):
        with pytest.raises(TooSlow):
            client.fetch("ambert")
    resolved.set()
    free = threading.Barrier(5)
    for _ in range(4):
        client._workers.submit(free.wait, 5)
    free.wait(5)
    # The fifth waited for one of the four threads and was given up there; no question left after its time.
    assert len(started) == 4
    assert register.asked == []


def test_plain_http_where_tls_is_due_is_unreachable(register, monkeypatch):
    monkeypatch.setattr(client, "SERVICE", client.Service("127.0.0.1", register.port, secure=True))
    with pytest.raises(Unreachable):
        client.fetch("ambert")
    assert register.words == []


@pytest.mark.parametrize(
    ("sent", "trouble"),
    [
        ({"status": 500}, Down),
        ({"status": 503, "content_type": "text/html"}, Down),
        ({"status": 400}, Refused),
        ({"status": 403}, Unreadable),
        ({"status": 404}, Unreadable),
        ({"status": 204}, Unreadable),
        ({"content_type": "text/html"}, Unreadable),
        ({"status": 429, "content_type": "text/html"}, TooOften),
        ({"length": client.LARGEST + 1}, TooLarge),
    ],
)
def test_every_other_answer_has_a_name(register, sent, trouble):
    register.sends(OK, **sent)
    with pytest.raises(trouble) as raised:
        client.fetch("ambert")
    assert type(raised.value) is trouble


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200\r\n\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
        b"\x16\x03\x01\x00\xff" * 50,
        HEAD + b"Content-Length: abc\r\n\r\n{}",
        HEAD + b"Content-Length: -1\r\n\r\n{}",
        HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
        HEAD + b"Content-Length: 2\r\nContent-Length: 5000000\r\n\r\n{}",
        HEAD + b"Content-Length: \xd9\xa2\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{}",
        HEAD + b"X: " + b"a" * 300_000 + b"\r\n\r\n{}",
        HEAD.replace(b"json", b"json\xff\x00") + b"\r\n{}",
        b"HTTP/1.1 429 \xff\r\nRetry-After: \xd9\xa2\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \x00\xff://[\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ],
    ids=lambda raw: repr(raw[-40:]),
)
def test_what_is_hardly_http_has_a_name_too(register, soon, raw):
    register.writes(raw)
    with pytest.raises(RegisterTrouble):
        client.fetch("ambert")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_told_and_not_followed(register, status):
    register.sends(b"", status=status, Location=f"http://127.0.0.1:{register.port}/ailleurs")
    with pytest.raises(Moved):
        client.fetch("ambert")
    assert len(register.asked) == 1


def test_an_answer_without_end_is_left_at_half_a_megabyte(register):
    register.never_ends()
    with pytest.raises(TooLarge):
        client.fetch("ambert")


def test_an_answer_of_the_largest_size_is_read(register):
    register.sends(b" " * client.LARGEST)
    assert len(client.fetch("ambert")) == client.LARGEST


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3", 3), ("0", 1), (None, 10), ("bientôt", 10), ("-5", 10), ("9" * 9, 3600), ("9" * 4000, 10), ("²", 10)],
)
def test_the_delay_of_a_429_is_read_with_caution(header, seconds):
    assert client._wait(header) == seconds


def test_the_delay_of_a_429_may_be_a_date():
    assert 25 <= client._wait(format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)) <= 30
    assert client._wait(format_datetime(datetime(2020, 1, 1))) == 10


def test_five_calls_a_second_and_no_more(register):
    register.sends(OK)
    for _ in range(5):
        client.fetch("ambert")
    with pytest.raises(TooOften) as raised:
        client.fetch("ambert")
    assert raised.value.wait == 1
    assert len(register.asked) == 5


def test_every_trouble_says_something(db):
    for trouble in (RegisterTrouble, *RegisterTrouble.__subclasses__()):
        sentence = trouble(90).sentence if trouble is TooOften else trouble().sentence
        assert str(sentence).endswith(".")
    assert "2\u00a0minutes" in TooOften(90).sentence
    assert "12\u00a0secondes" in TooOften(12).sentence
    assert TooOften(1).sentence.endswith("dans 1\u00a0seconde.")
