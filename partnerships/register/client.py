"""One call to the register: a GET to one host, three seconds in all, half a megabyte at most.

Where the connection goes is a constant: nothing typed, stored or answered chooses it. httpx is told to follow no redirect, to
read nothing from the environment and to unpack nothing. It bounds each wait, not their sum, nor the search of the name: the
call runs in a thread of its own, and its socket is cut when the time is up.
"""

import socket
import ssl
import threading
import time
import tomllib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import httpx
from django.conf import settings

from partnerships.register.answers import SHOWN
from partnerships.register.troubles import Down, Moved, Refused, TooLarge, TooOften, TooSlow, Unreachable, Unreadable

TIME = 3.0  # seconds: name, connection, sending and reading together
LARGEST = 512 * 1024  # bytes of an answer
# After a 429 that does not say how long, and at most whatever it says.
WAIT, LONGEST_WAIT = 10, 3600


@dataclass(frozen=True)
class Service:
    """The only place where a call goes. Plain HTTP is for the tests' own server."""

    host: str
    port: int = 443
    secure: bool = True

    @property
    def address(self):
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"


SERVICE = Service("recherche-entreprises.api.gouv.fr")


class Pace:
    """At most `most` calls in any second of this process; the register allows seven to an address, whoever asks from it."""

    def __init__(self, most):
        self.most = most
        self._calls = deque()
        self._lock = threading.Lock()

    def take(self):
        """Count one call. Raises TooOften."""
        with self._lock:
            now = time.monotonic()
            while self._calls and self._calls[0] <= now - 1:
                self._calls.popleft()
            if len(self._calls) >= self.most:
                raise TooOften(1)
            self._calls.append(now)


pace = Pace(5)
# As many as may wait at once; threads start with the first call, so a server that never asks has none.
_workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="register")


def fetch(text):
    """Return the bytes of the register's answer about a name or a number. Raises RegisterTrouble."""
    pace.take()
    call = _Call(SERVICE, text)
    future = _workers.submit(call.run)
    try:
        return future.result(timeout=TIME)
    except TimeoutError:
        future.cancel()
        call.cut()
        raise TooSlow from None


class _OnlyTheRegister(httpx.BaseTransport):
    """The allow-list of hosts: one. Whatever an address says, nothing is sent elsewhere."""

    def __init__(self, service):
        self._service = service
        proxy = settings.COMPANY_REGISTER_PROXY and "http://{}:{}".format(*settings.COMPANY_REGISTER_PROXY)
        # The certificates of the system; neither proxies nor keys of the environment.
        self._inner = httpx.HTTPTransport(verify=ssl.create_default_context(), proxy=proxy or None, trust_env=False)

    def handle_request(self, request):
        if request.url.host != self._service.host:
            raise httpx.UnsupportedProtocol(f"{request.url.host} is not the register", request=request)
        return self._inner.handle_request(request)

    def close(self):
        self._inner.close()


class _Call:
    def __init__(self, service, text):
        self._service = service
        # No names of directors nor accounts: what is not needed is not asked for.
        self._wanted = {"q": text, "per_page": SHOWN, "page": 1, "minimal": "true", "include": "siege,complements"}
        self._socket = None
        self._given_up = False
        self._answered = False

    def run(self):
        """Return the bytes of the answer. Raises RegisterTrouble."""
        if self._given_up:
            raise TooSlow
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": user_agent(),
        }
        http = httpx.Client(
            transport=_OnlyTheRegister(self._service), timeout=TIME, follow_redirects=False, trust_env=False
        )
        try:
            with (
                http,
                http.stream(
                    "GET",
                    f"{self._service.address}/search",
                    params=self._wanted,
                    headers=headers,
                    extensions={"trace": self._watch},
                ) as answer,
            ):
                self._answered = True
                return _body(answer)
        except httpx.TimeoutException:
            raise TooSlow from None
        except httpx.RequestError as error:
            # An answer cut short is no answer; without its first line, nobody was there.
            raise (Unreadable if self._answered else Unreachable) from error

    def _watch(self, event, info):
        """Keep the socket at hand once it is open; cut it at once when the call was given up meanwhile."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self._given_up:
                self.cut()

    def cut(self):
        """End the wait of the thread, which nobody listens to any more."""
        self._given_up = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _body(answer):
    """Return the bytes of an answer that is one. Raises RegisterTrouble for any other."""
    status = answer.status_code
    if status == 429:
        raise TooOften(_wait(answer.headers.get("Retry-After")))
    if status >= 500:
        raise Down
    if 300 <= status < 400:
        raise Moved
    if status == 400:
        raise Refused
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status != 200 or media_type != "application/json":
        raise Unreadable
    if int(answer.headers.get("Content-Length", 0)) > LARGEST:
        raise TooLarge
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > LARGEST:
            raise TooLarge
    return bytes(body)


def _wait(header):
    """Return the whole seconds of a Retry-After, written as seconds or as a date; WAIT when it says nothing readable."""
    header = (header or "").strip()
    if header.isascii() and header.isdecimal() and len(header) < 10:
        seconds = int(header)
    else:
        try:
            seconds = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError):
            seconds = WAIT
    return min(max(round(seconds), 1), LONGEST_WAIT)


@cache
def user_agent():
    """Return how we present ourselves, as the register asks: the program and its version, nothing of who uses it."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return f"Maillage/{project['version']}"
