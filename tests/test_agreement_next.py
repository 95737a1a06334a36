"""The agreement that comes after another: what it takes from it, what is asked again, and where it is offered."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.amending import replace_article, start_amendment
from agreements.calendar import add_months, dues_of
from agreements.consolidating import in_force
from agreements.models import Agreement, AgreementMean, MoneyLine, MoneySection, WrongMoment
from agreements.signing import starts_early
from agreements.succeeding import next_dates, next_of, start_next, years_on
from projects.models import Operation, operation, undo
from tests.agreement_facts import make_agreement, make_complete, read

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
FACTS = {
    "status": "signed",
    "signed_on": date(2025, 1, 6),
    "effective_on": date(2025, 2, 1),
    "ends_on": date(2027, 1, 31),
    "title": "Convention 2025-2027",
    "deliberation_number": "2025-4",
    "republican_contract": True,
}


@pytest.fixture
def signed(project, coordinator):
    return make_complete(project, coordinator, **FACTS)


def write_next(agreement, by):
    with operation(by=by, label="Suite", project=agreement.project):
        return read(start_next(read(agreement), by=by, day=TODAY))


def test_it_takes_what_is_in_force_and_asks_again_what_is_of_its_own(signed, coordinator):
    AgreementMean.objects.create(agreement=signed, what="Une salle", value=900)
    MoneyLine.objects.create(agreement=signed, section=MoneySection.SUBSIDY, year=2026, amount=5000)
    with operation(by=coordinator, label="Avenant", project=signed.project):
        changed = start_amendment(signed, by=coordinator, day=TODAY)
        article = replace_article(changed, in_force(signed)[15])
    article.body += "\nUn courriel suffit."
    article.save()
    Agreement.objects.filter(pk=changed.pk).update(status="signed", signed_on=TODAY, notice="un mois")
    made = write_next(signed, coordinator)
    assert (made.status, made.follows_id, made.title, made.template) == (
        "draft",
        signed.pk,
        "Convention 2027-2029",
        "T1",
    )
    assert (made.effective_on, made.ends_on) == (date(2027, 2, 1), date(2029, 1, 31))
    assert (made.notice, made.renewal, made.republican_contract, made.deliberation_number) == (
        "un mois",
        "none",
        None,
        "",
    )
    assert [party.signatory for party in made.parties.all()] == [party.signatory for party in signed.parties.all()]
    assert [(mean.what, mean.value) for mean in made.means.all()] == [("Une salle", 900)]
    assert [(line.year, line.amount) for line in made.money_lines.all()] == [(2028, 5000)]
    keys = [(article.key, article.title) for article in signed.articles.all()]
    assert [(article.key, article.title) for article in made.articles.all()] == keys
    bodies = {article.key: article.body for article in made.articles.all()}
    assert bodies["objet"] == signed.articles.get(key="objet").body
    assert "Un courriel suffit." in in_force(made)[15].blocks[-1].text
    assert not starts_early(made, TODAY)


def test_there_is_one_and_only_after_a_signature(signed, project, coordinator):
    draft = make_agreement(project, coordinator)
    made = write_next(signed, coordinator)
    for agreement in (signed, draft, made):
        with pytest.raises(WrongMoment):
            write_next(agreement, coordinator)
    assert next_of(signed) == made


def test_the_dates_go_on_from_the_end_for_as_long_and_are_left_to_say_once_it_is_past(signed):
    assert next_dates(signed, TODAY) == (date(2027, 2, 1), date(2029, 1, 31))
    assert next_dates(signed, date(2027, 3, 1)) == (None, None)
    signed.effective_on, signed.ends_on = date(2026, 1, 10), date(2026, 12, 24)
    assert next_dates(signed, TODAY) == (date(2026, 12, 25), date(2027, 12, 8))
    # The years move on whether or not the start can be proposed.
    assert years_on(signed, date(2026, 12, 24)) == 0
    assert years_on(signed, date(2026, 12, 31)) == 1
    for year in (2027, 2028, 2029):
        MoneyLine.objects.create(agreement=signed, section=MoneySection.SUBSIDY, year=year, amount=5000)
    assert years_on(read(signed), None) == 3
    signed.effective_on = None
    assert next_dates(signed, TODAY) == (date(2026, 12, 25), None)


def test_once_it_is_signed_nothing_is_left_to_decide_about_the_one_before(signed, coordinator):
    after = date(2027, 3, 1)
    made = write_next(signed, coordinator)
    assert [due.kind for due in dues_of(read(signed), after)] == ["over"]
    Agreement.objects.filter(pk=made.pk).update(status="signed")
    assert dues_of(read(signed), after) == []


def test_the_page_of_the_dates_offers_it_writes_it_and_undoes_it(signed, coordinator, reader, sign_in):
    Agreement.objects.filter(pk=signed.pk).update(ends_on=add_months(timezone.localdate(), -1), renewal="decision")
    arguments = [signed.project.slug, signed.public_id]
    page, address = (reverse(f"agreements:{name}", args=arguments) for name in ("agreement_terms", "agreement_next"))
    client = sign_in(coordinator)
    shown = client.get(page).content.decode()
    assert "reconduire, renégocier ou clore" in shown
    assert "?quoi=renew#tour-t" in shown
    asked = client.get(page + "?quoi=close").content.decode()
    assert "<details open>" in asked
    made = client.post(address)
    assert made.url == signed.successors.get().get_absolute_url()
    assert "La suivante s’écrit" in client.get(page).content.decode()
    assert "déjà écrite" in client.post(address, follow=True).content.decode()
    assert address not in sign_in(reader).get(page).content.decode()
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    assert not signed.successors.exists()
    draft = make_agreement(signed.project, coordinator)
    refused = client.post(
        reverse("agreements:agreement_next", args=[signed.project.slug, draft.public_id]), follow=True
    )
    assert "Seule une convention signée" in refused.content.decode()
