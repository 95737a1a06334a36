"""Pages to read: the list, an agreement of any model, fiches action, the investment; and the PDF."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from agreements.models import (
    ActionSheet,
    Agreement,
    Arrangement,
    Indicator,
    Investment,
    InvestmentLine,
    MoneyLine,
    OwnAnnex,
    Party,
    SheetPartner,
)
from partnerships.models import Analysis, Formalisation, Link
from tests.agreement_facts import make_agreement, make_complete, partner_of
from tests.factories import ActivityFactory, RaciFactory

pytestmark = pytest.mark.django_db
MARKER = "MARQUEPRIVEE"


def url(name, project, *rest):
    return reverse(f"agreements:{name}", args=[project.slug, *rest])


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def pdf_text(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def subsidised(project):
    """A T2 agreement as an imported file brings it: facts, no articles."""
    agreement = Agreement.objects.create(
        project=project,
        template="T2",
        title="Convention pluriannuelle",
        status="negotiation",
        origin="idée de quatre habitantes",
        republican_contract=True,
        republican_contract_on=datetime.date(2026, 9, 14),
        requested_on=datetime.date(2026, 9, 14),
        unspent_max=10,
        passing_on=False,
        budget_year=2027,
        deliberation_body="conseil communautaire",
        deliberation_planned_on=datetime.date(2026, 12, 10),
        watch_points=["publication des données essentielles"],
    )
    lead = project.partnerships.get(is_lead=True)
    Party.objects.create(agreement=agreement, partnership=lead, seat="Ambert")
    for section, label, amount in (
        ("subsidy", "", 28000),
        ("instalment", "à la notification", 19600),
        ("charge", "Salaires", 46800),
        ("income", "", 4000),
        ("voluntary", "bénévolat", 6400),
    ):
        MoneyLine.objects.create(
            agreement=agreement,
            section=section,
            label=label,
            amount=amount,
            year=2027 if section == "subsidy" else None,
            share=70 if section == "instalment" else None,
            source=lead if section == "income" else None,
        )
    return agreement


def test_an_empty_list_says_how_to_begin(project, coordinator, reader, sign_in):
    page = page_of(sign_in(coordinator), url("agreement_list", project))
    assert "Pas encore de convention." in page
    assert "Écrire une convention" in page
    assert "Écrire une convention" not in page_of(sign_in(reader), url("agreement_list", project))


def test_the_list_shows_state_parties_dates_and_what_is_missing(project, coordinator, sign_in):
    partnership = partner_of(project, partner__name="Mobil’Monts")
    make_agreement(project, coordinator, partnership, ends_on=datetime.date(2028, 12, 31))
    Arrangement.objects.create(
        partnership=partnership, formalisation=Formalisation.ORAL, purpose="Place du marché", annual_value=960
    )
    page = page_of(sign_in(coordinator), url("agreement_list", project))
    for text in ("Mobil’Monts", "Brouillon", "31\u00a0décembre\u00a02028", "à régler", "Place du marché", "960\u00a0€"):
        assert text in page


def test_the_list_asks_the_same_questions_for_one_and_many(project, coordinator, sign_in):
    client = sign_in(coordinator)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url("agreement_list", project))
        return len(queries)

    OwnAnnex.objects.create(agreement=make_agreement(project, coordinator), title="Règlement")
    few = count()
    for _rank in range(3):
        OwnAnnex.objects.create(agreement=make_agreement(project, coordinator), title="Règlement")
    assert count() == few


def test_an_agreement_with_a_subsidy_shows_all_its_facts(project, subsidised, reader, sign_in):
    page = page_of(sign_in(reader), url("agreement_detail", project, subsidised.public_id))
    for text in (
        "idée de quatre habitantes",
        "souscrit le 14\u00a0septembre\u00a02026",
        "conseil communautaire, prévue le 10\u00a0décembre\u00a02026",
        "28\u00a0000\u00a0€",
        "70",
        "à la notification",
        "Salaires",
        "bénévolat",
        "publication des données essentielles",
        "Vu la loi n°\u00a02000-321",
        "montant maximal de 28\u00a0000\u00a0€",
        "10\u00a0% au plus",
    ):
        assert text in page.replace("&nbsp;", "\u00a0")
    assert "en PDF" in page


def test_an_imported_agreement_reads_with_its_model_until_its_articles_are_taken(
    project, subsidised, coordinator, sign_in
):
    client = sign_in(coordinator)
    assert client.get(url("agreement_edit", project, subsidised.public_id)).url == url(
        "agreement_detail", project, subsidised.public_id
    )
    assert client.post(url("article_start", project, subsidised.public_id)).status_code == 302
    assert subsidised.articles.count() == 25


def test_an_imported_simple_agreement_takes_the_articles_of_its_model(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator)
    agreement.articles.all().delete()
    client = sign_in(coordinator)
    page = page_of(client, url("agreement_detail", project, agreement.public_id))
    assert "Engagements réciproques" in page
    assert "Modifier les articles" in page
    client.post(url("article_start", project, agreement.public_id))
    client.post(url("article_start", project, agreement.public_id))
    assert Agreement.objects.get().articles.count() == 21


def test_a_fiche_action_shows_its_fields(project, reader, sign_in):
    sheet = ActionSheet.objects.create(
        project=project,
        number=1,
        title="Les haltes",
        axis="Aller vers",
        finding="Peu de lieux",
        source="Diagnostic 2026",
        goal="Se rencontrer",
        objectives=["Tenir 40 haltes"],
        description="Camion et café",
        calendar="le lundi",
        pilot=project.partnerships.get(is_lead=True),
        residents_place="Calendrier décidé ensemble",
        fte="0.7",
        equipment="auvent",
        budget=38700,
    )
    SheetPartner.objects.create(sheet=sheet, partnership=partner_of(project), role="C", contribution="terrasse")
    Indicator.objects.create(sheet=sheet, name="Haltes tenues", kind="output", unit="haltes", target=45, value=41)
    client = sign_in(reader)
    assert "Les haltes" in page_of(client, url("sheet_list", project))
    page = page_of(client, url("sheet_detail", project, sheet.public_id))
    for text in (
        *("Aller vers", "Peu de lieux", "Diagnostic 2026", "Se rencontrer", "Tenir 40 haltes", "Camion et café"),
        *("le lundi", "Centre social Le Fil", "Calendrier décidé ensemble", "0,7", "auvent", "38\u00a0700\u00a0€"),
        *("est consulté", "terrasse", "Haltes tenues", "45", "41", "de réalisation"),
    ):
        assert text in page


def test_no_fiche_action_yet(project, reader, sign_in):
    assert "Pas encore de fiche action." in page_of(sign_in(reader), url("sheet_list", project))


def test_the_investment_shows_who_pays(project, reader, sign_in):
    client = sign_in(reader)
    assert client.get(url("investment_detail", project)).status_code == 404
    investment = Investment.objects.create(project=project, purpose="Camion")
    InvestmentLine.objects.create(investment=investment, section="charge", label="Véhicule", amount=27500)
    InvestmentLine.objects.create(
        investment=investment, section="income", amount=15000, source=project.partnerships.get(is_lead=True)
    )
    page = page_of(client, url("investment_detail", project))
    assert "27\u00a0500\u00a0€" in page
    assert "que reste-t-il à trouver" in page


def test_the_clean_pdf_is_refused_with_its_reasons_while_a_check_blocks_it(project, coordinator, reader, sign_in):
    agreement = make_agreement(project, coordinator)
    response = sign_in(reader).get(url("agreement_pdf", project, agreement.public_id))
    assert response.status_code == 409
    assert "il manque le siège" in response.content.decode()
    page = page_of(sign_in(coordinator), agreement.get_absolute_url())
    assert 'aria-disabled="true"' in page


def test_the_draft_pdf_has_text_and_annexes_and_nothing_private(project, coordinator, reader, sign_in):
    partnership = partner_of(
        project, partner__name="Mobil’Monts", brings="Bénévolat de conduite", limits=MARKER, expects=MARKER
    )
    Analysis.objects.create(partnership=partnership, trust=1)
    Link.objects.create(
        project=project, a=partnership, b=project.partnerships.get(is_lead=True), intensity=1, tension=MARKER
    )
    RaciFactory(activity=ActivityFactory(project=project, name="Tenir la halte"), partnership=partnership, letters="R")
    agreement = make_agreement(project, coordinator, partnership)
    response = sign_in(reader).get(url("agreement_draft_pdf", project, agreement.public_id))
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="convention-le-detour-mobilmonts-projet.pdf"' in response["Content-Disposition"]
    text = pdf_text(response)
    for expected in (
        "Centre social Le Fil",
        "Mobil’Monts",
        "réaliser : tenir la halte",
        "Engagements réciproques",
        "PROJET",
        "Bénévolat de conduite",
        "Annexe 1. Apports en nature",
        "Annexe 2. Répartition des rôles",
        "Annexe 3. Frise des partenariats",
        "décrits en annexe 1",
    ):
        assert expected in text.replace("\u00a0", " ")
    assert MARKER not in text
    assert "{" not in text


def test_the_clean_pdf_follows_the_annex_switches(project, coordinator, sign_in):
    agreement = make_complete(project, coordinator, annex_raci=False, annex_board=False, annex_means=False)
    text = pdf_text(sign_in(coordinator).get(url("agreement_pdf", project, agreement.public_id)))
    assert "PROJET" not in text
    assert "Annexe 1" not in text.replace("\u00a0", " ")
    assert "Jeanne Coudert" in text


def test_a_signed_agreement_can_always_be_taken_away(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator, status="signed", annex_raci=False, annex_board=False)
    assert sign_in(coordinator).get(url("agreement_pdf", project, agreement.public_id)).status_code == 200


@pytest.mark.parametrize("name", ["agreement_list", "sheet_list", "investment_detail"])
def test_pages_of_a_project_are_for_its_people(project, stranger, client, coordinator, sign_in, name):
    assert client.get(url(name, project)).status_code == 302
    assert sign_in(stranger).get(url(name, project)).status_code == 404
    assert sign_in(coordinator).post(url(name, project)).status_code == 405


@pytest.mark.parametrize("name", ["agreement_detail", "agreement_pdf", "agreement_draft_pdf", "agreement_edit"])
def test_an_agreement_is_for_the_people_of_its_project(project, coordinator, stranger, client, sign_in, name):
    agreement = make_agreement(project, coordinator)
    address = url(name, project, agreement.public_id)
    assert client.get(address).status_code == 302
    assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(coordinator).post(address).status_code == 405
