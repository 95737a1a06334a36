"""Cards typed at the return of the workshop, in a real browser: seen while typing, by keyboard alone, without script too."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories import PartnershipFactory

PAGE = "/projets/le-detour/frise/saisie/"


def test_cards_are_seen_while_they_are_typed_then_written_and_taken_back_by_keyboard(
    project, coordinator, signed_in_page, axe
):
    PartnershipFactory(project=project, partner__name="Pharmacie du Pont")
    page = signed_in_page(coordinator)
    page.goto(PAGE)
    text = page.get_by_label("Une fiche par ligne")
    text.focus()
    page.keyboard.type("Pharmacie du Pon > court > allié")
    expect(page.get_by_text("À choisir\u00a0: 1")).to_be_visible()
    expect(text).to_be_focused()
    axe(page)
    choice = page.get_by_label("Pharmacie du Pon\u00a0: qui est-ce")
    choice.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Placer\u00a0: 1")).to_be_visible()
    expect(choice).to_be_focused()
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nCafé du bourg > long > info")
    expect(page.get_by_text("Placer\u00a0: 2")).to_be_visible()
    page.get_by_role("button", name="Écrire 2 fiches").press("Enter")
    page.wait_for_url("**/frise/")
    status = page.get_by_role("status")
    expect(status).to_contain_text("2 fiches placées, 1 partenaire créé.")
    status.get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator("#frise")).not_to_contain_text("Café du bourg")


def test_without_script_a_choice_is_read_again_before_it_is_written(project, coordinator, no_js):
    page = no_js(coordinator, viewport=PHONE)
    page.goto(PAGE)
    page.get_by_label("Une fiche par ligne").fill("Café du bourg > long > info")
    page.get_by_role("button", name="Voir ce qui sera écrit").click()
    page.get_by_label("type d’acteur").select_option("shop")
    page.get_by_role("button", name="Écrire 1 fiche").click()
    page.get_by_role("alert").get_by_text("relisez").wait_for()
    page.get_by_role("button", name="Écrire 1 fiche").click()
    expect(page.get_by_role("status")).to_contain_text("1 fiche placée, 1 partenaire créé.")
