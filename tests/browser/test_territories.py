"""Choosing a place in a form: as a combobox by keyboard, with a finger, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import TerritoryFactory


@pytest.fixture
def places(settings, db):
    settings.ROOT_URLCONF = "tests.browser.territory_pages"
    for name, code, postcodes, population in (
        ("Cunlhat", "63132", "63590", 1301),
        ("Saint-Denis", "97411", "97400", 153_000),
        ("Saint-Denis", "93066", "93200", 150_000),
        ("Saint-Denis-en-Val", "45274", "45560", 7_800),
    ):
        TerritoryFactory(name=name, code=code, postcodes=postcodes, population=population)


@pytest.fixture
def form_page(places, coordinator, signed_in_page):
    def make(**options):
        page = signed_in_page(coordinator, **options)
        page.goto("/lieux/")
        return page

    return make


def save(page):
    page.get_by_role("button", name="Enregistrer").click()


def saved(page):
    return page.get_by_test_id("saved")


def test_the_keyboard_finds_walks_and_picks(form_page):
    page = form_page()
    field = page.get_by_role("combobox", name="Territoire d’action")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.focus()
    page.keyboard.type("st denis")
    expect(page.get_by_role("option")).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("3 territoires. Flèches pour parcourir, Entrée pour choisir.")).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Saint-Denis (974)")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option", selected=True)
    expect(second).to_contain_text("Saint-Denis (93)")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(field).to_have_value("Saint-Denis (93)")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(saved(page)).to_have_text("Saint-Denis (93)")


def test_the_arrows_go_round_and_escape_closes_without_choosing(form_page):
    page = form_page()
    field = page.get_by_role("combobox", name="Territoire d’action")
    field.focus()
    page.keyboard.type("saint denis")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Saint-Denis-en-Val (45)")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Saint-Denis (974)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("saint denis")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_nothing_found_is_said(form_page):
    page = form_page()
    page.get_by_role("combobox", name="Territoire d’action").fill("zzzz")
    expect(page.get_by_text("Essayez le début du nom").first).to_be_visible()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_finger_picks_and_a_text_changed_afterwards_is_what_counts(form_page, viewport):
    page = form_page(viewport=viewport)
    field = page.get_by_role("combobox", name="Territoire d’action")
    field.fill("saint denis")
    page.get_by_role("option", name="Saint-Denis (93)").click()
    expect(field).to_have_value("Saint-Denis (93)")
    field.fill("cunlhat")
    expect(page.get_by_role("option", name="Cunlhat (63)")).to_be_visible()
    save(page)
    expect(saved(page)).to_have_text("Cunlhat (63)")


def test_several_places_are_added_and_taken_off(form_page):
    page = form_page()
    field = page.get_by_role("combobox", name="Territoires visés")
    for typed, label in (("63590", "Cunlhat (63)"), ("93200", "Saint-Denis (93)"), ("974", "Saint-Denis (974)")):
        field.fill(typed)
        page.get_by_role("option", name=label).click()
        expect(page.get_by_role("checkbox", name=label)).to_be_checked()
        expect(field).to_have_value("")
    page.get_by_role("checkbox", name="Saint-Denis (93)").uncheck()
    save(page)
    expect(saved(page)).to_have_text("Cunlhat (63) + Saint-Denis (974)")


def test_without_javascript_an_ambiguous_text_shows_its_candidates(form_page):
    page = form_page(javascript=False)
    page.get_by_label("Territoire d’action").fill("saint denis")
    page.get_by_label("Territoires visés").fill("cunlhat")
    save(page)
    expect(page.get_by_text("Plusieurs territoires répondent")).to_be_visible()
    expect(page.get_by_label("Territoire d’action")).to_have_value("saint denis")
    page.get_by_role("radio", name="Saint-Denis (93)").check()
    save(page)
    expect(saved(page)).to_have_text("Saint-Denis (93) + Cunlhat (63)")


def test_with_javascript_typing_again_puts_the_candidates_away(form_page):
    page = form_page()
    field = page.get_by_role("combobox", name="Territoire d’action")
    field.fill("saint denis")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    save(page)
    expect(page.get_by_role("radio")).to_have_count(3)
    field.fill("cunl")
    expect(page.get_by_role("radio")).to_have_count(0)
    page.get_by_role("option", name="Cunlhat (63)").click()
    save(page)
    expect(saved(page)).to_have_text("Cunlhat (63)")


def test_the_field_is_accessible_closed_open_and_with_candidates(form_page, viewport, axe):
    page = form_page(viewport=viewport)
    axe(page)
    field = page.get_by_role("combobox", name="Territoire d’action")
    field.fill("saint denis")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    axe(page)
    page.keyboard.press("Escape")
    save(page)
    expect(page.get_by_role("radio")).to_have_count(3)
    axe(page)


def test_the_search_page_is_accessible_and_fits_the_screen(places, coordinator, signed_in_page, viewport, axe):
    page = signed_in_page(coordinator, viewport=viewport)
    page.goto("/territoires/recherche/?q=saint+denis")
    expect(page.get_by_role("row")).to_have_count(4)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_search_page_answers_what_the_combobox_picks(places, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto("/territoires/recherche/")
    field = page.get_by_role("combobox", name="Nom, code postal ou code officiel")
    field.fill("saint denis")
    page.get_by_role("option", name="Saint-Denis (93)").click()
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("rowheader")).to_have_text("Saint-Denis (93)")
