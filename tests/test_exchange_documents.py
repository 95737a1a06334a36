"""What docs/ says of the project file is what the code does."""

import datetime
import functools
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings

from exchange.checking import Checker
from exchange.documentation import BEGIN, END, json_schema, reference
from exchange.errors import ProjectFileError
from exchange.exporting import export_project, to_json
from exchange.importing import import_file
from exchange.reading import read
from exchange.shape import FILE
from tests.factories import OrganisationFactory
from tests.official import official_places

DOCS = Path(settings.BASE_DIR) / "docs"
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((DOCS / "project-file.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@functools.cache
def demo_text():
    """Return the demonstration in JSON: dates are texts."""
    return json.dumps(yaml.safe_load(DEMO.read_text(encoding="utf-8")), default=datetime.date.isoformat)


def demo():
    return json.loads(demo_text())


def test_the_schema_and_the_page_are_those_of_the_code():
    assert (DOCS / "project-file.schema.json").read_text(encoding="utf-8") == json_schema()
    page = (DOCS / "project-file.md").read_text(encoding="utf-8")
    assert f"{BEGIN}\n\n{reference()}\n\n{END}" in page


def test_the_schema_accepts_the_demonstration(validator):
    assert list(validator.iter_errors(demo())) == []


@pytest.mark.django_db
def test_the_schema_accepts_an_export(validator):
    official_places()
    project = import_file(DEMO, organisation=OrganisationFactory()).project
    assert list(validator.iter_errors(json.loads(to_json(export_project(project))))) == []


def put(content, path, value):
    """Put the value at a path of keys and ranks; a key with the value None given as `del` is removed."""
    *above, last = path
    for step in above:
        content = content[step]
    if value is DELETED:
        del content[last]
    else:
        content[last] = value


DELETED = "<deleted>"
STRUCTURE = [
    (("version",), 2, False),
    (("version",), "1", False),
    (("inconnu",), 1, False),
    (("projet", "nom"), DELETED, False),
    (("projet", "nom"), "", False),
    (("projet", "nom"), 12, False),
    (("projet", "nom"), "x" * 201, False),
    (("projet", "nom"), "x" * 200, True),
    (("projet", "sous_titre"), None, True),
    (("projet", "sous_titre"), "  ", True),
    (("projet", "sous_titre"), [], False),
    (("projet", "debut"), "01/01/2026", False),
    (("projet", "debut"), "", True),
    (("projet", "debut"), 2026, False),
    (("projet", "objectifs"), "un seul", False),
    (("projet", "objectifs"), [], True),
    (("projet", "objectifs"), [""], False),
    (("projet", "objectifs"), ["x" * 20001], False),
    (("projet", "equipe", 0, "droits"), "roi", False),
    (("projet", "equipe", 0, "droits"), "director", True),
    (("listes",), DELETED, False),
    (("listes", "horizons"), [], False),
    (("listes", "lignes", 0, "couleur"), "rouge", False),
    (("listes", "types", 0, "code"), "commune", False),
    (("listes", "phases"), None, True),
    (("partenaires",), DELETED, False),
    (("partenaires", 0, "influence"), 6, False),
    (("partenaires", 0, "influence"), None, True),
    (("partenaires", 0, "oublie"), "oui", False),
    (("partenaires", 0, "contact"), {}, True),
    (("partenaires", 0, "contact"), None, True),
    (("partenaires", 0, "contact"), "04 65 71 00 01", False),
    (("partenaires", 0, "contact", "fax"), "1", False),
    (("partenaires", 1, "confiance"), 4, True),
    (("partenaires", 1, "confiance"), 5, False),
    (("placements", 0, "certitude"), "certain", False),
    (("placements", 0, "certitude"), DELETED, True),
    (("placements", 0, "horizon"), DELETED, False),
    (("raci", "a01", "p01"), "Z", False),
    (("raci", "a01", "p01"), None, True),
    (("raci",), [], False),
    (("pas_de_cote", 0, "freins", 0, "force"), 4, False),
    (("pas_de_cote", 0, "joue_par"), {"nom": "u4"}, True),
    (("pas_de_cote", 0, "joue_par"), {"prenom": "u4"}, False),
    (("pas_de_cote", 0, "joue_par"), "Une voisine", True),
    (("pas_de_cote", 0, "joue_par"), 4, False),
    (("journal", 0, "resume"), DELETED, False),
    (("journal", 0, "suite"), None, True),
    (("journal", 0, "suite", "quoi"), DELETED, False),
    (("conventions", 0, "modele"), "T9", False),
    (("conventions", 0, "engagements", "p01"), "tout", False),
    (("conventions", 0, "nb_originaux"), 1.5, False),
    (("conventions", 1, "excedent_max"), 101, False),
    (("conventions", 1, "contrat_engagement_republicain"), None, True),
    (("bilans", 0, "partenariat", "points_de_vue"), 4.5, False),
    (("bilans", 0, "partenariat", "points_de_vue"), 3.3, True),
    (("bilans", 0, "periode", "fin"), DELETED, True),
    (("ateliers", 0, "script"), "poterie", False),
    (("publics", 0, "id"), DELETED, False),
    (("territoires", 0, "pays"), "FR", True),
    (("territoires", 0, "pays"), "CH", False),
    (("investissement",), {}, True),
    (("investissement", "objet"), DELETED, False),
]


@pytest.mark.parametrize(("path", "value", "is_right"), STRUCTURE, ids=lambda value: str(value)[:40])
def test_schema_and_checker_agree(path, value, is_right, validator):
    content = demo()
    put(content, path, value)
    assert validator.is_valid(content) is is_right
    root, problems = read(json.dumps(content).encode())
    checker = Checker(root)
    FILE.check(root, "", checker)
    # Removing an item on which others rest also breaks their references, which no schema can see.
    own = [problem for problem in checker.problems if "n’existe pas dans" not in problem.message]
    assert (not own and not problems) is is_right


def test_numbers_keep_their_value():
    root, _ = read(b'{"a": 2.90, "b": 1}')
    assert root.value["a"].value == Decimal("2.9")
    assert root.value["b"].value == 1


def test_an_empty_file_is_not_a_project():
    with pytest.raises(ProjectFileError):
        read(b"")
