"""The pages that listen in this process, and what each must be told. One hub, one waker, one event loop."""

import asyncio
import json
import logging
import secrets
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.db import close_old_connections, connection

from live import notices
from live.channel import Channel, Stream, Wall, frame
from live.presence import FAR_LASTS, POLL_LASTS
from live.tickets import TEAM
from live.wakers import waker_for

logger = logging.getLogger(__name__)
# Pages at once in one process: each costs a socket and some 40 kB. No project, and no ticket, may take them all.
MOST_STREAMS = 2000
MOST_IN_PROJECT, MOST_OF_A_TAB, MOST_WALLS = 1000, 4, 20
# Between two drawings of one wall; between two tellings of who is here.
REST, TELL = 0.1, 0.2
SWEEP, SAY_AGAIN = 3, 15


class Full(Exception):
    """Too many pages listen already, here or in the project: this one asks from time to time instead."""


class Unknown(Exception):
    """There is no such project any more."""


class Hub:
    """`walls` is {audience: draw(project key, view) → HTML, or None when there is nothing to show}."""

    def __init__(self, walls, *, waker=None, most=MOST_STREAMS):
        self.walls = walls
        self.most = most
        self.waker = waker
        self.channels = {}
        self.count = 0
        self.name = secrets.token_hex(4)
        self._tasks = set()
        self._loop = None
        self._pool = None
        self._closed = False

    # ---- Life ----
    def start(self):
        """Start what watches the database, at the first page that listens."""
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.waker = self.waker or waker_for(connection)
        self._run(self.waker.watch(self))
        self._run(self._sweep())
        self._end_with_the_process()
        notices.hub = self

    def _run(self, work):
        if self._closed:  # pages leave after the end, and nobody is told any more
            work.close()
            return None
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _end_with_the_process(self):
        """A server that is told to stop waits for its requests: the streams end first, or it would wait for good."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            earlier = signal.getsignal(number)

            def handle(signum, stack, earlier=earlier):
                self._loop.call_soon_threadsafe(self.end)
                if callable(earlier):
                    earlier(signum, stack)

            signal.signal(number, handle)

    def end(self):
        """End every stream; pages come back by themselves."""
        self.most = 0
        for channel in self.channels.values():
            for stream in [*channel.streams]:
                stream.end()

    async def close(self):
        self.end()
        self._closed = True
        if notices.hub is self:
            notices.hub = None
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.waker is not None:
            await self.waker.close()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    # ---- Pages ----
    async def join(self, ticket, seen=0):
        """Return the Stream of a page that shows the revision `seen`. Raises Full and Unknown."""
        if self.count >= self.most:
            raise Full
        self.start()
        stream = Stream(ticket)
        channel = await self._channel(ticket.project, stream)
        self.count += 1
        try:
            self._welcome(channel, stream, seen)
        except BaseException:
            self.leave(stream)
            raise
        return stream

    def _welcome(self, channel, stream, seen):
        ticket = stream.ticket
        of_the_tab = sum(other.ticket.tab == ticket.tab for other in channel.streams)
        if len(channel.streams) > MOST_IN_PROJECT or of_the_tab > MOST_OF_A_TAB:
            raise Full
        if ticket.audience == TEAM:
            stream.post("revision", frame("revision", channel.revision, channel.revision))
            if channel.presence.come(ticket.tab, ticket.member):
                self._say_place(ticket.project, ticket.tab)
        else:
            if (ticket.audience, ticket.view) not in channel.walls and len(channel.walls) >= MOST_WALLS:
                raise Full
            self._hang(channel, stream, seen)
            if channel.shown:
                stream.post("show", frame("show", channel.shown))
        self._tell(channel)

    async def _channel(self, project, stream=None):
        channel = self.channels.get(project)
        if channel is None:
            channel = self.channels[project] = Channel()
        if stream is not None:
            channel.streams.add(stream)
        if not channel.revision:
            try:
                await self.refresh([project])
                if not channel.revision:
                    raise Unknown
            except BaseException:
                channel.streams.discard(stream)
                self._drop(project)
                raise
        return channel

    def leave(self, stream):
        ticket = stream.ticket
        channel = self.channels.get(ticket.project)
        if channel is None or stream not in channel.streams:
            return
        self.count -= 1
        channel.streams.discard(stream)
        wall = channel.walls.get((ticket.audience, ticket.view))
        if wall is not None:
            wall.streams.discard(stream)
            if not wall.streams:
                del channel.walls[ticket.audience, ticket.view]
        elif not any(other.ticket.tab == ticket.tab for other in channel.streams) and channel.presence.leave(
            ticket.tab
        ):
            self._say(f"gone {ticket.project} {ticket.tab}")
        self._tell(channel)
        self._drop(ticket.project)

    def _drop(self, project):
        channel = self.channels.get(project)
        if channel is not None and not channel.streams and not channel.presence.places:
            del self.channels[project]

    async def poll(self, ticket):
        """Return what a page that cannot hold a stream asks for: the revision, who is here, what is shown."""
        self.start()
        channel = await self._channel(ticket.project)
        if ticket.audience == TEAM and channel.presence.come(ticket.tab, ticket.member, lasts=POLL_LASTS):
            self._say_place(ticket.project, ticket.tab)
            self._tell(channel)
        answer = {"revision": channel.revision, "show": channel.shown}
        if ticket.audience == TEAM:
            answer |= {"here": channel.presence.told(), "screens": channel.screens}
        # A wall that polls keeps nothing here: the next time asks the database again.
        self._drop(ticket.project)
        return answer

    # ---- Changes ----
    def wake(self):
        """Look at the database now. Any thread may call it."""
        with suppress(RuntimeError):  # the loop has ended: so have the pages
            self._loop.call_soon_threadsafe(lambda: self._run(self.refresh()))

    async def refresh(self, projects=None):
        """Read the revisions of the projects that are listened to (of `projects` among them) and pass the new ones on."""
        watched = [*self.channels] if projects is None else [key for key in projects if key in self.channels]
        if not watched:
            return
        revisions = await self.waker.revisions(watched)
        for project in watched:
            channel = self.channels.get(project)
            if channel is None:
                continue
            revision = revisions.get(project)
            if revision is None:  # the project was removed
                for stream in [*channel.streams]:
                    stream.end()
            elif revision > channel.revision:
                channel.revision = revision
                told = frame("revision", revision, revision)
                for stream in channel.streams:
                    if stream.ticket.audience == TEAM:
                        stream.post("revision", told)
                for (audience, view), wall in channel.walls.items():
                    self._draw(project, channel, audience, view, wall)

    def _hang(self, channel, stream, seen):
        ticket = stream.ticket
        wall = channel.walls.setdefault((ticket.audience, ticket.view), Wall())
        wall.streams.add(stream)
        if wall.frame is not None and wall.revision == channel.revision:
            if seen != wall.revision:
                stream.post("wall", wall.frame)
        elif seen != channel.revision:
            self._draw(ticket.project, channel, ticket.audience, ticket.view, wall)
        # A first frame at once: a page that gets none knows that something on the way keeps streams to itself.
        stream.post("screen", frame("screen", channel.revision))

    def _draw(self, project, channel, audience, view, wall):
        if wall.task is None or wall.task.done():
            wall.task = self._run(self._keep_drawn(project, channel, audience, view, wall))

    async def _keep_drawn(self, project, channel, audience, view, wall):
        while wall.streams and wall.revision < channel.revision:
            wanted = channel.revision
            try:
                html = await self._loop.run_in_executor(self._pool, self._paint, audience, project, view)
            except Exception:
                logger.exception("A wall could not be drawn, and is tried again.")
                await asyncio.sleep(SWEEP)
                continue
            if html is None:
                for stream in [*wall.streams]:
                    stream.end()
                return
            wall.revision = wanted
            if html != wall.html:
                wall.html, wall.frame = html, frame("wall", html, wanted)
                for stream in wall.streams:
                    stream.post("wall", wall.frame)
            else:  # a letter of the RACI changes nothing on the frise
                told = frame("same", wanted, wanted)
                for stream in wall.streams:
                    stream.post("same", told)
            await asyncio.sleep(REST)

    def _paint(self, audience, project, view):
        try:
            return self.walls[audience](project, view)
        finally:
            # As after a request: a connection is kept between two drawings where CONN_MAX_AGE says so.
            close_old_connections()

    # ---- Who is here ----
    def edit(self, ticket, card):
        """Note the card that the page of the ticket changes now; empty for none."""
        channel = self.channels.get(ticket.project)
        if channel is None:
            return
        if channel.presence.change(ticket.tab, card):
            self._tell(channel)
        self._say_place(ticket.project, ticket.tab)

    def show(self, project, shown):
        """Send {"page", "view"} to the walls of a project, those of the other processes too."""
        self._shown(project, shown)
        self._say(f"show {project} {json.dumps(shown)}")

    def _shown(self, project, shown):
        channel = self.channels.get(project)
        if channel is None:
            return
        told = frame("show", shown)
        channel.shown = shown
        for wall in channel.walls.values():
            for stream in wall.streams:
                stream.post("show", told)

    def _tell(self, channel):
        """Tell the team who is here, once for all that changes within a moment."""
        if channel.telling is None or channel.telling.done():
            channel.telling = self._run(self._tell_soon(channel))

    async def _tell_soon(self, channel):
        await asyncio.sleep(TELL)
        told = frame("here", {"here": channel.presence.told(), "screens": channel.screens})
        for stream in channel.streams:
            if stream.ticket.audience == TEAM:
                stream.post("here", told)

    async def _sweep(self):
        turns = 0
        while True:
            await asyncio.sleep(SWEEP)
            turns += 1
            for project, channel in [*self.channels.items()]:
                if channel.presence.expire():
                    self._tell(channel)
                if turns % (SAY_AGAIN // SWEEP) == 0:
                    for stream in channel.streams:
                        if stream.ticket.audience == TEAM:
                            self._say_place(project, stream.ticket.tab)
                self._drop(project)

    # ---- The other processes ----
    def _say(self, text):
        self._run(self._publish(f"{text.split(' ', 1)[0]} {self.name} {text.split(' ', 1)[1]}"))

    async def _publish(self, text):
        try:
            await self.waker.publish(text)
        except Exception:
            logger.warning("The live room could not speak to the other processes.", exc_info=True)

    def _say_place(self, project, tab):
        place = self.channels[project].presence.places.get(tab)
        if place is not None:
            self._say(f"here {project} {tab} {place.member} {place.card}")

    def heard(self, text):
        """Take what the hub of another process says: who is here, who is gone, what is shown."""
        kind, name, project, words = (*text.split(" ", 3), "")[:4]
        channel = self.channels.get(int(project))
        if name == self.name or channel is None:
            return
        if kind == "show":
            self._shown(int(project), json.loads(words))
            return
        tab, member, card = (*words.split(" "), "", "")[:3]
        if kind == "gone":
            new = channel.presence.leave(tab)
        else:
            new = channel.presence.come(tab, member, lasts=FAR_LASTS)
            if card or channel.presence.places[tab].card:
                new |= channel.presence.change(tab, card)
        if new:
            self._tell(channel)
