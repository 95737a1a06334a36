"""What the home of a project tells: dates to come, things to do, agreements under way, the forgotten.

Every function returns plain rows and takes a bounded number of queries.
"""

import datetime
from dataclasses import dataclass
from itertools import chain

from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.calendar import dues_of, near, term_for
from agreements.models import AgreementStatus, Party
from agreements.returns import returns_of
from agreements.signing import starts_early, with_beginnings
from agreements.terms import terms_of, with_terms
from partnerships.models import Partnership, Promise, Response, ReviewDecision
from partnerships.questions import in_short
from partnerships.rules.base import in_order
from partnerships.rules.facts import Facts
from projects.models import Stage
from projects.starting_points import add_months

MONTHS_AHEAD = 6
FORGOTTEN_AFTER = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Event:
    """A date on the ruler. `decided`: a decision or a signature (a diamond) rather than a plain date (a ring)."""

    date: datetime.date
    title: str
    url: str
    decided: bool
    x: str = "0%"
    row: int = 0


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


def share_of(day, start, end):
    """Return where the day stands between two dates, as the text of an SVG percentage."""
    return f"{100 * (day - start).days / (end - start).days:.2f}%"


def agreements_of(project):
    """Return every agreement of the project with its last version, its dates and the partners that sign. Four queries."""
    parties = Party.objects.select_related("partnership__partner")
    # A query that groups forgets the order of its model.
    rows = project.agreements.annotate(last_version=Max("versions__number")).order_by("position", "pk")
    rows = with_terms(with_beginnings(rows))
    return list(rows.prefetch_related(Prefetch("parties", parties)))


def ruler(project, agreements, today):
    """Return {"events", "months", "today", "later"}: six months from the first of this month.

    Labels that would touch go to the second row; those that would still touch stay in the list only (`row` 2).
    """
    start = today.replace(day=1)
    end = add_months(start, MONTHS_AHEAD)
    rows, busy_until = [], [-1.0, -1.0]
    for event in sorted(_events(project, agreements, start, end, today), key=lambda event: event.date):
        left = (event.date - start).days / (end - start).days
        width = (max(len(event.title), 12) * 7.6 + 24) / 1150
        row = next((row for row in (0, 1) if busy_until[row] <= left and left + width <= 1.02), 2)
        if row < 2:
            busy_until[row] = left + width
        rows.append(Event(event.date, event.title, event.url, event.decided, share_of(event.date, start, end), row))
    months = [
        Tick(share_of(add_months(start, n), start, end), _month_name(add_months(start, n))) for n in range(MONTHS_AHEAD)
    ]
    return {"events": rows, "months": months, "today": share_of(today, start, end)}


def _month_name(day):
    from django.utils import formats

    return formats.date_format(day, "F Y" if day.month == 1 else "F")


def _events(project, agreements, start, end, today):
    dates_page = reverse("partnerships:moment_list", args=[project.slug])
    for milestone in project.milestones.filter(date__gte=start, date__lt=end):
        yield Event(milestone.date, milestone.title, dates_page, False)
    board = reverse("partnerships:board", args=[project.slug])
    asked = project.partnerships.filter(ask_on__gte=start, ask_on__lt=end, partner__archived_at=None)
    for row in asked.select_related("partner"):
        title = _("Solliciter %(name)s") % {"name": row.partner.label}
        yield Event(row.ask_on, title, f"{board}?partenaire={row.public_id}#volet", False)
    for agreement in agreements:
        url = agreement_url(project, agreement)
        with_whom = partner_of(agreement)
        for day, title in (
            (agreement.deliberation_planned_on, _("Délibération, %(partner)s")),
            (agreement.signature_planned_on, _("Signature visée, %(partner)s")),
            *_dates_in_force(agreement, today),
        ):
            if day and start <= day < end:
                yield Event(day, title % {"partner": with_whom}, url, True)


def _dates_in_force(agreement, today):
    """Return [(day, title with %(partner)s)]: what a draft aims at; once signed, what the text in force says."""
    words = {
        "effect": _("Prise d’effet, %(partner)s"),
        "review": _("Bilan, %(partner)s"),
        "notice": _("Congé au plus tard, %(partner)s"),
        "renewal": _("Reconduction, %(partner)s"),
        "end": _("Fin de convention, %(partner)s"),
        "over": _("Fin de convention, %(partner)s"),
    }
    if agreement.is_open:
        end = None if agreement.amends_id else agreement.ends_on
        return [(agreement.interim_review_on, words["review"]), (end, words["end"])]
    dues = dues_of(agreement, today)
    if not any(due.kind == "renewal" for due in dues):
        # Nobody gives notice to what ends by itself.
        del words["notice"]
    return [(due.day, words[due.kind]) for due in dues if due.kind in words]


def agreement_url(project, agreement):
    return reverse("agreements:agreement_edit", args=[project.slug, agreement.public_id])


def partner_of(agreement):
    """Return the short name of the first party that does not carry the project. Parties must be prefetched."""
    others = [party for party in agreement.parties.all() if not party.partnership.is_lead]
    return others[0].partnership.partner.label if others else agreement.title


@dataclass(frozen=True)
class Task:
    """Something to do. `kind` and `public_id` say which row « C’est fait » closes; no kind: a gesture elsewhere does."""

    kind: str
    public_id: str
    what: str
    who: str
    about: str
    url: str
    due: datetime.date | None

    def when(self, today):
        """Return the delay in words when it is near, the date when it is far."""
        if self.due is None:
            return _("sans date")
        days = (self.due - today).days
        if days < 0:
            return ngettext("en retard de %(n)s jour", "en retard de %(n)s jours", -days) % {"n": -days}
        if days == 0:
            return _("aujourd’hui")
        if days == 1:
            return _("demain")
        if days <= 14:
            return _("dans %(n)s jours") % {"n": days}
        return None


TASK_MODELS = {"promesse": Promise, "parade": Response, "decision": ReviewDecision, "sollicitation": Partnership}


def tasks(project, agreements=None):
    """Return what is promised and not done yet, the nearest date first, undated last. Four queries, and one for bilans.

    Whom to ask, on the day that was said best or at a moment of the project, is among them; so is what the dates of the
    agreements ask for (`agreements_of` the project, read here when they are not given).
    """
    who = ("who_member", "who_partnership__partner")

    def record(partnership):
        return reverse("partnerships:partnership_record", args=[project.slug, partnership.public_id])

    promises = Promise.objects.filter(partnership__project=project, done=False)
    responses = Response.objects.filter(obstacle__partnership__project=project, done=False)
    decisions = ReviewDecision.objects.filter(review__project=project, done=False).select_related("review", *who)
    asked = project.partnerships.filter(is_lead=False, partner__archived_at=None)
    asked = asked.filter(Q(ask_on__isnull=False) | ~Q(ask_moment="")).select_related("partner")
    rows = chain(
        (
            Task("sollicitation", row.public_id, _ask(row), "", row.partner.label, record(row), row.ask_on)
            for row in asked
        ),
        (
            Task(
                "promesse",
                row.public_id,
                row.what,
                row.who,
                row.partnership.partner.label,
                record(row.partnership),
                row.due,
            )
            for row in promises.select_related("partnership__partner", *who)
        ),
        (
            Task(
                "parade",
                row.public_id,
                row.text,
                row.who,
                row.obstacle.partnership.partner.label,
                record(row.obstacle.partnership),
                row.due,
            )
            for row in responses.select_related("obstacle__partnership__partner", *who)
        ),
        (
            Task("decision", row.public_id, row.what, row.who, row.review.title, project.get_absolute_url(), row.due)
            for row in decisions
        ),
        reminders(project, agreements_of(project) if agreements is None else agreements, timezone.localdate()),
    )
    return sorted(rows, key=lambda task: (task.due is None, task.due or datetime.date.max, task.what))


# Kind of a Due → what it asks for.
REMINDED = {
    "over": gettext_lazy("La convention a pris fin\u00a0: la reconduire, la renégocier ou la clore"),
    "end": gettext_lazy("La convention prend fin\u00a0: décider de la suite"),
    "notice": gettext_lazy("Donner congé ou laisser la convention se reconduire"),
    "review": gettext_lazy("Tenir le bilan intermédiaire de la convention"),
}
# A bilan held that long before the day that was said stands for it.
HELD_BEFORE = datetime.timedelta(days=60)


def reminders(project, agreements, today):
    """Return the Tasks that the dates of agreements_of ask for, and the amendments not signed yet. One query at most."""
    found = []
    for agreement in agreements:
        url = reverse("agreements:agreement_terms", args=[project.slug, agreement.public_id])
        for due in near(dues_of(agreement, today), today):
            found.append(_reminder(agreement, REMINDED[due.kind], url, due.day))
        if agreement.is_open and agreement.amends_id:
            day = agreement.signature_planned_on or agreement.effective_on
            found.append(_reminder(agreement, _("Faire signer l’avenant"), agreement_url(project, agreement), day))
    late = [agreement for agreement in agreements if _review_passed(agreement, today)]
    held = list(project.reviews.exclude(date=None).values_list("date", flat=True)) if late else []
    for agreement in late:
        day = terms_of(agreement).interim_review_on
        if not any(day - HELD_BEFORE <= held_on <= today for held_on in held):
            url = reverse("agreements:agreement_terms", args=[project.slug, agreement.public_id])
            found.append(_reminder(agreement, REMINDED["review"], url, day))
    return found


def _reminder(agreement, what, url, day):
    return Task("", "", str(what), agreement.title, partner_of(agreement), url, day)


def _review_passed(agreement, today):
    """Say whether the day of the interim review of an agreement that goes on is past."""
    term = term_for(agreement, today)
    day = terms_of(agreement).interim_review_on
    goes_on = agreement.status == AgreementStatus.SIGNED and not agreement.amends_id and not (term and term.is_over)
    return goes_on and day is not None and day < today


def _ask(partnership):
    """Return « Solliciter la Caf, bilans : pourquoi » of a partner that has a best moment."""
    what = _("Solliciter %(name)s") % {"name": partnership.partner.label}
    if partnership.ask_moment and not partnership.ask_on:
        what = f"{what}, {partnership.get_ask_moment_display().lower()}"
    return f"{what}\u00a0: {partnership.ask_reason}" if partnership.ask_reason else what


STEPS = (AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION, AgreementStatus.READY, AgreementStatus.SIGNED)


def agreements_under_way(project, agreements):
    """Return [{agreement, partner, url, state, step, knots, done_to, back}] for those not signed yet.

    Those of which something came back come first, then the nearest to its signature. `step` counts from 1; `back` is
    (sentence, address), or None. Three queries at most.
    """
    rows = []
    returns = returns_of(project, agreements)
    for agreement in agreements:
        if agreement.status not in STEPS[:3]:
            continue
        step = STEPS.index(agreement.status) + 1
        state = agreement.get_status_display()
        if agreement.last_version:
            state = _("Version %(n)s, %(state)s") % {"n": agreement.last_version, "state": state.lower()}
        rows.append(
            {
                "agreement": agreement,
                "partner": partner_of(agreement),
                "url": agreement_url(project, agreement),
                "state": state,
                "step": step,
                "knots": [{"x": 6 + 29 * n, "is": _knot(n + 1, step)} for n in range(len(STEPS))],
                "done_to": 6 + 29 * (step - 1),
                "back": returns.get(agreement.pk),
            }
        )
    return sorted(rows, key=lambda row: (row["back"] is None, -row["step"]))


def starting_early(agreements, today):
    """Return those of agreements_of of which something begins before everybody has signed."""
    return [agreement for agreement in agreements if starts_early(agreement, today)]


def _knot(n, step):
    return "plein" if n < step else "ici" if n == step else "vide"


def forgotten(project, today):
    """Return [{partnership, days, url}] nobody has spoken to for 60 days, longest silence first; days None for never.

    Neither the carrying organisation nor partnerships that have ended.
    """
    since = today - FORGOTTEN_AFTER
    rows = (
        project.partnerships.filter(is_lead=False, partner__archived_at=None)
        .exclude(stage__in=(Stage.ENDED, Stage.DORMANT))
        .annotate(last=Max("log_entries__date"))
        .filter(Q(last=None) | Q(last__lt=since))
        .select_related("partner")
        .order_by("last", "partner__name")
    )
    return [
        {
            "partnership": row,
            "days": (today - row.last).days if row.last else None,
            "url": reverse("partnerships:partnership_record", args=[project.slug, row.public_id]),
        }
        for row in rows
    ]


def missing(project):
    """Return the Questions of the whole project, in short: the same rules as the page of questions, which names each."""
    return in_short(Facts(project), in_order())
