"""Which places cover which: the one rule of the coverage and of the directory."""

import pytest

from accounts.models import Organisation
from territories.covering import covering
from territories.models import Territory, TerritoryKind
from tests.official import official_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db):
    """The official places of the demonstration by name, a region above, and what an organisation drew."""
    official = official_places()
    named = {one.name: one for one in official.values()}
    region = Territory.objects.create(kind=TerritoryKind.REGION, code="84", name="Auvergne-Rhône-Alpes")
    Territory.objects.filter(pk__in=[one.pk for one in official.values()]).update(region=region)
    mine = Organisation.objects.create(name="Le Fil", slug="le-fil")
    named |= {"Auvergne-Rhône-Alpes": region}
    for name, kind, parts in (
        ("Canton des Monts", TerritoryKind.CANTON, ("Cunlhat", "Olliergues", "Ambert")),
        ("Tournée du jeudi", TerritoryKind.TOURNEE, ("Cunlhat", "Olliergues")),
        ("Le Bourg", TerritoryKind.QUARTIER, ("Cunlhat",)),
        ("Les Deux Rives", TerritoryKind.QPV, ("Cunlhat", "Olliergues")),
    ):
        place = Territory.objects.create(organisation=mine, kind=kind, name=name)
        place.parts.set([named[part] for part in parts])
        place.settle()
        place.save()
        named[name] = place
    return named


def covers(places, wide, narrow):
    """Return "same", "wider" or None: how the first place covers the second."""
    cover = covering([places[narrow].pk], [places[wide].pk])[places[narrow].pk]
    return "same" if cover.same else "wider" if cover.wider else None


@pytest.mark.parametrize(
    ("wide", "narrow", "how"),
    [
        ("Cunlhat", "Cunlhat", "same"),
        ("CC Ambert Livradois Forez", "Cunlhat", "wider"),
        ("Puy-de-Dôme", "Cunlhat", "wider"),
        ("Puy-de-Dôme", "CC Ambert Livradois Forez", "wider"),
        ("Auvergne-Rhône-Alpes", "Puy-de-Dôme", "wider"),
        ("Auvergne-Rhône-Alpes", "Cunlhat", "wider"),
        # Nothing covers upwards, nor sideways.
        ("Cunlhat", "CC Ambert Livradois Forez", None),
        ("CC Ambert Livradois Forez", "Puy-de-Dôme", None),
        ("Puy-de-Dôme", "Auvergne-Rhône-Alpes", None),
        ("Cunlhat", "Olliergues", None),
        # A place made of communes covers them and what lies in them, and is covered by what covers them all.
        ("Canton des Monts", "Cunlhat", "wider"),
        ("Canton des Monts", "Le Bourg", "wider"),
        ("Canton des Monts", "Tournée du jeudi", "wider"),
        ("Tournée du jeudi", "Canton des Monts", None),
        ("Canton des Monts", "Saint-Germain-l'Herm", None),
        ("Cunlhat", "Canton des Monts", None),
        ("CC Ambert Livradois Forez", "Canton des Monts", "wider"),
        ("Auvergne-Rhône-Alpes", "Tournée du jeudi", "wider"),
        # A quartier is covered by its commune and by what covers it, and covers nothing of it.
        ("Cunlhat", "Le Bourg", "wider"),
        ("CC Ambert Livradois Forez", "Le Bourg", "wider"),
        ("Puy-de-Dôme", "Le Bourg", "wider"),
        ("Le Bourg", "Cunlhat", None),
        ("Olliergues", "Le Bourg", None),
        # Astride two communes: only what covers both.
        ("Cunlhat", "Les Deux Rives", None),
        ("Tournée du jeudi", "Les Deux Rives", "wider"),
        ("CC Ambert Livradois Forez", "Les Deux Rives", "wider"),
    ],
)
def test_a_place_covers_what_it_contains_and_nothing_larger(places, wide, narrow, how):
    assert covers(places, wide, narrow) == how


def test_a_former_commune_counts_as_that_of_today(places):
    cunlhat = places["Cunlhat"]
    places["Auzelles"] = Territory.objects.create(
        kind=TerritoryKind.COMMUNE, code="63023", name="Auzelles", retired=True, successor=cunlhat
    )
    assert covers(places, "Auzelles", "Cunlhat") == "same"
    assert covers(places, "Cunlhat", "Auzelles") == "same"
    assert covers(places, "CC Ambert Livradois Forez", "Auzelles") == "wider"
    assert covers(places, "Auzelles", "Le Bourg") == "wider"
    # A tour drawn before the merger holds the commune of today.
    places["Tournée du jeudi"].parts.set([places["Auzelles"], places["Olliergues"]])
    assert covers(places, "Tournée du jeudi", "Cunlhat") == "wider"


def test_an_epci_merged_into_another_covers_its_communes(places):
    places["CC du Livradois"] = Territory.objects.create(
        kind=TerritoryKind.EPCI,
        code="246300001",
        name="CC du Livradois",
        retired=True,
        successor=places["CC Ambert Livradois Forez"],
    )
    assert covers(places, "CC du Livradois", "Cunlhat") == "wider"


def test_a_belgian_province_covers_its_communes_and_the_region_its_provinces(db):
    wallonia = Territory.objects.create(country="BE", kind=TerritoryKind.REGION, code="03000", name="Wallonie")
    hainaut = Territory.objects.create(
        country="BE", kind=TerritoryKind.PROVINCE, code="50000", name="Hainaut", region=wallonia
    )
    mons = Territory.objects.create(
        country="BE", kind=TerritoryKind.COMMUNE, code="53053", name="Mons", departement=hainaut, region=wallonia
    )
    places = {"Wallonie": wallonia, "Hainaut": hainaut, "Mons": mons}
    assert covers(places, "Hainaut", "Mons") == covers(places, "Wallonie", "Mons") == "wider"
    assert covers(places, "Wallonie", "Hainaut") == "wider"
    assert covers(places, "Mons", "Hainaut") is None


def test_an_ept_covers_its_communes_and_their_arrondissements(db):
    metropole = Territory.objects.create(kind=TerritoryKind.EPCI, code="200054781", name="Métropole")
    ept = Territory.objects.create(kind=TerritoryKind.EPT, code="T6", name="Plaine Commune", epci=metropole)
    town = Territory.objects.create(kind=TerritoryKind.COMMUNE, code="93066", name="Saint-Denis", epci=metropole)
    part = Territory.objects.create(kind=TerritoryKind.ARRONDISSEMENT_VILLE, code="93998", name="1er", commune=town)
    ept.parts.set([town])
    places = {"Métropole": metropole, "EPT": ept, "Saint-Denis": town, "1er": part}
    assert covers(places, "EPT", "Saint-Denis") == covers(places, "EPT", "1er") == "wider"
    assert covers(places, "Métropole", "EPT") == covers(places, "Métropole", "1er") == "wider"


def test_what_contains_a_place_covers_it(places):
    everything = [place.pk for place in places.values()]
    found = covering(everything, everything)
    for wide in places.values():
        inside = set(Territory.objects.within(wide).values_list("pk", flat=True))
        covered = {pk for pk, cover in found.items() if wide.pk in cover.every}
        # « within » knows containers by their columns; the rule sees also what is made of the same communes.
        assert inside & set(everything) <= covered | {places["Les Deux Rives"].pk}, wide.name


def test_five_queries_whatever_the_number_of_places(places, django_assert_max_num_queries):
    wide = [place.pk for place in places.values()]
    narrow = list(wide)
    for n in range(60):
        commune = Territory.objects.create(kind=TerritoryKind.COMMUNE, code=f"9{n:04}", name=f"Commune {n}")
        quartier = Territory.objects.create(
            kind=TerritoryKind.QUARTIER, organisation=places["Le Bourg"].organisation, name=f"Quartier {n}"
        )
        quartier.parts.set([commune])
        quartier.settle()
        quartier.save()
        narrow += [commune.pk, quartier.pk]
    with django_assert_max_num_queries(5):
        covering(narrow, wide)


def test_no_place_is_covered_by_nothing():
    assert covering([], []) == {}
