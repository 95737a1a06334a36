"""Importing a spreadsheet through the interface: each step, who may, what is kept, what is refused."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from exchange import tasks
from exchange.spreadsheets import steps
from exchange.spreadsheets.formats import to_csv
from partnerships.models import ImportState, Partner, PartnerImport
from projects.models import Operation
from tests.factories import PartnerFactory
from tests.spreadsheet_files import prepared, simple, source

pytestmark = pytest.mark.django_db
IMPORT = "/projets/le-detour/partenaires/importer/"
TITLES = ["Structure", "Commune", "Courriel"]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def client(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.fixture
def send(project, client):
    """Return a function that sends a file and gives the PartnerImport."""

    def make(data, name="liste.csv"):
        response = client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})
        assert response.status_code == 302
        draft = PartnerImport.objects.latest("pk")
        assert response.url == address(draft, "colonnes")
        return draft

    return make


def address(draft, step):
    return f"{IMPORT}{draft.public_id}/{step}/"


def rows(count):
    return to_csv(TITLES, [[f"Partenaire numéro {n}", "", f"p{n}@exemple.example"] for n in range(count)], "")


def read(client, draft, **data):
    """Post the columns as they were guessed; return the answer."""
    fields = {f"c{rank}": code for rank, code in enumerate(draft.fields)}
    return client.post(address(draft, "colonnes"), {"sheet": draft.sheet, "header": draft.header} | fields | data)


def test_the_four_steps_write_once_and_lead_to_what_was_done(project, client, send, coordinator):
    draft = send(rows(3))
    response = read(client, draft)
    assert response.url == address(draft, "lignes")
    page = client.get(response.url)
    assert [row.badge for row in page.context["rows"]] == ["Nouveau"] * 3
    response = client.post(address(draft, "lignes"), {"r2": "take", "r3": "leave", "r4": "take", "confirmer": "1"})
    assert response.url == address(draft, "confirmer")
    page = client.get(response.url)
    assert (page.context["summary"].created, page.context["summary"].left) == (2, 1)
    assert Partner.objects.filter(name__startswith="Partenaire numéro").count() == 0
    response = client.post(response.url)
    assert response.url == address(draft, "avancement")
    page = client.get(response.url).content.decode()
    gesture = Operation.objects.get()
    assert (gesture.author, gesture.project) == (coordinator, project)
    assert reverse("projects:operation_undo", args=[project.slug, gesture.public_id]) in page
    assert project.partnerships.filter(partner__name__startswith="Partenaire numéro").count() == 2
    # The cells of the file are not kept once written, and a second click does nothing.
    draft.refresh_from_db()
    assert (draft.sheets, draft.plan) == ([], [])
    assert client.post(address(draft, "confirmer")).status_code == 302
    assert Operation.objects.count() == 1


def test_an_import_is_undone_from_its_last_page(project, client, send):
    draft = send(rows(2))
    read(client, draft)
    client.post(address(draft, "confirmer"))
    gesture = Operation.objects.get()
    client.post(
        reverse("projects:operation_undo", args=[project.slug, gesture.public_id]),
        {"next": address(draft, "avancement")},
    )
    assert not Partner.objects.filter(name__startswith="Partenaire numéro").exists()
    assert "a été annulé" in client.get(address(draft, "avancement")).content.decode()


def test_columns_are_corrected_by_the_person(client, send):
    draft = send(to_csv(["Machin", "Truc"], [["Café du Pont", "Ambert"], ["Pharmacie Roux", "Ambert"]], ""))
    assert read(client, draft, c0="", c1="name").status_code == 302
    draft.refresh_from_db()
    assert [item["values"]["name"] for item in draft.plan] == ["Ambert", "Ambert"]
    assert read(client, draft, c0="name", c1="place").status_code == 302
    draft.refresh_from_db()
    assert [item["values"]["name"] for item in draft.plan] == ["Café du Pont", "Pharmacie Roux"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"c0": ""}, "quelle colonne donne le nom"),
        ({"c1": "name"}, "Deux colonnes"),
        ({"c0": "inconnu"}, "choix valide"),
    ],
)
def test_columns_that_do_not_hold_are_refused_with_what_was_chosen(client, send, columns, words):
    draft = send(rows(2))
    response = read(client, draft, **columns)
    assert response.status_code == 422
    assert words in response.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.plan) == (ImportState.COLUMNS, [])


def test_another_sheet_or_row_of_titles_is_read_again_before_going_on(client, send):
    draft = send(source("deux-feuilles.xlsx"), "deux-feuilles.xlsx")
    page = client.get(address(draft, "colonnes")).content.decode()
    assert "Lisez-moi" in page
    response = client.post(address(draft, "colonnes"), {"sheet": "0", "header": "-1"})
    assert response.url == address(draft, "colonnes")
    draft.refresh_from_db()
    assert (draft.sheet, draft.state) == (0, ImportState.COLUMNS)
    client.post(address(draft, "colonnes"), {"sheet": "1", "header": "0"})
    draft.refresh_from_db()
    response = client.post(address(draft, "colonnes"), {"sheet": "1", "header": "0"})
    draft.refresh_from_db()
    assert (draft.sheet, draft.header, response.url) == (1, 0, address(draft, "colonnes"))


def test_answers_are_kept_from_page_to_page(project, client, coordinator, send):
    for number in range(60):
        PartnerFactory(organisation=project.organisation, name=f"Maison commune numéro {number:03}")
    draft = send(to_csv(TITLES, [[f"Maisons commune numéro {number:03}", "", ""] for number in range(60)], ""))
    read(client, draft)
    first = client.get(address(draft, "lignes"))
    assert len(first.context["rows"]) == 50
    assert {row.badge for row in first.context["rows"]} == {"À décider"}
    response = client.post(address(draft, "lignes"), {"r2": "same", "r3": "other", "page": "2"})
    assert response.url == f"{address(draft, 'lignes')}?page=2"
    client.post(f"{address(draft, 'lignes')}?page=2", {"r61": "other", "confirmer": "1"})
    summary = client.get(address(draft, "confirmer")).context["summary"]
    assert (summary.created, summary.known, summary.undecided) == (2, 1, 57)


def test_an_answer_that_a_row_does_not_take_is_refused(client, send):
    draft = send(rows(1))
    read(client, draft)
    response = client.post(address(draft, "lignes"), {"r2": "same", "confirmer": "1"})
    assert response.status_code == 422


def test_only_some_rows_are_looked_at(client, send):
    draft = send(to_csv([*TITLES, "SIRET"], [["A1 club", "", "", ""], ["B2 club", "", "", "1,2E+13"]], ""))
    read(client, draft)
    response = client.get(address(draft, "lignes"), {"voir": "a-corriger"})
    assert [row.name for row in response.context["rows"]] == ["B2 club"]
    assert "format Texte" in response.content.decode()
    assert len(client.get(address(draft, "lignes"), {"voir": "nimporte"}).context["rows"]) == 2


def test_nothing_kept_means_nothing_to_confirm(client, send):
    draft = send(rows(1))
    read(client, draft)
    client.post(address(draft, "lignes"), {"r2": "leave"})
    response = client.post(address(draft, "confirmer"))
    assert response.status_code == 422
    assert "Aucune ligne n’est retenue" in response.content.decode()


@pytest.mark.parametrize("step", ["colonnes", "lignes", "confirmer", "avancement"])
def test_a_file_is_seen_by_its_author_alone(project, coordinator, director, reader, stranger, sign_in, step):
    draft = prepared(project, coordinator, "liste.csv", rows(2))
    assert sign_in(coordinator).get(address(draft, step)).status_code in (200, 302)
    assert sign_in(director).get(address(draft, step)).status_code == 404
    assert sign_in(reader).get(address(draft, step)).status_code == 403
    assert sign_in(stranger).get(address(draft, step)).status_code == 404


def test_facilitators_import_and_readers_do_not(project, facilitator, reader, sign_in):
    assert sign_in(facilitator).get(IMPORT).status_code == 200
    assert sign_in(reader).get(IMPORT).status_code == 403
    assert sign_in(reader).post(IMPORT, {"file": SimpleUploadedFile("a.csv", rows(1))}).status_code == 403
    assert not PartnerImport.objects.exists()


def test_nobody_is_sent_to_sign_in_first(client, project):
    client.logout()
    assert client.get(IMPORT).status_code == 302


@pytest.mark.parametrize(("step", "method"), [("avancement", "post"), ("jeter", "get"), ("reprendre", "get")])
def test_wrong_methods_are_refused(client, send, step, method):
    draft = send(rows(1))
    assert getattr(client, method)(address(draft, step)).status_code == 405


def test_work_begun_is_found_again_and_thrown_away_on_demand(client, send):
    draft = send(rows(1))
    page = client.get(IMPORT).content.decode()
    assert address(draft, "colonnes") in page
    assert client.post(address(draft, "jeter")).url == IMPORT
    assert not PartnerImport.objects.exists()


def test_a_file_is_not_kept_beyond_its_days(client, send):
    draft = send(rows(1))
    PartnerImport.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(address(draft, "colonnes")).status_code == 404
    send(rows(1))
    assert PartnerImport.objects.count() == 1


def test_missing_file_is_said(client, project):
    response = client.post(IMPORT)
    assert response.status_code == 422
    assert "obligatoire" in response.content.decode()


def test_a_screen_that_is_not_of_the_moment_leads_to_the_right_one(client, send):
    draft = send(rows(1))
    assert client.get(address(draft, "lignes")).url == address(draft, "colonnes")
    assert client.get(address(draft, "confirmer")).url == address(draft, "colonnes")
    assert client.get(address(draft, "avancement")).url == address(draft, "colonnes")


def test_long_work_goes_to_the_background_and_says_where_it_is(client, send, monkeypatch):
    monkeypatch.setattr(steps, "LONG", 5)
    draft = send(rows(8))
    response = read(client, draft)
    # The tests run background work at once: the page of progress leads on.
    assert response.url == address(draft, "avancement")
    assert client.get(response.url).url == address(draft, "lignes")
    assert client.get(response.url, **HTMX)["HX-Redirect"] == address(draft, "lignes")
    PartnerImport.objects.update(state=ImportState.PLANNING, progress=3)
    page = client.get(address(draft, "avancement")).content.decode()
    assert 'value="3"' in page
    fragment = client.get(address(draft, "avancement"), **HTMX).content.decode()
    assert fragment.lstrip().startswith("<section")
    assert "Reprendre" not in fragment
    PartnerImport.objects.update(state=ImportState.PREVIEW)
    response = client.post(address(draft, "confirmer"))
    assert response.url == address(draft, "avancement")
    assert "C’est écrit" in client.get(response.url).content.decode()


def test_work_that_died_is_taken_up_again(client, send):
    draft = send(rows(1))
    client.post(address(draft, "reprendre"))
    long_ago = timezone.now() - datetime.timedelta(minutes=6)
    PartnerImport.objects.update(state=ImportState.PLANNING, touched_at=long_ago)
    assert "Reprendre" in client.get(address(draft, "avancement")).content.decode()
    assert client.post(address(draft, "reprendre")).url == address(draft, "colonnes")


def test_a_failure_in_the_background_comes_back_to_the_step_before(project, coordinator, send, monkeypatch):
    draft = send(rows(1))
    PartnerImport.objects.update(state=ImportState.PLANNING)

    def fail(*_arguments):
        raise RuntimeError("out of luck")

    monkeypatch.setattr(steps, "prepare", fail)
    with pytest.raises(RuntimeError):
        tasks.prepare_import.call(draft.pk)
    draft.refresh_from_db()
    assert draft.state == ImportState.COLUMNS
    assert "Recommencez" in draft.notice


def test_the_rows_cost_the_same_queries_for_few_and_many(client, send, django_assert_num_queries):
    def queries(count):
        draft = send(simple([TITLES, *([f"Club {n}", "", ""] for n in range(count))]), "liste.xlsx")
        read(client, draft)
        with django_assert_num_queries(4):
            client.get(address(draft, "lignes"))

    queries(2)
    queries(120)
