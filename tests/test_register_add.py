"""The register on the page « Ajouter un partenaire »: asked on demand, fills the form, loses nothing, saves nothing."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import caches
from django.urls import reverse

from partnerships.models import Partner
from partnerships.register import client, lookup
from projects.models import Operation, undo
from tests.factories import PartnerFactory, PartnershipFactory
from tests.official import official_places
from tests.register_server import ANSWERS, RNA, SIREN

pytestmark = pytest.mark.django_db
ADD = "/projets/le-detour/partenaires/ajouter/"
ASK = f"{ADD}registre/"
HTMX = {"HTTP_HX_REQUEST": "true"}
TYPED = {
    "name": "Les 4 Vents",
    "short_name": "4 Vents",
    "brings": "Une salle\nUn minibus",
    "overlooked": "on",
    "territory": "",
    "contact-name": "Odile Exemple",
    "contact-email": "odile@vents.example",
}


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def value_of(html, name):
    """Return the value of an input of the page."""
    tag = next(tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in tag)
    return re.search(r'value="([^"]*)"', tag)[1] if "value=" in tag else ""


@pytest.fixture
def asking(register, coordinator, sign_in):
    """Return a function that searches, as the coordinator: `asking("words", **typed)`."""
    browser = sign_in(coordinator)

    def ask(words, headers=None, **typed):
        return browser.post(ASK, {"registre": words} | typed, **(headers or {}))

    return ask


def chosen(ask, siren=SIREN, **typed):
    return ask("quatre vents", siren=siren, **({"registre-pour": "quatre vents"} | typed))


# --- Off ---


def test_switched_off_the_page_says_how_it_is_switched_on_and_nothing_is_asked(
    register, settings, project, coordinator, sign_in
):
    settings.COMPANY_REGISTER = False
    partnership = PartnershipFactory(project=project)
    record = reverse("partnerships:partnership_record", args=["le-detour", partnership.public_id])
    client = sign_in(coordinator)
    page = text_of(client.get(ADD))
    assert "COMPANY_REGISTER=on" in page
    assert "Chercher dans le registre" not in page
    assert "registre" not in text_of(client.get(record)).replace("registres", "")
    for address in (ASK, f"{record}registre/"):
        assert client.get(address, {"registre": "ambert"}).status_code == 404
        assert client.post(address, {"registre": "ambert", "siren": SIREN}).status_code == 404
    # Enter adds the partner, as ever.
    client.post(ADD, {"entree": "1", "registre": "ambert", "name": "Café", "kind": "shop"})
    assert Partner.objects.filter(name="Café").exists()
    assert register.asked == []


def test_it_is_off_unless_an_administrator_says_otherwise(settings):
    assert settings.COMPANY_REGISTER is False


def test_opening_the_page_asks_nothing(register, coordinator, sign_in):
    page = text_of(sign_in(coordinator).get(f"{ADD}?q=ambert"))
    assert "Chercher dans le registre" in page
    assert "Seuls les mots cherchés partent" in page
    assert register.asked == []


def test_a_server_that_asks_nothing_does_not_load_the_client():
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "sys.exit('httpx' in sys.modules)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False).returncode == 0


# --- Who ---


def test_only_editors_ask(register, reader, stranger, sign_in, client):
    assert client.post(ASK, {"registre": "ambert"}).status_code == 302
    assert sign_in(stranger).post(ASK, {"registre": "ambert"}).status_code == 404
    assert sign_in(reader).post(ASK, {"registre": "ambert"}).status_code == 403
    assert sign_in(reader).delete(ASK).status_code == 405
    assert register.asked == []


def test_get_leads_to_the_page_and_asks_nothing(register, coordinator, sign_in):
    response = sign_in(coordinator).get(f"{ASK}?registre=ambert")
    assert (response.status_code, response.url) == (302, ADD)
    assert register.asked == []


# --- Searching ---


def test_the_answer_lists_what_tells_companies_apart(register, asking):
    register.says("quatre-vents.json")
    page = text_of(asking("quatre vents"))
    assert register.words == ["quatre vents"]
    for told in (
        "3 organisations répondent",
        "Centre Social les Quatre Vents",
        "Association déclarée, 63600 Ambert",
        "SIREN 900 000 019, RNA W632000001",
        "Centre Communal d&#x27;Action Sociale d&#x27;Ambert",
        "(CCAS)",
        ">cessée<",
        ">association<",
        ">administration<",
        "Licence Ouverte 2.0",
    ):
        assert told in page


def test_htmx_gets_the_answer_alone_and_the_same(register, asking):
    register.says("quatre-vents.json")
    fragment = asking("quatre vents", HTMX).content.decode().strip()
    whole = asking("quatre vents").content.decode()
    assert fragment.startswith('<div id="registre-reponse"')
    assert "<html" not in fragment
    rows = re.findall(r"<li>.*?</li>", fragment, re.S)
    assert len(rows) == 3
    assert all(row in whole for row in rows)


def test_all_that_was_typed_comes_back(register, asking, project):
    cell = {"horizon": project.horizons.last().public_id, "level": project.levels.first().public_id}
    official_places()
    typed = TYPED | cell | {"depuis": "frise", "kind": "shop", "territory": "Cunlh", "siret": "900 000"}
    page = text_of(asking("quatre vents", **typed))
    for name in ("name", "short_name", "contact-name", "contact-email", "territory", "siret"):
        assert value_of(page, name) == typed[name]
    assert "Une salle\nUn minibus" in page
    assert '<option value="shop" selected' in page
    assert re.search(r'name="overlooked"[^>]* checked', page)
    for public_id in cell.values():
        assert f'value="{public_id}" selected' in page
    assert 'name="depuis" value="frise"' in page
    assert 'class="erreur"' not in page
    assert Partner.objects.filter(name=TYPED["name"]).count() == 0


def test_other_places_of_action_come_back_too(register, asking):
    official_places()
    sent = {"other_places": "Olliergues", "other_places-choisi": "FR.commune.63132"}
    for page in (text_of(asking("quatre vents", **sent)), text_of(chosen(asking, **sent))):
        assert value_of(page, "other_places") == "Olliergues"
        assert 'value="FR.commune.63132"' in page


def test_without_words_the_name_typed_below_is_searched(register, asking):
    asking("", name="Quatre vents")
    assert register.words == ["Quatre vents"]


def test_enter_in_the_field_of_the_register_searches_and_saves_nothing(register, coordinator, sign_in):
    client = sign_in(coordinator)
    sent = {"entree": "1", "registre": "quatre vents", "name": "Les 4 Vents", "kind": "shop"}
    assert "1 organisation répond" in text_of(client.post(ADD, sent))
    assert not Partner.objects.filter(name="Les 4 Vents").exists()
    # Once answered, Enter in any field does what it did before; the button always does.
    assert client.post(ADD, sent | {"registre-pour": "quatre vents"}).status_code == 302
    assert client.post(ADD, {"registre": "autre", "name": "Le Bar", "kind": "shop"}).status_code == 302
    assert register.words == ["quatre vents"]


@pytest.mark.parametrize(
    ("words", "told"), [("ab", "3 signes"), ("900000018", "clé"), ("0403.170.701", "BCE"), ("", "Tapez un nom")]
)
def test_what_cannot_be_asked_is_told_and_not_sent(register, asking, words, told):
    for headers in (None, HTMX):
        response = asking(words, headers, short_name="4 Vents")
        assert response.status_code == 422
        assert told in text_of(response)
    assert value_of(text_of(asking(words, short_name="4 Vents")), "short_name") == "4 Vents"
    assert register.asked == []


def test_nothing_and_hundreds_are_told(register, asking):
    register.says("nothing.json")
    assert "Rien ne répond à « zzz zzz »" in text_of(asking("zzz zzz"))
    register.says("hundreds.json")
    page = text_of(asking("association"))
    assert "8 432 organisations répondent" in page
    assert "Voici les 10 premières : précisez" in page


def test_a_hostile_answer_is_text_and_nothing_else(register, asking):
    register.says("hostile.json")
    page = asking("amis").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert "5 réponses illisibles" in text_of(asking("amis"))
    filled = asking("amis", siren="900000209", **{"registre-pour": "amis"}).content.decode()
    assert "<img src" not in filled
    assert "Le SIRET que donne le registre est faux" in text_of(
        asking("amis", siren="900000209", **{"registre-pour": "amis"})
    )


# --- Failures ---


def test_a_silent_register_leaves_the_page_usable(register, asking, monkeypatch):
    monkeypatch.setattr(client, "TIME", 0.3)
    register.hangs()
    for headers in (None, HTMX):
        response = asking("quatre vents", headers, **TYPED)
        assert response.status_code == 200
        assert "n’a pas répondu à temps" in text_of(response)
        assert "Votre saisie est gardée" in text_of(response)
    assert value_of(text_of(asking("quatre vents", **TYPED)), "short_name") == "4 Vents"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"status": 503, "body": b"<html>", "content_type": "text/html"}, "en panne"),
        ({"status": 302, "body": b"", "Location": "http://127.0.0.1:9/"}, "renvoie vers une autre adresse"),
        ({"body": b"<html><body>Portail captif</body></html>", "content_type": "text/html"}, "illisible"),
        ({"body": (ANSWERS / "one.json").read_bytes()[:-40]}, "illisible"),
        ({"body": (ANSWERS / "one.json").read_bytes()[:-40], "length": 5000}, "illisible"),
        ({"body": (ANSWERS / "other-shape.json").read_bytes()}, "illisible"),
        ({"body": b" " * (client.LARGEST + 1)}, "trop grosse"),
        ({"status": 400, "body": (ANSWERS / "refused.json").read_bytes()}, "refuse cette recherche"),
        ({"status": 429, "body": b"Too Many Requests.", "Retry_After": "12"}, "Réessayez dans 12 secondes"),
    ],
)
def test_every_failure_is_told_and_the_typed_text_stays(register, asking, sent, told):
    sent = dict(sent)
    register.sends(sent.pop("body"), **sent)
    page = text_of(asking("quatre vents", **TYPED))
    assert told in page
    assert value_of(page, "name") == "Les 4 Vents"
    assert "Too Many" not in page


def test_whoever_runs_the_server_is_told_without_the_words(register, asking, caplog):
    register.sends(b"", status=500)
    asking("des mots tapés")
    assert "Register of companies: Down" in caplog.text
    assert "mots" not in caplog.text


def test_a_429_is_obeyed_by_everybody(register, asking, facilitator, sign_in):
    register.sends(b"", status=429, Retry_After="600")
    assert "dans 10 minutes" in text_of(asking("quatre vents"))
    register.says("one.json")
    assert "dans 10 minutes" in text_of(sign_in(facilitator).post(ASK, {"registre": "autre chose"}))
    assert len(register.asked) == 1


def test_nobody_asks_without_end_and_one_does_not_stop_another(register, asking, facilitator, sign_in, monkeypatch):
    monkeypatch.setattr(client, "pace", client.Pace(1000))
    monkeypatch.setattr(lookup, "RATES", {"search": "3/m/user"})
    for number in range(3):
        assert "1 organisation répond" in text_of(asking(f"recherche {number}"))
    assert "Trop de recherches" in text_of(asking("recherche 3"))
    assert "1 organisation répond" in text_of(asking("RECHERCHE 2"))  # kept: it costs the register nothing
    assert "1 organisation répond" in text_of(sign_in(facilitator).post(ASK, {"registre": "recherche 4"}))


def test_the_same_question_is_asked_once_a_day_and_its_words_are_not_kept(register, asking):
    asking("Quatre Vents")
    asking("quatre vents")
    assert register.words == ["Quatre Vents"]
    assert len(caches["register"]._cache) == 1
    assert "vents" not in " ".join(caches["register"]._cache).lower()


def test_a_failure_is_not_kept(register, asking):
    register.sends(b"", status=500)
    asking("quatre vents")
    register.says("one.json")
    assert "1 organisation répond" in text_of(asking("quatre vents"))


# --- Choosing ---


def test_choosing_fills_the_form_and_saves_nothing(register, asking, project):
    official_places()
    page = text_of(chosen(asking, **TYPED))
    assert "Rempli avec « CENTRE SOCIAL LES QUATRE VENTS »" in page
    assert "Vous aviez écrit « Les 4 Vents »" in page
    assert value_of(page, "name") == "Centre Social les Quatre Vents"
    assert value_of(page, "short_name") == "4 Vents"
    assert value_of(page, "siret") == "900 000 019 00019"
    assert value_of(page, "rna") == RNA
    assert value_of(page, "seat") == "12 rue de la Poste, 63600 Ambert"
    assert value_of(page, "legal_form") == "Association déclarée"
    assert value_of(page, "territory") == "Ambert (63)"
    assert '<option value="social_centre" selected' in page
    assert value_of(page, "contact-email") == "odile@vents.example"
    assert '<details class="ajout-officiel" open>' in page
    assert project.partnerships.count() == 1


def test_a_kind_and_a_territory_already_chosen_stay(register, asking):
    official_places()
    page = text_of(chosen(asking, kind="federation", territory="Cunlhat"))
    assert '<option value="federation" selected' in page
    assert value_of(page, "territory") == "Cunlhat"


def test_htmx_gets_the_filled_form_alone(register, asking):
    html = asking("x", HTMX, siren=SIREN, **{"registre-pour": "quatre vents"}).content.decode()
    assert html.strip().startswith('<section class="feuille-papier bloc" id="nouveau"')
    assert html.count("<section") == 1
    assert value_of(html, "rna") == RNA


def test_enter_adds_once_the_form_is_filled_or_came_back(register, asking, coordinator, sign_in):
    client = sign_in(coordinator)
    page = text_of(chosen(asking))
    sent = {"entree": "1", "registre": value_of(page, "registre"), "registre-pour": value_of(page, "registre-pour")}
    refused = client.post(ADD, sent | {"name": "Les 4 Vents"})
    assert refused.status_code == 422
    page = text_of(refused)
    sent |= {"registre": value_of(page, "registre"), "registre-pour": value_of(page, "registre-pour")}
    assert sent["registre"] == "quatre vents"
    assert client.post(ADD, sent | {"name": "Les 4 Vents", "kind": "shop"}).status_code == 302
    assert len(register.asked) == 1


def test_a_company_of_no_answer_fills_nothing(register, asking):
    page = text_of(chosen(asking, siren="900000027", **TYPED))
    assert "Rempli avec" not in page
    assert value_of(page, "name") == "Les 4 Vents"


def test_what_was_filled_is_saved_whole_and_taken_back_whole(register, asking, coordinator, sign_in, project):
    official_places()
    page = text_of(chosen(asking))
    fields = {name: value_of(page, name) for name in ("name", "siret", "rna", "seat", "legal_form", "territory")}
    response = sign_in(coordinator).post(ADD, fields | {"kind": "social_centre", "registre": "quatre vents"})
    assert response.status_code == 302
    partner = Partner.objects.get(rna=RNA)
    assert (partner.name, partner.siret) == ("Centre Social les Quatre Vents", "900 000 019 00019")
    assert (partner.territory.name, partner.legal_form) == ("Ambert", "Association déclarée")
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert not Partner.objects.filter(rna=RNA).exists()


def test_doubts_are_told_before_saving(register, asking):
    register.says("quatre-vents.json")
    assert "Le registre la dit <strong>cessée</strong>" in text_of(chosen(asking, siren="900000035"))
    register.says("withheld.json")
    page = text_of(asking("refuge", siren="900000084", **{"registre-pour": "refuge"}))
    assert "ne soit pas publiée" in page
    assert value_of(page, "seat") == ""


def test_the_siret_of_another_establishment_is_told_from_the_seat(register, asking):
    page = text_of(asking("x", siren=SIREN, **{"registre-pour": "900 000 019 00027"}))
    assert "900 000 019 00027 est un autre de ses établissements" in page
    assert value_of(page, "siret") == "900 000 019 00019"
    assert "autre de ses" not in text_of(asking("x", siren=SIREN, **{"registre-pour": "900 000 019 00019"}))


# --- Already known ---


def test_partners_of_the_directory_are_shown_beside_the_company(register, asking, project):
    here = PartnershipFactory(project=project, partner__name="Les Vents d’Ambert", partner__siret="900 000 019 00027")
    elsewhere = PartnerFactory(organisation=project.organisation, name="Centre social des quatre vents")
    page = text_of(asking("quatre vents"))
    assert "Déjà dans votre annuaire : <a" in page
    assert f"/partenaires/{here.public_id}/" in page
    assert "Déjà dans votre annuaire, sous un nom proche : Centre social des quatre vents" in page
    assert f'name="partner" value="{elsewhere.public_id}"' in page


def test_the_same_siren_is_asked_about_when_saving(coordinator, sign_in, project):
    known = PartnerFactory(organisation=project.organisation, name="Tout autre nom", siret="900000019")
    client = sign_in(coordinator)
    sent = {"name": "Les Quatre Vents", "kind": "association", "siret": "900 000 019 00019"}
    response = client.post(ADD, sent)
    assert response.status_code == 422
    page = text_of(response)
    assert "Votre annuaire a déjà ce SIREN ou ce RNA." in page
    assert known.public_id in page
    assert client.post(ADD, sent | {"another": "on"}).status_code == 302


# --- The form itself ---


def test_a_kind_is_asked_for_and_other_is_still_there(coordinator, sign_in):
    client = sign_in(coordinator)
    page = text_of(client.get(ADD))
    assert '<option value="" selected>À choisir</option>' in page
    assert '<option value="other">Autre</option>' in page
    response = client.post(ADD, {"name": "Le Bar", "kind": ""})
    assert response.status_code == 422
    assert client.post(ADD, {"name": "Le Bar", "kind": "other"}).status_code == 302
    assert Partner.objects.get(name="Le Bar").kind == "other"


@pytest.mark.parametrize("wrong", [{"siret": "900 000 018"}, {"rna": "W1"}, {"bce": "0403.170.702"}])
def test_a_wrong_number_is_refused_beside_its_field(coordinator, sign_in, wrong):
    response = sign_in(coordinator).post(ADD, {"name": "Le Bar", "kind": "shop"} | wrong)
    assert response.status_code == 422
    assert '<details class="ajout-officiel" open>' in text_of(response)
    assert not Partner.objects.filter(name="Le Bar").exists()


def test_a_belgian_partner_comes_with_its_number_and_nothing_is_asked(register, coordinator, sign_in):
    client = sign_in(coordinator)
    assert client.post(ADD, {"name": "CPAS", "kind": "other", "bce": "BE 403.170.701"}).status_code == 302
    assert Partner.objects.get(name="CPAS").bce == "0403.170.701"
    assert register.asked == []


@pytest.mark.parametrize("count", [0, 20])
def test_the_page_takes_as_many_queries_whatever_the_directory(
    register, coordinator, sign_in, project, count, django_assert_max_num_queries
):
    register.says("quatre-vents.json")
    for number in range(count):
        PartnerFactory(
            organisation=project.organisation, name=f"Centre social {number} des Quatre Vents", siret=f"{SIREN}"
        )
    client = sign_in(coordinator)
    client.get(ADD)
    with django_assert_max_num_queries(10):
        client.post(ASK, {"registre": "quatre vents"})
