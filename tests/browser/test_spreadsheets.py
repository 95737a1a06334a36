"""Importing a spreadsheet and exporting the directory in a browser: without script, by the keyboard, on both screens."""

import pytest

from partnerships.models import ImportState, Partner, PartnerImport
from tests.factories import PartnerFactory
from tests.spreadsheet_files import FOLDER, places

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/projets/le-detour/partenaires/"
FILE = FOLDER / "doublons.xlsx"


@pytest.fixture
def directory(project):
    places()
    PartnerFactory(organisation=project.organisation, name="Office Habitat des Monts")
    return project


def test_a_spreadsheet_is_imported_without_script_and_taken_back(directory, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(LIST)
    page.get_by_role("link", name="Importer un tableur").click()
    page.get_by_label("Tableau à lire").set_input_files(FILE)
    page.get_by_role("button", name="Lire ce fichier").click()
    assert page.get_by_label("Colonne A, Structure").input_value() == "name"
    page.get_by_role("button", name="Voir les lignes").click()
    page.get_by_label("Ligne 6, Maison des jeunes et de la culture d’Ambert").select_option(
        label="La même organisation"
    )
    page.get_by_label("Ligne 8, Pharmacie du Centre").select_option(label="Une autre")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Importer 9 partenaires dans Le Détour").click()
    assert page.get_by_text("9 partenaires créés").is_visible()
    assert Partner.objects.filter(name="Pharmacie du Centre (Cunlhat)").exists()
    page.get_by_role("button", name="Annuler tout l’import").click()
    assert page.get_by_role("heading", name="Cet import a été annulé").is_visible()
    assert not Partner.objects.filter(name="Pharmacie du Centre").exists()


def test_every_step_is_walked_with_the_keyboard(directory, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(f"{LIST}importer/")

    def reach(name):
        for _key in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                break
        page.keyboard.press("Enter")

    page.get_by_label("Tableau à lire").set_input_files(FILE)
    page.get_by_label("Tableau à lire").focus()
    reach("Lire ce fichier")
    page.wait_for_url("**/colonnes/")
    reach("Voir les lignes")
    page.wait_for_url("**/lignes/")
    page.get_by_label("Ligne 6, Maison des jeunes et de la culture d’Ambert").focus()
    page.keyboard.press("ArrowDown")
    reach("Continuer")
    page.wait_for_url("**/confirmer/")
    reach("Importer 8 partenaires dans Le Détour")
    page.wait_for_url("**/avancement/")
    assert page.get_by_role("heading", name="C’est écrit").is_visible()


def test_every_step_passes_axe_and_holds_in_the_screen(directory, coordinator, signed_in_page, axe, viewport):
    page = signed_in_page(coordinator, viewport=viewport)

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    page.goto(f"{LIST}importer/")
    page.get_by_label("Tableau à lire").set_input_files(FOLDER / "sans-titres.csv")
    page.get_by_role("button", name="Lire ce fichier").click()
    page.goto(f"{LIST}importer/")
    look()
    page.get_by_label("Tableau à lire").set_input_files(FOLDER / "numeros.xlsx")
    page.get_by_role("button", name="Lire ce fichier").click()
    look()
    page.get_by_role("button", name="Voir les lignes").click()
    look()
    page.get_by_role("button", name="Continuer").click()
    look()
    draft = PartnerImport.objects.first()
    PartnerImport.objects.filter(pk=draft.pk).update(state=ImportState.PLANNING, progress=3)
    page.goto(f"{LIST}importer/{draft.public_id}/avancement/")
    look()
    # The line of progress asks by itself, and leads on when the work is done.
    PartnerImport.objects.filter(pk=draft.pk).update(state=ImportState.PREVIEW)
    page.wait_for_url("**/lignes/")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Importer").click()
    look()
    page.goto(f"{LIST}exporter/?kind=association")
    look()


def test_a_close_name_is_asked_about_when_a_partner_is_typed(directory, coordinator, no_js, axe):
    page = no_js(coordinator)
    page.goto(f"{LIST}ajouter/")
    page.get_by_label("Nom", exact=True).first.fill("Office de l’Habitat des Mont")
    page.get_by_label("Type d’acteur").select_option("landlord")
    page.get_by_role("button", name="Ajouter au projet").first.click()
    assert page.get_by_text("Votre annuaire connaît des noms proches.").is_visible()
    page.get_by_role("button", name="C’est lui : l’ajouter Office Habitat des Monts").click()
    assert directory.partnerships.filter(partner__name="Office Habitat des Monts").exists()
