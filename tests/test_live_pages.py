"""What pages ask so that they stay true: a ticket, what was just done, and the walls."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from live.tickets import TEAM, Ticket
from partnerships.gestures import first_name, gestures_since
from partnerships.models import Placement, RaciAssignment
from partnerships.views.live.hooks import view_of
from partnerships.views.live.walls import WALLS
from projects.models import Project, operation
from tests.factories import ActivityFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(settings):
    settings.LIVE = True


@pytest.fixture
def cafe(project):
    return PartnershipFactory(project=project, partner__name="Café Chez Lucette", partner__short_name="Chez Lucette")


def place(project, cafe, user, level=0, horizon=0):
    with operation(by=user, label="Chez Lucette passe à « Allié »", project=project):
        return Placement.objects.place(
            cafe, horizon=project.horizons.all()[horizon], level=project.levels.all()[level], by=user
        )


class TestTicket:
    def ask(self, client, project, **query):
        return client.get(reverse("partnerships:live_ticket", args=[project.slug]), query)

    @pytest.mark.parametrize(("role", "may_show"), [("coordinator", True), ("facilitator", True), ("reader", False)])
    def test_lets_everybody_listen_and_editors_send_to_the_walls(self, project, role, may_show, sign_in, request):
        user = request.getfixturevalue(role)
        answer = self.ask(sign_in(user), project)
        facts = answer.json()
        ticket = Ticket.read(facts["address"].split("/")[2])
        assert (ticket.project, ticket.audience, ticket.may_show) == (project.pk, TEAM, may_show)
        assert facts["people"][facts["me"]] == [str(user), user.initials, first_name(user)]
        assert ticket.member == facts["me"]
        assert str(user) not in facts["address"]
        assert "no-store" in answer["Cache-Control"]

    def test_for_a_wall_carries_what_it_shows_and_names_nobody(self, project, reader, sign_in):
        facts = self.ask(sign_in(reader), project, pour="board", vue="kind=shop").json()
        ticket = Ticket.read(facts["address"].split("/")[2])
        assert (ticket.audience, ticket.view) == ("board", "kind=shop")
        assert "people" not in facts

    def test_is_refused_to_who_is_no_longer_in_the_project(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        assert self.ask(client, project).status_code == 200
        project.members.filter(user=coordinator).delete()
        assert self.ask(client, project).status_code == 404

    def test_is_refused_for_an_unknown_audience_and_where_the_room_is_closed(self, project, reader, sign_in, settings):
        client = sign_in(reader)
        assert self.ask(client, project, pour="tout").status_code == 404
        settings.LIVE = False
        assert self.ask(client, project).status_code == 404


class TestNews:
    def since(self, project, revision, reader):
        return gestures_since(Project.objects.get(pk=project.pk), revision, reader=reader)

    def test_tells_a_card_placed_moved_and_taken_off_by_whom_and_where(self, project, cafe, coordinator, reader):
        before = project.revision
        placement = place(project, cafe, coordinator)
        with operation(by=coordinator, label="-", project=project):
            placement.move_to(
                horizon=project.horizons.all()[1],
                level=project.levels.all()[1],
                version=placement.version,
                by=coordinator,
            )
        with operation(by=coordinator, label="-", project=project):
            placement.take_off(version=placement.version)
        told = self.since(project, before, reader)
        first = str(coordinator).split()[0]
        assert [gesture["said"] for gesture in told] == [
            f"{first} a placé Chez Lucette dans «\u00a0Co-porteur\u00a0», court terme",
            f"{first} a déplacé Chez Lucette vers «\u00a0Allié\u00a0», moyen terme",
            f"{first} a remis Chez Lucette dans «\u00a0À placer\u00a0»",
        ]
        assert {tuple(gesture["cards"]) for gesture in told} == {(cafe.public_id,)}
        assert not any(gesture["mine"] for gesture in told)
        assert all(gesture["mine"] for gesture in self.since(project, before, coordinator))

    def test_tells_only_what_came_after_the_revision_that_the_page_shows(self, project, cafe, coordinator, reader):
        place(project, cafe, coordinator)
        project.refresh_from_db()
        assert self.since(project, project.revision, reader) == []
        with operation(by=coordinator, label="Régler un détail", project=project):
            pass
        assert [gesture["said"].split("\u00a0: ")[1] for gesture in self.since(project, project.revision, reader)] == [
            "Régler un détail"
        ]

    def test_names_the_cells_of_the_raci(self, project, cafe, coordinator, sign_in):
        activity = ActivityFactory(project=project)
        before = project.revision
        with operation(by=coordinator, label="Un rôle", project=project):
            RaciAssignment.objects.write_cells([(activity.pk, cafe.pk, "", "R")])
        answer = sign_in(coordinator).get(
            reverse("partnerships:live_news", args=[project.slug]), {"depuis": str(before)}
        )
        assert answer.json()["gestures"][0]["cells"] == [f"{activity.public_id}/{cafe.public_id}"]

    def test_understands_no_revision_as_nothing_new(self, project, coordinator, sign_in):
        address = reverse("partnerships:live_news", args=[project.slug])
        assert sign_in(coordinator).get(address, {"depuis": "²"}).json() == {
            "revision": project.revision,
            "gestures": [],
        }

    def test_costs_the_same_for_many_gestures(self, project, cafe, coordinator, django_assert_max_num_queries):
        before = project.revision
        place(project, cafe, coordinator)
        for horizon in (1, 2):
            place(project, cafe, coordinator, horizon=horizon)
        project.refresh_from_db()
        with django_assert_max_num_queries(3):
            assert len(gestures_since(project, before, reader=coordinator)) == 3


class TestWalls:
    def test_what_is_pushed_is_what_the_page_shows(self, project, cafe, coordinator, sign_in):
        place(project, cafe, coordinator)
        RaciAssignment.objects.create(activity=ActivityFactory(project=project), partnership=cafe, letters="R")
        client = sign_in(coordinator)
        pages = {
            "board": (reverse("partnerships:board", args=[project.slug]), {"projection": "1"}),
            "raci": (reverse("partnerships:raci_projection", args=[project.slug]), {}),
        }
        for name, (address, query) in pages.items():
            drawn = WALLS[name](project.pk, "")
            assert drawn.strip() in client.get(address, query | {"salle": "sombre"}).content.decode()
            assert "Chez Lucette" in drawn

    def test_a_view_is_what_narrows_the_wall_and_nothing_about_the_room(self, rf):
        query = rf.get("/", {"projection": "1", "salle": "sombre", "kind": "shop", "q": "", "partenaire": "abc"}).GET
        assert view_of("board", query) == "partenaire=abc&kind=shop"
        assert view_of("raci", rf.get("/?o=a&o=b&tous=&kind=x").GET) == "o=a&o=b"
        assert view_of("raci", rf.get("/", {"o": "x" * 3000}).GET) == ""

    def test_a_narrowed_wall_shows_the_others_nowhere(self, project, cafe, coordinator):
        place(project, cafe, coordinator)
        assert "Chez Lucette" not in WALLS["board"](project.pk, "q=introuvable")
        assert "Chez Lucette" in WALLS["board"](project.pk, "q=lucette")

    def test_a_project_that_is_gone_has_no_wall(self, project):
        assert WALLS["board"](project.pk + 999, "") is None

    def test_an_empty_raci_says_so(self, project, reader, sign_in):
        page = sign_in(reader).get(reverse("partnerships:raci_projection", args=[project.slug]))
        assert "Le tableau est vide" in page.content.decode()


def test_a_wall_knows_the_addresses_of_both_walls_and_a_page_of_the_team_none(project, reader, sign_in):
    client = sign_in(reader)
    board, raci, grid = (
        reverse(f"partnerships:{n}", args=[project.slug]) for n in ("board", "raci_projection", "raci_grid")
    )
    for wall in (f"{board}?projection=1", raci):
        page = client.get(wall).content.decode()
        assert f'data-adresse-board="{board}" data-adresse-raci="{raci}"' in page
    for address in (board, grid):
        assert "data-adresse-" not in client.get(address).content.decode()


def test_pages_carry_what_they_listen_with_only_where_the_room_is_open(project, reader, sign_in, settings):
    client = sign_in(reader)
    addresses = [reverse(f"partnerships:{name}", args=[project.slug]) for name in ("board", "raci_grid")]
    for address in addresses:
        page = client.get(address).content.decode()
        assert f'data-revision="{project.revision}"' in page
        assert "direct.js" in page
    settings.LIVE = False
    for address in addresses:
        assert "direct.js" not in client.get(address).content.decode()


def test_a_page_costs_at_most_ten_queries(project, coordinator, sign_in, django_assert_max_num_queries):
    client = sign_in(coordinator)
    for name in ("live_ticket", "live_news", "raci_projection"):
        with django_assert_max_num_queries(10):
            answer = client.get(reverse(f"partnerships:{name}", args=[project.slug]), {"depuis": "0"})
        assert answer.status_code == 200
    assert json.loads(client.get(reverse("partnerships:live_ticket", args=[project.slug])).content)["may_show"]


@pytest.mark.once
def test_the_scripts_of_a_page_weigh_at_most_45_kb_compressed(project, cafe, coordinator, sign_in):
    ActivityFactory(project=project)
    client = sign_in(coordinator)
    addresses = {
        name: reverse(f"partnerships:{name}", args=[project.slug]) for name in ("board", "raci_grid", "raci_projection")
    }
    addresses["wall"] = f"{addresses['board']}?projection=1"
    for name, address in addresses.items():
        scripts = re.findall(r'<script src="/static/([^"]+)"', client.get(address).content.decode())
        assert "js/direct.js" in scripts
        weights = {
            script: len(gzip.compress((settings.BASE_DIR / "static" / script).read_bytes())) for script in scripts
        }
        assert sum(weights.values()) <= 45_000, (name, weights)
