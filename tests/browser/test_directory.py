"""The directory and the record in a real browser: typing, the keyboard, a colleague, no script, a phone."""

import datetime

import pytest
from playwright.sync_api import expect

from partnerships.models import (
    Analysis,
    Contact,
    LogEntry,
    Obstacle,
    Partnership,
    PerspectiveShift,
    Promise,
    Response,
)
from tests.browser.conftest import PHONE
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory, TerritoryFactory

LIST = "/projets/le-detour/partenaires/"
LONG = "Communauté d’agglomération du Grand-Saint-Emilion-en-Vallée, pôle des solidarités et de l’accès aux droits"


@pytest.fixture
def filled(project):
    """Three partners; the town hall has something in each block of its record."""
    mairie = PartnershipFactory(
        project=project,
        partner__name="Mairie d’Évron",
        partner__kind="municipality",
        partner__territory=TerritoryFactory(name="Évron", population=8640),
        nature="cooperation",
        brings="La salle des fêtes",
        stage="negotiation",
    )
    PartnershipFactory(project=project, partner__name="Café de la Gare", partner__kind="shop", partner__overlooked=True)
    PartnershipFactory(project=project, partner__name=LONG, partner__kind="intermunicipality")
    for horizon, level in zip(project.horizons.all(), ("informed", "ally", "co_lead"), strict=True):
        PlacementFactory(partnership=mairie, horizon=horizon, level=project.levels.get(code=level))
    shift = PerspectiveShift.objects.create(partnership=mairie, portrait="Une petite équipe")
    frein = Obstacle.objects.create(partnership=mairie, shift=shift, text="Craint un doublon", strength=2)
    Response.objects.create(obstacle=frein, text="Caler les jours")
    Obstacle.objects.create(partnership=mairie, text="Pas de budget avant mars")
    RaciFactory(activity=ActivityFactory(project=project, name="Tenir la halte"), partnership=mairie)
    LogEntry.objects.create(partnership=mairie, date=datetime.date(2026, 3, 3), kind="call", summary="Un appel.")
    Promise.objects.create(partnership=mairie, what="Présenter au conseil", due=datetime.date(2026, 3, 19))
    Promise.objects.create(partnership=mairie, what="Envoyer l’affiche")
    Contact.objects.create(partner=mairie.partner, name="Odile Perrin", email="odile@evron.example")
    Analysis.objects.create(
        partnership=mairie, trust=2, influence=5, commitment_now="against", commitment_needed="let_it_happen"
    )
    return mairie


def test_a_click_begun_before_the_answer_to_a_search_still_opens_the_record(filled, facilitator, signed_in_page):
    page = signed_in_page(facilitator)
    page.goto(LIST)
    first = page.locator(".annuaire tbody a").first
    name = first.inner_text()
    page.get_by_label("Chercher", exact=True).fill(name)
    first.hover()
    page.mouse.down()
    expect(page.get_by_text("1 partenaire répond à ces critères")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_partner_is_found_by_typing_and_its_record_edited_by_keyboard(filled, facilitator, signed_in_page):
    page = signed_in_page(facilitator)
    page.goto(LIST)
    expect(page.get_by_role("status").filter(has_text="4 partenaires")).to_be_visible()
    page.get_by_label("Chercher", exact=True).focus()
    page.keyboard.type("evron")
    expect(page.get_by_text("1 partenaire répond à ces critères")).to_be_visible()
    expect(page.locator(".annuaire tbody tr")).to_have_count(1)
    expect(page.get_by_label("Chercher", exact=True)).to_be_focused()
    assert page.url.endswith("?q=evron")
    page.get_by_role("link", name="Mairie d’Évron").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mairie d’Évron")).to_be_visible()

    page.get_by_role("link", name="Modifier apports, attentes et limites").focus()
    page.keyboard.press("Enter")
    brings = page.get_by_label("ce qu’il apporte")
    expect(brings).to_be_focused()
    expect(brings).to_have_value("La salle des fêtes")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("Le bulletin municipal")
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bloc-echange li").filter(has_text="Le bulletin municipal")).to_be_visible()
    expect(page.get_by_role("link", name="Modifier apports, attentes et limites")).to_be_focused()
    expect(page.locator("#avis")).to_contain_text("C’est enregistré.")
    assert Partnership.objects.get(pk=filled.pk).brings.splitlines() == ["La salle des fêtes", "Le bulletin municipal"]

    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#bloc-echange")).not_to_contain_text("Le bulletin municipal")
    assert Partnership.objects.get(pk=filled.pk).brings == "La salle des fêtes"


def test_the_address_rebuilds_the_screen_after_back(filled, reader, signed_in_page):
    page = signed_in_page(reader)
    page.goto(LIST)
    page.get_by_label("Type d’acteur").select_option("shop")
    expect(page.locator(".annuaire tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Café de la Gare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Café de la Gare")
    page.go_back()
    expect(page.locator(".annuaire tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Tout afficher").click()
    expect(page.locator(".annuaire tbody tr")).to_have_count(4)


def test_a_form_closes_without_writing_and_gives_the_focus_back(filled, facilitator, signed_in_page):
    page = signed_in_page(facilitator)
    page.goto(f"{LIST}{filled.public_id}/")
    page.get_by_role("link", name="Changer d’étape").click()
    page.get_by_role("combobox", name="Étape").select_option("evaluation")
    page.get_by_role("link", name="Fermer sans enregistrer").click()
    expect(page.get_by_role("link", name="Changer d’étape")).to_be_focused()
    expect(page.locator("[aria-current=step]")).to_contain_text("Négociation")


def test_a_wrong_line_keeps_its_text_and_takes_the_focus(filled, facilitator, signed_in_page):
    page = signed_in_page(facilitator)
    page.goto(f"{LIST}{filled.public_id}/")
    page.get_by_role("link", name="Ajouter une personne").click()
    page.get_by_label("fonction").fill("maire")
    page.get_by_label("courriel").fill("pas une adresse")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("courriel")).to_be_focused()
    expect(page.get_by_label("fonction")).to_have_value("maire")
    page.get_by_label("courriel").fill("maire@evron.example")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="maire@evron.example")).to_be_visible()


def test_the_text_typed_stays_when_a_colleague_was_faster(filled, facilitator, coordinator, signed_in_page):
    mine, theirs = signed_in_page(facilitator), signed_in_page(coordinator)
    for page in (mine, theirs):
        page.goto(f"{LIST}{filled.public_id}/")
        page.get_by_role("link", name="Modifier apports, attentes et limites").click()
    theirs.get_by_label("ses limites").fill("Pas de personnel")
    theirs.get_by_role("button", name="Enregistrer").click()
    expect(theirs.locator("#bloc-echange li").filter(has_text="Pas de personnel")).to_be_visible()
    mine.get_by_label("ses limites").fill("Aucune dépense nouvelle")
    mine.get_by_role("button", name="Enregistrer").click()
    expect(mine.get_by_role("alert")).to_contain_text("Pas de personnel")
    expect(mine.get_by_role("alert")).to_be_focused()
    expect(mine.get_by_label("ses limites")).to_have_value("Aucune dépense nouvelle")
    mine.get_by_role("button", name="Remplacer").click()
    expect(mine.locator("#bloc-echange li").filter(has_text="Aucune dépense nouvelle")).to_be_visible()


def test_a_promise_is_kept_and_the_next_comes(filled, facilitator, signed_in_page):
    page = signed_in_page(facilitator)
    page.goto(f"{LIST}{filled.public_id}/")
    page.get_by_role("button", name="C’est fait").click()
    expect(page.locator(".prochain")).to_contain_text("Envoyer l’affiche")
    expect(page.locator("#avis")).to_contain_text("Présenter au conseil")


def test_an_exchange_is_noted_on_a_phone(filled, facilitator, signed_in_page):
    page = signed_in_page(facilitator, viewport=PHONE)
    page.goto(f"{LIST}{filled.public_id}/")
    page.get_by_role("link", name="Noter un contact").click()
    page.get_by_role("combobox", name="Type").select_option("visit")
    page.get_by_label("résumé").fill("La salle est libre le mardi.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".journal li").filter(has_text="La salle est libre le mardi.")).to_be_visible()


def test_everything_works_without_script(filled, facilitator, no_js):
    page = no_js(facilitator)
    page.goto(LIST)
    page.get_by_label("Chercher", exact=True).fill("evron")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Mairie d’Évron").click()
    page.get_by_role("link", name="Modifier apports, attentes et limites").click()
    page.get_by_label("ses limites").fill("Aucune dépense nouvelle")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#bloc-echange")).to_contain_text("Aucune dépense nouvelle")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#bloc-echange")).not_to_contain_text("Aucune dépense nouvelle")
    page.get_by_role("link", name="Trouver une piste pour : Pas de budget avant mars").click()
    page.get_by_role("textbox", name="Piste").fill("Un mécène")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#bloc-freins")).to_contain_text("Un mécène")
    page.get_by_role("link", name="Partenaires", exact=True).click()
    page.get_by_role("link", name="Ajouter un partenaire").first.click()
    page.get_by_label("Nom", exact=True).first.fill("Pharmacie du Pont")
    page.get_by_label("Type d’acteur").select_option("pharmacy")
    page.get_by_role("button", name="Ajouter au projet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pharmacie du Pont")
    page.get_by_role("link", name="Retirer du projet").click()
    page.get_by_role("button", name="Retirer du projet").click()
    expect(page.get_by_role("link", name="Pharmacie du Pont")).to_have_count(0)


def test_axe_finds_nothing_in_the_private_reading_once_open(filled, facilitator, signed_in_page, axe, viewport):
    page = signed_in_page(facilitator, viewport=viewport)
    page.goto(f"{LIST}{filled.public_id}/")
    page.locator("#bloc-analyse summary").click()
    axe(page)
    fits(page)


def fits(page):
    """Nothing sticks out of the window: what is too wide scrolls in its own frame."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
