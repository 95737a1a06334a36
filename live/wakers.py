"""How a hub learns that the database changed: one connection of its own, whatever the number of pages that listen.

`Waker.watch(hub)` calls `hub.refresh()` after each change; `revisions(projects)` returns {project key: revision};
`publish(text)` reaches the hubs of the other processes, `hub.heard(text)`.
"""

import asyncio
import logging
import sqlite3

from live.notices import ANY, CHANNEL

logger = logging.getLogger(__name__)
REVISIONS = "SELECT id, revision FROM projects_project WHERE id {}"


def waker_for(connection):
    """Return the waker of Django's database: PostgreSQL says what changed, a SQLite file is looked at."""
    if connection.vendor == "postgresql":
        return PostgresqlWaker(_conninfo(connection))
    return SqliteWaker(connection.settings_dict["NAME"])


class SqliteWaker:
    """`PRAGMA data_version` moves when another connection has committed; asking costs some ten microseconds."""

    INTERVAL = 0.25

    def __init__(self, path):
        self.path = path
        self._connection = None

    def _rows(self, sql, values=()):
        if self._connection is None:
            # Commits are never in the way of a reader (WAL); it waits for nothing, it asks again.
            self._connection = sqlite3.connect(
                f"file:{self.path}?mode=ro", uri=True, timeout=0.05, isolation_level=None
            )
        return self._connection.execute(sql, values).fetchall()

    def _forget(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def watch(self, hub):
        last = None
        while True:
            try:
                version = self._rows("PRAGMA data_version")
                if version != last:
                    last = version
                    await hub.refresh()
            except sqlite3.Error:
                logger.warning("The live room could not read the database, and asks again.", exc_info=True)
                self._forget()
                await asyncio.sleep(2)
            await asyncio.sleep(self.INTERVAL)

    async def revisions(self, projects):
        projects = list(projects)
        return dict(self._rows(REVISIONS.format(f"IN ({','.join('?' * len(projects))})"), projects))

    async def publish(self, text):
        """Nobody else listens: on SQLite one process serves everything."""

    async def close(self):
        self._forget()


class PostgresqlWaker:
    """LISTEN on one connection, everything else on another: the first is busy waiting."""

    def __init__(self, conninfo):
        self.conninfo = conninfo
        self._asking = None
        self._turn = asyncio.Lock()

    async def _connect(self):
        import psycopg  # absent from an installation on SQLite

        return await psycopg.AsyncConnection.connect(self.conninfo, autocommit=True, connect_timeout=5)

    async def watch(self, hub):
        import psycopg

        delay = 0.5
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    # What was said while nobody listened.
                    await hub.refresh()
                    delay = 0.5
                    async for notice in connection.notifies():
                        await self._hear(hub, notice.payload)
            except psycopg.Error:
                logger.warning("The live room lost PostgreSQL, and connects again.", exc_info=True)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 10)

    async def _hear(self, hub, payload):
        """Take one notice. Whoever is let into the database may send any: what is not ours is passed over."""
        kind, _, words = payload.partition(" ")
        try:
            if kind == ANY:
                await hub.refresh()
            elif kind == "r":
                await hub.refresh([int(word) for word in words.split()])
            else:
                hub.heard(payload)
        except (ValueError, KeyError, TypeError, RecursionError):
            logger.warning("The live room heard what it does not understand.", exc_info=True)

    async def _ask(self, sql, values):
        """Return the rows; connect again, once, when the connection was lost meanwhile."""
        import psycopg

        async with self._turn:
            for attempt in (1, 2):
                try:
                    if self._asking is None or self._asking.closed:
                        self._asking = await self._connect()
                    return await (await self._asking.execute(sql, values)).fetchall()
                except psycopg.OperationalError:
                    self._asking = None
                    if attempt == 2:
                        raise
        return []

    async def revisions(self, projects):
        return dict(await self._ask(REVISIONS.format("= ANY(%s)"), [list(projects)]))

    async def publish(self, text):
        await self._ask("SELECT pg_notify(%s, %s)", [CHANNEL, text])

    async def close(self):
        if self._asking is not None:
            await self._asking.close()


def _conninfo(connection):
    from psycopg.conninfo import make_conninfo

    ours = {"cursor_factory", "context", "prepare_threshold", "client_encoding", "server_side_binding", "pool"}
    parameters = {name: value for name, value in connection.get_connection_params().items() if name not in ours}
    return make_conninfo(**parameters, application_name="maillage live")
