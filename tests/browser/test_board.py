"""The frise in a real browser: keyboard, mouse, finger, two people, no script, on a phone."""

import pytest
from playwright.sync_api import expect

from partnerships.models import Obstacle
from tests.browser.conftest import PHONE
from tests.factories import PartnerFactory, PartnershipFactory, PlacementFactory

BOARD = "/projets/le-detour/frise/"
MAIRIE = "Mairie de Saint-Amelin"


def place(project, name, horizon, level):
    partnership = project.partnerships.filter(partner__name=name).first()
    return PlacementFactory(
        partnership=partnership or PartnershipFactory(project=project, partner__name=name),
        horizon=project.horizons.get(name=horizon),
        level=project.levels.get(name=level),
    )


@pytest.fixture
def filled(project):
    """The mairie goes from information to co-porteur; eight allies at court terme; somebody waits in the tray."""
    place(project, MAIRIE, "Court terme", "Information")
    place(project, MAIRIE, "Long terme", "Co-porteur")
    for n in range(1, 9):
        place(project, f"Association {n}", "Court terme", "Allié")
    place(project, "Association 1", "Moyen terme", "Allié")
    PartnershipFactory(project=project, partner__name="Orle Habitat")
    Obstacle.objects.create(partnership=project.partnerships.get(partner__name=MAIRIE), text="Pas de budget avant mars")
    return project


def cell(page, project, horizon, level):
    column, lane = project.horizons.get(name=horizon), project.levels.get(name=level)
    return page.locator(f"#case-{column.public_id}-{lane.public_id}")


def card(scope, name):
    return scope.get_by_role("link", name=name, exact=True)


def where(project, name):
    rows = project.partnerships.get(partner__name=name).placements.order_by("horizon__position")
    return [f"{row.level.name}, {row.horizon.name}" for row in rows.select_related("horizon", "level")]


def test_by_keyboard_from_information_to_allie_announced_then_undone(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    information, allies = cell(page, filled, "Court terme", "Information"), cell(page, filled, "Court terme", "Allié")
    card(information, MAIRIE).focus()
    page.keyboard.press("d")
    dialogue = page.get_by_role("dialog")
    expect(dialogue.get_by_role("radio", name="Information, Court terme")).to_be_focused()
    dialogue.get_by_role("radio", name="Allié, Court terme").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(
        "Mairie de Saint-Amelin passe à «\u00a0Allié\u00a0», court terme"
    )
    expect(card(allies, MAIRIE)).to_be_focused()
    assert where(filled, MAIRIE) == ["Allié, Court terme", "Co-porteur, Long terme"]
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status")).to_contain_text("annulé")
    expect(card(information, MAIRIE)).to_be_focused()
    assert where(filled, MAIRIE) == ["Information, Court terme", "Co-porteur, Long terme"]


@pytest.mark.parametrize(("key", "word"), [("f", "frein"), ("l", "levier")])
def test_f_and_l_note_without_leaving_the_card(filled, coordinator, signed_in_page, key, word):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    information = cell(page, filled, "Court terme", "Information")
    there = information.locator("li", has=card(page, MAIRIE)).locator(f".fl:has-text('{word}')")
    before = int(there.inner_text()[0])
    card(information, MAIRIE).focus()
    page.keyboard.press(key)
    dialogue = page.get_by_role("dialog", name=f"Ajouter un {word}")
    expect(dialogue.locator("textarea")).to_be_focused()
    dialogue.get_by_role("button", name="Ajouter").click()
    expect(dialogue.get_by_text("obligatoire")).to_be_visible()
    dialogue.locator("textarea").fill("Le conseil se réunit en mars")
    dialogue.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("status")).to_contain_text(f"{word.capitalize()} noté pour {MAIRIE}")
    expect(card(information, MAIRIE)).to_be_focused()
    expect(there).to_contain_text(f"{before + 1}")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status")).to_contain_text("annulé")
    expect(there).to_contain_text(f"{before}")


def test_a_frein_noted_from_the_sheet_shows_in_it_and_goes_when_undone(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(f"{BOARD}?partenaire={filled.partnerships.get(partner__name=MAIRIE).public_id}")
    sheet = page.get_by_role("complementary", name=MAIRIE)
    sheet.get_by_role("link", name="Ajouter un frein").click()
    page.get_by_label("Ce qui le retient").fill("Craint un doublon")
    page.get_by_role("dialog").get_by_role("button", name="Ajouter").click()
    expect(sheet).to_contain_text("Craint un doublon")
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status")).to_contain_text("annulé")
    expect(sheet).to_be_visible()
    expect(sheet).not_to_contain_text("Craint un doublon")


def test_without_javascript_a_lever_is_noted_by_a_form(filled, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(f"{BOARD}?partenaire={filled.partnerships.get(partner__name=MAIRIE).public_id}")
    page.get_by_role("link", name="Ajouter un levier").click()
    page.get_by_label("Ce qui l’attire").fill("La salle est libre")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("status")).to_contain_text("Levier noté")
    expect(page.get_by_role("complementary", name=MAIRIE)).to_contain_text("La salle est libre")


def test_n_finds_or_creates_a_partner_for_this_cell(filled, coordinator, signed_in_page):
    known = PartnerFactory(organisation=filled.organisation, name="Pharmacie de la Halle")
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    card(cell(page, filled, "Court terme", "Information"), MAIRIE).focus()
    page.keyboard.press("n")
    expect(page.get_by_label("Chercher un nom")).to_be_focused()
    expect(page.get_by_label("Niveau").locator("option:checked")).to_have_text("Information")
    page.keyboard.type("zzz")
    expect(page.get_by_role("link", name="Créer «\u00a0zzz\u00a0»")).to_be_visible()
    page.get_by_label("Chercher un nom").fill("halle")
    page.get_by_role("button", name="Ajouter Pharmacie de la Halle").click()
    expect(page.locator("#avis")).to_contain_text("fait partie du projet")
    expect(card(cell(page, filled, "Court terme", "Information"), known.name)).to_be_visible()
    page.get_by_role("link", name="Ajouter", exact=True).click()
    page.get_by_label("Chercher un nom").fill("Les Passeurs")
    page.get_by_role("link", name="Créer").click()
    page.get_by_label("Type d’acteur").select_option("association")
    page.get_by_role("textbox", name="Nom", exact=True).press("Enter")
    expect(page.locator("#avis")).to_contain_text("Les Passeurs fait partie du projet")
    expect(page.locator("[data-pochette]")).to_contain_text("Les Passeurs")


def test_the_density_chosen_by_key_is_there_on_another_device(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    card(cell(page, filled, "Court terme", "Information"), MAIRIE).focus()
    with page.expect_response("**/frise/densite/"):
        page.keyboard.press("3")
    other = signed_in_page(coordinator)
    other.goto(BOARD)
    expect(other.get_by_role("radio", name="Détails")).to_be_checked()


def test_arrows_walk_the_cards_that_are_shown(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    allies = cell(page, filled, "Court terme", "Allié")
    card(allies, "Association 1").focus()
    page.keyboard.press("ArrowRight")
    expect(card(cell(page, filled, "Moyen terme", "Allié"), "Association 1")).to_be_focused()
    page.keyboard.press("Shift+T")
    expect(card(allies, "Association 1")).to_be_focused()
    for _n in range(5):
        page.keyboard.press("ArrowDown")
    expect(card(cell(page, filled, "Court terme", "Information"), MAIRIE)).to_be_focused()
    page.keyboard.press("t")
    expect(card(cell(page, filled, "Long terme", "Co-porteur"), MAIRIE)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Au clavier, sur la frise")).to_be_visible()


def test_the_sheet_opens_beside_the_card_and_gives_the_focus_back(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    link = card(cell(page, filled, "Court terme", "Information"), MAIRIE)
    link.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("complementary", name=MAIRIE)
    expect(sheet.get_by_role("heading", name=MAIRIE)).to_be_focused()
    expect(sheet).to_contain_text("Pas de budget avant mars")
    assert "partenaire=" in page.url
    page.reload()
    expect(sheet).to_be_visible()
    sheet.get_by_role("heading", name=MAIRIE).focus()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert "partenaire=" not in page.url


def test_threads_join_the_cards_and_stop_at_folded_ones(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(BOARD)
    expect(page.locator(".fils path")).to_have_count(2)
    page.get_by_text("et 3 autres").click()
    expect(page.locator(".fils path")).to_have_count(2)


def drag(page, source, target):
    """Drag with the mouse, in steps, as a hand does."""
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + start["height"] / 2 + 8, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def test_a_card_is_dragged_into_a_cell_that_was_empty(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator, viewport={"width": 1366, "height": 1400})
    page.goto(BOARD)
    target = cell(page, filled, "Court terme", "Co-porteur")
    drag(page, card(cell(page, filled, "Court terme", "Information"), MAIRIE), target)
    expect(card(target, MAIRIE)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Annuler")
    assert where(filled, MAIRIE) == ["Co-porteur, Court terme", "Co-porteur, Long terme"]
    # Why, said after: from the notice, or with a key from the card.
    page.get_by_role("link", name="Dire pourquoi").click()
    page.keyboard.press("Escape")
    card(target, MAIRIE).focus()
    page.keyboard.press("r")
    page.get_by_role("dialog").get_by_label("Raison").fill("Le conseil a voté une aide.")
    page.get_by_role("dialog").get_by_role("button", name="Noter la raison").click()
    expect(page.get_by_role("status")).to_contain_text("La raison est notée")
    expect(card(target, MAIRIE)).to_be_focused()
    assert filled.partnerships.filter(placements__reason="Le conseil a voté une aide.").count() == 1


def test_dragging_onto_a_taken_horizon_asks_before_replacing(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator, viewport={"width": 1366, "height": 1400})
    page.goto(BOARD)
    drag(
        page,
        card(cell(page, filled, "Court terme", "Information"), MAIRIE),
        cell(page, filled, "Long terme", "Allié"),
    )
    dialogue = page.get_by_role("dialog")
    expect(dialogue.get_by_role("alert")).to_contain_text("est déjà «\u00a0Co-porteur\u00a0», long terme")
    assert where(filled, MAIRIE) == ["Information, Court terme", "Co-porteur, Long terme"]
    dialogue.get_by_role("button", name="Remplacer").click()
    expect(card(cell(page, filled, "Long terme", "Allié"), MAIRIE)).to_be_focused()
    assert where(filled, MAIRIE) == ["Allié, Long terme"]


def test_from_the_tray_with_the_mouse(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator, viewport={"width": 1366, "height": 1400})
    page.goto(BOARD)
    target = cell(page, filled, "Moyen terme", "Information")
    drag(page, page.locator("[data-pochette]").get_by_text("Orle Habitat"), target)
    expect(card(target, "Orle Habitat")).to_be_visible()
    expect(page.get_by_text("Tout est placé.")).to_be_visible()
    assert where(filled, "Orle Habitat") == ["Information, Moyen terme"]


def test_two_people_on_one_card(filled, coordinator, facilitator, signed_in_page):
    mine, theirs = signed_in_page(coordinator), signed_in_page(facilitator)
    for page in (mine, theirs):
        page.goto(BOARD)
        card(cell(page, filled, "Court terme", "Information"), MAIRIE).focus()
        page.keyboard.press("d")
        expect(page.get_by_role("radio", name="Information, Court terme")).to_be_focused()
    theirs.get_by_role("radio", name="Allié, Court terme").check(force=True)
    theirs.get_by_role("button", name="Déplacer").click()
    expect(theirs.get_by_role("status")).to_contain_text("passe à")
    mine.get_by_role("radio", name="Co-porteur, Court terme").check(force=True)
    mine.get_by_label("Raison").fill("Le maire l’a dit")
    mine.get_by_role("button", name="Déplacer").click()
    expect(mine.get_by_role("alert")).to_contain_text("déplacée entre-temps")
    expect(mine.get_by_label("Raison")).to_have_value("Le maire l’a dit")
    assert where(filled, MAIRIE)[0] == "Allié, Court terme"
    mine.get_by_role("button", name="Remplacer").click()
    expect(card(cell(mine, filled, "Court terme", "Co-porteur"), MAIRIE)).to_be_focused()
    assert where(filled, MAIRIE)[0] == "Co-porteur, Court terme"


def test_without_javascript_a_card_moves_by_a_form_and_comes_back(filled, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(BOARD)
    card(cell(page, filled, "Court terme", "Information"), MAIRIE).click()
    sheet = page.get_by_role("complementary", name=MAIRIE)
    sheet.get_by_role("link", name="Déplacer").click()
    page.get_by_role("radio", name="Allié, Court terme").check(force=True)
    page.get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("status")).to_contain_text("passe à «\u00a0Allié\u00a0»")
    assert where(filled, MAIRIE)[0] == "Allié, Court terme"
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status")).to_contain_text("annulé")
    assert where(filled, MAIRIE)[0] == "Information, Court terme"


def test_without_javascript_the_density_and_the_filters_work(filled, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(BOARD)
    information = cell(page, filled, "Court terme", "Information")
    page.get_by_role("radio", name="Détails").check(force=True)
    expect(information.get_by_text("Supposé")).to_be_visible()
    page.get_by_role("button", name="Garder").click()
    expect(page.get_by_role("radio", name="Détails")).to_be_checked()
    page.get_by_text("Filtrer").first.click()
    page.get_by_label("Chercher").fill("amelin")
    page.get_by_role("button", name="Filtrer").click()
    expect(card(information, MAIRIE)).to_be_visible()
    expect(page.get_by_role("link", name="Association 1", exact=True)).to_have_count(0)
    expect(page.get_by_text("Filtrer, 1")).to_be_visible()


def test_axe_finds_nothing_while_a_card_is_moved(filled, coordinator, signed_in_page, axe, viewport):
    page = signed_in_page(coordinator, viewport=viewport)
    partnership = filled.partnerships.get(partner__name=MAIRIE)
    page.goto(f"{BOARD}?partenaire={partnership.public_id}")
    page.get_by_role("complementary", name=MAIRIE).get_by_role("link", name="Déplacer").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)


def test_on_a_phone_the_board_scrolls_in_its_own_frame(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator, viewport=PHONE)
    page.goto(BOARD)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
