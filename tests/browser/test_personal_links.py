"""A partner corrects its record from its telephone, the team decides: with a real browser, with and without JavaScript."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from partnerships.models import Contact
from privacy.models import PartnerLink, Proposal
from tests.browser.conftest import PHONE
from tests.factories import ActivityFactory, RaciFactory
from tests.personal_data import make_link, make_partnership, page_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    cache.clear()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_from_the_making_of_the_link_to_the_undo(project, coordinator, signed_in_page, open_page, javascript):
    cafe = make_partnership(project)
    team = signed_in_page(coordinator, javascript=javascript)
    team.goto(cafe.get_absolute_url())
    team.get_by_role("link", name="Faire relire la fiche").click()
    team.get_by_label("Pour qui").select_option(label="Claire Perrin")
    team.get_by_role("button", name="Créer le lien").click()
    address = team.get_by_label("Lien personnel").input_value()
    assert team.get_by_role("button", name="Copier le lien").is_visible() == javascript

    person = open_page(viewport=PHONE, javascript=javascript)
    person.goto(address)
    person.get_by_label("Votre téléphone").fill("06 00 00 00 00")
    person.get_by_label("Ce que vous apportez").fill("Une salle\nDu café")
    person.get_by_role("button", name="Envoyer à l’équipe").click()
    person.get_by_role("heading", name="Merci, c’est envoyé").wait_for()
    assert person.url.endswith("/ma-fiche/merci/")

    team.goto(cafe.get_absolute_url())
    team.get_by_text("Claire Perrin propose 2 corrections").wait_for()
    team.get_by_role("link", name="Regarder et décider").click()
    team.get_by_role("group", name="Téléphone").get_by_label("Refuser").check()
    team.get_by_role("button", name="Enregistrer ces choix").click()
    team.get_by_text("C’est enregistré.").wait_for()
    cafe.refresh_from_db()
    assert cafe.brings == "Une salle\nDu café"
    assert Contact.objects.get().phone == "0473000000"
    team.get_by_role("button", name="Annuler").click()
    team.get_by_text("C’est annulé").wait_for()
    cafe.refresh_from_db()
    assert cafe.brings == "Une salle"
    assert Proposal.objects.waiting().count() == 1


def test_the_address_of_the_link_is_told_to_nobody(project, coordinator, open_page):
    _link, token = make_link(make_partnership(project), coordinator)
    page = open_page(viewport=PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.goto(page_of(token))
    page.get_by_role("button", name="Envoyer à l’équipe").click()
    page.get_by_role("heading", name="Merci").wait_for()
    assert [request.url for request in asked if token in request.all_headers().get("referer", "")] == []
    hosts = {request.url.split("/")[2] for request in asked if request.url.startswith("http")}
    assert len(hosts) == 1


def test_a_dead_link_is_calm_and_a_living_one_fits_the_telephone(project, coordinator, open_page, axe, viewport):
    cafe = make_partnership(project)
    RaciFactory(activity=ActivityFactory(project=project, name="Tenir la halte"), partnership=cafe, letters="RA")
    link, token = make_link(cafe, coordinator, asks_roles=True, asks_places=True)
    page = open_page(viewport=viewport)
    page.goto(page_of(token))
    page.get_by_role("group", name="Tenir la halte").get_by_label("J’en réponds").check()
    page.get_by_label("Court terme").select_option("Allié")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Nom de votre structure").fill("")
    page.get_by_role("button", name="Envoyer à l’équipe").click()
    page.get_by_role("alert").wait_for()
    axe(page)
    PartnerLink.objects.filter(pk=link.pk).update(token_hash="")
    page.goto(page_of(token))
    assert page.get_by_role("heading", name="Ce lien ne s’ouvre pas").is_visible()
    axe(page)
    page.goto("/ma-fiche/merci/")
    axe(page)


def _place(project):
    return "place", project.horizons.first().public_id, "", project.levels.first().public_id, "On est prêts"


def test_the_screens_of_the_team_pass_axe_and_fit(project, coordinator, signed_in_page, axe, viewport):
    cafe = make_partnership(project)
    link, _token = make_link(cafe, coordinator)
    proposal = link.receive(
        [("contact", "phone", "0400000000", "0600000000"), ("partner", "seat", "", "Place"), _place(project)], "Bonjour"
    )
    organisation, claire = project.organisation.slug, Contact.objects.get().public_id
    page = signed_in_page(coordinator, viewport=viewport)
    for address in (
        cafe.get_absolute_url(),
        project.get_absolute_url(),
        reverse("privacy:link_create", args=[project.slug, cafe.public_id]),
        reverse("privacy:proposal_settle", args=[project.slug, cafe.public_id, proposal.public_id]),
        reverse("privacy:register", args=[organisation]),
        reverse("privacy:policy_edit", args=[organisation]),
        reverse("privacy:person_list", args=[organisation]),
        reverse("privacy:person_detail", args=[organisation, claire]),
        reverse("privacy:person_erase", args=[organisation, claire]),
    ):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(reverse("privacy:link_create", args=[project.slug, cafe.public_id]))
    page.get_by_label("Pour qui").select_option(label="Claire Perrin")
    page.get_by_role("button", name="Créer le lien").click()
    page.get_by_label("Lien personnel").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_person_is_erased_without_javascript(project, coordinator, no_js):
    cafe = make_partnership(project)
    page = no_js(coordinator)
    page.goto(cafe.get_absolute_url())
    page.get_by_text("Données des personnes").click()
    page.get_by_role("link", name="Claire Perrin", exact=True).click()
    page.get_by_role("link", name="Effacer").click()
    page.get_by_label("J’ai compris").check()
    page.get_by_role("button", name="Effacer pour de bon").click()
    page.get_by_text("La personne est effacée").wait_for()
    assert not Contact.objects.exists()
