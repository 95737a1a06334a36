"""Noting a frein or a levier from the frise: the dialogue, the plain form, who may, what never leaves the team."""

import pytest
from django.urls import reverse

from partnerships.models import Lever, Obstacle
from projects.models import Operation, undo
from tests.factories import PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
TEXT = "Pas de budget avant <mars>"


@pytest.fixture
def mairie(project):
    """A partner placed twice on the frise."""
    partnership = PartnershipFactory(project=project, partner__name="Mairie de Saint-Amelin")
    for horizon in project.horizons.all()[:2]:
        PlacementFactory(partnership=partnership, horizon=horizon, level=project.levels.all()[horizon.position])
    return partnership


def url(partnership, items="freins"):
    return reverse("partnerships:board_fact", args=[partnership.project.slug, partnership.public_id, items])


@pytest.mark.parametrize(("items", "model", "word"), [("freins", Obstacle, "frein"), ("leviers", Lever, "levier")])
def test_it_is_noted_counted_on_each_card_told_and_can_be_undone(mairie, facilitator, sign_in, items, model, word):
    client = sign_in(facilitator)
    form = client.get(url(mairie, items), headers=JSON).json()["form"]
    assert f"Ajouter un {word}" in form
    answer = client.post(url(mairie, items), {"text": TEXT, "status": "hypothesis"}, headers=JSON).json()
    assert answer["said"] == f"{word.capitalize()} noté pour Mairie de Saint-Amelin"
    assert len(answer["cards"]) == 2
    for card in answer["cards"]:
        assert f'1<span class="vh"> {word}</span>' in card["html"]
        assert card["html"].startswith(f"<li id={card['id']} ")
    row = model.objects.get()
    assert (row.partnership, row.text) == (mairie, TEXT)
    undo(Operation.objects.get(label=answer["said"]), by=facilitator)
    assert not model.objects.exists()


def test_a_plain_form_brings_back_to_the_frise_with_the_sheet_open(mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    board = reverse("partnerships:board", args=[mairie.project.slug])
    assert f'href="{url(mairie)}"' in client.get(f"{board}?partenaire={mairie.public_id}").content.decode()
    answer = client.post(url(mairie), {"text": TEXT, "status": "hypothesis"}, follow=True)
    assert answer.redirect_chain == [(f"{board}?partenaire={mairie.public_id}", 302)]
    html = answer.content.decode()
    assert "Frein noté pour" in html
    assert "/annuler/" in html
    assert "Pas de budget avant &lt;mars&gt;" in html


@pytest.mark.parametrize("headers", [JSON, {}])
def test_an_empty_text_is_422_and_keeps_the_rest(mairie, coordinator, sign_in, headers):
    answer = sign_in(coordinator).post(url(mairie), {"text": "", "status": "verified"}, headers=headers)
    assert answer.status_code == 422
    form = answer.json()["form"] if headers else answer.content.decode()
    assert 'value="verified" selected' in form
    assert not Obstacle.objects.exists()


def test_who_may_note(mairie, reader, stranger, client, sign_in):
    fields = {"text": TEXT, "status": "hypothesis"}
    assert client.post(url(mairie), fields).status_code == 302
    assert sign_in(stranger).post(url(mairie), fields).status_code == 404
    assert sign_in(reader).post(url(mairie), fields).status_code == 403
    assert sign_in(reader).get(url(mairie)).status_code == 403
    assert not Obstacle.objects.exists()


def test_other_lines_the_lead_and_other_methods_are_not_here(mairie, coordinator, sign_in, project):
    client = sign_in(coordinator)
    assert client.get(url(mairie, "contacts")).status_code == 404
    assert client.get(url(project.partnerships.get(is_lead=True))).status_code == 404
    assert client.delete(url(mairie)).status_code == 405


def test_a_reader_is_not_offered_to_note(mairie, reader, sign_in):
    board = reverse("partnerships:board", args=[mairie.project.slug])
    assert "data-noter" not in sign_in(reader).get(f"{board}?partenaire={mairie.public_id}").content.decode()
