"""The dates of an agreement after its signature: pure functions, then the page."""

import datetime
from datetime import date
from types import SimpleNamespace

import pytest

from agreements.calendar import add_months, dues_of, months_of, term_of
from agreements.models import AgreementStatus, Renewal

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), -3, date(2026, 9, 30)),
        (date(2026, 3, 15), -12, date(2025, 3, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_number_or_the_last_day(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        *(("trois mois", 3), ("3 mois", 3), ("Un préavis de deux mois", 2), ("un an", 12), ("2 années", 24)),
        *(("", None), ("trente jours", None), ("quelques mois", None)),
    ],
)
def test_a_notice_is_read_in_its_own_words(text, months):
    assert months_of(text) == months


def term(end, **options):
    found = term_of(end, today=TODAY, **options)
    return found and (found.end, found.notice_on, found.renewals, found.is_over)


def test_without_end_there_is_no_term():
    assert term(None, renewal=Renewal.TACIT, period=12) is None


def test_a_fixed_term_runs_to_its_end_and_its_notice_passes():
    assert term(date(2027, 12, 31), notice=3) == (date(2027, 12, 31), date(2027, 9, 30), 0, False)
    assert term(date(2026, 12, 31), notice=3) == (date(2026, 12, 31), None, 0, False)
    assert term(date(2026, 10, 31), notice=3) == (date(2026, 10, 31), None, 0, True)
    assert term(TODAY) == (TODAY, None, 0, False)


def test_a_renewal_by_decision_does_not_happen_by_itself():
    assert term(date(2026, 10, 31), renewal=Renewal.DECISION, period=12, notice=1) == (
        date(2026, 10, 31),
        None,
        0,
        True,
    )


@pytest.mark.parametrize(
    ("end", "period", "notice", "expected"),
    [
        # Two silent years: the end is the third one, its notice still to come.
        (date(2024, 12, 31), 12, 1, (date(2026, 12, 31), date(2026, 11, 30), 2, False)),
        # The notice of this end has passed: that of the renewed end is told.
        (date(2026, 12, 31), 12, 3, (date(2026, 12, 31), date(2027, 9, 30), 0, False)),
        (date(2025, 11, 21), 12, 3, (date(2027, 11, 21), date(2027, 8, 21), 2, False)),
        # A 31st stays one after a shorter month.
        (date(2026, 8, 31), 6, 1, (date(2027, 2, 28), date(2027, 1, 28), 1, False)),
        (date(2026, 5, 31), 3, None, (date(2026, 11, 30), None, 2, False)),
        # A notice longer than the period.
        (date(2026, 12, 31), 1, 3, (date(2026, 12, 31), date(2026, 11, 28), 0, False)),
    ],
)
def test_a_tacit_renewal_tells_the_next_notice_from_the_renewed_end(end, period, notice, expected):
    assert term(end, renewal=Renewal.TACIT, period=period, notice=notice) == expected


def agreement(**fields):
    base = {
        "status": AgreementStatus.SIGNED,
        "effective_on": date(2026, 1, 1),
        "interim_review_on": date(2027, 3, 1),
        "ends_on": date(2027, 12, 31),
        "renewal": Renewal.NONE,
        "renewal_months": None,
        "notice_months": None,
        "notice": "trois mois",
        "events": SimpleNamespace(all=list),
    }
    return SimpleNamespace(**base | fields)


def dues(**fields):
    return [(due.day.isoformat(), due.kind) for due in dues_of(agreement(**fields), TODAY)]


def test_the_calendar_tells_review_notice_alert_and_end():
    assert dues() == [
        *(("2027-03-01", "review"), ("2027-09-30", "alert"), ("2027-09-30", "notice"), ("2027-12-31", "end")),
    ]
    assert dues(renewal=Renewal.TACIT, renewal_months=12)[-1] == ("2027-12-31", "renewal")
    assert dues(ends_on=date(2026, 10, 1), interim_review_on=None) == [("2026-10-01", "over")]
    assert dues(status=AgreementStatus.DRAFT) == []
    assert dues(status=AgreementStatus.ENDED) == []


def test_denounced_it_ends_on_the_day_of_effect():
    event = SimpleNamespace(kind="denounce", on=date(2026, 11, 1), effect_on=date(2027, 2, 1))
    fields = {"status": AgreementStatus.DENOUNCED, "events": SimpleNamespace(all=lambda: [event])}
    assert dues(**fields, renewal=Renewal.TACIT, renewal_months=12) == [("2027-02-01", "end")]
    assert isinstance(datetime.date.fromisoformat(dues(**fields)[0][0]), date)
