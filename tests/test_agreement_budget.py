"""The money of an agreement, line by line; the employees lent: typed, summed, guarded, undone."""

import pytest
from django.urls import reverse

from agreements.models import AgreementMean, MoneyLine, MoneySection
from agreements.wording import Writer
from projects.models import Operation, undo
from tests.agreement_facts import read
from tests.agreement_texts import add_money, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return add_money(make_text(project, coordinator, "T2"))


def url(agreement, name="budget_edit"):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id])


def data(agreement, **changed):
    """Return what the page of the budget posts: the lines there are, then what is changed."""
    values = {"version": agreement.version, "budget_year": "2027"}
    for section in MoneySection.values:
        lines = [line for line in agreement.money_lines.all() if line.section == section]
        values |= {f"{section}-TOTAL_FORMS": len(lines) + 1, f"{section}-INITIAL_FORMS": len(lines)}
        for rank, line in enumerate(lines):
            values[f"{section}-{rank}-amount"] = str(line.amount)
            values[f"{section}-{rank}-label"] = line.label
            values[f"{section}-{rank}-year"] = line.year or ""
            values[f"{section}-{rank}-share"] = line.share or ""
    return values | changed


def amounts(agreement, section):
    return [int(line.amount) for line in read(agreement).money_lines.all() if line.section == section]


def test_the_page_shows_the_lines_and_their_sums(agreement, coordinator, sign_in):
    page = sign_in(coordinator).get(url(agreement)).content.decode()
    assert 'value="2028"' in page
    assert "84\u00a0000\u00a0€" in page
    assert "29\u00a0800\u00a0€" in page
    assert "dépassent" not in page


def test_lines_are_changed_added_and_removed_in_one_gesture(agreement, coordinator, sign_in):
    typed = {"subsidy-0-amount": "30000", "subsidy-1-amount": "", "subsidy-3-year": "2030", "subsidy-3-amount": "1000"}
    response = sign_in(coordinator).post(url(agreement), data(agreement, **typed))
    assert response.status_code == 302
    assert amounts(agreement, "subsidy") == [30000, 28000, 1000]
    assert read(agreement).budget_year == 2027
    undo(Operation.objects.first(), by=coordinator)
    assert amounts(agreement, "subsidy") == [28000, 28000, 28000]


def test_an_unbalanced_budget_is_a_question_not_an_error(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    assert client.post(url(agreement), data(agreement, **{"charge-0-amount": "41000"})).status_code == 302
    page = client.get(url(agreement)).content.decode()
    assert "Les charges dépassent les produits de <strong>1\u00a0000\u00a0€</strong>" in page


def test_a_partner_of_the_project_is_the_source_of_an_income(agreement, coordinator, sign_in):
    source = agreement.parties.first().partnership
    sign_in(coordinator).post(url(agreement), data(agreement, **{"income-0-source": source.public_id}))
    line = read(agreement).money_lines.get(section="income")
    assert line.source == source


def test_a_line_more_writes_nothing_and_keeps_what_is_typed(agreement, coordinator, sign_in):
    typed = data(agreement, ajouter="charge", **{"charge-0-label": "Salaires de l’équipe"})
    page = sign_in(coordinator).post(url(agreement), typed).content.decode()
    assert 'value="Salaires de l’équipe"' in page
    assert 'name="charge-2-amount"' in page
    assert read(agreement).money_lines.get(section="charge").label == "Salaires"


@pytest.mark.parametrize(
    "wrong", [{"subsidy-0-amount": "-1"}, {"charge-1-label": "Sans montant"}, {"income-0-source": "ailleurs"}]
)
def test_a_wrong_line_is_refused_and_the_text_kept(agreement, coordinator, sign_in, wrong):
    response = sign_in(coordinator).post(url(agreement), data(agreement, **{"voluntary-0-label": "Temps"}, **wrong))
    assert response.status_code == 422
    assert 'value="Temps"' in response.content.decode()
    assert amounts(agreement, "subsidy") == [28000, 28000, 28000]


def test_the_second_writer_sees_what_is_written_now(agreement, coordinator, director, sign_in):
    typed = data(agreement, **{"subsidy-0-amount": "30000"})
    sign_in(coordinator).post(url(agreement), typed)
    response = sign_in(director).post(url(agreement), typed | {"subsidy-0-amount": "31000"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "30\u00a0000\u00a0€" in page
    assert 'value="31000"' in page
    assert amounts(agreement, "subsidy")[0] == 30000


def test_a_signed_budget_does_not_change(agreement, coordinator, sign_in):
    type(agreement).objects.filter(pk=agreement.pk).update(status="signed")
    assert sign_in(coordinator).post(url(agreement), data(agreement)).status_code == 409


def test_htmx_gets_the_panel_alone(agreement, coordinator, sign_in):
    page = sign_in(coordinator).get(url(agreement), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<main")


def test_an_employee_lent_is_described_and_undone(agreement, coordinator, sign_in):
    lender = agreement.parties.last().partnership
    AgreementMean.objects.create(
        agreement=agreement, partnership=lender, what="Une animatrice", is_staff=True, position=5
    )
    client = sign_in(coordinator)
    address = url(agreement, "staff_edit")
    assert "Une animatrice" in client.get(address).content.decode()
    typed = {"version": agreement.version, "personne-1-person": "Zoé Faure", "personne-1-rider_on": "2026-09-01"}
    assert client.post(address, typed | {"personne-1-rider_on": "demain"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert read(agreement).means.get(is_staff=True).person == "Zoé Faure"
    assert client.post(address, typed | {"personne-1-person": "Autre"}).status_code == 409
    undo(Operation.objects.first(), by=coordinator)
    assert read(agreement).means.get(is_staff=True).person == ""


def test_removing_a_row_above_keeps_what_is_written_on_an_employee(agreement, coordinator, sign_in):
    lender = agreement.parties.last().partnership
    AgreementMean.objects.create(
        agreement=agreement, partnership=lender, what="Une animatrice", is_staff=True, person="Zoé", position=5
    )
    typed = {
        "version": agreement.version,
        "apports-TOTAL_FORMS": 2,
        "apports-INITIAL_FORMS": 2,
        "apports-0-what": "",
        "apports-1-what": "Une animatrice",
        "apports-1-is_staff": "on",
        "apports-1-partnership": lender.public_id,
    }
    client = sign_in(coordinator)
    assert client.post(url(agreement, "means_edit"), typed | {"apports-1-partnership": ""}).status_code == 422
    assert client.post(url(agreement, "means_edit"), typed).status_code == 302
    assert [(mean.what, mean.person) for mean in read(agreement).means.all()] == [("Une animatrice", "Zoé")]


def test_without_employee_the_page_says_where_to_note_one(agreement, coordinator, sign_in):
    assert "Le noter dans les apports" in sign_in(coordinator).get(url(agreement, "staff_edit")).content.decode()


def test_a_framework_agreement_joins_its_budget_when_it_has_one(project, coordinator):
    agreement = make_text(project, coordinator, "T4", parties=3)

    def said():
        writer = Writer(read(agreement))
        means = next(item for item in writer.written() if item.article.key == "moyens")
        return [annex.key for annex in writer.annexes], " ".join(block.text for block in means.blocks)

    keys, words = said()
    assert "budget" not in keys
    assert "Budget" not in words
    assert "budget" not in words
    MoneyLine.objects.create(agreement=agreement, section=MoneySection.CHARGE, label="Salaires", amount=40000)
    keys, words = said()
    rank = keys.index("budget") + 1
    assert f"Le budget prévisionnel commun figure en annexe {rank}, sans obliger" in words
