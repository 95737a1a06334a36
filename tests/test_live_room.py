"""The live room without a server nor a database: who may listen, what they hear, how it ends."""

import asyncio
import json
import time

import pytest

from live import endpoint, hub, presence
from live.tickets import Refused, Ticket
from tests.live_room import Counted, Listener, room

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _open(settings):
    settings.LIVE = True


def path(verb="", **ticket):
    return f"/live/{Ticket(**{'project': 1, 'member': 'yann', **ticket})}/{verb}"


class TestTicket:
    def test_says_what_it_was_given_for(self):
        ticket = Ticket(project=7, audience="board", member="yann", view="kind=shop", may_show=True)
        assert Ticket.read(str(ticket)).view == "kind=shop"
        assert Ticket.read(str(ticket)).tab == ticket.tab

    @pytest.mark.parametrize("text", ["", "abc", "WzEsMl0:1abc:def"])
    def test_that_we_did_not_sign_is_refused(self, text):
        with pytest.raises(Refused):
            Ticket.read(text)

    def test_is_refused_when_its_time_is_over_or_its_facts_were_changed(self):
        with pytest.raises(Refused):
            Ticket.read(str(Ticket(project=1, until=time.time() - 1)))
        kept, signature = str(Ticket(project=1)), str(Ticket(project=2)).split(":", 1)[1]
        with pytest.raises(Refused):
            Ticket.read(f"{kept.split(':', 1)[0]}:{signature}")


REFUSED = {
    "another host": (path(), {"host": "evil.example"}, 400),
    "no host": (path(), {"host": ""}, 400),
    "a forged ticket": ("/live/abc/", {}, 403),
    "an audience that nobody draws": (path(audience="tout"), {}, 403),
    "another address": (path("autre/"), {}, 404),
    "a project that is gone": (path(project=9), {}, 404),
    "POST to listen": (path(), {"method": "POST"}, 405),
    "GET to write": (path("ici/"), {}, 405),
    "a card that is none": (path("ici/"), {"method": "POST", "body": b"<script>"}, 422),
    "a long card": (path("ici/"), {"method": "POST", "body": b"f" * 9000}, 413),
    "a wall that writes": (path("ici/", audience="board"), {"method": "POST", "body": b"fiche:a"}, 403),
    "a reader who shows": (path("montrer/"), {"method": "POST", "body": b"{}"}, 403),
    "a view that is none": (path("montrer/", may_show=True), {"method": "POST", "body": b'{"page": "x"}'}, 422),
    "a page that is no text": (
        path("montrer/", may_show=True),
        {"method": "POST", "body": b'{"page": [], "view": ""}'},
        422,
    ),
    "half a sign": (
        path("montrer/", may_show=True),
        {"method": "POST", "body": rb'{"page": "board", "view": "\ud800"}'},
        422,
    ),
    "brackets without end": (path("montrer/", may_show=True), {"method": "POST", "body": b"[" * 1990}, 422),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refuses(why):
    address, options, status = REFUSED[why]

    async def play():
        async with room(Counted(p1=3), walls={"board": None}) as application:
            return await Listener(application, address, **options).finished()

    answer = asyncio.run(play())
    assert answer.status == status
    assert "set-cookie" not in answer.headers
    if status == 405:
        assert answer.headers["allow"] in {"GET", "POST"}


def test_nobody_listens_where_the_live_room_is_closed(settings):
    settings.LIVE = False

    async def play():
        async with room(Counted(p1=3)) as application:
            return await Listener(application, path()).finished()

    assert asyncio.run(play()).status == 404


def test_a_page_hears_the_revision_at_once_then_each_new_one():
    async def play():
        waker = Counted(p1=3)
        async with room(waker) as application:
            page = await Listener(application, path()).until(lambda it: it.named("revision"))
            await waker.say(1, 4)
            await page.until(lambda it: it.named("revision") == [3, 4])
            await page.leave()
            assert application.hub.channels == {}
            return page

    page = asyncio.run(play())
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/event-stream")
    assert "no-cache" in page.headers["cache-control"]
    assert page.headers["x-accel-buffering"] == "no"
    assert "set-cookie" not in page.headers
    assert page.body.startswith(b"retry: ")
    assert ("revision", 4, "4") in page.events


def test_another_project_is_not_heard():
    async def play():
        waker = Counted(p1=3, p2=3)
        async with room(waker) as application:
            page = await Listener(application, path()).until(lambda it: it.named("revision"))
            other = await Listener(application, path(project=2)).until(lambda it: it.named("revision"))
            await waker.say(2, 9)
            await other.until(lambda it: it.named("revision") == [3, 9])
            return page.named("revision")

    assert asyncio.run(play()) == [3]


def test_a_stream_ends_with_its_ticket_so_that_revoked_access_ends():
    async def play():
        async with room(Counted(p1=3)) as application:
            return await Listener(application, path(until=time.time() + 0.4)).finished()

    page = asyncio.run(play())
    assert [name for name, _data, _id in page.events][-1] == "end"


def test_a_quiet_stream_beats(monkeypatch):
    monkeypatch.setattr(endpoint, "HEARTBEAT", 0.02)

    async def play():
        async with room(Counted(p1=3)) as application:
            await Listener(application, path()).until(lambda it: it.body.count(b": hb\n\n") >= 2)

    asyncio.run(play())


def test_a_slow_reader_gets_the_last_revision_and_not_all_of_them():
    async def play():
        waker = Counted(p1=3)
        async with room(waker) as application:
            page = await Listener(application, path()).until(lambda it: it.named("here"))
            page.held.clear()
            for revision in range(4, 104):
                await waker.say(1, revision)
                await asyncio.sleep(0)
            page.held.set()
            return await page.until(lambda it: it.named("revision")[-1] == 103)

    assert len(asyncio.run(play()).named("revision")) <= 4


def test_a_reader_that_takes_nothing_is_let_go(monkeypatch):
    monkeypatch.setattr(endpoint, "SLOW", 0.05)

    async def play():
        async with room(Counted(p1=3)) as application:
            page = Listener(application, path())
            page.held.clear()
            await page.finished()
            assert application.hub.count == 0

    asyncio.run(play())


def test_beyond_its_places_the_room_answers_by_the_version_only():
    async def play():
        async with room(Counted(p1=3), most=1) as application:
            await Listener(application, path()).until(lambda it: it.named("revision"))
            refused = await Listener(application, path()).finished()
            version = await Listener(application, path("version/")).finished()
            return refused, version

    refused, version = asyncio.run(play())
    assert refused.status == 503
    assert refused.headers["retry-after"]
    assert json.loads(version.body)["revision"] == 3


def test_the_streams_end_at_once_when_the_server_stops():
    async def play():
        async with room(Counted(p1=3)) as application:
            pages = [Listener(application, path()) for _ in range(3)]
            for page in pages:
                await page.until(lambda it: it.named("revision"))
            application.hub.end()
            for page in pages:
                await page.finished()
            return (await Listener(application, path()).finished()).status

    assert asyncio.run(play()) == 503


class TestWalls:
    def test_one_drawing_for_all_the_screens_of_a_view(self):
        drawn = []

        def draw(project, view):
            drawn.append(view)
            return f"<p>{project} {view} {len(drawn)}</p>"

        async def play():
            waker = Counted(p1=3)
            async with room(waker, walls={"board": draw}) as application:
                screens = [Listener(application, path(audience="board") + "?vu=3") for _ in range(20)]
                other = Listener(application, path(audience="board", view="kind=shop") + "?vu=3")
                for screen in [*screens, other]:
                    await screen.until(lambda it: it.named("screen"))
                assert drawn == []  # each shows that revision already
                await waker.say(1, 4)
                for screen in [*screens, other]:
                    await screen.until(lambda it: it.named("wall"))
                return screens, other

        screens, other = asyncio.run(play())
        assert sorted(drawn) == ["", "kind=shop"]
        assert len({screen.named("wall")[0] for screen in screens}) == 1
        assert other.named("wall") != screens[0].named("wall")
        assert [event[2] for event in other.events if event[0] == "wall"] == ["4"]

    def test_a_drawing_that_did_not_change_is_not_sent_again(self):
        async def play():
            waker = Counted(p1=3)
            async with room(waker, walls={"board": lambda project, view: "la même"}) as application:
                screen = await Listener(application, path(audience="board")).until(lambda it: it.named("wall"))
                await waker.say(1, 4)
                return await screen.until(lambda it: it.named("same"))

        screen = asyncio.run(play())
        assert screen.named("wall") == ["la même"]
        assert ("same", 4, "4") in screen.events

    def test_a_screen_that_comes_back_late_gets_what_it_missed(self):
        async def play():
            async with room(Counted(p1=8), walls={"board": lambda project, view: "neuf"}) as application:
                late = Listener(application, path(audience="board"), headers=[(b"last-event-id", b"5")])
                return await late.until(lambda it: it.named("wall"))

        assert asyncio.run(play()).named("wall") == ["neuf"]

    def test_screens_of_a_removed_project_end(self):
        async def play():
            async with room(Counted(p1=8), walls={"board": lambda project, view: None}) as application:
                return await Listener(application, path(audience="board")).finished()

        assert asyncio.run(play()).ended

    def test_follow_what_an_editor_sends_and_never_hear_who_is_here(self):
        async def play():
            async with room(Counted(p1=3), walls={"board": lambda project, view: ""}) as application:
                screen = await Listener(application, path(audience="board") + "?vu=3").until(
                    lambda it: it.named("screen")
                )
                page = await Listener(application, path(may_show=True)).until(lambda it: it.named("here"))
                assert page.named("here")[-1]["screens"] == 1
                sent = json.dumps({"page": "board", "view": "kind=shop"}).encode()
                answer = Listener(application, path("montrer/", may_show=True), method="POST", body=sent)
                assert (await answer.finished()).status == 204
                await screen.until(lambda it: it.named("show"))
                late = await Listener(application, path(audience="board") + "?vu=3").until(lambda it: it.named("show"))
                return screen, late

        screen, late = asyncio.run(play())
        assert screen.named("show") == late.named("show") == [{"page": "board", "view": "kind=shop"}]
        assert screen.named("here") == []
        assert b"yann" not in screen.body


def test_one_ticket_does_not_take_every_place(monkeypatch):
    monkeypatch.setattr(hub, "MOST_WALLS", 2)

    async def play():
        async with room(Counted(p1=3), walls={"board": lambda project, view: ""}) as application:
            alone = path(tab="t1")
            for _time in range(hub.MOST_OF_A_TAB):
                await Listener(application, alone).until(lambda it: it.named("revision"))
            refused = [await Listener(application, alone).finished()]
            for number in range(2):
                wall = path(audience="board", view=f"q={number}")
                await Listener(application, wall).until(lambda it: it.named("screen"))
            refused.append(await Listener(application, path(audience="board", view="q=2")).finished())
            # Whoever was refused holds nothing.
            assert application.hub.count == len(application.hub.channels[1].streams) == hub.MOST_OF_A_TAB + 2
            return refused

    assert [answer.status for answer in asyncio.run(play())] == [503, 503]


class TestPresence:
    def test_says_who_is_here_and_what_they_change_without_a_write(self):
        async def play():
            async with room(Counted(p1=3)) as application:
                yann = await Listener(application, path(member="yann")).until(lambda it: it.named("here"))
                address = path(member="nora", tab="t1")
                nora = await Listener(application, address).until(lambda it: it.named("here"))
                await yann.until(lambda it: it.named("here")[-1]["here"] == [["nora", ""], ["yann", ""]])
                await Listener(application, f"{address}ici/", method="POST", body=b"fiche:abc").finished()
                await yann.until(lambda it: ["nora", "fiche:abc"] in it.named("here")[-1]["here"])
                await nora.leave()
                await yann.until(lambda it: it.named("here")[-1]["here"] == [["yann", ""]])

        asyncio.run(play())

    def test_a_card_of_which_nothing_is_heard_is_let_go(self, monkeypatch):
        places = presence.Presence()
        places.come("t1", "nora")
        assert places.change("t1", "fiche:abc")
        assert not places.expire()
        monkeypatch.setattr(presence.time, "time", lambda: float("inf"))
        assert places.expire()
        assert places.told() == [("nora", "")]

    def test_a_page_that_only_polls_is_here_for_a_while(self, monkeypatch):
        async def play():
            async with room(Counted(p1=3)) as application:
                answer = await Listener(application, path("version/")).finished()
                assert json.loads(answer.body)["here"] == [["yann", ""]]
                channel = application.hub.channels[1]
                monkeypatch.setattr(presence.time, "time", lambda: float("inf"))
                channel.presence.expire()
                assert channel.presence.told() == []

        asyncio.run(play())

    def test_is_heard_from_another_process(self):
        async def play():
            here, there = Counted(p1=3), Counted(p1=3)
            async with room(here) as first, room(there) as second:
                yann = await Listener(first, path()).until(lambda it: it.named("here"))
                nora = await Listener(second, path(member="nora", tab="t1")).until(lambda it: it.named("here"))
                for text in [*there.published]:
                    first.hub.heard(text)
                await yann.until(lambda it: ["nora", ""] in it.named("here")[-1]["here"])
                there.published.clear()
                await nora.leave()
                await asyncio.sleep(0)
                for text in there.published:
                    first.hub.heard(text)
                await yann.until(lambda it: it.named("here")[-1]["here"] == [["yann", ""]])

        asyncio.run(play())
