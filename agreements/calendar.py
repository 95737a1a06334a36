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

# A silent renewal is announced three months before the end (domain C2).
ALERT = 3
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
    """Return the notice of an agreement in months, as typed or as its text says it; None when unknown."""
    return agreement.notice_months or months_of(agreement.notice)


def term_for(agreement, today):
    """Return the Term of an agreement in force, suspended or denounced; None for a draft, an ended one, or one without end.

    Denounced, it ends on the day when the denunciation takes effect; renewed by a decision, on the end that it says. Reads
    `events`.
    """
    end = renewed_to(agreement) or agreement.ends_on
    if agreement.status == AgreementStatus.DENOUNCED:
        return term_of(_denounced_on(agreement) or end, today=today)
    if agreement.status not in (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED):
        return None
    return term_of(
        end,
        today=today,
        renewal=agreement.renewal,
        period=agreement.renewal_months,
        notice=notice_of(agreement),
    )


def renewed_to(agreement):
    """Return the end that the last decision to renew says, None when nobody has renewed. Reads `events`."""
    return max((event.until for event in agreement.events.all() if event.kind == TurnKind.RENEW), default=None)


def _denounced_on(agreement):
    days = [event.effect_on or event.on for event in agreement.events.all() if event.kind == TurnKind.DENOUNCE]
    return max(days, default=None)


@dataclass(frozen=True)
class Due:
    """A day of the calendar: `kind` is effect, review, notice, alert, renewal, end or over."""

    day: datetime.date
    kind: str
    agreement: object


def dues_of(agreement, today):
    """Return the Dues of an agreement from `today` on; one that is over without being closed stays, on the day it ended."""
    found = []
    if agreement.status in (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED):
        for day, kind in ((agreement.effective_on, "effect"), (agreement.interim_review_on, "review")):
            if day and day >= today:
                found.append(Due(day, kind, agreement))
    term = term_for(agreement, today)
    if term is None:
        return found
    if term.is_over:
        return [*found, Due(term.end, "over", agreement)]
    tacit = agreement.renewal == Renewal.TACIT and agreement.status != AgreementStatus.DENOUNCED
    if term.notice_on:
        found.append(Due(term.notice_on, "notice", agreement))
    alert = add_months(term.end, -ALERT)
    if alert >= today and agreement.status != AgreementStatus.DENOUNCED:
        found.append(Due(alert, "alert", agreement))
    found.append(Due(term.end, "renewal" if tacit else "end", agreement))
    return sorted(found, key=lambda due: (due.day, due.kind))
