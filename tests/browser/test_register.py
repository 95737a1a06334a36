"""The register of companies in the browser: search, choose, save; with and without script, by keyboard, whatever goes wrong."""

import pytest

from partnerships.models import Partner
from partnerships.register import client
from tests.factories import PartnerFactory, PartnershipFactory
from tests.official import official_places
from tests.register_server import RNA

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/projets/le-detour/partenaires/ajouter/"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request, signed_in_page, register, coordinator):
    """The page « Ajouter un partenaire », with script and without."""
    official_places()
    page = signed_in_page(coordinator, javascript=request.param)
    page.goto(ADD)
    return page


def search(page, words="quatre vents"):
    page.get_by_label("Le trouver dans le registre français").fill(words)
    page.get_by_role("button", name="Chercher dans le registre").click()


def test_search_choose_save(page, register):
    page.get_by_label("Nom court").fill("Les Vents")
    page.get_by_label("Ce qu’il apporte").fill("Une salle")
    search(page)
    page.get_by_text("1 organisation répond").wait_for()
    assert page.get_by_label("Nom court").input_value() == "Les Vents"
    page.get_by_role("button", name="Remplir la fiche avec Centre Social les Quatre Vents").click()
    page.get_by_text("Rempli avec").wait_for()
    # The keyboard starts from what was done, just above what is to be read again.
    assert "sirene-rempli" in page.evaluate("document.activeElement.className")
    assert page.get_by_label("Nom", exact=True).first.input_value() == "Centre Social les Quatre Vents"
    assert page.get_by_label("RNA facultatif", exact=True).input_value() == RNA
    assert page.get_by_label("Nom court").input_value() == "Les Vents"
    assert page.get_by_label("Ce qu’il apporte").input_value() == "Une salle"
    assert not Partner.objects.filter(rna=RNA).exists()
    page.get_by_role("button", name="Ajouter au projet", exact=True).click()
    page.get_by_role("heading", name="Centre Social les Quatre Vents").wait_for()
    partner = Partner.objects.get(rna=RNA)
    assert (partner.short_name, partner.kind, partner.territory.name) == ("Les Vents", "social_centre", "Ambert")
    assert register.words == ["quatre vents"]


def test_enter_in_the_field_searches_and_loses_nothing(page, register):
    page.get_by_label("Nom court").fill("Les Vents")
    page.get_by_label("Le trouver dans le registre français").fill("quatre vents")
    page.keyboard.press("Enter")
    page.get_by_text("1 organisation répond").wait_for()
    assert page.get_by_label("Nom court").input_value() == "Les Vents"
    assert Partner.objects.filter(short_name="Les Vents").count() == 0
    # The keyboard is at the answer: the next stop is its first button.
    page.keyboard.press("Tab")
    assert "Remplir la fiche" in page.evaluate("document.activeElement.textContent")


def test_typing_asks_nothing(page, register):
    field = page.get_by_label("Le trouver dans le registre français")
    field.press_sequentially("quatre vents")
    page.get_by_label("Nom", exact=True).first.press_sequentially("quatre")
    search(page, "autre chose")
    page.get_by_text("1 organisation répond").wait_for()
    assert register.words == ["autre chose"]


def test_a_silent_register_is_told_and_the_page_still_saves(page, register, monkeypatch):
    monkeypatch.setattr(client, "TIME", 0.3)
    register.hangs()
    page.get_by_label("Nom", exact=True).first.fill("Le Refuge")
    page.get_by_label("Type d’acteur").select_option("association")
    search(page)
    page.get_by_text("n’a pas répondu à temps").wait_for()
    page.get_by_role("button", name="Ajouter au projet", exact=True).click()
    page.get_by_role("heading", name="Le Refuge").wait_for()
    assert Partner.objects.filter(name="Le Refuge", kind="association").exists()


def test_hostile_names_run_nothing(page, register):
    register.says("hostile.json")
    search(page)
    page.get_by_text("<script>alert(1)</script>", exact=False).first.wait_for()
    page.get_by_role("button", name="Remplir la fiche avec <script>").click()
    page.get_by_text("Le SIRET que donne le registre est faux").wait_for()
    assert page.locator("main script, main img").count() == 0


def test_a_partner_known_already_joins_from_the_answer(page, register, project):
    PartnerFactory(organisation=project.organisation, name="Les Vents d’Ambert", siret="900000019")
    search(page)
    page.get_by_role("button", name="L’ajouter au projet : Les Vents d’Ambert").click()
    page.get_by_role("heading", name="Les Vents d’Ambert").wait_for()
    assert project.partnerships.filter(partner__name="Les Vents d’Ambert").exists()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_record_is_completed_line_by_line(signed_in_page, register, coordinator, project, javascript):
    official_places()
    partnership = PartnershipFactory(project=project, partner__name="Centre social Les Quatre Vents")
    page = signed_in_page(coordinator, javascript=javascript)
    page.goto(f"/projets/le-detour/partenaires/{partnership.public_id}/")
    page.get_by_role("link", name="Compléter depuis le registre").click()
    page.get_by_role("button", name="Chercher dans le registre").click()
    page.get_by_role("link", name="Comparer avec").click()
    page.get_by_role("group", name="Siège").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Prendre ce qui est coché").click()
    page.get_by_text("C’est enregistré.").wait_for()
    partner = Partner.objects.get(pk=partnership.partner_id)
    assert (partner.rna, partner.seat) == (RNA, "")
    page.get_by_role("button", name="Annuler").click()
    page.get_by_text("C’est annulé").or_(page.get_by_text("annulé")).first.wait_for()
    assert Partner.objects.get(pk=partner.pk).rna == ""


def test_every_state_passes_axe_and_nothing_overflows(
    signed_in_page, register, coordinator, project, axe, viewport, monkeypatch
):
    official_places()
    partnership = PartnershipFactory(project=project, partner__name="Centre social Les Quatre Vents")
    PartnerFactory(organisation=project.organisation, name="Un nom interminable, " * 8, siret="900000019")
    page = signed_in_page(coordinator, viewport=viewport)

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    page.goto(ADD)
    look()
    register.says("hundreds.json")
    search(page, "association")
    page.get_by_text("premières").wait_for()
    look()
    register.says("hostile.json")
    search(page, "amis")
    page.get_by_text("illisibles").wait_for()
    look()
    page.get_by_role("button", name="Remplir la fiche").last.click()
    page.get_by_text("Rempli avec").wait_for()
    look()
    search(page, "900000018")
    page.get_by_text("clé").first.wait_for()
    look()
    record = f"/projets/le-detour/partenaires/{partnership.public_id}/registre/"
    register.says("quatre-vents.json")
    for path in (record, f"{record}?registre=quatre+vents", f"{record}?registre=quatre+vents&siren=900000035"):
        page.goto(path)
        look()
    page.get_by_role("checkbox").first.check()
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Prendre ce qui est coché").click()
    page.get_by_text("Rien n’est choisi").wait_for()
    look()
    register.sends(b"", status=500)
    page.goto(f"{record}?registre=en+panne")
    look()
