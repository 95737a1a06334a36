"""Horizons and levels: added, renamed, reordered, removed, by those who run the project."""

import datetime

import pytest
from django.urls import reverse

from partnerships.models import Placement
from projects.models import Horizon, Operation, undo
from tests.factories import PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def url(project, name, *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


def names(project, edge="horizons"):
    return list(getattr(project, "horizons" if edge == "horizons" else "levels").values_list("name", flat=True))


def last_gesture(project):
    return Operation.objects.filter(project=project).first()


@pytest.fixture
def client(coordinator, sign_in):
    return sign_in(coordinator)


def test_both_edges_are_listed_with_their_cards(project, client):
    PlacementFactory(
        partnership=PartnershipFactory(project=project), horizon=project.horizons.first(), level=project.levels.first()
    )
    html = client.get(url(project, "edge_list")).content.decode()
    assert "1&nbsp;fiche." in html
    assert html.count("0&nbsp;fiche.") == 4


def test_a_horizon_is_added_at_the_end_and_can_be_undone(project, client, coordinator):
    fields = {"name": "Très long terme", "start": "2029-01-01", "end": "2031-12-31", "seen_version": 1}
    assert client.post(url(project, "edge_add", "horizons"), fields).status_code == 302
    assert names(project)[-1] == "Très long terme"
    undo(last_gesture(project), by=coordinator)
    assert "Très long terme" not in names(project)


@pytest.mark.parametrize(
    ("edge", "fields"),
    [
        ("horizons", {"name": ""}),
        ("horizons", {"name": "Moyen terme"}),
        ("horizons", {"name": "Neuf", "start": "2027-01-01", "end": "2026-01-01"}),
        ("niveaux", {"name": "Neuf", "code": "ally"}),
        ("niveaux", {}),
    ],
)
def test_what_would_not_hold_is_refused_with_the_text_kept(project, client, edge, fields):
    before = names(project, edge)
    answer = client.post(url(project, "edge_add", edge), fields | {"seen_version": 1})
    assert answer.status_code == 422
    assert names(project, edge) == before
    assert fields.get("name", "") in answer.content.decode()


def test_the_second_of_two_people_sees_what_stands_and_keeps_its_text(project, client):
    horizon = project.horizons.first()
    address = url(project, "edge_edit", "horizons", horizon.public_id)
    assert client.post(address, {"name": "Premier semestre", "seen_version": 1}).status_code == 302
    refused = client.post(address, {"name": "Printemps", "seen_version": 1})
    html = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Premier semestre", "Printemps", "Remplacer"):
        assert words in html
    assert client.post(address, {"name": "Printemps", "seen_version": 2}).status_code == 302
    assert names(project)[0] == "Printemps"


def test_a_row_changes_place_with_its_neighbour(project, client, coordinator):
    address = url(project, "edge_move", "niveaux", project.levels.last().public_id)
    client.post(address, {"sens": "avant"})
    assert names(project, "niveaux") == ["Co-porteur", "Information", "Allié"]
    undo(last_gesture(project), by=coordinator)
    assert names(project, "niveaux") == ["Co-porteur", "Allié", "Information"]
    client.post(address, {"sens": "apres"})
    assert names(project, "niveaux") == ["Co-porteur", "Allié", "Information"]


@pytest.fixture
def placed(project):
    """One partner at court and moyen terme, another at court terme only."""
    short, middle, _long = project.horizons.all()
    both, one = (PartnershipFactory(project=project, partner__name=name) for name in ("Mairie", "Caf"))
    for partnership, horizon in ((both, short), (both, middle), (one, short)):
        PlacementFactory(partnership=partnership, horizon=horizon, level=project.levels.first())
    return short, middle


def where(project):
    rows = Placement.objects.filter(partnership__project=project).order_by("partnership", "horizon__position")
    return list(rows.values_list("partnership__partner__name", "horizon__name"))


def test_removing_asks_first_and_says_who_is_already_there(project, client, placed):
    html = client.get(url(project, "edge_remove", "horizons", placed[0].public_id)).content.decode()
    assert "Mairie\u00a0: leur place là-bas reste" in html
    answer = client.post(url(project, "edge_remove", "horizons", placed[0].public_id), {})
    assert answer.status_code == 422
    assert len(where(project)) == 3


def test_placements_go_to_another_horizon_and_come_back_on_undo(project, client, placed, coordinator):
    before = where(project)
    address = url(project, "edge_remove", "horizons", placed[0].public_id)
    answer = client.post(address, {"target": placed[1].public_id}, follow=True)
    assert "Déjà placés là-bas, retirés ici\u00a0: Mairie." in answer.content.decode()
    assert where(project) == [("Mairie", "Moyen terme"), ("Caf", "Moyen terme")]
    undo(last_gesture(project), by=coordinator)
    assert where(project) == before


def test_placements_go_back_to_the_tray(project, client, placed):
    client.post(url(project, "edge_remove", "niveaux", project.levels.first().public_id), {"target": "a_placer"})
    assert where(project) == []
    assert names(project, "niveaux") == ["Allié", "Information"]


def test_the_last_one_stays(project, client):
    last = project.horizons.last()
    project.horizons.exclude(pk=last.pk).delete()
    address = url(project, "edge_remove", "horizons", last.public_id)
    assert "Renommez-le plutôt" in client.get(address).content.decode()
    client.post(address, {"target": "a_placer"})
    assert Horizon.objects.filter(pk=last.pk).exists()


def test_only_those_who_run_the_project(project, facilitator, stranger, sign_in):
    for person, status in ((facilitator, 403), (stranger, 404)):
        client = sign_in(person)
        assert client.get(url(project, "edge_list")).status_code == status
        assert client.post(url(project, "edge_add", "horizons"), {"name": "Neuf"}).status_code == status
        row = project.horizons.first()
        for name in ("edge_edit", "edge_move", "edge_remove"):
            assert client.post(url(project, name, "horizons", row.public_id), {}).status_code == status


def test_a_row_of_another_project_and_an_unknown_edge_are_not_found(project, client):
    foreign = Horizon.objects.create(
        project=PartnershipFactory().project, name="Ailleurs", start=datetime.date(2026, 1, 1)
    )
    for edge, public_id in (("horizons", foreign.public_id), ("colonnes", project.horizons.first().public_id)):
        for name in ("edge_edit", "edge_remove"):
            assert client.get(url(project, name, edge, public_id)).status_code == 404
        assert client.post(url(project, "edge_move", edge, public_id)).status_code == 404


def test_order_changes_by_post_only(project, client):
    assert client.get(url(project, "edge_move", "horizons", project.horizons.first().public_id)).status_code == 405
