"""A director reads and answers on a phone, in two taps, without script (with it: test_agreement_journeys)."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from agreements.validating import standing_now
from tests.agreement_facts import make_complete, read
from tests.browser.conftest import PHONE
from tests.validation_facts import circuit, submit

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_taps_validate_a_text_that_is_in_view(project, coordinator, director, no_js):
    circuit(project, Role.DIRECTOR, "Conseil d’administration")
    agreement = submit(make_complete(project, coordinator), coordinator)
    page = no_js(director, viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="Lire et répondre").click()
    button = page.get_by_role("button", name="Valider ce texte")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Texte validé")
    assert standing_now(read(agreement)).turn.name == "Conseil d’administration"
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("heading", name="Attend Direction")).to_be_visible()

    page.get_by_role("link", name="Lire et répondre").click()
    page.get_by_role("link", name="Demander un changement").click()
    page.get_by_label("Dans quel article").select_option(label="1. Objet")
    page.get_by_label("Ce qui doit changer").fill("Dire combien de haltes.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("main")).to_contain_text("Dire combien de haltes.")
    page.get_by_role("link", name="Ce qui vous attend").first.click()
    expect(page.get_by_role("heading", name="Rien ne vous attend")).to_be_visible()
