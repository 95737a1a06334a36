"""The terms of an agreement: its end, its renewal, its notice, as the text in force says them on the day one asks.

The signed text is never written again (C. civ. 1193), so what has changed since is read from what changed it: the amendments
that were signed, the decisions to renew. Whoever needs the end of an agreement asks `terms_of`.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch

from agreements.models import OPEN_STATUSES, Agreement, AgreementStatus, TurnKind

# What an amendment may change of the terms; empty in an amendment: it leaves it as it was.
SAID = ("ends_on", "renewal", "renewal_months", "notice", "notice_months", "interim_review_on")
_NAMES = ("project", "public_id", "title", "number", "template", "position", "status", "amends", "follows")
_ROWS = ("id", *_NAMES, "signed_on", "effective_on", *SAID)


@dataclass(frozen=True)
class Terms:
    """What is in force. `by`: {name: the signed amendment or the AgreementEvent that says it}; the agreement says the rest."""

    ends_on: datetime.date | None
    renewal: str
    renewal_months: int | None
    notice: str
    notice_months: int | None
    interim_review_on: datetime.date | None
    by: dict = field(default_factory=dict)


def with_terms(agreements):
    """Return agreements with what terms_of and dues_of read: `events`, `amendments` and `is_followed`. Two queries more."""
    following = Agreement.objects.filter(follows=OuterRef("pk")).exclude(status__in=OPEN_STATUSES)
    amendments = Agreement.objects.only(*_ROWS).order_by("position", "pk")
    return agreements.annotate(is_followed=Exists(following.order_by())).prefetch_related(
        "events", Prefetch("amendments", amendments)
    )


def dates_only(agreements):
    """Return agreements with the columns that their terms and their name are read from, nothing of their text."""
    return agreements.only(*_ROWS)


def terms_of(agreement):
    """Return the Terms in force of an agreement. Reads `events` and `amendments`.

    An amendment counts from its signature, the day from which its parties are bound to it, and says what is filled in it and
    differs from the text before it. A decision to renew says the end; the last of the two, in the order of the days, holds.
    """
    written = {name: getattr(agreement, name) for name in SAID}
    said, by = dict(written), {}
    for _day, _rank, change in _changes(agreement):
        if not isinstance(change, Agreement):
            said["ends_on"], by["ends_on"] = change.until, change
            continue
        new = {name: getattr(change, name) for name in SAID}
        new = {name: value for name, value in new.items() if value not in (None, "") and value != written[name]}
        if "notice" in new and "notice_months" not in new:
            # The months that were typed are those of the text before.
            new["notice_months"] = None
        written |= new
        said |= new
        by |= dict.fromkeys(new, change)
    return Terms(**said, by=by)


def _changes(agreement):
    """Return [(day, rank, signed amendment or renewal)] in the order in which they came."""
    signed = [one for one in agreement.amendments.all() if one.status == AgreementStatus.SIGNED]
    found = [(one.signed_on or datetime.date.min, (0, one.position, one.pk), one) for one in signed]
    found += [(one.on, (1, 0, one.pk), one) for one in agreement.events.all() if one.kind == TurnKind.RENEW]
    return sorted(found, key=lambda row: row[:2])


def is_followed(agreement):
    """Say whether the agreement that comes after this one is signed: what to do at its end is decided."""
    known = getattr(agreement, "is_followed", None)
    if known is None:
        known = agreement.successors.exclude(status__in=OPEN_STATUSES).exists()
    return known
