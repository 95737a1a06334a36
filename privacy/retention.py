"""How long a person stays in the directory: the relation, then the organisation's term after the last exchange.

The last exchange is the latest of: an entry of the journal with the partner, in any project; what the person sent through
its link. Without any, the day when the person was noted. A partner with an agreement in force is a living relation: no
term runs (domain D4). A person who left its organisation has no relation any more, whatever that organisation signed: its
term runs from the departure when it is earlier than the last exchange, which was with somebody else.
"""

import datetime
from dataclasses import dataclass

from django.db.models import BooleanField, Case, DateField, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.calendar import running
from agreements.models import Agreement, Party
from partnerships.models import Contact, LogEntry
from privacy.models import Proposal

# Before any exchange: stands for « none » where the two databases disagree on NULL.
NEVER = datetime.date(1900, 1, 1)


def people(organisation, today):
    """Return the contacts of the organisation that name somebody, with `last_exchange` (a date) and `in_force`."""
    log = LogEntry.objects.filter(partnership__partner=OuterRef("partner")).order_by("-date").values("date")[:1]
    sent = Proposal.objects.filter(contact=OuterRef("pk")).order_by("-submitted_at")
    sent = sent.annotate(day=TruncDate("submitted_at")).values("day")[:1]
    noted = Contact.history.model.objects.filter(id=OuterRef("pk")).order_by("history_id")
    noted = noted.annotate(day=TruncDate("history_date")).values("day")[:1]
    living = running(Agreement.objects.filter(project__organisation=organisation), today)
    agreements = Party.objects.filter(partnership__partner=OuterRef("partner"), agreement__in=living)

    def day(query):
        return Coalesce(Subquery(query, output_field=DateField()), Value(NEVER), output_field=DateField())

    return (
        Contact.objects.filter(partner__organisation=organisation)
        .exclude(name="", email="", phone="", other_phone="", channel="")
        .annotate(
            exchange=Greatest(day(log), day(sent)),
            in_force=Case(
                When(left_on__lte=today, then=Value(False)), default=Exists(agreements), output_field=BooleanField()
            ),
        )
        .annotate(known=Case(When(exchange=NEVER, then=day(noted)), default=F("exchange")))
        .annotate(last_exchange=Case(When(left_on__lt=F("known"), then=F("left_on")), default=F("known")))
        .select_related("partner")
        .order_by("last_exchange", "name", "pk")
    )


def past_term(contacts, policy, today):
    """Return those whose term is over: no agreement in force, last exchange before the term."""
    return contacts.filter(in_force=False, last_exchange__lt=years_before(today, policy.retention_years))


def years_before(day, years):
    """Return the same day that many years earlier; the 28th when it was the 29th of February."""
    return _same_day(day, day.year - years)


def years_after(day, years):
    return _same_day(day, day.year + years)


def _same_day(day, year):
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


@dataclass(frozen=True)
class Term:
    """When the data of a person must go. `until` is None while an agreement is in force."""

    until: datetime.date | None
    is_over: bool
    words: str


def term_of(contact, policy, today):
    """Return the Term of a contact that `people` annotated."""
    if contact.in_force:
        return Term(None, False, _("convention en cours"))
    until = years_after(contact.last_exchange, policy.retention_years)
    days = (until - today).days
    if days < 0:
        return Term(
            until, True, ngettext("dépassé depuis %(n)s jour", "dépassé depuis %(n)s jours", -days) % {"n": -days}
        )
    if days == 0:
        return Term(until, False, _("dernier jour"))
    if days < 60:
        return Term(until, False, ngettext("encore %(n)s jour", "encore %(n)s jours", days) % {"n": days})
    return Term(until, False, _("encore %(n)s mois") % {"n": days // 30})
