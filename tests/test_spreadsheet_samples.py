"""The two workbooks of the import page: an empty one that is read as it is, an untidy one that shows what is asked."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse

from exchange.importing import import_file
from exchange.management.commands.load_demo import DEMO_FILE, SECOND_FILE
from exchange.spreadsheets import samples, steps
from exchange.spreadsheets.columns import guess
from exchange.spreadsheets.reading import read_sheets
from partnerships.models import Partner, PartnerImport
from projects.models import undo
from tests.factories import OrganisationFactory
from tests.official import official_places
from tests.spreadsheet_files import prepared, simple, written

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def demonstration(db):
    """The first project of the demonstration, beside the second."""
    official_places()
    organisation = OrganisationFactory()
    project = import_file(DEMO_FILE, organisation=organisation).project
    import_file(SECOND_FILE, organisation=organisation)
    return project


@pytest.mark.parametrize("country", ["FR", "BE"])
def test_the_empty_workbook_is_read_as_it_is(country):
    data = samples.template(country)
    sheet = next(sheet for sheet in read_sheets("modele.xlsx", data) if sheet.name == "Partenaires")
    wanted = [field for field, _title, _width, _about in samples._columns(country)]
    assert guess([*sheet.rows, [""] * len(wanted)]).fields == wanted
    assert ("bce" in wanted) == (country == "BE")
    assert samples.template(country) == data


def test_a_line_under_its_titles_is_imported(project, coordinator):
    official_places()
    titles = [title for _field, title, _width, _about in samples._columns("FR")]
    data = simple([titles, ["Bus des Monts", "", "Association", "Ambert ; Cunlhat"]])
    written(prepared(project, coordinator, "modele.xlsx", data))
    partner = Partner.objects.get(name="Bus des Monts")
    assert [partner.territory.name, *(place.name for place in partner.other_places)] == ["Ambert", "Cunlhat"]


def test_the_untidy_list_shows_each_thing_that_an_import_may_say(demonstration, coordinator):
    draft = prepared(demonstration, coordinator, "exemple.xlsx", samples.example())
    found = [(item["kind"], item["values"].get("name", ""), item["problem"], item["remarks"]) for item in draft.plan]
    assert [(kind, name) for kind, name, _problem, _remarks in found if kind != "skip"] == [
        ("same", "C.C.A.S. de CUNLHAT"),
        ("same", "pharmacie du VIEUX-PONT"),
        ("same", "pharmacie du VIEUX-PONT"),
        ("new", "Les Jardins de l’Aulne"),
        ("ask", "Mairie de CUNLHAT"),
        ("ask", "Maison de sante Haut-Plateau"),
        ("new", "Cabinet infirmier des Trois Ponts"),
        ("new", "Café de la Halle"),
        ("also", "CAFE DE LA HALLE"),
        ("new", "Recyclerie La Seconde Vie"),
        ("new", "Trajets Les Deux Rives"),
        ("error", ""),
        ("same", "École publique les Tilleuls"),
        ("new", "Le Fournil ambulant"),
    ]
    problems = {name: problem for _kind, name, problem, _remarks in found if problem}
    assert "a arrondi ce SIRET" in problems["Recyclerie La Seconde Vie"]
    assert problems[""] == "il manque le nom du partenaire"
    remarks = {name: " ".join(said) for _kind, name, _problem, said in found if said}
    assert "courriel non repris" in remarks["Cabinet infirmier des Trois Ponts"]
    assert "lieu à préciser" in remarks["Le Fournil ambulant"]
    school = next(item for item in draft.plan if item["values"].get("name") == "École publique les Tilleuls")
    assert (school["fills"], school["kept"]) == ([], ["brings"]), "what the file says and nobody keeps is told"
    titles = guess(draft.sheets[0]["rows"]).titles
    assert (titles[0], titles[6], titles[10]) == ("Structure Nom", "Contact Nom et prénom", "Apporte")
    phones = {item["values"]["phone"] for item in draft.plan if item["values"].get("phone")}
    assert "06 39 98 12 02" in phones, "the zero that the spreadsheet ate is back"
    assert samples.example() == samples.example()


def test_the_untidy_list_is_written_taken_back_and_written_once(demonstration, coordinator):
    before = Partner.objects.count()
    gesture, result = written(prepared(demonstration, coordinator, "exemple.xlsx", samples.example()))
    assert result.created == Partner.objects.count() - before > 0
    again, result = written(prepared(demonstration, coordinator, "exemple.xlsx", samples.example()))
    assert (result.created, result.persons, result.joined) == (0, 0, 0)
    undo(again, by=coordinator)
    undo(gesture, by=coordinator)
    assert Partner.objects.count() == before


def test_the_page_offers_both_and_starts_from_the_example(project, coordinator, sign_in):
    client = sign_in(coordinator)
    page = client.get(reverse("exchange:spreadsheet_import", args=[project.slug])).content.decode()
    for name in ("spreadsheet_example", "spreadsheet_template"):
        address = reverse(f"exchange:{name}", args=[project.slug])
        assert f'href="{address}"' in page
        ZipFile(io.BytesIO(client.get(address).content))
    answer = client.post(reverse("exchange:spreadsheet_example", args=[project.slug]))
    draft = PartnerImport.objects.get()
    assert answer["Location"] == reverse("exchange:spreadsheet_columns", args=[project.slug, draft.public_id])
    assert steps.rows_of(draft)
