"""Three browsers at once on a real server: what one does is on the others' screens, and nothing that they hold is lost."""

import asyncio
import contextlib
import socket
import threading
import time

import pytest
import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.test import override_settings
from playwright.sync_api import expect

from live.endpoint import LiveApplication
from partnerships.models import Analysis, Lever, Obstacle, Placement, RaciAssignment
from partnerships.views.live.walls import WALLS
from projects.models import operation
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db(transaction=True)
BOARD, RACI = "/projets/le-detour/frise/", "/projets/le-detour/raci/"
MAIRIE = "Mairie de Saint-Amelin"


class Uvicorn:
    """The ASGI application on a free port, in a thread, in place of pytest-django's server, which is WSGI."""

    def __init__(self):
        self._live_server_modified_settings = override_settings(LIVE=True)
        self.application = LiveApplication(ASGIStaticFilesHandler(get_asgi_application()), WALLS)
        self.port = None
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port or 0))
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(self.application, log_level="error", ws="none", timeout_graceful_shutdown=2)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]})
        self.thread.start()

    def stop(self):
        """Stop as a server does: the streams end, then the process."""
        hub, self.application.hub = self.application.hub, None
        if hub is not None:
            asyncio.run_coroutine_threadsafe(hub.close(), hub._loop).result(timeout=10)
        self.server.should_exit = True
        self.thread.join(timeout=15)


@pytest.fixture
def live_server(transactional_db):
    server = Uvicorn()
    yield server
    server.stop()


@pytest.fixture
def mairie(project):
    """The mairie, ally at court terme, with things that the room must not read."""
    partnership = PartnershipFactory(project=project, partner__name=MAIRIE, limits="MARQUEUR-limites")
    PlacementFactory(
        partnership=partnership,
        horizon=project.horizons.get(name="Court terme"),
        level=project.levels.get(name="Allié"),
        reason="MARQUEUR-raison",
    )
    Obstacle.objects.create(partnership=partnership, text="MARQUEUR-frein")
    Lever.objects.create(partnership=partnership, text="MARQUEUR-levier")
    Analysis.objects.create(partnership=partnership, trust=0)
    return partnership


def cell(page, project, horizon, level):
    column, lane = project.horizons.get(name=horizon), project.levels.get(name=level)
    return page.locator(f"#case-{column.public_id}-{lane.public_id}")


def card(scope, name=MAIRIE):
    return scope.get_by_role("link", name=name, exact=True)


def here(page, name):
    """Wait until the page is told that somebody is here: its stream is open, and theirs too."""
    expect(page.locator(".presents summary")).to_contain_text(name)


def listening(page):
    expect(page.locator("#direct[data-relie]")).to_have_count(1)


def move(project, user, horizon, level):
    placement = Placement.objects.get(partnership__partner__name=MAIRIE)
    with operation(by=user, label="Un déplacement", project=project):
        placement.move_to(
            horizon=project.horizons.get(name=horizon),
            level=project.levels.get(name=level),
            version=placement.version,
            by=user,
        )


def test_a_move_is_on_every_screen_and_takes_nothing_from_who_is_typing(
    project, mairie, coordinator, facilitator, signed_in_page, axe
):
    one, two, wall = signed_in_page(coordinator), signed_in_page(facilitator), signed_in_page(facilitator)
    told = []
    wall.on("response", lambda response: told.append(response.url))
    one.goto(BOARD)
    two.goto(BOARD)
    wall.goto(f"{BOARD}?projection=1")
    here(one, str(facilitator))
    here(two, str(coordinator))
    # The colleague writes a frein about the same partner: the coordinator sees that.
    card(cell(two, project, "Court terme", "Allié")).focus()
    two.keyboard.press("f")
    text = two.get_by_role("dialog").get_by_label("Ce qui le retient")
    text.fill("Le conseil hési")
    expect(cell(one, project, "Court terme", "Allié")).to_contain_text(f"{str(facilitator).split()[0]} modifie")
    axe(one)
    # The coordinator moves it.
    card(cell(one, project, "Court terme", "Allié")).focus()
    one.keyboard.press("d")
    one.get_by_role("dialog").get_by_role("radio", name="Co-porteur, Moyen terme").focus()
    one.keyboard.press("Space")
    one.keyboard.press("Enter")
    for page in (two, wall):
        expect(cell(page, project, "Moyen terme", "Co-porteur").locator(".fiche")).to_contain_text(MAIRIE)
        expect(cell(page, project, "Court terme", "Allié").locator(".fiche")).to_have_count(0)
    # Who did it, in a flag and in a sentence; what is being typed is where it was, and says that the card moved.
    first = str(coordinator).split()[0]
    expect(cell(two, project, "Moyen terme", "Co-porteur").locator(".drapeau")).to_have_text(first)
    expect(two.locator("[data-direct-dit]")).to_contain_text(
        f"{first} a déplacé {MAIRIE} vers «\u00a0Co-porteur\u00a0»"
    )
    expect(text).to_have_value("Le conseil hési")
    expect(text).to_be_focused()
    expect(two.get_by_role("dialog")).to_contain_text("Votre saisie est gardée")
    two.keyboard.type("te")
    two.get_by_role("dialog").get_by_role("button", name="Ajouter").click()
    expect(cell(two, project, "Moyen terme", "Co-porteur").locator(".fl-frein")).to_contain_text("2")
    expect(cell(one, project, "Moyen terme", "Co-porteur").locator(".fl-frein")).to_contain_text("2")
    # The room reads names: not in the page, not in what was pushed to it.
    assert "MARQUEUR" not in wall.content()
    assert wall.locator(".presents, .drapeau, .fl").count() == 0
    assert not [url for url in told if "nouvelles" in url]


# Remembers when a card first stands in a cell, by the clock of the machine.
WATCH = """cell => {
  window.seen = null;
  const look = () => { if (!window.seen && document.querySelector(`${cell} .fiche`)) window.seen = Date.now(); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}"""


def test_a_change_is_on_the_other_screens_within_a_second(project, mairie, coordinator, facilitator, signed_in_page):
    """Of three moves, the quickest on the slowest screen: what the machine does besides does not make it late three times."""
    screens = [signed_in_page(coordinator), signed_in_page(facilitator), signed_in_page(facilitator)]
    for page, address in zip(screens, (BOARD, BOARD, f"{BOARD}?projection=1"), strict=True):
        page.goto(address)
        listening(page)
    delays = []
    for horizon, level in (("Moyen terme", "Co-porteur"), ("Long terme", "Information"), ("Court terme", "Allié")):
        for page in screens:
            [place] = cell(page, project, horizon, level).evaluate_all("cells => cells.map((one) => one.id)")
            page.evaluate(WATCH, f"#{place}")
        began = time.time()
        move(project, facilitator, horizon, level)
        for page in screens:
            expect(cell(page, project, horizon, level).locator(".fiche")).to_contain_text(MAIRIE)
        delays.append(max(page.evaluate("window.seen") for page in screens) / 1000 - began)
    assert min(delays) <= 1, delays


def test_the_focus_and_the_scroll_stay_and_the_sheet_is_true(project, mairie, coordinator, facilitator, signed_in_page):
    for n in range(12):
        other = PartnershipFactory(project=project, partner__name=f"Association {n}")
        PlacementFactory(
            partnership=other, horizon=project.horizons.get(name="Court terme"), level=project.levels.get(name="Allié")
        )
    page = signed_in_page(coordinator)
    page.goto(f"{BOARD}?partenaire={mairie.public_id}")
    focused = card(cell(page, project, "Court terme", "Allié"), "Association 2")
    focused.focus()
    wall = page.locator(".mur")
    wall.evaluate("wall => { wall.scrollTop = 60; }")
    top = wall.evaluate("wall => wall.scrollTop")
    listening(page)
    move(project, facilitator, "Long terme", "Information")
    expect(cell(page, project, "Long terme", "Information").locator(".fiche")).to_contain_text(MAIRIE)
    expect(page.get_by_role("complementary", name=MAIRIE)).to_contain_text("Information, long terme")
    expect(focused).to_be_focused()
    assert wall.evaluate("wall => wall.scrollTop") == top
    assert page.locator('.frise .fiche [tabindex="0"]').count() == 1


def test_a_cut_network_is_said_and_nothing_is_lost_when_it_comes_back(
    project, mairie, coordinator, facilitator, signed_in_page
):
    page, other = signed_in_page(coordinator), signed_in_page(facilitator)
    page.goto(BOARD)
    other.goto(BOARD)
    here(page, str(facilitator))
    card(cell(page, project, "Court terme", "Allié")).focus()
    page.keyboard.press("l")
    text = page.get_by_role("dialog").get_by_label("Ce qui l’attire")
    text.fill("La salle est libre")
    page.context.set_offline(True)
    expect(page.locator(".reseau")).to_contain_text("Vous êtes hors ligne. Ce que vous voyez date de")
    page.get_by_role("dialog").get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("dialog")).to_contain_text("Rien n’a été changé")
    expect(text).to_have_value("La salle est libre")
    assert not mairie.levers.filter(text="La salle est libre").exists()
    # Meanwhile a colleague moves the card.
    move(project, facilitator, "Long terme", "Co-porteur")
    expect(cell(other, project, "Long terme", "Co-porteur").locator(".fiche")).to_contain_text(MAIRIE)
    page.context.set_offline(False)
    expect(page.locator(".reseau")).to_be_empty()
    expect(cell(page, project, "Long terme", "Co-porteur").locator(".fiche")).to_contain_text(MAIRIE)
    expect(text).to_have_value("La salle est libre")
    page.get_by_role("dialog").get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("status").filter(has_text="Levier noté")).to_be_visible()
    assert mairie.levers.filter(text="La salle est libre").exists()


def test_a_cut_network_on_the_raci_gives_the_letter_back_and_catches_up(
    project, mairie, coordinator, facilitator, signed_in_page
):
    activity = ActivityFactory(project=project, name="Ouvrir la halte")
    other = RaciAssignment.objects.create(activity=ActivityFactory(project=project), partnership=mairie, letters="C")
    page = signed_in_page(coordinator)
    page.goto(RACI)
    listening(page)

    def square(row):
        return page.locator(f"#a-{row.public_id} td").nth(1)

    square(activity).click()
    page.context.set_offline(True)
    expect(page.locator(".reseau")).to_contain_text("Vous êtes hors ligne. Ce que vous voyez date de")
    page.keyboard.press("r")
    expect(page.locator("#avis")).to_contain_text("La case a repris sa valeur")
    expect(square(activity)).to_have_text("")
    # Meanwhile a colleague changes another cell; nothing that was typed offline is sent later by itself.
    with operation(by=facilitator, label="Un rôle", project=project):
        RaciAssignment.objects.write_cells([(other.activity_id, mairie.pk, "C", "A")])
    page.context.set_offline(False)
    expect(page.locator(".reseau")).to_be_empty()
    expect(square(other.activity)).to_have_text("A")
    assert not RaciAssignment.objects.filter(activity=activity).exists()
    expect(square(activity)).to_be_focused()
    page.keyboard.press("r")
    expect(square(activity)).to_have_text("R")


def test_a_server_that_restarts_is_waited_for(project, mairie, coordinator, facilitator, signed_in_page, live_server):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    listening(page)
    live_server.stop()
    expect(page.locator(".reseau")).to_contain_text("Le serveur ne répond pas")
    move(project, facilitator, "Long terme", "Co-porteur")
    live_server.start()
    expect(page.locator(".reseau")).to_be_empty()
    expect(cell(page, project, "Long terme", "Co-porteur").locator(".fiche")).to_contain_text(MAIRIE)


def test_access_taken_away_is_said_at_the_next_ticket(project, mairie, reader, facilitator, signed_in_page):
    page = signed_in_page(reader)
    page.goto(BOARD)
    listening(page)
    project.members.filter(user=reader).delete()
    move(project, facilitator, "Long terme", "Co-porteur")
    expect(page.locator(".reseau")).to_contain_text("Vous n’avez plus accès à ce projet")
    expect(cell(page, project, "Long terme", "Co-porteur").locator(".fiche")).to_have_count(0)


def test_where_streams_are_held_back_the_page_asks(project, mairie, coordinator, facilitator, signed_in_page):
    page = signed_in_page(coordinator)
    # Something on the way refuses streams, and lets ordinary answers through.
    page.route("**/live/*/?*", lambda route: route.fulfill(status=403, body=""))
    page.clock.install()
    page.goto(BOARD)
    with page.expect_response("**/version/"):
        pass
    move(project, facilitator, "Long terme", "Co-porteur")
    with page.expect_response("**/version/"):
        page.clock.run_for(20_000)
    # The answer is waited for in real time, what the page then does is at the hour of its own clock.
    shown = cell(page, project, "Long terme", "Co-porteur").locator(".fiche")
    for _turn in range(5):
        page.clock.run_for(3_000)
        with contextlib.suppress(AssertionError):
            expect(shown).to_contain_text(MAIRIE, timeout=1_000)
            break
    expect(shown).to_contain_text(MAIRIE)


def test_the_wall_follows_what_the_coordinator_sends_when_asked(
    project, mairie, coordinator, reader, signed_in_page, axe
):
    PlacementFactory(
        partnership=PartnershipFactory(project=project, partner__name="Café Chez Lucette", partner__kind="shop"),
        horizon=project.horizons.get(name="Moyen terme"),
        level=project.levels.get(name="Allié"),
    )
    page, wall = signed_in_page(coordinator), signed_in_page(reader, viewport={"width": 1280, "height": 720})
    wall.goto(f"{BOARD}?projection=1&salle=sombre")
    page.goto(f"{BOARD}?q=lucette")
    page.get_by_role("button", name="Montrer ceci à l’écran").click()
    expect(page.get_by_role("status").filter(has_text="C’est à l’écran")).to_be_visible()
    expect(card(wall)).to_be_visible()
    wall.get_by_role("switch", name="Suivre").click()
    expect(card(wall)).to_have_count(0)
    expect(card(wall, "Café Chez Lucette")).to_be_visible()
    assert "salle=sombre" in wall.url
    axe(wall)
    # A change reaches the narrowed wall; then the RACI takes its place.
    move(project, coordinator, "Long terme", "Allié")
    expect(card(wall)).to_have_count(0)
    ActivityFactory(project=project, name="Ouvrir la halte")
    page.goto(f"{RACI}?tous=1")
    page.get_by_role("button", name="Montrer ceci à l’écran").click()
    expect(wall.get_by_role("rowheader", name="Ouvrir la halte")).to_be_visible()
    assert "suivre=1" in wall.url


def test_a_record_that_somebody_changes_is_marked_on_the_frise_and_on_the_record(
    project, mairie, coordinator, facilitator, signed_in_page
):
    record = f"/projets/le-detour/partenaires/{mairie.public_id}/"
    board, mine, theirs = signed_in_page(coordinator), signed_in_page(coordinator), signed_in_page(facilitator)
    board.goto(BOARD)
    mine.goto(record)
    theirs.goto(record)
    here(board, str(facilitator))
    here(mine, str(facilitator))
    theirs.locator("[data-modifier]").first.click()
    expect(theirs.locator("[data-edition]")).to_be_visible()
    expect(board.locator(".fiche[data-edition] .drapeau")).to_have_text(f"{str(facilitator).split()[0]} modifie")
    expect(mine.get_by_text(f"{facilitator} modifie cette fiche en ce moment.")).to_be_visible()
    theirs.get_by_role("link", name="Fermer sans enregistrer").click()
    expect(board.locator(".fiche[data-edition]")).to_have_count(0)
    theirs.goto(f"{record}modifier/lien/")
    expect(board.locator(".fiche[data-edition]")).to_have_count(1)


def test_a_letter_is_on_the_other_grid_and_on_the_wall(project, mairie, coordinator, facilitator, signed_in_page, axe):
    activity = ActivityFactory(project=project, name="Ouvrir la halte")
    RaciAssignment.objects.create(activity=activity, partnership=mairie, letters="I")
    one, two, wall = signed_in_page(coordinator), signed_in_page(facilitator), signed_in_page(facilitator)
    one.goto(RACI)
    two.goto(RACI)
    wall.goto(f"{RACI}ecran/")
    here(one, str(facilitator))
    here(two, str(coordinator))

    def square(page):
        return page.locator(f"#a-{activity.public_id} td").nth(1)

    square(two).click()
    expect(square(one)).to_have_attribute("title", f"{facilitator} est ici")
    square(one).click()
    one.keyboard.press("r")
    expect(square(two)).to_have_text("R")
    expect(two.locator(".drapeau-case")).to_have_text(str(coordinator).split()[0])
    expect(square(two)).to_be_focused()
    expect(wall.locator(f"#l-{activity.public_id} [data-lettres=R]")).to_have_count(1)
    assert "MARQUEUR" not in wall.content()
    axe(wall)
    # The grid of the colleague still writes, and knows what is there now.
    two.keyboard.press("a")
    expect(square(one)).to_have_text("RA")
