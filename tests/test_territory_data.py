"""The official geography itself: what the files of the repository hold, and that loading them is safe to repeat."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from territories import geography, search
from territories.models import Country, GeographyRelease, Territory, TerritoryKind, TerritoryName

# One worker loads the country, not each of them.
pytestmark = pytest.mark.xdist_group("the whole country")


def load(**options):
    output = io.StringIO()
    call_command("load_territories", stdout=output, **options)
    return output.getvalue()


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """The whole official geography, loaded once for this file."""
    with django_db_blocker.unblock():
        said = load()
    yield said
    with django_db_blocker.unblock():
        TerritoryName.objects.all()._raw_delete("default")
        Territory.parts.through.objects.all()._raw_delete("default")
        Territory.objects.all()._raw_delete("default")
        GeographyRelease.objects.all().delete()


@pytest.fixture
def official(france, db):
    return Territory.objects.official()


def found(text, **options):
    return [territory.label_full for territory in Territory.objects.search(text, **options)]


def test_both_countries_are_there_whole(official):
    rows = official.filter(country=Country.FRANCE)
    counts = {str(kind): rows.filter(kind=kind).count() for kind in geography.FRENCH_FILES}
    assert counts == {
        "region": 18,
        "departement": 109,
        "epci": 1255,
        "commune": 34969,
        "arrondissement_ville": 45,
        "ept": 11,
    }
    assert not rows.exclude(vintage="cog2026").exists()
    rows = official.filter(country=Country.BELGIUM)
    counts = {str(kind): rows.filter(kind=kind).count() for kind in geography.BELGIAN_FILES}
    assert counts == {"region": 3, "province": 10, "commune": 565}
    assert not rows.exclude(vintage="refnis2025").exists()
    assert not official.filter(retired=True).exists()


def test_a_commune_has_its_containers_postcode_and_population(official):
    cunlhat = official.with_labels().select_related("region").get(kind="commune", code="63132")
    assert cunlhat.name == "Cunlhat"
    assert cunlhat.postcodes == "63590"
    assert cunlhat.population == 1301
    assert cunlhat.siren == "216301325"
    assert (cunlhat.epci.code, cunlhat.epci.name) == ("200070761", "CC Ambert Livradois Forez")
    assert (cunlhat.departement.code, cunlhat.region.name) == ("63", "Auvergne-Rhône-Alpes")


def test_an_epci_counts_its_communes(official):
    epci = official.get(kind="epci", code="200070761")
    members = official.filter(kind="commune", epci=epci)
    assert members.count() == 58
    assert sum(members.values_list("population", flat=True)) == epci.population == 27596
    assert official.within(epci).count() == 59


def test_every_french_commune_has_a_departement_and_only_overseas_collectivities_lack_a_region(official):
    france = official.filter(country=Country.FRANCE)
    assert not france.filter(kind="commune", departement=None).exists()
    without = france.filter(kind="departement", region=None).values_list("code", flat=True)
    assert set(without) == {"975", "977", "978", "984", "986", "987", "988", "989"}
    assert france.filter(kind="commune", epci=None).count() == 98


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("st germain l herm", "Saint-Germain-l'Herm (63)"),
        ("SAINT GERMAIN L’HERM", "Saint-Germain-l'Herm (63)"),
        ("Evry", "Évry-Courcouronnes (91)"),
        ("Évry (89)", "Évry (89)"),
        ("Évry-Cour", "Évry-Courcouronnes (91)"),
        ("ste colombe sur seine", "Sainte-Colombe-sur-Seine (21)"),
        ("oeting", "Œting (57)"),
        ("63590", "Cunlhat (63)"),
        ("63132", "Cunlhat (63)"),
        ("2a004", "Ajaccio (2A)"),
        ("200070761", "CC Ambert Livradois Forez (EPCI, 63)"),
        ("communauté de communes ambert", "CC Ambert Livradois Forez (EPCI, 63)"),
        ("metropole de lyon", "Métropole de Lyon (EPCI, 69)"),
        ("puy-de-dôme", "Puy-de-Dôme (département, 63)"),
        ("63", "Puy-de-Dôme (département, 63)"),
        ("nouvelle calédonie", "Nouvelle-Calédonie (outre-mer, 988)"),
        ("Cunlhat (63)", "Cunlhat (63)"),
        ("75116", "Paris 16e Arrondissement (75)"),
        ("75016", "Paris 16e Arrondissement (75)"),
        ("paris 16", "Paris 16e Arrondissement (75)"),
        ("y", "Y (80)"),
        ("st germain l'herm", "Saint-Germain-l'Herm (63)"),
        ("63630", "Saint-Germain-l'Herm (63)"),
        ("91182", "Évry-Courcouronnes (91)"),
        ("courcouronnes", "Évry-Courcouronnes (91)"),
        ("chalons sur marne", "Châlons-en-Champagne (51)"),
        ("pierrefitte sur seine", "Saint-Denis (93)"),
        ("plaine commune", "Plaine Commune (EPT, 93)"),
        ("Liège", "Liège (Liège, BE)"),
        ("Luik", "Liège (Liège, BE)"),
        ("4000", "Liège (Liège, BE)"),
        ("62063", "Liège (Liège, BE)"),
        ("bruxelles", "Bruxelles (Bruxelles, BE)"),
        ("Brussel", "Bruxelles (Bruxelles, BE)"),
        ("mons", "Mons (Hainaut, BE)"),
        ("Saint-Nicolas (Liège, BE)", "Saint-Nicolas (Liège, BE)"),
    ],
)
def test_a_place_is_found_as_people_type_it(official, typed, first):
    assert found(typed)[0] == first


def test_homonyms_are_told_apart(official):
    assert found("saint denis", limit=2) == ["Saint-Denis (974)", "Saint-Denis (93)"]
    assert found("cc des quatre rivieres")[:2] == [
        "CC des Quatre Rivières (EPCI, 74)",
        "CC des Quatre Rivières (EPCI, 70)",
    ]


def test_every_label_is_unique(official):
    labels = [territory.label_full for territory in official.with_labels()]
    assert len(labels) == len(set(labels))


def test_a_search_takes_few_queries_whatever_it_finds(official, django_assert_max_num_queries):
    for typed in ("saint", "cunlhat", "63590", "zzzz", "cc", "luik", "autrefois"):
        with django_assert_max_num_queries(3):
            [territory.detail for territory in Territory.objects.search(typed)]


def test_the_containers_of_belgium_paris_and_the_ept(official):
    liege = official.select_related("departement", "region").get(country=Country.BELGIUM, name="Liège")
    assert (liege.departement.name, liege.region.name) == ("Province de Liège", "Région wallonne")
    brussels = official.filter(country=Country.BELGIUM, kind="commune", departement=None)
    assert set(brussels.values_list("region__code", flat=True)) == {"04000"}
    assert brussels.count() == 19
    paris = official.get(kind="commune", code="75056")
    assert official.filter(kind="arrondissement_ville", commune=paris).count() == 20
    ept = official.get(kind="ept", code="200057867")
    assert ept.parts.count() == 8
    assert official.within(ept).filter(kind="commune").count() == 8
    # One commune short: Pierrefitte-sur-Seine, merged into Saint-Denis, is among its former names.
    assert TerritoryName.objects.get(code="93059").territory.name == "Saint-Denis"


def test_the_code_of_a_belgian_commune_tells_its_province(official):
    communes = official.filter(country=Country.BELGIUM, kind="commune").select_related("departement")
    wrong = [one.name for one in communes if one.departement_id and one.province not in one.departement.name]
    assert wrong == []


def test_loading_again_writes_nothing_and_says_so(official, django_assert_max_num_queries):
    with django_assert_max_num_queries(4) as captured:
        said = load()
    assert "rien n’a été écrit" in said
    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)


def test_comparing_every_row_finds_nothing_to_write(official):
    assert load(full=True).count("aucun territoire n’a changé") == 2


def test_a_damaged_row_is_repaired_and_keeps_its_key(official):
    cunlhat = official.get(code="63132", country=Country.FRANCE)
    official.filter(pk=cunlhat.pk).update(name="Conliat", population=1)
    assert "0 créés, 1 mis à jour, 0 retirés" in load(full=True)
    repaired = official.get(code="63132", country=Country.FRANCE)
    assert (repaired.pk, repaired.name, repaired.population) == (cunlhat.pk, "Cunlhat", 1301)


def test_a_missing_row_is_noticed_without_comparing(official):
    official.filter(code="63132", country=Country.FRANCE).delete()
    assert "1 créés" in load()
    assert official.filter(code="63132", kind=TerritoryKind.COMMUNE).count() == 1


def test_a_name_search_reads_an_index(official):
    """The condition on the beginning of a name must not read every row."""
    query = search._keys(Territory.objects.all(), search._begins("name_norm", "cunlhat"))
    plan = query.explain() + search._other_names().filter(search._begins("name_norm", "cunlhat")).explain()
    if connection.vendor == "sqlite":
        assert "COVERING INDEX" in plan
        assert plan.count("SEARCH") == 2
        assert "SCAN" not in plan
    else:
        assert list(query) == [{"pk": Territory.objects.get(code="63132").pk}]
