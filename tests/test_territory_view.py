"""The search of places as a page and as choices under a field."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from territories.models import Territory
from tests.factories import MembershipFactory, OrganisationFactory, TerritoryFactory

HTMX = {"HX-Request": "true"}
URL = reverse("territories:territory_search")


@pytest.fixture
def member(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.fixture
def cunlhat(db):
    return TerritoryFactory(name="Cunlhat", code="63132", postcodes="63590", population=1301)


def test_the_page_is_at_its_french_address():
    assert URL == "/territoires/recherche/"


def test_somebody_signed_out_is_sent_to_sign_in(client, cunlhat):
    response = client.get(URL, {"q": "cunlhat"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_page_lists_what_answers(member, cunlhat):
    response = member.get(URL, {"q": "cunl"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "<h1>Chercher un territoire</h1>" in html
    assert "Cunlhat (63)" in html
    assert "63590" in html
    assert "1\u00a0301" in html.replace("&nbsp;", "\u00a0").replace("\u202f", "\u00a0")


def test_the_empty_page_says_what_may_be_typed(member):
    html = member.get(URL).content.decode()
    assert "63132" in html
    assert "<table" not in html


def test_nothing_found_is_said_with_what_to_try(member, cunlhat):
    html = member.get(URL, {"q": "<b>zzz</b>"}).content.decode()
    assert "Aucun territoire ne répond à «&nbsp;&lt;b&gt;zzz&lt;/b&gt;&nbsp;»" in html


def test_htmx_receives_only_the_choices(member, cunlhat):
    html = member.get(URL, {"q": "cunl"}, headers=HTMX).content.decode()
    assert "<html" not in html
    assert html.count('role="option"') == 1
    assert 'data-cle="FR.commune.63132"' in html
    assert 'data-libelle="Cunlhat (63)"' in html


def test_htmx_and_nothing_found_is_an_empty_answer(member, cunlhat):
    response = member.get(URL, {"q": "zzz"}, headers=HTMX)
    assert (response.status_code, response.content.strip()) == (200, b"")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_unreadable_search_is_refused(member, headers):
    for wrong in ({"q": "x" * 101}, {"q": "cunlhat", "kind": "planete"}, {"q": "a", "organisation": "inconnue"}):
        assert member.get(URL, wrong, headers=headers).status_code == 422


def test_it_only_reads(member):
    assert member.post(URL, {"q": "cunlhat"}).status_code == 405


def test_own_places_of_another_organisation_are_not_seen(member, project):
    TerritoryFactory(name="Quartier des voisins", kind="quartier", code="", organisation=OrganisationFactory())
    TerritoryFactory(name="Quartier du Fil", kind="quartier", code="", organisation=project.organisation)
    html = member.get(URL, {"q": "quartier"}).content.decode()
    assert "Quartier du Fil (quartier)" in html
    assert "voisins" not in html


def test_another_organisation_cannot_be_asked_for(member):
    assert member.get(URL, {"q": "quartier", "organisation": OrganisationFactory().slug}).status_code == 422


def test_the_search_narrows_to_one_organisation_of_the_person(member, coordinator, project):
    second = MembershipFactory(user=coordinator).organisation
    for owner, name in ((project.organisation, "Quartier du Fil"), (second, "Quartier second")):
        TerritoryFactory(name=name, kind="quartier", code="", organisation=owner)
    html = member.get(URL, {"q": "quartier", "organisation": second.slug}, headers=HTMX).content.decode()
    assert "Quartier second" in html
    assert "Quartier du Fil" not in html


def test_the_search_narrows_to_kinds(member, cunlhat):
    TerritoryFactory(name="Cunlhat et environs", kind="epci", code="200000001")
    html = member.get(URL, {"q": "cunlhat", "kind": ["epci"]}, headers=HTMX).content.decode()
    assert html.count('role="option"') == 1
    assert "Cunlhat et environs" in html


def test_at_most_twenty_are_shown_and_the_page_says_so(member):
    TerritoryFactory.create_batch(25)
    html = member.get(URL, {"q": "commune"}).content.decode()
    assert html.count('<th scope="row"') == 20
    assert "Les 20 premiers territoires." in html


def test_as_many_queries_for_one_place_as_for_twenty(member):
    epci = TerritoryFactory(name="CC", kind="epci", code="200000001", departement=None)
    TerritoryFactory(name="Seule", epci=epci)
    for number in range(20):
        departement = TerritoryFactory(name=f"D{number}", kind="departement", code=f"{number:02}")
        TerritoryFactory(name=f"Voisine {number}", kind="epci", code=f"3{number:08}", departement=departement)
    member.get(URL, {"q": "seule"})
    counts = []
    for text in ("seule", "voisine"):
        with CaptureQueriesContext(connection) as captured:
            member.get(URL, {"q": text})
        counts.append(len(captured))
    assert counts[1] <= counts[0] <= 6


@pytest.fixture
def auvergne(db):
    region = TerritoryFactory(kind="region", code="84", name="Auvergne-Rhône-Alpes")
    rows = {}
    for code, name, population in (("63", "Puy-de-Dôme", 660_000), ("03", "Allier", 335_000)):
        rows[code] = TerritoryFactory(
            kind="departement", code=code, name=name, population=population, region=region, vintage="cog2026"
        )
    TerritoryFactory(name="Cunlhat", code="63132", postcodes="63590", departement=rows["63"], region=region)
    return region


def place_page(client, key, name="territory_detail"):
    return client.get(reverse(f"territories:{name}", args=[key]))


def test_a_commune_is_shown_in_its_departement_with_the_table_behind(member, auvergne):
    html = place_page(member, "FR.commune.63132").content.decode()
    drawing = html.split("<svg xmlns")[1].split("</svg>")[0]
    assert drawing.count("<path") == 2
    assert 'role="img"' in drawing
    assert "style=" not in drawing
    assert "class=" not in drawing
    assert "660\u00a0000" in html
    assert "335\u00a0000" not in html
    assert "CC BY 4.0" in html


def test_a_region_shows_all_its_departements(member, auvergne):
    html = place_page(member, "FR.region.84").content.decode()
    assert "660\u00a0000" in html
    assert "335\u00a0000" in html


def test_the_map_prints_with_its_table(member, auvergne):
    response = place_page(member, "FR.departement.63", "territory_pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "puy-de-dome-carte.pdf" in response["Content-Disposition"]


def test_a_place_without_outline_says_so(member, auvergne):
    TerritoryFactory(name="Liège", code="62063", country="BE")
    html = place_page(member, "BE.commune.62063").content.decode()
    assert "<svg xmlns" not in html
    assert "Aucun contour" in html
    assert place_page(member, "BE.commune.62063", "territory_pdf").status_code == 404


def test_a_retired_place_leads_to_where_it_is_today(member, auvergne):
    cunlhat = Territory.objects.get(code="63132")
    TerritoryFactory(name="Auzelles", code="63023", retired=True, successor=cunlhat)
    html = place_page(member, "FR.commune.63023").content.decode()
    assert reverse("territories:territory_detail", args=["FR.commune.63132"]) in html


@pytest.mark.parametrize("key", ["FR.commune.00000", "propre.1", "x", "FR.commune"])
def test_a_key_that_names_nothing_is_not_found(member, db, key):
    assert place_page(member, key).status_code == 404


def test_the_page_of_a_place_only_reads_and_wants_an_account(client, member, auvergne):
    assert member.post(reverse("territories:territory_detail", args=["FR.region.84"])).status_code == 405
    assert place_page(client, "FR.region.84").status_code == 302
