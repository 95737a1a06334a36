"""An agreement written in a real browser: without script, by two at once, on a phone. See also test_agreement_journeys."""

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement, Article
from tests.agreement_facts import make_agreement, partner_of
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/projets/le-detour/conventions/"


@pytest.fixture
def partner(project):
    return partner_of(project, partner__name="Mobil’Monts", brings="Bénévolat de conduite")


def create(page):
    page.goto(LIST)
    page.get_by_role("link", name="Écrire une convention").click()
    page.get_by_label("Mobil’Monts").check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Quel est votre cas")).to_be_visible()
    page.get_by_label("Une des parties est en Belgique").check()
    page.get_by_role("button", name="Retour").click()
    expect(page.get_by_label("Mobil’Monts")).to_be_checked()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Une des parties est en Belgique")).to_be_checked()
    page.get_by_label("Une des parties est en Belgique").uncheck()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("radio", name="Partenariat simple")).to_be_checked()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Écrire le brouillon").click()
    expect(page.get_by_role("heading", name="Préambule").first).to_be_visible()


def test_without_script_from_the_model_to_a_reworded_article(partner, coordinator, no_js):
    page = no_js(coordinator)
    create(page)
    plan = page.get_by_role("navigation", name="Plan de la convention")
    plan.get_by_role("link", name="Fin anticipée").click()
    expect(page.get_by_role("heading", name="17. Fin anticipée")).to_be_visible()

    page.get_by_role("article").get_by_role("link", name="à compléter").first.click()
    page.get_by_label("Préavis").fill("deux mois")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("c’est noté")
    expect(page.get_by_role("region", name="Texte de la convention")).to_contain_text("au moins deux mois à l’avance")

    plan.get_by_role("switch", name="Inclure l’article Communication et image").click()
    expect(plan.get_by_role("switch", name="Inclure l’article Communication et image")).not_to_be_checked()
    plan.get_by_role("link", name="Fin anticipée").click()
    expect(page.get_by_role("heading", name="16. Fin anticipée")).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text("des articles 4 à 7 et 11 à 13")

    plan.get_by_role("link", name="Objet", exact=True).click()
    expect(page.get_by_role("heading", name="1. Objet")).to_be_visible()
    page.get_by_text("Récrire cet article").click()
    page.get_by_role("textbox", name="Texte", exact=True).fill("Les Parties tiennent ensemble {projet}.")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator(".apercu")).to_contain_text("Les Parties tiennent ensemble Le Détour.")
    expect(page.get_by_role("textbox", name="Texte", exact=True)).to_have_value(
        "Les Parties tiennent ensemble {projet}."
    )
    page.get_by_role("button", name="Enregistrer l’article").click()
    expect(page.get_by_role("article")).to_contain_text("Les Parties tiennent ensemble Le Détour.")
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("article")).to_contain_text("La convention fixe les conditions")


def test_the_second_editor_sees_both_texts_and_replaces_on_purpose(
    partner, project, coordinator, director, signed_in_page
):
    agreement = make_agreement(project, coordinator, partner)
    article = Article.objects.get(agreement=agreement, key="objet")
    address = f"{LIST}{agreement.public_id}/articles/{article.public_id}/"
    first, second = signed_in_page(coordinator), signed_in_page(director)
    for page in (first, second):
        page.goto(address)
        page.get_by_text("Récrire cet article").click()
    first.get_by_role("textbox", name="Texte", exact=True).fill("Le texte de la première.")
    first.get_by_role("button", name="Enregistrer l’article").click()
    expect(first.get_by_role("article")).to_contain_text("Le texte de la première.")
    second.get_by_role("textbox", name="Texte", exact=True).fill("Le texte de la seconde.")
    second.get_by_role("button", name="Enregistrer l’article").click()
    conflict = second.get_by_role("alert")
    expect(conflict).to_contain_text("Le texte de la première.")
    expect(second.get_by_role("textbox", name="Texte", exact=True)).to_have_value("Le texte de la seconde.")
    second.get_by_role("button", name="Remplacer").click()
    expect(second.get_by_role("article").locator(".lecture")).to_contain_text("Le texte de la seconde.")


def test_the_preview_follows_what_is_typed_and_turns_its_pages(partner, project, coordinator, signed_in_page):
    agreement = make_agreement(project, coordinator, partner)
    page = signed_in_page(coordinator)
    page.goto(f"{LIST}{agreement.public_id}/")
    expect(page.get_by_text("Aperçu, page 1 sur")).to_be_visible()
    page.get_by_role("button", name="Page suivante").click()
    expect(page.get_by_text("Aperçu, page 2 sur")).to_be_visible()
    page.get_by_text("Récrire cet article").click()
    text = page.get_by_role("textbox", name="Texte", exact=True)
    text.fill("Les Parties tiennent ensemble {projet}.")
    expect(page.locator(".apercu")).to_contain_text("Les Parties tiennent ensemble Le Détour.")
    expect(page.get_by_text("Rien n’est encore enregistré")).to_be_visible()
    expect(page.get_by_text("Aperçu, page 2 sur")).to_be_visible()
    expect(text).to_be_focused()


def test_its_panels_pass_axe_and_stay_in_their_window(partner, project, coordinator, signed_in_page, axe, viewport):
    agreement = make_agreement(project, coordinator, partner)
    page = signed_in_page(coordinator, viewport=viewport)
    base = f"{LIST}{agreement.public_id}/"
    for path in (
        base,
        f"{base}articles/ajouter/",
        f"{base}faits/donnees/",
        f"{base}faits/publics/",
        f"{base}apports/",
        f"{base}parties/{agreement.parties.all()[1].public_id}/",
        f"{base}convention.pdf",
    ):
        page.goto(path)
        # The text beside the panel is looked at once, with the first panel.
        axe(page, leaving_out=None if path == base else ".apercu")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_on_a_phone_the_chosen_article_comes_into_view(partner, project, coordinator, signed_in_page):
    agreement = make_agreement(project, coordinator, partner)
    page = signed_in_page(coordinator, viewport=PHONE)
    page.goto(f"{LIST}{agreement.public_id}/")
    page.get_by_role("link", name="Objectifs communs").click()
    expect(page.get_by_role("heading", name="2. Objectifs communs")).to_be_focused()
    assert Agreement.objects.count() == 1
