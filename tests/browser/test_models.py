"""A model of an organisation written in a real browser: what is typed shows at once in the example."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_article_shows_filled_as_it_is_typed_then_is_published(project, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(reverse("agreements:model_list", args=[project.organisation.slug]))
    page.get_by_role("button", name="Adapter Partenariat simple").click()
    page.get_by_role("navigation", name="Plan du modèle").get_by_role("link", name="Objet", exact=True).click()
    example = page.get_by_role("region", name="Texte de l’exemple")
    text = page.get_by_label("Texte", exact=True)
    text.fill("Ensemble, nous tenons ")
    page.get_by_text("L’accord", exact=True).click()
    page.get_by_role("button", name="{projet}").click()
    expect(text).to_have_value("Ensemble, nous tenons {projet}")
    expect(example).to_contain_text("Ensemble, nous tenons Le jardin des Tilleuls")
    text.fill("Avec {lune}")
    expect(page.get_by_label("Exemple rempli")).to_contain_text("repère inconnu")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Ligne 1\u00a0: repère inconnu").first).to_be_visible()
    text.fill("Nous tenons {projet}.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status")).to_contain_text("version 1 publiée")
