"""`/live/…`, in front of Django: no session, no cookie, no thread and no connection to the database for a page that listens.

GET  /live/<ticket>/           server-sent events until the ticket ends (?vu=<revision that the page shows>)
GET  /live/<ticket>/version/   the same facts once, for networks that hold streams back
POST /live/<ticket>/ici/       the card that the person changes, as text; empty for none
POST /live/<ticket>/montrer/   {"page", "view"} for the walls of the project
"""

import asyncio
import json
import logging
import random
import re
import time

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from live.channel import frame
from live.hub import Full, Hub, Unknown
from live.tickets import TEAM, Refused, Ticket

logger = logging.getLogger(__name__)
PREFIX = "/live/"
HEARTBEAT = 15
# A reader that takes nothing for so long is let go.
SLOW = 30
MOST_BYTES = 2000
MOST_OF_A_VIEW = 1500
CARD = re.compile(r"(?:[a-z]+:[a-z0-9]+(?:/[a-z0-9]+)?)?", re.ASCII)
VERBS = {"": "GET", "version": "GET", "ici": "POST", "montrer": "POST"}
COMMON = [(b"cache-control", b"no-cache, no-store"), (b"x-content-type-options", b"nosniff")]


class Answer(Exception):
    """What to answer instead: a status, and JSON or nothing."""

    def __init__(self, status, body=None, headers=()):
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers


class LiveApplication:
    """ASGI application: answers under `/live/`, hands everything else to `inner`. `walls`: see live.hub.Hub."""

    def __init__(self, inner, walls):
        self.inner = inner
        self.walls = walls
        self.hub = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self._answer(scope, receive, send)
        else:
            await self.inner(scope, receive, send)

    async def _lifespan(self, receive, send):
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                if self.hub is not None:
                    await self.hub.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})

    async def _answer(self, scope, receive, send):
        try:
            ticket, verb = self._read(scope)
            if self.hub is None:
                self.hub = Hub(self.walls)
            if verb == "":
                await self._stream(ticket, scope, receive, send)
                return
            if verb == "version":
                body, status = await self.hub.poll(ticket), 200
            else:
                body, status = None, 204
                await self._take(ticket, verb, receive)
        except Answer as answer:
            await _send(send, answer.status, answer.body, answer.headers)
        except Full:
            await _send(send, 503, headers=[(b"retry-after", b"60")])
        except Unknown:
            await _send(send, 404)
        except Exception:
            logger.exception("The live room could not answer.")
            await _send(send, 503, headers=[(b"retry-after", b"10")])
        else:
            await _send(send, status, body)

    def _read(self, scope):
        """Return (ticket, verb). Raises Answer: 400 wrong host, 404, 405, 403 wrong or old ticket."""
        headers = dict(scope["headers"])
        domain, _port = split_domain_port(headers.get(b"host", b"").decode("latin-1"))
        if not settings.LIVE:
            raise Answer(404)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            raise Answer(400)
        text, _, verb = scope["path"].removeprefix(PREFIX).partition("/")
        verb = verb.removesuffix("/")
        if verb not in VERBS:
            raise Answer(404)
        if scope["method"] != VERBS[verb]:
            raise Answer(405, headers=[(b"allow", VERBS[verb].encode())])
        try:
            ticket = Ticket.read(text)
        except Refused:
            raise Answer(403) from None
        if ticket.audience != TEAM and ticket.audience not in self.walls:
            raise Answer(403)
        return ticket, verb

    async def _take(self, ticket, verb, receive):
        if ticket.audience != TEAM or (verb == "montrer" and not ticket.may_show):
            raise Answer(403)
        text = await _body(receive)
        if verb == "ici":
            if not CARD.fullmatch(text) or len(text) > 40:
                raise Answer(422)
            self.hub.edit(ticket, text)
            return
        try:
            shown = json.loads(text)
            page, view = shown["page"], shown["view"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Answer(422) from None
        if not isinstance(page, str) or page not in self.walls or not _is_query(view):
            raise Answer(422)
        self.hub.start()
        self.hub.show(ticket.project, {"page": page, "view": view})

    async def _stream(self, ticket, scope, receive, send):
        stream = await self.hub.join(ticket, _seen(scope))
        gone = asyncio.create_task(_until_gone(receive, stream))
        try:
            headers = [*COMMON, (b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            # Not all at the same moment, when a server comes back.
            await _write(send, f"retry: {random.randint(1000, 4000)}\n\n".encode())
            while not stream.ended:
                left = ticket.until - time.time()
                if left <= 0:
                    await _write(send, frame("end", ""))
                    break
                frames = await stream.take(min(HEARTBEAT, left))
                if not stream.ended:
                    await _write(send, frames or b": hb\n\n")
            await _write(send, b"", more=False)
        except TimeoutError:
            logger.info("A page that reads nothing was let go.")
        finally:
            self.hub.leave(stream)
            gone.cancel()


def _seen(scope):
    """Return the revision that the page says it shows; 0 when it does not say."""
    text = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    if not text:
        found = re.search(r"(?:^|&)vu=(\d+)(?:&|$)", scope["query_string"].decode("latin-1"))
        text = found[1] if found else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _is_query(view):
    """Return whether the value is the query of an address: what every hub can pass on, to a page and to another process."""
    return isinstance(view, str) and view.isascii() and view.isprintable() and len(view) <= MOST_OF_A_VIEW


async def _until_gone(receive, stream):
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _write(send, data, *, more=True):
    async with asyncio.timeout(SLOW):
        await send({"type": "http.response.body", "body": data, "more_body": more})


async def _body(receive):
    """Return the text sent. Raises Answer(413) for a long one, 422 for one that is no text."""
    data = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Answer(400)
        data += message.get("body", b"")
        if len(data) > MOST_BYTES:
            raise Answer(413)
        if not message.get("more_body"):
            break
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Answer(422) from None


async def _send(send, status, body=None, headers=()):
    content = b"" if body is None else json.dumps(body).encode()
    sent = [*COMMON, *headers, (b"content-length", str(len(content)).encode())]
    if content:
        sent.append((b"content-type", b"application/json"))
    await send({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": content})
