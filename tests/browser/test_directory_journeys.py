"""The example of the import page, and two records made one: by the keyboard alone, and without script, then taken back."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from exchange.importing import import_file
from exchange.spreadsheets import samples
from partnerships.models import Partner
from tests.browser.conftest import DESKTOP
from tests.factories import ProjectMemberFactory
from tests.official import official_places

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
DEMO = settings.BASE_DIR / "exchange" / "demo.yaml"
LIST = "/projets/la-buissonniere/partenaires/"
TWINS = ("Centre communal d'action sociale de Cunlhat", "CCAS de Cunlhat")


@pytest.fixture
def directory(project, coordinator):
    """Both projects of the demonstration, in one organisation, of which the coordinator has the first."""
    official_places()
    demonstration = import_file(DEMO, organisation=project.organisation).project
    import_file(DEMO.with_name("demo-voisins.yaml"), organisation=project.organisation)
    ProjectMemberFactory(project=demonstration, user=coordinator, role="coordinator")
    for other in project.organisation.projects.exclude(pk__in=[project.pk, demonstration.pk]):
        ProjectMemberFactory(project=other, user=coordinator, role="coordinator")
    return demonstration


class Keyboard:
    """A person who has no mouse: `reach(text)` goes to the link, the button or the field of this name with Tab alone."""

    NAME = """(() => {
        const at = document.activeElement;
        const seen = at.matches("input, select") ? at.labels?.[0]?.textContent : at.innerText;
        return (seen || at.getAttribute("aria-label") || "").replace(/\\s+/g, " ").trim();
    })()"""
    # What has the focus is seen: an outline, inside the window.
    SHOWN = """(() => {
        const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
        const covered = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return style.outlineStyle !== "none" && box.top >= 0 && box.bottom <= innerHeight
            && (at.contains(covered) || covered?.contains(at));
    })()"""

    def __init__(self, page):
        self.page = page

    def reach(self, name):
        for _press in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(self.NAME).startswith(name):
                assert self.page.evaluate(self.SHOWN), f"{name}: the focus is not seen"
                return
        raise AssertionError(f"Tab never comes to « {name} »")

    def press(self, name):
        """Reach a link or a button and press it; returns once the next page stands."""
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def test_the_example_is_imported_and_taken_back_with_the_keyboard(directory, coordinator, signed_in_page):
    before = Partner.objects.count()
    page = signed_in_page(coordinator, viewport=DESKTOP)
    keyboard = Keyboard(page)
    page.goto(LIST)
    keyboard.press("Importer un tableur")
    keyboard.press("Essayer avec un fichier d’exemple")
    keyboard.press("Voir les lignes")
    keyboard.press("À décider")
    keyboard.reach("Ligne 8, Mairie de CUNLHAT")
    page.keyboard.type("La m")
    keyboard.press("Continuer")
    # Going back finds the answer as it was given.
    page.go_back()
    expect(page.get_by_label("Ligne 8, Mairie de CUNLHAT")).to_have_value("same")
    keyboard.press("Continuer")
    keyboard.press("Importer ")
    expect(page.get_by_role("heading", name="C’est écrit")).to_be_visible()
    assert Partner.objects.count() == before + 5
    keyboard.press("Annuler tout l’import")
    expect(page.get_by_role("heading", name="Cet import a été annulé")).to_be_visible()
    assert Partner.objects.count() == before


def test_the_example_is_sent_without_script_imported_once_and_taken_back(directory, coordinator, no_js):
    before = Partner.objects.count()
    page = no_js(coordinator)
    example = {"name": "liste.xlsx", "mimeType": "application/octet-stream", "buffer": samples.example()}
    for created in ("5 partenaires créés", "Rien de nouveau"):
        page.goto(f"{LIST}importer/")
        page.get_by_label("Tableau à lire").set_input_files(example)
        page.get_by_role("button", name="Lire ce fichier").click()
        # A refused step keeps what was chosen, and says why beside it.
        page.get_by_label("Colonne A, Structure Nom").select_option("")
        page.get_by_label("Colonne L, Maj").select_option("")
        page.get_by_role("button", name="Voir les lignes").click()
        assert page.get_by_text("Dites quelle colonne donne le nom du partenaire.").is_visible()
        assert page.get_by_label("Colonne L, Maj").input_value() == ""
        page.get_by_label("Colonne A, Structure Nom").select_option("name")
        page.get_by_role("button", name="Voir les lignes").click()
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("button", name="Importer").click()
        assert page.get_by_text(created).is_visible()
        if created[0] == "5":
            first = page.url
    assert Partner.objects.count() == before + 5
    page.goto(first)
    page.get_by_role("button", name="Annuler tout l’import").click()
    assert page.get_by_role("heading", name="Cet import a été annulé").is_visible()
    assert Partner.objects.count() == before


def both():
    return set(Partner.objects.filter(name__in=TWINS).values_list("name", flat=True))


def test_two_records_are_made_one_and_two_again_with_the_keyboard(directory, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    keyboard = Keyboard(page)
    page.goto(LIST)
    keyboard.press("Chercher les doublons")
    keyboard.press("Comparer Centre communal")
    keyboard.press("Fusionner les deux fiches")
    expect(page.get_by_role("status").filter(has_text="ne font plus qu’une fiche")).to_be_visible()
    assert len(both()) == 1
    keyboard.press("Annuler")
    expect(page.get_by_role("status").filter(has_text="C’est annulé")).to_be_visible()
    assert both() == set(TWINS)


def test_two_records_are_made_one_and_two_again_without_script(directory, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(f"{LIST}doublons/")
    page.get_by_role("link", name="Comparer Centre communal").click()
    page.get_by_role("button", name="Fusionner les deux fiches").click()
    assert len(both()) == 1
    page.get_by_role("button", name="Annuler").click()
    assert both() == set(TWINS)
