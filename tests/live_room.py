"""What the tests of the live room share: a database that only counts, and a page that listens without a server."""

import asyncio
import contextlib
import json

from live.endpoint import LiveApplication
from live.hub import Hub


class Counted:
    """A waker without a database: {project: revision}, and `say` to change one."""

    def __init__(self, **revisions):
        self.kept = {int(key.lstrip("p")): revision for key, revision in revisions.items()}
        self.published = []

    async def watch(self, hub):
        self.hub = hub

    async def revisions(self, projects):
        return {key: self.kept[key] for key in projects if key in self.kept}

    async def publish(self, text):
        self.published.append(text)

    async def close(self):
        pass

    async def say(self, project, revision):
        self.kept[project] = revision
        await self.hub.refresh([project])


class Listener:
    """An ASGI client of `/live/…`. `events` holds (name, data, id) as they come; `status` and `headers` the start."""

    def __init__(self, application, path, *, method="GET", host="127.0.0.1", body=b"", headers=()):
        target, _, query = path.partition("?")
        self.scope = {
            "type": "http",
            "method": method,
            "path": target,
            "query_string": query.encode(),
            "headers": [(b"host", host.encode()), *headers],
        }
        self.application, self.body_sent, self.gone = application, body, asyncio.Event()
        self.status, self.headers, self.body, self.ended = None, {}, b"", False
        self.held = asyncio.Event()
        self.held.set()
        self._task = asyncio.create_task(self._run())

    async def _run(self):
        await self.application(self.scope, self._receive, self._send)
        self.ended = True

    async def _receive(self):
        if self.body_sent is not None:
            body, self.body_sent = self.body_sent, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        await self.held.wait()
        self.body += message.get("body", b"")

    @property
    def events(self):
        found = []
        for block in self.body.decode().split("\n\n"):
            fields = dict(
                line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":")
            )
            if "event" in fields:
                found.append((fields["event"], json.loads(fields["data"]), fields.get("id")))
        return found

    def named(self, name):
        return [data for event, data, _id in self.events if event == name]

    async def until(self, condition):
        """Wait until condition(self) holds. Raises TimeoutError after five seconds."""
        async with asyncio.timeout(5):
            while not condition(self):
                await asyncio.sleep(0.005)
        return self

    async def leave(self):
        self.gone.set()
        await self._task

    async def finished(self):
        async with asyncio.timeout(5):
            await self._task
        return self


@contextlib.asynccontextmanager
async def room(waker, *, walls=None, most=50):
    """Give the ASGI application of a live room over `waker`; nothing of it is left afterwards."""
    application = LiveApplication(None, walls or {})
    application.hub = Hub(walls or {}, waker=waker, most=most)
    try:
        yield application
    finally:
        await application.hub.close()
        await asyncio.sleep(0.05)
