"""Files of an agreement at their addresses: docx and odt beside the PDF, essential data, the PDF ready beforehand."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from agreements import ahead
from agreements.essential import COLUMNS, essential_csv, essential_rows
from agreements.models import Agreement, AgreementMean, MoneyLine, Party
from documents import engine
from documents.inert import inert
from partnerships.models import PartnerKind
from tests.agreement_facts import make_agreement, make_complete, partner_of, read
from tests.office_texts import docx_articles, odt_articles

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def url(name, project, *rest):
    return reverse(f"agreements:{name}", args=[project.slug, *rest])


@pytest.fixture
def client_reader(reader, sign_in):
    return sign_in(reader)


@pytest.fixture
def client_coordinator(coordinator, sign_in):
    return sign_in(coordinator)


# --- docx and odt -------------------------------------------------------------------------------------------------
def test_the_text_is_downloaded_for_a_word_processor(client_reader, project, coordinator):
    agreement = make_agreement(project, coordinator)
    texts = []
    for name, kind, articles in (("agreement_docx", DOCX, docx_articles), ("agreement_odt", ODT, odt_articles)):
        response = client_reader.get(url(name, project, agreement.public_id))
        assert response.status_code == 200
        assert response["Content-Type"] == kind
        assert f"-projet.{name.removeprefix('agreement_')}" in response["Content-Disposition"]
        texts.append(articles(response.content))
    assert texts[0] == texts[1]
    assert [mark for mark, *_rest in texts[0]] == [article.public_id for article in agreement.articles.all()]
    page = client_reader.get(url("agreement_detail", project, agreement.public_id)).content.decode()
    listed = client_reader.get(url("agreement_list", project)).content.decode()
    for name in ("agreement_docx", "agreement_odt", "agreement_draft_pdf"):
        assert url(name, project, agreement.public_id) in page
        assert url(name, project, agreement.public_id) in listed


# --- Essential data -----------------------------------------------------------------------------------------------
SIRET, OTHER_SIRET = "21630132500017", "73282932000074"


@pytest.fixture
def subsidised(project):
    """A subsidy agreement with all that the file asks."""
    town = partner_of(project, partner__name="Commune d’Ambert", partner__kind=PartnerKind.MUNICIPALITY)
    agreement = Agreement.objects.create(
        project=project,
        template="T2",
        title="Convention d’objectifs",
        status="signed",
        number="2026-04",
        signed_on=datetime.date(2026, 3, 2),
        deliberation_number="2026-17",
        effective_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2028, 12, 31),
    )
    Party.objects.create(agreement=agreement, partnership=town, position=0, siret=SIRET)
    lead = project.partnerships.get(is_lead=True)
    Party.objects.create(agreement=agreement, partnership=lead, position=1, siret="732 829 320 00074")
    for section, amount, year in (
        ("subsidy", Decimal("12000.50"), 2026),
        ("subsidy", 8000, 2027),
        ("instalment", 10000, None),
        ("instalment", 10000, None),
    ):
        MoneyLine.objects.create(agreement=agreement, section=section, amount=amount, year=year)
    AgreementMean.objects.create(agreement=agreement, partnership=town, what="une salle", value=900)
    return read(agreement)


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_file_has_the_fourteen_official_columns(client_reader, project, subsidised):
    response = client_reader.get(url("essential_data_csv", project, subsidised.public_id))
    assert response["Content-Type"].startswith("text/csv")
    assert response.content.decode().splitlines()[0] == (
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,"
        "conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention"
    )
    (row,) = rows_of(response)
    lead = project.partnerships.get(is_lead=True).partner.name
    assert row == {
        "nomAttribuant": "Commune d’Ambert",
        "idAttribuant": SIRET,
        "dateConvention": "2026-03-02",
        "referenceDecision": "2026-17",
        "nomBeneficiaire": lead,
        "idBeneficiaire": OTHER_SIRET,
        "objet": "Convention d’objectifs",
        "montant": "20000.5",
        "nature": "aide en numéraire;aide en nature",
        "conditionsVersement": "échelonné",
        "datesPeriodeVersement": "2026-01-01/2028-12-31",
        "idRAE": "",
        "notificationUE": "non",
        "pourcentageSubvention": "1",
    }
    assert rows_of(client_reader.get(url("essential_list_csv", project))) == [row]
    said = client_reader.get(url("essential_data_csv", project, subsidised.public_id), {"ue": "oui", "rae": "1234"})
    assert (rows_of(said)[0]["notificationUE"], rows_of(said)[0]["idRAE"]) == ("oui", "1234")


def test_what_is_missing_is_said_before_the_download(client_reader, project, subsidised):
    whole = client_reader.get(url("essential_data", project, subsidised.public_id)).content.decode()
    assert "Rien ne manque" in whole
    Agreement.objects.filter(pk=subsidised.pk).update(signed_on=None, effective_on=None, status="draft")
    Party.objects.filter(agreement=subsidised).update(siret="12345678900000")
    MoneyLine.objects.filter(agreement=subsidised).exclude(section="subsidy").delete()
    MoneyLine.objects.filter(agreement=subsidised).update(year=None)
    third = partner_of(project)
    Party.objects.create(agreement=subsidised, partnership=third, position=2)
    rows = essential_rows([read(subsidised)])
    assert [{one.column for one in row.missing} for row in rows] == [
        {
            "idAttribuant",
            "dateConvention",
            "idBeneficiaire",
            "conditionsVersement",
            "datesPeriodeVersement",
            "pourcentageSubvention",
        }
    ] * 2
    page = client_reader.get(url("essential_list", project)).content.decode()
    assert "Il manque 12 informations" in page
    assert "n’en est pas un" in page


def test_a_wrong_answer_is_said_and_gives_no_file(client_reader, project, subsidised):
    for name in ("essential_data", "essential_data_csv"):
        response = client_reader.get(url(name, project, subsidised.public_id), {"rae": "=1+1;"})
        assert response.status_code == 422
        assert "Cinq lettres ou chiffres au plus" in response.content.decode()


def test_an_agreement_without_subsidy_has_none(client_reader, project, coordinator):
    agreement = make_agreement(project, coordinator)
    page = client_reader.get(url("essential_data", project, agreement.public_id)).content.decode()
    assert "ne porte pas de subvention publique" in page
    assert rows_of(client_reader.get(url("essential_data_csv", project, agreement.public_id))) == []


def test_no_cell_is_computed_by_a_spreadsheet(subsidised):
    Agreement.objects.filter(pk=subsidised.pk).update(title='=HYPERLINK("http://x")', deliberation_number="@SUM(A1)")
    (row,) = list(csv.DictReader(io.StringIO(essential_csv(essential_rows([read(subsidised)])).decode())))
    assert row["objet"].startswith("'=")
    assert row["referenceDecision"].startswith("'@")
    assert inert("12,50") == "12,50"
    assert set(row) == set(COLUMNS)


def test_the_lists_ask_as_much_of_the_database_for_many(client_reader, project, subsidised):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client_reader.get(url("essential_list", project)).status_code == 200
        return len(asked)

    few = queries()
    for rank in range(4):
        other = Agreement.objects.create(project=project, template="T2", title=f"Autre {rank}")
        for party in subsidised.parties.all():
            Party.objects.create(agreement=other, partnership=party.partnership, position=party.position)
        MoneyLine.objects.create(agreement=other, section="subsidy", amount=1000, year=2026)
    assert queries() == few <= 20


# --- Ready before the click ---------------------------------------------------------------------------------------
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_after_a_change_one_task_waits_whatever_the_number_of_changes(
    client_coordinator, project, coordinator, settings
):
    settings.DOCUMENTS_AHEAD, settings.TASKS = True, QUEUE
    agreement = make_agreement(project, coordinator)
    address = url("annex_switch", project, agreement.public_id, "raci")
    for _time in range(3):
        version = Agreement.objects.get(pk=agreement.pk).version
        assert client_coordinator.post(address, {"version": version}).status_code == 302
    assert DBTaskResult.objects.count() == 1
    assert DBTaskResult.objects.get().args_kwargs["args"] == [agreement.public_id]
    # Neither a page read nor a refusal asks for anything.
    DBTaskResult.objects.all().delete()
    client_coordinator.get(url("agreement_detail", project, agreement.public_id))
    client_coordinator.post(address, {"version": 999})
    assert DBTaskResult.objects.count() == 0


def test_the_pdf_is_there_when_somebody_asks_for_it(
    client_reader, project, coordinator, settings, tmp_path, monkeypatch
):
    settings.DOCUMENT_CACHE_DIR = tmp_path / "documents"
    agreement = make_complete(project, coordinator)
    ahead.prepare_documents.call(agreement.public_id)
    assert len(list(settings.DOCUMENT_CACHE_DIR.iterdir())) >= 1

    def no_renderer(request):
        raise AssertionError("rendered at the click")

    monkeypatch.setattr(engine._renderer, "render", no_renderer)
    assert client_reader.get(url("agreement_draft_pdf", project, agreement.public_id)).content.startswith(b"%PDF")


def test_preparing_what_is_gone_or_has_no_text_does_nothing(project):
    ahead.prepare_documents.call("inconnu")
    agreement = Agreement.objects.create(project=project, template="T2", title="Ailleurs")
    ahead.prepare_documents.call(agreement.public_id)
