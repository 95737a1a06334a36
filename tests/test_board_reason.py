"""Saying why after a move: the gesture is completed, and no second one is told."""

import pytest
from django.urls import reverse

from partnerships.changes import placement_changes, tell
from partnerships.models import Placement
from projects.models import Operation, operation, undo
from tests.factories import PartnershipFactory, PlacementFactory, ProjectMemberFactory, UserFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
WHY = "Le conseil a voté une aide."


@pytest.fixture
def mairie(project):
    return PlacementFactory(
        partnership=PartnershipFactory(project=project, partner__name="Mairie de Saint-Amelin"),
        horizon=project.horizons.first(),
        level=project.levels.get(name="Information"),
        reason="Un premier contact",
    )


@pytest.fixture
def moved(mairie, coordinator, sign_in):
    """Move the card as a drag does; return (the client, what the script was answered)."""
    client = sign_in(coordinator)
    return client, client.post(move_url(mairie), places(mairie, "Allié"), headers=JSON).json()


def move_url(placement):
    return reverse(
        "partnerships:board_move", args=[placement.partnership.project.slug, placement.partnership.public_id]
    )


def places(placement, level):
    levels = placement.partnership.project.levels
    return {
        "placement": placement.public_id,
        "version": placement.version,
        "horizon": placement.horizon.public_id,
        "level": levels.get(name=level).public_id,
    }


def test_the_reason_goes_to_the_move_and_no_gesture_is_added(project, mairie, moved, coordinator):
    client, answer = moved
    gestures, rows, revision = Operation.objects.count(), Placement.history.count(), project.revision
    shown = client.get(answer["why"], headers=JSON)
    assert "Dire pourquoi" in shown.json()["form"]
    said = client.post(answer["why"], {"reason": WHY}, headers=JSON).json()
    assert "La raison est notée" in said["said"]
    assert said["undo"] == answer["undo"]
    assert "why" not in said
    mairie.refresh_from_db()
    project.refresh_from_db()
    assert (mairie.reason, mairie.version) == (WHY, 3)
    assert project.revision > revision
    assert (Operation.objects.count(), Placement.history.count()) == (gestures, rows)
    assert tell(placement_changes(mairie.partnership))[0].reason == WHY
    # One « Annuler » takes back the move and its reason.
    undo(Operation.objects.first(), by=coordinator)
    mairie.refresh_from_db()
    assert (mairie.level.name, mairie.reason) == ("Information", "Un premier contact")


def test_a_move_that_says_why_or_leaves_the_frise_is_not_asked(mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    said = client.post(move_url(mairie), places(mairie, "Allié") | {"reason": WHY}, headers=JSON).json()
    assert "why" not in said
    mairie.refresh_from_db()
    gone = places(mairie, "Allié") | {"horizon": "", "level": ""}
    assert "why" not in client.post(move_url(mairie), gone, headers=JSON).json()


def test_without_script_the_notice_leads_to_the_form_and_back(project, mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    page = client.post(move_url(mairie), places(mairie, "Allié") | {"reason": ""}, follow=True).content.decode()
    address = reverse(
        "partnerships:board_reason",
        args=[project.slug, mairie.partnership.public_id, Operation.objects.first().public_id],
    )
    assert f'<a href="{address}">Dire pourquoi</a>' in page
    assert "Dire pourquoi" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": WHY}, follow=True)
    assert done.redirect_chain[0][0].endswith(f"?partenaire={mairie.partnership.public_id}")
    assert WHY in done.content.decode()
    assert client.delete(address).status_code == 405


@pytest.mark.parametrize("how", ["moved again", "taken back"])
def test_a_reason_never_goes_to_another_place(how, project, mairie, moved, coordinator):
    client, answer = moved
    mairie.refresh_from_db()
    if how == "taken back":
        undo(Operation.objects.first(), by=coordinator)
    else:
        with operation(by=coordinator, label="Déplacer", project=project):
            mairie.move_to(
                horizon=mairie.horizon, level=project.levels.get(name="Co-porteur"), version=2, by=coordinator
            )
    refused = client.post(answer["why"], {"reason": WHY}, headers=JSON)
    assert refused.status_code == 409
    assert WHY in refused.json()["form"]
    mairie.refresh_from_db()
    assert mairie.reason == "Un premier contact"


def test_only_who_made_the_gesture_says_why(project, mairie, moved, reader, stranger, sign_in, client):
    _client, answer = moved
    other = UserFactory()
    ProjectMemberFactory(project=project, user=other, role="coordinator")
    for user, status in ((other, 404), (reader, 403), (stranger, 404)):
        assert sign_in(user).post(answer["why"], {"reason": WHY}).status_code == status
    assert client.post(answer["why"], {"reason": WHY}).status_code == 302
    mairie.refresh_from_db()
    assert mairie.reason == "Un premier contact"
