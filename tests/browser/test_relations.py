"""Relations in a real browser: noted without script, read and opened by keyboard, a question set aside."""

import pytest
from playwright.sync_api import expect

from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/projets/le-detour/relations/"


def test_a_link_is_noted_without_script_and_its_actors_are_reached_by_keyboard(project, coordinator, signed_in_page):
    for name in ("Mairie", "Caf"):
        PartnershipFactory(project=project, partner__name=name)
    page = signed_in_page(coordinator, javascript=False)
    page.goto(f"{PAGE}ajouter/")
    page.get_by_label("Acteur").select_option("Mairie")
    page.get_by_label("Avec").select_option("Caf")
    page.get_by_label("Ensemble").select_option("3")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("La relation est notée")
    page.goto(f"{PAGE}dessins/graphe/")
    actor = page.get_by_role("link", name="Mairie, Association, ASBL, en lien avec Caf (Coopération)")
    actor.focus()
    expect(actor).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mairie")


def test_a_question_is_set_aside_without_script_and_asked_again(project, coordinator, signed_in_page):
    page = signed_in_page(coordinator, javascript=False)
    page.goto("/projets/le-detour/questions/")
    asked = page.get_by_role("listitem").filter(has_text="Aucun allié, court terme")
    asked.get_by_role("link", name="Pas pour nous, parce que…").click()
    page.get_by_role("textbox", name="Pas pour nous, parce que").fill("Seuls au départ")
    page.get_by_role("button", name="Mettre de côté").click()
    said = page.get_by_role("listitem").filter(has_text="Parce que Seuls au départ")
    expect(said).to_contain_text("Aucun allié, court terme")
    said.get_by_role("button", name="Reposer la question").click()
    expect(page.get_by_text("Seuls au départ")).to_have_count(0)
