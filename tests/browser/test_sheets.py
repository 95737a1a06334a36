"""A fiche action written without script: rows added and taken from the RACI, Enter in a field saves."""

import pytest
from playwright.sync_api import expect

from agreements.models import ActionSheet
from tests.factories import ActivityFactory, PartnershipFactory, RaciFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_fiche_is_written_without_script_by_the_keyboard(project, coordinator, signed_in_page):
    activity = ActivityFactory(project=project, name="Tenir les haltes")
    helper = PartnershipFactory(project=project, partner__name="Club Les Joyeux Sapins")
    RaciFactory(activity=activity, partnership=project.partnerships.get(is_lead=True), letters="A")
    RaciFactory(activity=activity, partnership=helper, letters="R")
    page = signed_in_page(coordinator, javascript=False)
    page.goto("/projets/le-detour/fiches-action/nouvelle/")
    page.get_by_role("textbox", name="Titre").fill("Les haltes")
    page.get_by_role("checkbox", name="Tenir les haltes").check()
    page.get_by_role("button", name="Créer la fiche").click()
    expect(page.get_by_role("heading", name="Pourquoi")).to_be_visible()
    sheet = ActionSheet.objects.get()
    assert [row.partnership for row in sheet.partners.all()] == [helper]

    page.get_by_role("link", name="Étapes").click()
    page.locator("#id_lignes-0-what").fill("Choisir les lieux")
    page.get_by_role("button", name="Ajouter une ligne").click()
    expect(page.locator("#id_lignes-0-what")).to_have_value("Choisir les lieux")
    page.locator("#id_lignes-2-what").fill("Ouvrir")
    page.keyboard.press("Enter")
    # Enter saves: it neither moves nor removes a row.
    expect(page.get_by_role("status")).to_contain_text("C’est enregistré.")
    assert [step.what for step in sheet.steps.all()] == ["Choisir les lieux", "Ouvrir"]
    page.get_by_role("status").get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status")).to_contain_text("C’est annulé")
    assert not sheet.steps.exists()
