"""manage.py import_project and export_project."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, execute_from_command_line

from accounts.models import Organisation
from projects.models import Project
from tests.factories import OrganisationFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"


@pytest.fixture
def organisation(db):
    official_places()
    return OrganisationFactory(slug="le-fil")


def test_a_file_is_imported_and_its_remarks_are_told(organisation, capsys):
    call_command("import_project", str(DEMO), organisation="le-fil", shift_dates=True)
    told = capsys.readouterr()
    assert "adresse la-buissonniere" in told.out
    assert "conventions[0].parties[0].siret" in told.err
    assert Project.objects.get().organisation == organisation


def test_a_refused_file_tells_every_error_and_leaves_no_organisation(tmp_path):
    broken = tmp_path / "projet.yaml"
    broken.write_text("version: 2\nprojets: 1\n", encoding="utf-8")
    with pytest.raises(CommandError) as error:
        call_command("import_project", str(broken), organisation="neuve", create_organisation="Neuve")
    assert "ligne 1, version" in str(error.value)
    assert "ligne 2, projets" in str(error.value)
    assert not Organisation.objects.exists()


def test_an_organisation_is_made_only_when_asked(organisation, capsys):
    with pytest.raises(CommandError, match="--create-organisation"):
        call_command("import_project", str(DEMO), organisation="autre")
    with pytest.raises(CommandError, match="lettres sans accent"):
        call_command("import_project", str(DEMO), organisation="Été !", create_organisation="Été")
    call_command("import_project", str(DEMO), organisation="autre", create_organisation="Autre")
    assert Organisation.objects.get(slug="autre").projects.count() == 1


def test_a_missing_file_is_told_in_french(organisation, tmp_path):
    with pytest.raises(CommandError, match="il n’existe pas"):
        call_command("import_project", str(tmp_path / "rien.yaml"), organisation="le-fil")
    with pytest.raises(CommandError, match="c’est un dossier"):
        call_command("import_project", str(tmp_path), organisation="le-fil")


def test_the_command_line_speaks_french_alone_and_ends_with_one(organisation, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(
            ["manage.py", "import_project", str(tmp_path / "rien.yaml"), "--organisation", "le-fil", "--no-color"]
        )
    told = capsys.readouterr()
    assert ended.value.code == 1
    assert told.err.startswith(str(tmp_path / "rien.yaml"))
    assert "il n’existe pas" in told.err
    assert "CommandError" not in told.err


def test_a_project_goes_out_to_a_file_or_to_the_standard_output(organisation, capsys, tmp_path):
    call_command("import_project", str(DEMO), organisation="le-fil")
    capsys.readouterr()
    call_command("export_project", "la-buissonniere", format="json")
    assert json.loads(capsys.readouterr().out)["projet"]["nom"] == "La Buissonnière"
    target = tmp_path / "sortie.yaml"
    call_command("export_project", "la-buissonniere", output=target)
    call_command("import_project", str(target), organisation="le-fil")
    assert Project.objects.count() == 2


def test_what_cannot_go_out_is_told(organisation, tmp_path):
    with pytest.raises(CommandError, match="Aucun projet"):
        call_command("export_project", "rien")
    call_command("import_project", str(DEMO), organisation="le-fil")
    with pytest.raises(CommandError, match="son dossier n’existe pas"):
        call_command("export_project", "la-buissonniere", output=tmp_path / "rien" / "sortie.yaml")
