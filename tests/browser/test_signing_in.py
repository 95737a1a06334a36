"""A person signs in by the form."""

import re

import pytest
from playwright.sync_api import expect

PASSWORD = "une phrase assez longue"


@pytest.fixture
def nadia(coordinator):
    coordinator.set_password(PASSWORD)
    coordinator.save()
    return coordinator


def fill(page, email, password):
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_the_right_password_opens_the_list_of_projects(nadia, open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/compte/connexion/\?next=/"))
    fill(page, nadia.email, PASSWORD)
    expect(page.get_by_role("link", name="Le Détour").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_wrong_password_is_told_in_french_and_the_address_is_kept(nadia, open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/compte/connexion/")
    fill(page, nadia.email, "pas celui-là du tout")
    expect(page.get_by_text("L’adresse e-mail ou le mot de passe")).to_be_visible()
    expect(page.get_by_label("Adresse e-mail")).to_have_value(nadia.email)
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_value("")


def test_the_sign_in_page_is_accessible_at_both_sizes_and_with_its_error(nadia, open_page, axe, viewport):
    page = open_page(viewport=viewport)
    page.goto("/compte/connexion/")
    axe(page)
    fill(page, nadia.email, "pas celui-là du tout")
    expect(page.get_by_label("Adresse e-mail")).to_have_value(nadia.email)
    axe(page)


def test_the_keyboard_alone_signs_in(nadia, open_page):
    page = open_page()
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse e-mail").focus()
    page.keyboard.type(nadia.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Le Détour").first).to_be_visible()


def test_signing_out_closes_the_pages(nadia, signed_in_page):
    page = signed_in_page(nadia)
    page.goto("/")
    page.locator("summary.compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/compte/connexion/"))
