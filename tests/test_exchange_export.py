"""A project goes out as a file and comes back as the same project."""

import datetime
from pathlib import Path

import pytest
import yaml

from exchange.exporting import export_project, to_json, to_yaml
from exchange.importing import import_file
from exchange.reading import read
from tests.factories import OrganisationFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parent.parent / "exchange" / "demo.yaml"


@pytest.fixture
def organisation(db):
    official_places()
    return OrganisationFactory()


@pytest.fixture
def demo(organisation):
    return import_file(DEMO, organisation=organisation).project


def plain(node):
    """Return the value of a read node: absent, null and empty mean the same, so do false and absent."""
    value = node.value
    if isinstance(value, dict):
        return {key: said for key, child in value.items() if (said := plain(child)) not in (None, "", [], {}, False)}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value if value is None or isinstance(value, (bool, int, str)) else float(value)


def content_of(source):
    return plain(read(source)[0])


def differences(before, after, path=""):
    """Return the paths at which two contents differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            found
            for key in sorted(before.keys() | after.keys(), key=str)
            for found in differences(before.get(key), after.get(key), f"{path}.{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            found
            for index, (one, other) in enumerate(zip(before, after, strict=True))
            for found in differences(one, other, f"{path}[{index}]")
        ]
    return [] if before == after else [f"{path} : {before!r} / {after!r}"]


def test_every_key_of_the_demonstration_comes_out_as_it_went_in(demo):
    before = content_of(DEMO.read_bytes())
    oracle = before.pop("raci_signaux_attendus")
    assert oracle["alertes"], "the oracle is checked, never stored"
    assert differences(before, content_of(to_yaml(export_project(demo)))) == []


def test_the_second_project_of_the_demonstration_changes_nothing_in_the_file_of_the_first(demo):
    before = to_yaml(export_project(demo))
    import_file(DEMO.with_name("demo-voisins.yaml"), organisation=demo.organisation)
    assert to_yaml(export_project(demo)) == before


def test_false_comes_out_as_false_where_it_says_something(demo):
    agreement = export_project(demo)["conventions"][1]
    assert agreement["reversement"] is False
    assert "reversement" not in export_project(demo)["conventions"][0]
    assert [step["fait"] for step in export_project(demo)["bilans"][0]["decisions"]] == [True, True, False]


def test_export_import_export_gives_the_same_bytes(demo):
    first = to_yaml(export_project(demo))
    again = import_file(first, organisation=OrganisationFactory()).project
    assert to_yaml(export_project(again)) == first


def test_json_says_the_same_as_yaml(demo):
    content = export_project(demo)
    assert content_of(to_json(content)) == content_of(to_yaml(content))
    again = import_file(to_json(content), organisation=OrganisationFactory()).project
    assert to_json(export_project(again)) == to_json(content)


def test_the_yaml_reads_the_same_with_an_ordinary_reader(demo):
    content = export_project(demo)
    assert yaml.safe_load(to_yaml(content)) == content
    assert isinstance(yaml.safe_load(to_yaml(content))["projet"]["debut"], datetime.date)
