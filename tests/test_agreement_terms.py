"""The terms in force: what signed amendments and decisions to renew make of the dates of an agreement, and who reads them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.amending import start_amendment
from agreements.calendar import add_months, dues_of, near, running, term_for
from agreements.checks import findings
from agreements.models import Agreement, AgreementEvent, AgreementStatus, Renewal, TurnKind, WrongMoment
from agreements.terms import terms_of
from projects.models import operation
from tests.agreement_facts import DAY, make_agreement, read

TODAY = date(2026, 11, 22)


def amendment(on, **said):
    """Return an amendment signed on that day; what it does not say is empty."""
    said = {"renewal": "", "status": AgreementStatus.SIGNED} | said
    return Agreement(pk=on.toordinal(), signed_on=on, amends_id=1, **said)


def renewal(on, until):
    return AgreementEvent(pk=on.toordinal(), kind=TurnKind.RENEW, on=on, until=until)


def agreement(*changes, **fields):
    """Return an agreement that ends in 2027, with its amendments and its events."""
    base = {
        "status": AgreementStatus.SIGNED,
        "effective_on": date(2025, 1, 1),
        "ends_on": date(2027, 12, 31),
        "renewal": Renewal.NONE,
        "renewal_months": None,
        "notice": "trois mois",
        "notice_months": None,
        "interim_review_on": None,
        "amends_id": None,
        "is_followed": False,
    }
    amendments = [change for change in changes if isinstance(change, Agreement)]
    events = [change for change in changes if not isinstance(change, Agreement)]
    related = {"amendments": amendments, "events": events}
    return SimpleNamespace(
        **base | fields, **{name: SimpleNamespace(all=lambda rows=rows: rows) for name, rows in related.items()}
    )


def test_without_change_the_terms_are_those_of_the_text():
    terms = terms_of(agreement())
    assert (terms.ends_on, terms.notice, terms.by) == (date(2027, 12, 31), "trois mois", {})


def test_a_signed_amendment_says_what_is_filled_in_it_and_no_more():
    longer = amendment(date(2026, 5, 1), ends_on=date(2028, 12, 31))
    terms = terms_of(agreement(longer))
    assert (terms.ends_on, terms.renewal, terms.notice) == (date(2028, 12, 31), "none", "trois mois")
    assert terms.by == {"ends_on": longer}
    for status in ("draft", "negotiation", "ready", "denounced"):
        longer.status = status
        assert terms_of(agreement(longer)).ends_on == date(2027, 12, 31)


def test_a_new_notice_is_read_in_its_own_words_not_in_the_months_typed_before():
    shorter = amendment(date(2026, 5, 1), notice="un mois")
    assert terms_of(agreement(shorter, notice_months=3)).notice_months is None
    assert term_for(agreement(shorter, notice_months=3), TODAY).notice_on == date(2027, 11, 30)


def test_an_amendment_may_put_an_end_to_a_silent_renewal():
    no_more = amendment(date(2026, 5, 1), renewal=Renewal.NONE)
    silent = {"renewal": Renewal.TACIT, "renewal_months": 12, "ends_on": date(2025, 12, 31)}
    assert term_for(agreement(**silent), TODAY).renewals == 1
    assert term_for(agreement(no_more, **silent), TODAY).is_over


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ((renewal(date(2027, 11, 1), date(2028, 12, 31)),), date(2028, 12, 31)),
        # The last word holds, whatever it is.
        (
            (renewal(date(2027, 11, 1), date(2028, 12, 31)), renewal(date(2028, 11, 1), date(2029, 6, 30))),
            date(2029, 6, 30),
        ),
        (
            (renewal(date(2027, 11, 1), date(2028, 12, 31)), amendment(date(2028, 1, 9), ends_on=date(2028, 6, 30))),
            date(2028, 6, 30),
        ),
        # An amendment that only repeats the end of the text leaves the decision taken since.
        (
            (renewal(date(2027, 11, 1), date(2028, 12, 31)), amendment(date(2028, 1, 9), ends_on=date(2027, 12, 31))),
            date(2028, 12, 31),
        ),
    ],
)
def test_amendments_and_decisions_count_in_the_order_of_their_days(changes, end):
    assert terms_of(agreement(*changes, renewal=Renewal.DECISION)).ends_on == end


def kinds(found):
    return [(due.kind, due.day.isoformat()) for due in found]


def test_an_amendment_has_no_end_of_its_own_in_the_calendar():
    own = agreement(amends_id=1, effective_on=date(2027, 1, 1))
    assert term_for(own, TODAY) is None
    assert kinds(dues_of(own, TODAY)) == [("effect", "2027-01-01")]
    assert dues_of(agreement(amends_id=1, status="draft", effective_on=date(2027, 1, 1)), TODAY) == []


def reminded(on, **fields):
    return kinds(near(dues_of(agreement(**fields), on), on))


def test_what_is_near_is_something_to_do():
    end = ("end", "2027-12-31")
    assert reminded(date(2027, 9, 29)) == []
    assert reminded(date(2027, 9, 30)) == reminded(date(2027, 12, 31)) == [end]
    assert reminded(date(2028, 2, 1)) == [("over", "2027-12-31")]
    assert reminded(date(2027, 3, 1), interim_review_on=date(2027, 3, 31)) == [("review", "2027-03-31")]
    assert reminded(date(2027, 2, 27), interim_review_on=date(2027, 3, 31)) == []


def test_notice_is_reminded_where_silence_renews_and_again_from_the_renewed_end():
    silent = {"renewal": Renewal.TACIT, "renewal_months": 12}
    assert reminded(date(2027, 7, 1), **silent) == [("notice", "2027-09-30")]
    assert reminded(date(2027, 10, 1), **silent) == []
    assert reminded(date(2028, 7, 1), **silent) == [("notice", "2028-09-30")]


def test_what_is_denounced_or_followed_asks_for_nothing_before_its_end():
    on = date(2027, 12, 1)
    assert reminded(on, is_followed=True) == reminded(on, status=AgreementStatus.DENOUNCED) == []
    assert dues_of(agreement(is_followed=True), date(2028, 2, 1)) == []
    assert reminded(date(2028, 2, 1), status=AgreementStatus.DENOUNCED) == [("over", "2027-12-31")]


@pytest.fixture
def amended(project, coordinator):
    """Return an agreement that would have ended last month, and goes on for two years by a signed amendment."""
    today = timezone.localdate()
    fields = {"status": "signed", "signed_on": DAY, "notice": "deux mois", "title": "Convention d’été"}
    made = make_agreement(project, coordinator, **fields, effective_on=None, ends_on=add_months(today, -1))
    with operation(by=coordinator, label="Avenant", project=project):
        changed = start_amendment(made, by=coordinator, day=DAY)
    until = add_months(today, 24)
    Agreement.objects.filter(pk=changed.pk).update(status="signed", signed_on=DAY, ends_on=until, title="Avenant long")
    return read(made)


@pytest.mark.django_db
def test_calendar_register_and_list_follow_the_text_in_force(amended, coordinator, sign_in):
    client, project, today = sign_in(coordinator), amended.project, timezone.localdate()
    assert running(project.agreements.all(), today) == [amended.pk]
    calendar = client.get(reverse("agreements:agreement_calendar", args=[project.slug])).content.decode()
    assert "À décider" not in calendar
    assert "Convention d’été" in calendar
    assert "Avenant long" not in calendar
    register = reverse("agreements:agreement_register")
    for query, found in (("?ends=passee", False), ("?ends=12", False), ("?ends=aucune", False), ("", True)):
        assert ("Convention d’été" in client.get(register + query).content.decode()) is found
    assert "celle de la convention" in client.get(register).content.decode()
    table = client.get(reverse("exchange:register_download", args=["csv"])).content.decode()
    assert table.count(add_months(today, 24).isoformat()) == 2
    page = client.get(reverse("agreements:agreement_terms", args=[project.slug, amended.public_id])).content.decode()
    assert "a changé la fin" in page
    read_page = client.get(
        reverse("agreements:agreement_detail", args=[project.slug, amended.public_id])
    ).content.decode()
    assert "par avenant" in read_page
    assert not any("date de fin est passée" in finding.message for finding in findings(amended, day=today))


@pytest.mark.django_db
def test_the_page_of_an_amendment_says_what_it_changes_and_takes_no_turn(amended, coordinator, sign_in):
    own = amended.amendments.get()
    client, arguments = sign_in(coordinator), [own.project.slug, own.public_id]
    page = client.get(reverse("agreements:agreement_terms", args=arguments)).content.decode()
    assert "Ce que l’avenant change" in page
    assert "Inchangée" in page
    assert "Noter ce qui arrive" not in page
    with pytest.raises(WrongMoment):
        read(own).turn(TurnKind.CLOSE, on=TODAY, reason="Fini")
    data = {"version": own.version, "renewal": "", "renewal_months": "", "notice_months": "1"}
    assert client.post(reverse("agreements:agreement_terms", args=arguments), data).status_code == 302
    assert terms_of(read(amended)).notice_months == 1
