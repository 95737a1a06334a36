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
from tests.factories import OrganisationFactory, PartnerFactory, TerritoryFactory

BUILD = Path(geography.__file__).parent / "data" / "build.py"

REGIONS = "code\tnom\tpopulation\n84\tAuvergne-Rhône-Alpes\t3000\n"
DEPARTEMENTS = "code\tnom\tregion\tpopulation\n63\tPuy-de-Dôme\t84\t3000\n"
EPCI = "code\tnom\tdepartement\tregion\tpopulation\tsiren\n200070761\tCC Ambert\t63\t84\t2800\t200070761\n"
COLUMNS = "code\tnom\tdepartement\tregion\tepci\tpopulation\tcodes_postaux\tsiren\n"
CUNLHAT = "63132\tCunlhat\t63\t84\t200070761\t1301\t63590\t216301325\n"
AUZELLES = "63023\tAuzelles\t63\t84\t200070761\t\t63590\t\n"


def write(folder, vintage, communes, epci=EPCI):
    tables = {"regions": REGIONS, "departements": DEPARTEMENTS, "epci": epci, "communes": COLUMNS + communes}
    for name, text in tables.items():
        (folder / f"{name}-{vintage}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    return geography.french_files(folder, vintage)


def load(files, vintage):
    return geography.load_french(files, vintage, geography.checksum(files))


@pytest.fixture
def first(db, tmp_path):
    files = write(tmp_path, "cog2026", CUNLHAT + AUZELLES)
    return files, load(files, "cog2026")


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
    outcome = load(write(tmp_path, "cog2027", renamed + AUZELLES), "cog2027")
    assert (outcome.created, outcome.updated, outcome.retired) == (0, 5, 0)
    assert dict(Territory.objects.values_list("code", "pk")) == before
    cunlhat = Partner.objects.get(pk=partner.pk).territory
    assert (cunlhat.name, cunlhat.name_norm, cunlhat.vintage) == ("Cunlhat-le-Neuf", "cunlhat le neuf", "cog2027")
    assert cunlhat.population == 1290
    assert GeographyRelease.objects.get().vintage == "cog2027"


def test_a_commune_that_disappears_is_kept_and_no_longer_proposed(first, tmp_path):
    auzelles = Territory.objects.get(code="63023")
    partner = PartnerFactory(territory=auzelles)
    outcome = load(write(tmp_path, "cog2027", CUNLHAT), "cog2027")
    assert outcome.retired == 1
    assert Partner.objects.get(pk=partner.pk).territory.label_full == "Auzelles (63, n’existe plus)"
    assert Territory.objects.search("auzelles") == []


def test_a_commune_that_comes_back_is_proposed_again_under_its_old_key(first, tmp_path):
    pk = Territory.objects.get(code="63023").pk
    load(write(tmp_path, "cog2027", CUNLHAT), "cog2027")
    load(write(tmp_path, "cog2028", CUNLHAT + AUZELLES), "cog2028")
    assert [one.pk for one in Territory.objects.search("auzelles")] == [pk]


def test_loading_leaves_the_places_of_organisations_alone(first, tmp_path):
    own = TerritoryFactory(name="Les Genêts", code="", kind="quartier", organisation=OrganisationFactory())
    load(write(tmp_path, "cog2027", CUNLHAT), "cog2027")
    own.refresh_from_db()
    assert (own.retired, own.vintage) == (False, "")


def test_a_broken_file_writes_nothing(first, tmp_path):
    broken = write(tmp_path, "cog2027", CUNLHAT.replace("200070761", "999999999"))
    with pytest.raises(KeyError):
        load(broken, "cog2027")
    assert not Territory.objects.filter(vintage="cog2027").exists()
    assert GeographyRelease.objects.get().vintage == "cog2026"


def test_the_same_files_are_known_to_be_loaded_and_others_are_not(first, tmp_path):
    files, _outcome = first
    assert geography.is_loaded(geography.checksum(files))
    other = write(tmp_path, "cog2027", CUNLHAT)
    assert not geography.is_loaded(geography.checksum(other))
    Territory.objects.filter(code="63023").delete()
    assert not geography.is_loaded(geography.checksum(files))


def package(folder):
    """An unpacked npm package of one EPCI with two communes, a former commune and an overseas collectivity."""
    place = {"departement": "63", "region": "84", "zone": "metro", "type": "commune-actuelle"}
    communes = [
        {"code": "63132", "nom": "Cunlhat", "codesPostaux": ["63590"], "population": 1290, "siren": "2", **place},
        {"code": "63023", "nom": "Auzelles", "codesPostaux": ["63591", "63590"], "population": 300, **place},
        {"code": "63999", "nom": "Autrefois", **place, "type": "commune-deleguee"},
    ]
    members = [
        {"code": "63132", "populationMunicipale": 1301},
        {"code": "63023", "populationMunicipale": 309},
    ]
    files = {
        "communes": communes,
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


def test_the_script_makes_the_same_bytes_twice(tmp_path):
    source = tmp_path / "package"
    source.mkdir()
    package(source)
    made = []
    for name in ("once", "twice"):
        target = tmp_path / name
        target.mkdir()
        subprocess.run([sys.executable, BUILD, source, "--to", target], check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert made[0] == made[1]
    rows = geography.read_rows(tmp_path / "once" / "communes-cog2026.tsv.gz")
    assert [(row["code"], row["population"], row["codes_postaux"]) for row in rows] == [
        ("63023", "309", "63590 63591"),
        ("63132", "1301", "63590"),
    ]
    assert [row["code"] for row in geography.read_rows(tmp_path / "once" / "regions-cog2026.tsv.gz")] == ["84"]
