"""The matrix situations × actors and « Qui manque ? » in a real browser: keyboard, two people, no script, on a phone."""

import pytest
from playwright.sync_api import expect

from partnerships.models import ExpectedActor, SituationActor
from projects.models import Situation
from tests.browser.conftest import PHONE
from tests.factories import PartnershipFactory

PAGE = "/projets/le-detour/situations/"
MISSING = "/projets/le-detour/qui-manque/"


@pytest.fixture
def situations(project):
    """Two situations, fourteen partners: enough for the dialogue to offer a search."""
    for n in range(13):
        PartnershipFactory(project=project, partner__name=f"Association {n:02}")
    pharmacy = PartnershipFactory(project=project, partner__name="Pharmacie du Pont")
    rows = [
        Situation.objects.create(project=project, name=name, position=position)
        for position, name in enumerate(["Une personne seule après une chute", "Un jeune sans permis"])
    ]
    SituationActor.objects.create(situation=rows[0], partnership=pharmacy, role="spots")
    return rows


def cell(page, situation, path):
    return page.locator(f"#c-{situation.public_id}-{path}")


def test_arrows_enter_search_and_save_without_the_mouse(situations, coordinator, signed_in_page, axe):
    page = signed_in_page(coordinator)
    page.goto(PAGE)
    first, second = situations
    cell(page, first, "repere").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(cell(page, second, "oriente")).to_be_focused()
    page.keyboard.press("Enter")
    dialogue = page.get_by_role("dialog", name="Qui oriente")
    search = dialogue.get_by_role("searchbox", name="Chercher un acteur")
    expect(search).to_be_focused()
    axe(page)
    page.keyboard.type("pharmacie")
    page.keyboard.press("Enter")
    expect(dialogue.get_by_role("checkbox", name="Pharmacie du Pont")).to_be_checked()
    dialogue.get_by_role("button", name="Enregistrer").press("Enter")
    expect(dialogue).to_be_hidden()
    expect(cell(page, second, "oriente")).to_contain_text("Pharmacie du Pont")
    expect(cell(page, second, "oriente")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("qui oriente")
    page.get_by_role("status").get_by_role("button", name="Annuler").click()
    expect(cell(page, second, "oriente")).to_contain_text("Qui oriente")


def test_a_cell_that_somebody_else_changed_keeps_the_choice(situations, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(PAGE)
    situation = situations[0]
    cell(page, situation, "agit").click()
    dialogue = page.get_by_role("dialog")
    dialogue.get_by_role("checkbox", name="Pharmacie du Pont").check()
    other = situation.project.partnerships.get(partner__name="Association 03")
    SituationActor.objects.create(situation=situation, partnership=other, role="acts")
    dialogue.get_by_role("button", name="Enregistrer").click()
    expect(dialogue.get_by_role("alert")).to_contain_text("Association 03")
    expect(dialogue.get_by_role("checkbox", name="Pharmacie du Pont")).to_be_checked()
    dialogue.get_by_role("button", name="Remplacer").click()
    expect(dialogue).to_be_hidden()
    expect(cell(page, situation, "agit")).to_contain_text("Pharmacie du Pont")
    expect(cell(page, situation, "agit")).not_to_contain_text("Association 03")


def test_a_hole_kept_as_a_finding_leaves_the_questions(situations, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(PAGE)
    questions = page.get_by_role("region", name="Où n’y a-t-il personne")
    expect(questions.get_by_role("listitem")).to_have_count(2)
    cell(page, situations[1], "personne").click()
    page.get_by_label("Personne, et c’est un constat").fill("Mission locale absente du territoire")
    page.get_by_role("button", name="Enregistrer").click()
    expect(questions.get_by_role("listitem")).to_have_count(1)
    expect(cell(page, situations[1], "personne")).to_contain_text("Mission locale absente")
    expect(page.get_by_role("dialog")).to_be_hidden()
    cell(page, situations[1], "personne").click()
    expect(page.get_by_label("Personne, et c’est un constat")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell(page, situations[1], "personne")).to_be_focused()


def test_without_script_on_a_phone_a_cell_is_a_page(situations, coordinator, no_js):
    page = no_js(coordinator, viewport=PHONE)
    page.goto(PAGE)
    cell(page, situations[0], "agit").click()
    page.get_by_label("Association 07").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(cell(page, situations[0], "agit")).to_contain_text("Association 07")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reason_is_given_where_the_question_is_read(project, coordinator, signed_in_page):
    ExpectedActor.objects.provide(project.organisation)
    page = signed_in_page(coordinator)
    page.goto(MISSING)
    question = page.get_by_role("listitem").filter(has_text="Qui garde les immeubles")
    question.get_by_text("Sans objet parce que").click()
    question.get_by_label("La raison").fill("Aucun immeuble ici")
    question.get_by_role("button", name="Garder cette raison").click()
    expect(page.get_by_text("Sans objet parce que Aucun immeuble ici")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("heading", name="Qui garde les immeubles")).to_be_visible()


def test_the_directory_unfolds_the_first_questions(project, coordinator, signed_in_page):
    ExpectedActor.objects.provide(project.organisation)
    page = signed_in_page(coordinator)
    page.goto("/projets/le-detour/partenaires/")
    page.get_by_text("Qui manque", exact=False).first.click()
    page.get_by_role("link", name="Qui tient l’accueil de la mairie").click()
    page.wait_for_url(f"**{MISSING}**")
