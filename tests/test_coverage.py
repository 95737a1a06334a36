"""The coverage: places × levels by horizon, who acts on a larger scale told apart, each cell the list that it counts."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.coverage import current_horizon, read_coverage
from partnerships.models import Partner, PartnerPlace, Partnership, Placement
from projects.models import ProjectTerritory
from territories.models import Territory, TerritoryKind
from tests.factories import PartnerFactory, PartnershipFactory, PlacementFactory, ProjectFactory, TerritoryFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
PAGE = "/projets/le-detour/couverture/"
LIST = "/projets/le-detour/partenaires/"


@pytest.fixture
def places(project):
    """The places of the demonstration by name; the project aims at Cunlhat, Olliergues and Saint-Germain-l'Herm."""
    named = {place.name: place for place in official_places().values()}
    for position, name in enumerate(("Cunlhat", "Olliergues", "Saint-Germain-l'Herm")):
        ProjectTerritory.objects.create(project=project, territory=named[name], position=position, targeted=True)
    return named


@pytest.fixture
def put(project, places):
    """Return a function that places a partner at the first horizon, at the first level unless told otherwise."""

    def place(name, *where, level=0, horizon=0):
        first, *others = [places[one] for one in where] or [None]
        partnership = PartnershipFactory(project=project, partner__name=name, partner__territory=first)
        PartnerPlace.objects.put(partnership.partner, others)
        if level is not None:
            PlacementFactory(
                partnership=partnership, horizon=project.horizons.all()[horizon], level=project.levels.all()[level]
            )
        return partnership

    return place


def coverage(project, *horizons):
    return read_coverage(project, list(horizons or project.horizons.all()[:1]), list(project.levels.all()))


def counts(found):
    """Return {name of the place: [count of each cell, those who wait last]}."""
    return {row.place.name: [cell.count for cell in row.cells] for row in found.rows}


def test_a_partner_counts_in_each_of_its_places_and_once_in_each(project, put):
    put("Bibliobus", "Cunlhat", "Olliergues")
    assert counts(coverage(project)) == {
        "Cunlhat": [1, 0, 0, 0],
        "Olliergues": [1, 0, 0, 0],
        "Saint-Germain-l'Herm": [0, 0, 0, 0],
    }


def test_who_acts_on_the_epci_counts_in_its_communes_and_is_told_apart(project, put):
    put("CC", "CC Ambert Livradois Forez")
    put("Département", "Puy-de-Dôme")
    put("Mairie", "Cunlhat")
    found = coverage(project)
    cell = found.rows[0].cells[0]
    assert (cell.count, cell.on_the_spot) == (3, 1)
    assert cell.from_afar == "EPCI\u00a01, département\u00a01"
    assert cell.from_where == "CC Ambert Livradois Forez\u00a01, Puy-de-Dôme\u00a01"
    # Where they act is a place of the table too; nobody counts in a place larger than their own.
    assert counts(found)["CC Ambert Livradois Forez"] == [2, 0, 0, 0]
    assert counts(found)["Puy-de-Dôme"] == [1, 0, 0, 0]


def test_who_acts_both_there_and_around_counts_on_the_spot(project, put):
    put("CC", "CC Ambert Livradois Forez", "Cunlhat")
    cell = coverage(project).rows[0].cells[0]
    assert (cell.count, cell.on_the_spot, cell.from_afar) == (1, 1, "")


def test_places_aimed_at_come_first_then_those_where_placed_partners_act(project, put):
    put("Boulangerie", "Ambert")
    put("Club", "CC Ambert Livradois Forez", level=None)
    found = coverage(project)
    assert [(row.place.name, row.aimed_at) for row in found.rows] == [
        ("Cunlhat", True),
        ("Olliergues", True),
        ("Saint-Germain-l'Herm", True),
        ("Ambert", False),
    ]
    assert found.rows[3].waiting.count == 1


def test_a_former_commune_and_that_of_today_are_one_row(project, places, put):
    former = Territory.objects.create(
        kind=TerritoryKind.COMMUNE, code="63023", name="Auzelles", retired=True, successor=places["Cunlhat"]
    )
    ProjectTerritory.objects.create(project=project, territory=former, position=9, targeted=True)
    places["Auzelles"] = former
    put("Mairie", "Auzelles")
    assert counts(coverage(project))["Cunlhat"] == [1, 0, 0, 0]
    assert "Auzelles" not in counts(coverage(project))


def test_another_horizon_counts_apart(project, put):
    put("Mairie", "Cunlhat", horizon=1)
    first, second = project.horizons.all()[:2]
    assert counts(coverage(project, first))["Cunlhat"] == [0, 0, 0, 0]
    assert counts(coverage(project, first, second))["Cunlhat"] == [0, 0, 0, 1, 0, 0, 0]


@pytest.fixture
def mixed(project, places, put):
    """Partners of every sort: precise, larger, in several places, waiting, without place; and the carrier without any."""
    canton = Territory.objects.create(organisation=project.organisation, kind=TerritoryKind.CANTON, name="Canton")
    canton.parts.set([places["Cunlhat"], places["Ambert"]])
    canton.settle()
    canton.save()
    quartier = Territory.objects.create(organisation=project.organisation, kind=TerritoryKind.QUARTIER, name="Bourg")
    quartier.parts.set([places["Cunlhat"]])
    quartier.settle()
    quartier.save()
    places |= {"Canton": canton, "Bourg": quartier}
    ProjectTerritory.objects.create(project=project, territory=quartier, position=5, targeted=True)
    wheres = (["Cunlhat"], ["Canton"], ["CC Ambert Livradois Forez", "Cunlhat"], ["Puy-de-Dôme"], ["Bourg"], [])
    choices = itertools.cycle(((0, 0), (1, 0), (0, 1), (2, 2), (None, 0)))
    for n, where in enumerate([*wheres, *wheres, *wheres]):
        level, horizon = next(choices)
        put(f"Partenaire {n}", *where, level=level, horizon=horizon)
    lead = project.partnerships.get(is_lead=True).partner
    lead.territory = places["Cunlhat"]
    lead.save()


@pytest.mark.parametrize("shown", [0, 1, 2, slice(None)])
def test_each_cell_opens_the_partners_that_it_counts(project, mixed, reader, sign_in, shown):
    horizons = list(project.horizons.all())
    found = coverage(project, *(horizons[shown] if isinstance(shown, slice) else [horizons[shown]]))
    client = sign_in(reader)
    assert sum(cell.count for row in found.rows for cell in row.cells) > 5
    for row in found.rows:
        for cell in row.cells:
            directory = client.get(cell.url).context["directory"]
            assert directory.total == cell.count, cell.url
            assert str(directory.rows).count("annuaire-echelle") == cell.scales.total(), cell.url
    if found.nowhere:
        assert client.get(found.nowhere_url).context["directory"].total == found.nowhere


def test_a_place_asked_for_is_told_apart_from_the_larger_ones_in_the_directory(project, places, put, reader, sign_in):
    put("CC", "CC Ambert Livradois Forez")
    put("Mairie", "Cunlhat")
    page = sign_in(reader).get(f"{LIST}?territory={places['Cunlhat'].key}")
    assert [row.partner__name for row in page.context["page"]] == ["CC", "Mairie"]
    assert page.content.decode().count("Échelle plus large&nbsp;: CC Ambert Livradois Forez") == 1


def test_the_frise_is_filtered_by_the_same_rule(project, places, put, reader, sign_in):
    put("Intercommunalité", "CC Ambert Livradois Forez")
    put("Boulangerie", "Ambert")
    page = sign_in(reader).get(f"/projets/le-detour/frise/?territory={places['Cunlhat'].key}").content.decode()
    wall = page[page.index('class="frise"') :]
    assert "Intercommunalité" in wall
    assert "Boulangerie" not in wall


def test_the_directory_offers_the_places_aimed_at_even_where_nobody_acts(project, places, reader, sign_in):
    page = sign_in(reader).get(f"{LIST}?territory={places['Olliergues'].key}")
    assert page.context["directory"].total == 0
    assert "Aucun partenaire ne répond" in page.content.decode()


# --- Questions ---


def test_holes_are_questions_nobody_first_then_nobody_on_the_spot(project, put):
    project.can_edit = True
    put("Mairie", "Cunlhat")
    texts = [question.text for question in coverage(project).questions]
    assert texts == [
        "Olliergues, court terme\u00a0: personne à qui s’appuyer\u00a0?",
        "Saint-Germain-l'Herm, court terme\u00a0: personne à qui s’appuyer\u00a0?",
    ]
    put("CC", "CC Ambert Livradois Forez")
    texts = [question.text for question in coverage(project).questions]
    assert texts == [
        "Olliergues, court terme\u00a0: qui agit sur place\u00a0?",
        "Saint-Germain-l'Herm, court terme\u00a0: qui agit sur place\u00a0?",
    ]


def test_a_hole_names_those_who_wait_and_leads_to_them(project, put, reader, sign_in):
    put("Café", "Olliergues", level=None)
    project.can_edit = False
    question = next(question for question in coverage(project).questions if question.text.startswith("Olliergues"))
    assert question.text.endswith("1 partenaire y attend sa place.")
    assert sign_in(reader).get(question.url).context["directory"].total == 1


def test_a_hole_of_several_horizons_is_one_question(project, put):
    project.can_edit = False
    put("Mairie", "Cunlhat")
    texts = [question.text for question in coverage(project, *project.horizons.all()).questions]
    assert texts[0] == "Cunlhat, moyen terme, long terme\u00a0: personne à qui s’appuyer\u00a0?"
    assert len(texts) == 3


def test_a_hole_leads_those_who_edit_to_somebody_new_with_its_place_written(
    project, places, coordinator, reader, sign_in
):
    page = sign_in(coordinator).get(PAGE).content.decode()
    assert f"{LIST}ajouter/?horizon=" in page
    assert "territoire=FR.commune.63132" in page
    assert "ajouter/" not in sign_in(reader).get(PAGE).content.decode()


# --- The page ---


def test_the_page_shows_the_horizon_asked_for_or_all_of_them(project, put, reader, sign_in):
    put("Mairie", "Cunlhat", horizon=1)
    client = sign_in(reader)
    second = project.horizons.all()[1]
    response = client.get(f"{PAGE}?horizon={second.public_id}")
    assert response.context["coverage"].horizons == [second]
    assert "1 partenaire placé" in response.content.decode()
    everything = client.get(f"{PAGE}?horizon=tous")
    assert everything.context["coverage"].horizons == list(project.horizons.all())
    assert everything.content.decode().count('scope="colgroup"') == 3
    assert client.get(f"{PAGE}?horizon=inconnu").status_code == 200


def test_the_page_says_in_words_who_acts_on_a_larger_scale(project, put, reader, sign_in):
    put("CC", "CC Ambert Livradois Forez")
    page = sign_in(reader).get(f"{PAGE}?horizon={project.horizons.first().public_id}").content.decode()
    assert "dont&nbsp;1<i> (EPCI)</i>" in page
    assert "dont 1 à une échelle plus large&nbsp;: CC Ambert Livradois Forez\u00a01" in page


def test_who_has_no_territory_is_asked_for(project, put, reader, sign_in):
    put("Sans lieu")
    page = sign_in(reader).get(f"{PAGE}?horizon={project.horizons.first().public_id}").content.decode()
    assert "1 partenaire sans territoire" in page


def test_names_are_escaped(project, coordinator, sign_in):
    place = TerritoryFactory(name="<script>alert(1)</script>")
    ProjectTerritory.objects.create(project=project, territory=place, targeted=True)
    client = sign_in(coordinator)
    for address in (PAGE, f"{LIST}?territory={place.key}", project.get_absolute_url()):
        assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.parametrize("strip", ["places", "horizons", "levels"])
def test_an_empty_page_says_what_to_begin_with(project, coordinator, reader, sign_in, strip):
    if strip == "horizons":
        project.horizons.all().delete()
    if strip == "levels":
        project.levels.all().delete()
    for user, offered in ((coordinator, True), (reader, False)):
        page = sign_in(user).get(PAGE)
        assert page.status_code == 200
        text = page.content.decode()
        assert ("Où agissez-vous" if strip == "places" else "À quel horizon") in text
        assert ("bouton-principal" in text) is offered


def test_nobody_comes_in_who_has_no_business_there(project, client, stranger, reader, sign_in):
    assert client.get(PAGE).url.startswith(reverse("account_login"))
    assert sign_in(stranger).get(PAGE).status_code == 404
    assert sign_in(reader).post(PAGE).status_code == 405


def test_the_home_keeps_a_small_panel_of_the_same_numbers(project, put, reader, sign_in):
    put("CC", "CC Ambert Livradois Forez")
    horizon = project.horizons.first()
    page = sign_in(reader).get(f"{project.get_absolute_url()}?horizon={horizon.public_id}").content.decode()
    panel = page[page.index('class="couverture"') :]
    assert PAGE in panel
    assert panel.count("dont&nbsp;1<") == 3
    assert "à placer" not in panel


def test_the_home_shows_the_first_places_and_leads_to_the_others(project, places, reader, sign_in):
    for n in range(10):
        ProjectTerritory.objects.create(project=project, territory=TerritoryFactory(), position=10 + n, targeted=True)
    page = sign_in(reader).get(project.get_absolute_url()).content.decode()
    assert "Voir les 13 territoires" in page


def test_the_frise_leads_to_the_coverage(project, reader, sign_in):
    assert PAGE in sign_in(reader).get("/projets/le-detour/frise/").content.decode()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?horizon=tous", "directory"])
def test_as_many_queries_for_three_hundred_partners_as_for_five(project, places, reader, sign_in, address):
    client = sign_in(reader)
    if address == "directory":
        address = f"{LIST}?territory={places['Cunlhat'].key}"
    horizon, level = project.horizons.first(), project.levels.first()
    wheres = itertools.cycle([*places.values(), None])

    def fill(n):
        villages = [TerritoryFactory() for _ in range(n)]
        partners = PartnerFactory.build_batch(n, organisation=project.organisation)
        for partner in partners:
            partner.territory = next(wheres)
        Partner.objects.bulk_create(partners)
        PartnerPlace.objects.bulk_create(
            PartnerPlace(partner=partner, territory=village)
            for partner, village in zip(partners, villages, strict=True)
        )
        present = [Partnership(project=project, partner=partner) for partner in partners]
        Partnership.objects.bulk_create(present)
        Placement.objects.bulk_create(Placement(partnership=one, horizon=horizon, level=level) for one in present)

    fill(5)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    fill(295)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many) <= 14


def test_the_horizon_of_the_day_is_shown_first(project):
    horizons = list(project.horizons.all())
    assert current_horizon(horizons, horizons[1].start) == horizons[1]
    assert current_horizon([], horizons[1].start) is None
    assert current_horizon(list(ProjectFactory().horizons.all()), horizons[1].start) is None
