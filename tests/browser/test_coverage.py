"""The coverage and the places of action in a real browser: the keyboard, no script, a phone, sixty places."""

import pytest
from playwright.sync_api import expect

from partnerships.models import PartnerPlace
from projects.models import ProjectTerritory
from tests.browser.conftest import PHONE
from tests.factories import PartnershipFactory, PlacementFactory, TerritoryFactory
from tests.official import official_places

PAGE = "/projets/le-detour/couverture/"
LONG = "Communauté d’agglomération du Grand-Saint-Émilion-en-Vallée"


@pytest.fixture
def covered(project):
    """Cunlhat and fifty-nine villages aimed at; one partner acts at Cunlhat, another on its EPCI."""
    places = {place.name: place for place in official_places().values()}
    aimed_at = [places["Cunlhat"], *(TerritoryFactory(name=f"Saint-Germain-des-Prés-{n}") for n in range(59))]
    for position, place in enumerate(aimed_at):
        ProjectTerritory.objects.create(project=project, territory=place, position=position, targeted=True)
    horizon, level = project.horizons.first(), project.levels.first()
    for name, where in (("Mairie", "Cunlhat"), (LONG, "CC Ambert Livradois Forez")):
        partnership = PartnershipFactory(project=project, partner__name=name, partner__territory=places[where])
        PlacementFactory(partnership=partnership, horizon=horizon, level=level)
    return horizon


def test_a_cell_opens_the_partners_that_it_counts_by_keyboard(covered, reader, signed_in_page, axe, viewport):
    page = signed_in_page(reader, viewport=viewport)
    page.goto(f"{PAGE}?horizon={covered.public_id}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cell = page.get_by_role("link", name="2 Co-porteur, Court terme, Cunlhat dont 1 à une échelle plus large")
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".annuaire tbody tr")).to_have_count(2)
    expect(page.get_by_text("Échelle plus large : CC Ambert Livradois Forez")).to_be_visible()


def test_all_the_horizons_of_sixty_places_fit_side_by_side(covered, reader, signed_in_page, axe, viewport):
    page = signed_in_page(reader, viewport=viewport)
    page.goto(f"{PAGE}?horizon=tous")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("rowheader")).to_have_count(62)
    # No word of a head runs over its neighbour.
    assert page.evaluate(
        "[...document.querySelectorAll('.chaleur th')].every(one => one.scrollWidth <= one.clientWidth + 1)"
    )


def test_other_places_are_chosen_by_keyboard_and_typed_without_script(covered, facilitator, signed_in_page, no_js):
    partnership = PartnershipFactory.create(project=covered.project, partner__name="Bibliobus")
    address = f"/projets/le-detour/partenaires/{partnership.public_id}/"
    page = signed_in_page(facilitator)
    page.goto(address)
    page.get_by_role("link", name="Modifier l’identité").click()
    page.get_by_role("combobox", name="Territoire d’action").fill("ambert")
    page.get_by_role("option", name="Ambert (63)").click()
    field = page.get_by_role("combobox", name="Agit aussi à")
    field.focus()
    page.keyboard.type("cunlhat")
    expect(page.get_by_role("option", name="Cunlhat (63)")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Cunlhat (63)")).to_be_checked()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("et aussi Cunlhat")).to_be_visible()

    plain = no_js(facilitator, viewport=PHONE)
    plain.goto(f"{address}modifier/identite/")
    plain.get_by_role("checkbox", name="Cunlhat (63)").uncheck()
    plain.get_by_role("textbox", name="Agit aussi à").fill("Olliergues ; 63353")
    plain.get_by_role("button", name="Enregistrer").click()
    expect(plain.get_by_text("et aussi Olliergues, Saint-Germain-l'Herm")).to_be_visible()
    assert PartnerPlace.objects.filter(partner=partnership.partner).count() == 2
