"""The dates of an agreement after its signature: notice, end, renewals. Pure functions of dates.

Sources: C. civ. 1211, 1214 (a renewal is agreed on) and 1215 (an agreement that goes on after its end is renewed in silence,
for an indefinite time unless it says otherwise); code de procédure civile, article 641 (a term in months ends on the day of
the same number, else on the last of the month).
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from agreements.models import AgreementStatus, Renewal, TurnKind
from agreements.terms import dates_only, is_followed, terms_of, with_terms

IN_FORCE = (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED, AgreementStatus.DENOUNCED)
# A silent renewal is announced three months before the end (domain C2).
ALERT = 3
# Kind of a Due → for how many months before its day it is something to do.
_AHEAD = {"over": 0, "end": ALERT, "notice": ALERT, "review": 1}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            *(("un", "une"), ("deux",), ("trois",), ("quatre",), ("cinq",), ("six",)),
            *(("sept",), ("huit",), ("neuf",), ("dix",), ("onze",), ("douze",)),
        ),
        start=1,
    )
    for word in words
}


def add_months(day, months):
    """Return the day of the same number `months` later, or the last day of that month when it has no such number."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(text):
    """Return the months said by « trois mois », « 3 mois », « un an », None for anything else (days, a longer sentence)."""
    found = re.search(r"\b(\d{1,2}|[a-zé]+)\s+(mois|ans?|années?)\b", text.casefold())
    if found is None:
        return None
    number = int(found[1]) if found[1].isdecimal() else _NUMBERS.get(found[1])
    return number and number * (1 if found[2] == "mois" else 12)


@dataclass(frozen=True)
class Term:
    """Where an agreement stands on a day.

    `end`: the end of the present period, renewals counted. `notice_on`: the last day to give notice for `next_end`, the
    first end that can still be decided; None without notice, or when it is too late. `renewals`: how many periods have
    passed in silence. `is_over`: the end has passed and nothing renews it by itself.
    """

    end: datetime.date
    next_end: datetime.date
    notice_on: datetime.date | None
    renewals: int
    is_over: bool


def term_of(end, *, today, renewal=Renewal.NONE, period=None, notice=None):
    """Return the Term of an agreement that ends on `end` (inclusive), None when it has no end.

    `period` and `notice` are in months. Every renewed end is counted from the first one: a 31st stays a 31st where it can.
    """
    if end is None:
        return None
    tacit = renewal == Renewal.TACIT and bool(period)
    renewals = 0
    while tacit and add_months(end, renewals * period) < today:
        renewals += 1
    present = add_months(end, renewals * (period or 0)) if tacit else end
    next_end, notice_on = present, None
    if notice:
        notice_on = add_months(present, -notice)
        if notice_on < today and tacit:
            # Too late for this end: it will be renewed, and the next one can be decided.
            ahead = renewals
            while notice_on < today:
                ahead += 1
                next_end = add_months(end, ahead * period)
                notice_on = add_months(next_end, -notice)
        elif notice_on < today:
            notice_on = None
    return Term(present, next_end, notice_on, renewals, is_over=present < today)


def notice_of(agreement):
    """Return the notice of an agreement in months, as typed or as its text in force says it; None when unknown."""
    return _months_of_notice(terms_of(agreement))


def _months_of_notice(terms):
    return terms.notice_months or months_of(terms.notice)


def term_for(agreement, today):
    """Return the Term of an agreement in force, suspended or denounced; None for a draft, an ended one, or one without end.

    The dates are those of the text in force (agreements.terms). Denounced, it ends on the day when the denunciation takes
    effect. None for an amendment: it ends with the agreement that it changes.
    """
    if agreement.amends_id or agreement.status not in IN_FORCE:
        return None
    terms = terms_of(agreement)
    if agreement.status == AgreementStatus.DENOUNCED:
        return term_of(_denounced_on(agreement) or terms.ends_on, today=today)
    return term_of(
        terms.ends_on,
        today=today,
        renewal=terms.renewal,
        period=terms.renewal_months,
        notice=_months_of_notice(terms),
    )


def running(agreements, today):
    """Return the keys of those that bind their parties on that day: signed or suspended (it resumes), their end not past.

    Three queries.
    """
    bound = agreements.filter(status__in=(AgreementStatus.SIGNED, AgreementStatus.SUSPENDED), amends=None)
    found = [(row.pk, term_for(row, today)) for row in with_terms(dates_only(bound))]
    return [key for key, term in found if term is None or not term.is_over]


def _denounced_on(agreement):
    days = [event.effect_on or event.on for event in agreement.events.all() if event.kind == TurnKind.DENOUNCE]
    return max(days, default=None)


@dataclass(frozen=True)
class Due:
    """A day of the calendar: `kind` is effect, review, notice, alert, renewal, end or over.

    `agreement` is an Agreement, or an Arrangement of arrangement_dues: « spoken » and « unsaid » are kinds of its own.
    """

    day: datetime.date
    kind: str
    agreement: object


def arrangement_dues(arrangement, today):
    """Return the Dues of a lighter arrangement that holds: the day it was said to end, « unsaid » once that day is past.

    Nothing renews it in silence but the fact that it goes on (C. civ. 1215): somebody says so, or says that it has ended.
    """
    if not arrangement.is_living or arrangement.end is None:
        return []
    return [Due(arrangement.end, "spoken" if arrangement.end >= today else "unsaid", arrangement)]


def dues_of(agreement, today):
    """Return the Dues of an agreement from `today` on; one that is over without being closed stays, on the day it ended.

    An amendment has but the day on which it takes effect. Followed by an agreement that is signed, there is nothing to decide:
    neither alert nor « over ». Reads `events`, `amendments` and `is_followed` (agreements.terms.with_terms).
    """
    if agreement.amends_id:
        takes_effect = agreement.status in IN_FORCE and agreement.effective_on and agreement.effective_on >= today
        return [Due(agreement.effective_on, "effect", agreement)] if takes_effect else []
    found, terms = [], terms_of(agreement)
    if agreement.status in (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED):
        for day, kind in ((agreement.effective_on, "effect"), (terms.interim_review_on, "review")):
            if day and day >= today:
                found.append(Due(day, kind, agreement))
    term = term_for(agreement, today)
    if term is None:
        return found
    followed = is_followed(agreement)
    if term.is_over:
        return found if followed else [*found, Due(term.end, "over", agreement)]
    tacit = terms.renewal == Renewal.TACIT and agreement.status != AgreementStatus.DENOUNCED
    if term.notice_on:
        found.append(Due(term.notice_on, "notice", agreement))
    alert = add_months(term.end, -ALERT)
    if alert >= today and agreement.status != AgreementStatus.DENOUNCED and not followed:
        found.append(Due(alert, "alert", agreement))
    found.append(Due(term.end, "renewal" if tacit else "end", agreement))
    return sorted(found, key=lambda due: (due.day, due.kind))


def near(dues, today):
    """Return those of the Dues of one agreement that are something to do now: the day is near, or it is past.

    Notice is given to what would be renewed in silence; what was denounced or is followed by another ends by itself.
    """
    renews = any(due.kind == "renewal" for due in dues)
    return [
        due
        for due in dues
        if due.kind in _AHEAD
        and today >= add_months(due.day, -_AHEAD[due.kind])
        and (renews or due.kind != "notice")
        and not (
            due.kind == "end" and (due.agreement.status == AgreementStatus.DENOUNCED or is_followed(due.agreement))
        )
    ]
