"""The live room over the database of the tests: a gesture reaches the pages, whoever wrote it, however the notice was lost."""

import asyncio

import psycopg
import pytest
from django.db import connection, connections, transaction

from live import notices
from live.hub import Hub
from live.tickets import Ticket
from live.wakers import SqliteWaker, waker_for
from projects.models import Project, operation
from tests.live_room import Listener, room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _open(settings):
    settings.LIVE = True
    yield
    if connection.vendor == "postgresql":
        # A closed connection stands for a moment more, and would keep the database from being dropped.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'maillage live'"
            )


def elsewhere(write):
    """Run write() on a connection of its own, as a request does."""

    def work():
        try:
            return write()
        finally:
            connections.close_all()

    return asyncio.to_thread(work)


def gesture(project, user):
    with operation(by=user, label="Un geste", project=project):
        pass


def path(project, verb="", **ticket):
    return f"/live/{Ticket(project=project.pk, member='yann', **ticket)}/{verb}"


def test_a_gesture_reaches_the_pages_after_its_commit_and_a_refused_one_never(project, coordinator):
    before = project.revision

    def refused():
        with pytest.raises(ZeroDivisionError), operation(by=coordinator, label="Un geste", project=project):
            1 / 0  # noqa: B018

    async def play():
        async with room(waker_for(connection)) as application:
            page = await Listener(application, path(project)).until(lambda it: it.named("revision"))
            await elsewhere(refused)
            await elsewhere(lambda: gesture(project, coordinator))
            await page.until(lambda it: len(it.named("revision")) == 2)
            return page.named("revision")

    assert asyncio.run(play()) == [before, before + 1]


def test_a_change_made_in_every_project_at_once_is_heard_too(project):
    async def play():
        async with room(waker_for(connection)) as application:
            page = await Listener(application, path(project)).until(lambda it: it.named("revision"))
            await elsewhere(lambda: Project.objects.filter(pk=project.pk).renew())
            await page.until(lambda it: len(it.named("revision")) == 2)

    asyncio.run(play())


@pytest.mark.once
def test_a_commit_of_another_process_is_seen_in_the_file(project, tmp_path, monkeypatch):
    """SQLite alone: no notice is sent, `data_version` says it."""
    import sqlite3

    file = tmp_path / "base.sqlite3"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.executescript("PRAGMA journal_mode=WAL; CREATE TABLE projects_project (id, revision)")
    writer.execute("INSERT INTO projects_project VALUES (1, 3)")
    monkeypatch.setattr(SqliteWaker, "INTERVAL", 0.01)

    async def play():
        async with room(SqliteWaker(file)) as application:
            page = await Listener(application, f"/live/{Ticket(project=1)}/").until(lambda it: it.named("revision"))
            writer.execute("UPDATE projects_project SET revision = 4")
            await page.until(lambda it: it.named("revision") == [3, 4])

    asyncio.run(play())
    writer.close()


def test_nobody_listens_so_nothing_is_said(project, coordinator, monkeypatch):
    monkeypatch.setattr(notices, "hub", None)
    gesture(project, coordinator)
    project.refresh_from_db()
    assert project.revision > 1


@pytest.mark.postgresql
def test_a_notice_carries_ids_and_nothing_more(project, coordinator):
    with psycopg.connect(waker_for(connection).conninfo, autocommit=True) as listening:
        listening.execute(f"LISTEN {notices.CHANNEL}")
        with transaction.atomic():
            gesture(project, coordinator)
            assert list(listening.notifies(timeout=0.2)) == []
        told = [notice.payload for notice in listening.notifies(timeout=2, stop_after=1)]
    assert told == [f"r {project.pk}"]


@pytest.mark.postgresql
def test_what_was_said_while_the_connection_was_lost_is_read_when_it_comes_back(project, coordinator):
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'maillage live'"

    def lose():
        with connection.cursor() as cursor:
            cursor.execute(cut)
        gesture(project, coordinator)

    async def play():
        async with room(waker_for(connection)) as application:
            page = await Listener(application, path(project)).until(lambda it: it.named("revision"))
            await elsewhere(lose)
            await page.until(lambda it: len(it.named("revision")) == 2)

    asyncio.run(play())


@pytest.mark.postgresql
def test_a_notice_that_is_not_ours_is_passed_over(project, coordinator):
    def shout():
        with connection.cursor() as cursor:
            for payload in ("", "x", "r a", "show a b", "show b 1 {", "here"):
                cursor.execute("SELECT pg_notify(%s, %s)", [notices.CHANNEL, payload])
        gesture(project, coordinator)

    async def play():
        async with room(waker_for(connection)) as application:
            page = await Listener(application, path(project)).until(lambda it: it.named("revision"))
            await elsewhere(shout)
            await page.until(lambda it: len(it.named("revision")) == 2)

    asyncio.run(play())


@pytest.mark.postgresql
def test_two_processes_hear_who_is_in_the_other_and_what_is_shown(project):
    async def play():
        walls = {"board": lambda project, view: ""}
        async with (
            room(waker_for(connection), walls=walls) as first,
            room(waker_for(connection), walls=walls) as second,
        ):
            yann = await Listener(first, path(project)).until(lambda it: it.named("here"))
            screen = await Listener(first, path(project, audience="board")).until(lambda it: it.named("screen"))
            nora = f"/live/{Ticket(project=project.pk, member='nora', tab='t1', may_show=True)}/"
            page = await Listener(second, nora).until(lambda it: it.named("here"))
            await Listener(second, f"{nora}ici/", method="POST", body=b"fiche:abc").finished()
            await yann.until(lambda it: ["nora", "fiche:abc"] in it.named("here")[-1]["here"])
            shown = b'{"page": "board", "view": "q=a"}'
            await Listener(second, f"{nora}montrer/", method="POST", body=shown).finished()
            await screen.until(lambda it: it.named("show"))
            await page.leave()
            await yann.until(lambda it: it.named("here")[-1]["here"] == [["yann", ""]])

    asyncio.run(play())


def test_the_hub_of_the_process_is_forgotten_when_it_closes(project):
    async def play():
        async with room(waker_for(connection)) as application:
            await Listener(application, path(project)).until(lambda it: it.named("revision"))
            assert isinstance(notices.hub, Hub)

    asyncio.run(play())
    assert notices.hub is None
