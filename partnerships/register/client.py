"""One call to the register: a GET to one host, three seconds in all, half a megabyte at most.

Where the connection goes is a constant: nothing typed, stored or answered chooses it. `http.client` follows no redirect, reads
no proxy from the environment and unpacks no compressed body. It bounds each wait, not their sum, nor the search of the name:
the call runs in a thread of its own, and its socket is cut when the time is up.
"""

import http.client
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
from urllib.parse import urlencode

from django.conf import settings

from partnerships.register.troubles import Down, Moved, Refused, TooLarge, TooOften, TooSlow, Unreachable, Unreadable

TIME = 3.0  # seconds: name, connection, sending and reading together
LARGEST = 512 * 1024  # bytes of an answer
SHOWN = 10
# After a 429 that does not say how long, and at most whatever it says.
WAIT, LONGEST_WAIT = 10, 3600


@dataclass(frozen=True)
class Service:
    """The only place where a call goes. Plain HTTP is for the tests' own server."""

    host: str
    port: int = 443
    secure: bool = True


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


class _Call:
    def __init__(self, service, text):
        self._host = service.host
        # No names of directors nor accounts: what is not needed is not asked for.
        wanted = {"q": text, "per_page": SHOWN, "page": 1, "minimal": "true", "include": "siege,complements"}
        self._path = f"/search?{urlencode(wanted)}"
        self._connection = _connection(service)
        self._socket = None
        self._given_up = False

    def run(self):
        connection = self._connection
        try:
            connection.connect()
            self._socket = connection.sock  # the connection forgets it once the answer has begun
            if self._given_up:
                raise TooSlow
            connection.request("GET", self._path, headers={"Accept": "application/json", "User-Agent": user_agent()})
            with connection.getresponse() as answer:
                return _body(answer)
        except TimeoutError:
            raise TooSlow from None
        except (OSError, http.client.HTTPException) as error:
            # A line cut short by the other side is both; a connection that ends before the answer is not an answer.
            raise (Unreachable if isinstance(error, OSError) else Unreadable) from error
        finally:
            connection.close()

    def cut(self):
        """End the wait of the thread, which nobody listens to any more."""
        self._given_up = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _connection(service):
    """Return a connection, not opened yet: certificates checked, through the proxy of the settings if there is one."""
    host, port = settings.COMPANY_REGISTER_PROXY or (service.host, service.port)
    if service.secure:
        connection = http.client.HTTPSConnection(host, port, timeout=TIME, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIME)
    if settings.COMPANY_REGISTER_PROXY:
        connection.set_tunnel(service.host, service.port)
    return connection


def _body(answer):
    """Return the bytes of an answer that is one. Raises RegisterTrouble for any other."""
    if answer.status == 429:
        raise TooOften(_wait(answer.getheader("Retry-After")))
    if answer.status >= 500:
        raise Down
    if 300 <= answer.status < 400:
        raise Moved
    if answer.status == 400:
        raise Refused
    if answer.status != 200 or answer.headers.get_content_type() != "application/json":
        raise Unreadable
    if answer.length is not None and answer.length > LARGEST:
        raise TooLarge
    body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooLarge
    return body


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
