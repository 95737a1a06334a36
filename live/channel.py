"""One project that pages look at: its open pages, its walls, and what is told to them."""

import asyncio
import json

from live.presence import Presence


def frame(event, data, number=None):
    """Return one server-sent event, in bytes. `data` becomes JSON, so that it is one line."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


class Stream:
    """One open page. It keeps the last frame of each kind: a slow reader gets the last revision, not a queue of them."""

    def __init__(self, ticket):
        self.ticket = ticket
        self.ended = False
        self._pending = {}
        self._ready = asyncio.Event()

    def post(self, kind, data):
        self._pending[kind] = data
        self._ready.set()

    def end(self):
        self.ended = True
        self._ready.set()

    async def take(self, timeout):
        """Return the frames that wait, as bytes; empty after `timeout` seconds without any, or at the end."""
        try:
            async with asyncio.timeout(timeout):
                await self._ready.wait()
        except TimeoutError:
            return b""
        self._ready.clear()
        frames = b"".join(self._pending.values())
        self._pending.clear()
        return frames


class Wall:
    """What the screens of one view show: drawn once for each revision, whatever their number."""

    def __init__(self):
        self.streams = set()
        self.revision = 0
        self.html = None
        self.frame = None
        self.task = None


class Channel:
    """What happens in one project. `shown` is the view last sent to its walls."""

    def __init__(self):
        self.revision = 0
        self.streams = set()
        self.walls = {}
        self.presence = Presence()
        self.shown = None
        self.telling = None

    @property
    def screens(self):
        return sum(len(wall.streams) for wall in self.walls.values())
