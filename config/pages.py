"""Django behind ASGI with one change of thread a request.

Django's own ASGI handler gives each request a new thread, hence a new connection to the database, and passes from the
event loop to that thread and back several times: 20 ms of processor for a page that costs 5 (ADR 11). All our views are
synchronous: here the whole chain runs in one of a few threads that last, and keep their connection.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.urls import set_script_prefix

# More requests at once wait for their turn. A page holds a thread for milliseconds, a document for seconds.
THREADS = 8
PIECE = 2**16
# The longest that a form takes is a scan, or the PDF to recognise, of 30 MB.
MOST_BYTES = 32_000_000


TOO_LONG = "Ce fichier est trop lourd. Revenez en arrière et envoyez-en un de moins de 30\u00a0Mo."


class _Bounded:
    """A `receive` that ends the request, as if its sender had left, when the body gets longer than MOST_BYTES."""

    def __init__(self, receive):
        self._receive = receive
        self._received = 0

    async def __call__(self):
        message = await self._receive()
        self._received += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_long else message

    @property
    def is_too_long(self):
        return self._received > MOST_BYTES


class Pages(ASGIHandler):
    """ASGI application: the body is read first, so that a slow sender holds no thread; nor does a slow reader."""

    def __init__(self):
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    async def __call__(self, scope, receive, send):
        bounded = _Bounded(receive)
        try:
            body = await self.read_body(bounded)
        except RequestAborted:
            if bounded.is_too_long:
                headers = [(b"connection", b"close"), (b"content-type", b"text/plain; charset=utf-8")]
                await send({"type": "http.response.start", "status": 413, "headers": headers})
                await send({"type": "http.response.body", "body": TOO_LONG.encode()})
            return
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(
            self.threads, copy_context().run, self._answer, scope, body
        )
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for start in range(0, len(content) or 1, PIECE):
            rest = start + PIECE < len(content)
            await send({"type": "http.response.body", "body": content[start : start + PIECE], "more_body": rest})

    def _answer(self, scope, body):
        """Return (status, headers, content) of the request, in bytes."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        with body:
            request, refusal = self.create_request(scope, body)
            response = refusal if request is None else self.get_response(request)
            try:
                content = b"".join(response) if response.streaming else response.content
            finally:
                response.close()  # tells the end of the request, as after WSGI
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
        headers += [(b"Set-Cookie", cookie.OutputString().encode("ascii")) for cookie in response.cookies.values()]
        return response.status_code, headers, content
