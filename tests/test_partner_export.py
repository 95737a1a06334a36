"""The directory as a spreadsheet: what the filters show, what each table holds, and nothing that a spreadsheet computes."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from exchange.spreadsheets.formats import FORMATS, safe, to_csv
from exchange.spreadsheets.reading import read_sheets
from partnerships.models import (
    Analysis,
    Commitment,
    Contact,
    Lever,
    Link,
    LogEntry,
    Obstacle,
    PerspectiveShift,
    Response,
)
from tests.factories import PartnershipFactory, PlacementFactory, TerritoryFactory
from tests.spreadsheet_files import prepared, written

pytestmark = pytest.mark.django_db
EXPORT = "/projets/le-detour/partenaires/exporter/"
MARKERS = ("MARQUEUR", "S’y oppose", "Pas encore de contact")
DANGEROUS = (
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("https://a.example")',
)


@pytest.fixture
def cafe(project):
    """A café with two persons, a level, and something private in every place that can hold it."""
    cafe = PartnershipFactory(
        project=project,
        partner__name="Café de la Gare",
        partner__kind="shop",
        partner__territory=TerritoryFactory(name="Évron", code="53097"),
        nature="network",
        brings="une salle",
        limits="LIMITE",
    )
    Contact.objects.create(partner=cafe.partner, name="Lison Roche", email="lison@cafe.example", phone="06 11 22 33 44")
    Contact.objects.create(partner=cafe.partner, name="Ida Costa", function="serveuse", position=1)
    PlacementFactory(partnership=cafe, horizon=project.horizons.first(), level=project.levels.get(code="ally"))
    obstacle = Obstacle.objects.create(partnership=cafe, text="MARQUEUR-frein")
    Lever.objects.create(partnership=cafe, text="MARQUEUR-levier")
    Response.objects.create(obstacle=obstacle, text="MARQUEUR-parade")
    PerspectiveShift.objects.create(partnership=cafe, portrait="MARQUEUR-portrait")
    lead = project.partnerships.get(is_lead=True)
    Link.objects.create(project=project, a=lead, b=cafe, intensity=2, tension="MARQUEUR-tension")
    LogEntry.objects.create(partnership=cafe, date="2026-03-03", summary="MARQUEUR-journal")
    Analysis.objects.create(partnership=cafe, trust=0, antagonism=4, commitment_now=Commitment.AGAINST)
    return cafe


def download(client, variant, notation, query=""):
    """Return the rows of the downloaded table."""
    response = client.get(f"{EXPORT}{variant}/{notation}/{query}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    [sheet] = read_sheets(f"partenaires.{notation}", response.content)
    return sheet.rows


@pytest.mark.parametrize("notation", FORMATS)
def test_the_table_to_hand_out_names_no_person_and_nothing_of_the_team(project, cafe, reader, sign_in, notation):
    titles, *rows = download(sign_in(reader), "a-transmettre", notation)
    assert titles[:4] == ["Nom du partenaire", "Nom court", "Type d’acteur", "Territoire"]
    assert titles[-3:] == ["Court terme", "Moyen terme", "Long terme"]
    row = dict(zip(titles, rows[0], strict=True))
    assert (row["Nom du partenaire"], row["Type d’acteur"], row["Territoire"]) == (
        "Café de la Gare",
        "Commerce, café, marché",
        "Évron",
    )
    assert row["Court terme"] == "Allié"
    text = repr(rows)
    assert not any(word in text for word in (*MARKERS, "Lison", "LIMITE", "une salle", "Réseau"))


@pytest.mark.parametrize("notation", FORMATS)
def test_the_table_of_the_team_has_a_row_a_person_and_still_no_analysis(project, cafe, facilitator, sign_in, notation):
    titles, *rows = download(sign_in(facilitator), "equipe", notation)
    found = [dict(zip(titles, row, strict=True)) for row in rows if row[0] == "Café de la Gare"]
    assert [row["Contact"] for row in found] == ["Lison Roche", "Ida Costa"]
    assert (found[0]["Courriel"], found[0]["Ce qu’il apporte"], found[0]["Ses limites"]) == (
        "lison@cafe.example",
        "une salle",
        "LIMITE",
    )
    assert not any(word in repr(rows) for word in MARKERS)


def test_readers_do_not_take_the_persons_away(project, cafe, reader, sign_in):
    client = sign_in(reader)
    assert client.get(f"{EXPORT}equipe/csv/").status_code == 403
    assert "Pour l’équipe" not in client.get(EXPORT).content.decode()


def test_the_filters_hold(project, cafe, coordinator, sign_in):
    PartnershipFactory(project=project, partner__name="Pharmacie du Centre", partner__kind="pharmacy")
    client = sign_in(coordinator)
    page = client.get(EXPORT, {"kind": "pharmacy"})
    assert page.context["count"] == 1
    assert f"{EXPORT}a-transmettre/xlsx/?kind=pharmacy" in page.content.decode()
    rows = download(client, "a-transmettre", "csv", "?kind=pharmacy")
    assert [row[0] for row in rows[1:]] == ["Pharmacie du Centre"]
    directory = client.get(reverse("partnerships:partnership_list", args=[project.slug]), {"kind": "pharmacy"})
    assert f"{EXPORT}?kind=pharmacy" in directory.content.decode()


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_a_spreadsheet_would_compute_gets_an_apostrophe(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["Café", "+32 4 123 45 67", "-12,5", "l’été = l’hiver", "06 11 22 33 44", ""])
def test_other_texts_and_telephones_stay_as_they_are(text):
    assert safe(text) == text


@pytest.mark.parametrize("notation", FORMATS)
def test_no_cell_of_any_format_is_a_formula(project, coordinator, sign_in, notation):
    partner = PartnershipFactory(project=project, partner__name="=1+1", partner__seat="@SUM(A1:A9)").partner
    Contact.objects.create(partner=partner, name="=cmd|' /C calc'!A0", function="-2+3", phone="+33 6 11 22 33 44")
    content = sign_in(coordinator).get(f"{EXPORT}equipe/{notation}/").content
    if notation == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [cell for row in rows for cell in row if cell[:1] in "=@\t\r" and cell] == []
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            name = "xl/worksheets/sheet1.xml" if notation == "xlsx" else "content.xml"
            assert b"<f>" not in book.read(name)
            assert b"formula" not in book.read(name)
    rows = read_sheets(f"a.{notation}", content)[0].rows
    assert any("'=1+1" in row for row in rows)
    assert any("+33 6 11 22 33 44" in row for row in rows)


@pytest.mark.parametrize("notation", FORMATS)
def test_the_table_of_the_team_comes_back_and_changes_nothing(project, cafe, coordinator, sign_in, notation):
    content = sign_in(coordinator).get(f"{EXPORT}equipe/{notation}/").content
    draft = prepared(project, coordinator, f"equipe.{notation}", content)
    assert {item["kind"] for item in draft.plan} == {"same"}
    assert [item["fills"] for item in draft.plan] == [[], [], []]
    _gesture, result = written(draft)
    assert (result.created, result.completed, result.persons, result.joined) == (0, 0, 0, 0)


def test_an_unknown_format_and_a_stranger_find_nothing(project, coordinator, stranger, sign_in):
    assert sign_in(coordinator).get(f"{EXPORT}a-transmettre/exe/").status_code == 404
    assert sign_in(stranger).get(EXPORT).status_code == 404
    assert sign_in(coordinator).post(EXPORT).status_code == 405


def test_queries_do_not_grow_with_the_partners(project, coordinator, sign_in, django_assert_max_num_queries):
    client = sign_in(coordinator)

    def ask():
        with django_assert_max_num_queries(10):
            assert client.get(f"{EXPORT}equipe/csv/").status_code == 200

    ask()
    for number in range(20):
        row = PartnershipFactory(project=project)
        Contact.objects.create(partner=row.partner, name=f"Personne {number}")
    ask()


def test_csv_opens_in_a_french_spreadsheet():
    assert to_csv(["Nom"], [["Café; bar"]], "").decode("utf-8-sig") == 'Nom\r\n"Café; bar"\r\n'
    assert to_csv(["Nom"], [], "").startswith(b"\xef\xbb\xbf")
