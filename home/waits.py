"""What waits for a person in all their projects: what, since when, and what it changes once done.

Each kind of wait is one function; a page shows them under one heading each. Every function takes a bounded number of queries.
"""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Role
from agreements.calendar import ALERT, add_months, dues_of, near
from agreements.facts import day_text
from agreements.filters import LIVING
from agreements.models import Agreement, AgreementStatus, Arrangement, Renewal, Signature
from agreements.sides import replies_waiting
from agreements.terms import dates_only, terms_of, with_terms
from agreements.typography import french_list
from agreements.validating import waiting_for
from partnerships.models import Mandate
from projects.models import ProjectMember, Stage
from territories.names import normalise

# A signature that nobody was reminded of for that long is asked again.
OVERDUE_AFTER = datetime.timedelta(days=21)
# Rows of one kind that a page looks at: more wait than anybody reads.
LOOKED_AT = 1000
# While somebody speaks for us with the partner.
NEGOTIATED = (Stage.IDEA, Stage.ELABORATION, Stage.NEGOTIATION, Stage.ACTION_SHEETS)

# In the order of a page: what only this person can do comes first.
KINDS = {
    "validation": gettext_lazy("À valider"),
    "signature": gettext_lazy("À signer"),
    "reply": gettext_lazy("Des partenaires ont répondu"),
    "decision": gettext_lazy("À reconduire, à renégocier ou à clore"),
    "unsaid": gettext_lazy("Accords arrivés à la date dite"),
    "unsigned": gettext_lazy("Signatures attendues"),
    "mandate": gettext_lazy("Mandats échus"),
}


@dataclass(frozen=True)
class Wait:
    """One thing that waits. `warning`: what must be known first; `then`: what changes once done; `since`: None, not known."""

    kind: str
    project: str
    title: str
    url: str
    said: str
    then: str
    action: str
    since: datetime.date | None = None
    warning: str = ""
    note: str = ""

    def for_days(self, today):
        """Return « depuis 12 jours », « depuis aujourd’hui », or empty text when the day is not known."""
        if self.since is None:
            return ""
        days = (today - self.since).days
        if days < 1:
            return _("depuis aujourd’hui")
        return ngettext("depuis %(n)s\u00a0jour", "depuis %(n)s\u00a0jours", days) % {"n": days}


def waits_of(user, today):
    """Return every Wait of a person, kind after kind in the order of KINDS, the longest first in each. Eight queries."""
    to_sign, waiting = list(_to_sign(user)), replies_waiting(_run(user).order_by().values("pk"))
    texts = _texts(user, waiting)
    found = [
        validations(user, today),
        own_signatures(user, to_sign),
        replies(texts, waiting),
        decisions(texts, today),
        unsaid(user, today),
        unsigned(user, to_sign, today),
        mandates(user, today),
    ]
    return [wait for kind in found for wait in _oldest(kind)]


def first_waits(user, today):
    """Return what the list of projects shows first: what nobody else can do, then what ends. Five queries at most."""
    found = [validations(user, today), own_signatures(user, _to_sign(user)), decisions(_texts(user), today)]
    return [wait for kind in found for wait in _oldest(kind)]


def by_kind(waits, today):
    """Return [(heading, [(Wait, since when in words)])] of Waits that come kind after kind."""
    return [
        (KINDS[kind], [(wait, wait.for_days(today)) for wait in some])
        for kind, some in groupby(waits, key=lambda wait: wait.kind)
    ]


def _oldest(waits):
    return sorted(waits, key=lambda wait: (wait.since or datetime.date.max, wait.title))


def _run_by(user, way):
    """Return the condition that says that the user runs the project found at the end of `way`."""
    return Q(**{f"{way}__members__user": user, f"{way}__members__role__in": Role.managers()})


def _run(user):
    return Agreement.objects.filter(_run_by(user, "project"))


def _texts(user, waiting=()):
    """Return the agreements that the user runs and that live, or are among the `waiting`. Three queries at most."""
    rows = _run(user).filter(Q(status__in=LIVING) | Q(pk__in=waiting))
    return list(with_terms(dates_only(rows).select_related("project")))


def validations(user, today):
    """Return the texts that wait for the answer of this person, the longest wait first. One query."""
    return [_validation(one) for one in waiting_for(user, today)]


def _validation(one):
    name = "agreements:decision_note" if one.is_noted else "agreements:text_validate"
    asked = one.step.round
    said = _("Demandé le %(day)s.") % {"day": day_text(asked.asked_on)}
    if asked.asked_by:
        said = _("Demandé par %(who)s le %(day)s.") % {"who": asked.asked_by, "day": day_text(asked.asked_on)}
    if one.is_noted:
        said = _("Décision à noter\u00a0: %(who)s. %(said)s") % {"who": one.step.name, "said": said}
    warning = ""
    if one.changed:
        warning = _("Le texte a changé depuis votre validation du %(day)s.") % {"day": day_text(one.step.decided_on)}
    then = _("Après vous, le texte pourra être signé.")
    if one.after:
        then = _("Après vous, il ira à\u00a0: %(who)s.") % {"who": one.after.name}
    return Wait(
        kind="validation",
        project=one.agreement.project.name,
        title=one.agreement.title,
        url=_page(name, one.agreement),
        said=said,
        then=then,
        action=_("Noter la décision") if one.is_noted else _("Lire et répondre"),
        since=one.since,
        warning=warning,
        note=asked.note,
    )


def _to_sign(user):
    """Yield the signatures of each agreement that is ready to sign, by rank, with `role`: the user's. One query."""
    place = ProjectMember.objects.filter(project=OuterRef("agreement__project"), user=user).order_by()
    rows = (
        Signature.objects.filter(agreement__status=AgreementStatus.READY, agreement__project__members__user=user)
        .annotate(role=Subquery(place.values("role")[:1]))
        .select_related("agreement__project", "party__partnership__partner")
        .order_by("agreement", "rank", "party__position", "pk")
    )
    for _key, found in groupby(rows[:LOOKED_AT], key=lambda one: one.agreement_id):
        yield list(found)


def own_signatures(user, to_sign):
    """Return the signatures that this person is waited for, when those who sign before have signed.

    One is this person's when it has the address of the account; without address, when it is for the carrying organisation
    and has the name of the account.
    """
    return [
        Wait(
            kind="signature",
            project=rows[0].agreement.project.name,
            title=rows[0].agreement.title,
            url=_page("agreements:signature_list", rows[0].agreement),
            said=_("Votre signature est attendue, pour %(who)s.") % {"who": mine.party.called},
            then=_then_signed(rows),
            action=_("Voir et signer"),
            since=mine.asked_on,
        )
        for rows in to_sign
        for mine in rows
        if _is_turn(mine, rows) and _is_of(mine, user)
    ]


def _is_turn(signature, rows):
    before = (one for one in rows if one.rank < signature.rank)
    return signature.state == "pending" and all(one.is_signed for one in before)


def _is_of(signature, user):
    if signature.email:
        return signature.email.casefold() == user.email.casefold()
    return signature.party.partnership.is_lead and normalise(signature.name) == normalise(str(user))


def _then_signed(rows):
    others = [one for one in rows if not one.is_signed]
    if len(others) > 1:
        return ngettext(
            "Après vous, il manquera %(n)s signature.", "Après vous, il manquera %(n)s signatures.", len(others) - 1
        ) % {"n": len(others) - 1}
    return _("La vôtre est la dernière\u00a0: la convention sera signée.")


def unsigned(user, to_sign, today):
    """Return the agreements whose signatures are late, for who coordinates: the day aimed at is past, or nobody was reminded
    for OVERDUE_AFTER.
    """
    found = []
    for rows in (rows for rows in to_sign if rows[0].role == Role.COORDINATOR):
        agreement = rows[0].agreement
        late = [one for one in rows if _is_turn(one, rows) and _is_late(one, agreement, today)]
        late = [one for one in late if not _is_of(one, user)]
        if not late:
            continue
        days = [one.asked_on for one in late if one.asked_on]
        planned = agreement.signature_planned_on
        found.append(
            Wait(
                kind="unsigned",
                project=agreement.project.name,
                title=agreement.title,
                url=_page("agreements:signature_list", agreement),
                said=_("On attend la signature de %(who)s.") % {"who": french_list(one.name for one in late)},
                then=_(
                    "Relancez, ou notez ce qui est revenu sur papier\u00a0: rien n’engage avant la dernière signature."
                ),
                action=_("Voir les signatures"),
                since=min(days, default=None),
                warning=_("Elle était visée pour le %(day)s.") % {"day": day_text(planned)}
                if planned and planned < today
                else "",
            )
        )
    return found


def _is_late(signature, agreement, today):
    if agreement.signature_planned_on and agreement.signature_planned_on < today:
        return True
    last = signature.reminded_on or signature.asked_on
    return last is not None and last + OVERDUE_AFTER <= today


def replies(texts, waiting):
    """Return, of these texts, those about which a partner has sent something that nobody has settled. No query."""
    found = []
    for agreement in (one for one in texts if one.pk in waiting):
        count = waiting[agreement.pk].count
        found.append(
            Wait(
                kind="reply",
                project=agreement.project.name,
                title=agreement.title,
                url=_page("agreements:reply_list", agreement),
                said=ngettext("%(n)s retour à lire.", "%(n)s retours à lire.", count) % {"n": count},
                then=_("Votre réponse se lira sur la page du partenaire."),
                action=_("Lire et répondre"),
                since=waiting[agreement.pk].since,
            )
        )
    return found


def decisions(texts, today):
    """Return, of these texts, those whose end has passed, or comes: somebody must say what follows. No query."""
    found = []
    for agreement in (one for one in texts if one.status in LIVING):
        for due in near(dues_of(agreement, today), today):
            if due.kind in ("over", "end", "notice"):
                found.append(_decision(agreement, due, today))
                break
    return found


def _decision(agreement, due, today):
    renewal = terms_of(agreement).renewal
    day = day_text(due.day)
    if due.kind == "over":
        since = due.day
        said = _("Elle a pris fin le %(day)s.") % {"day": day}
        then = _("Reconduite, suivie d’une autre ou close\u00a0: d’ici là, plus rien n’est écrit.")
    elif due.kind == "notice":
        since = add_months(due.day, -ALERT)
        said = _("Dernier jour pour donner congé\u00a0: le %(day)s.") % {"day": day}
        then = _("Si personne ne dit rien, elle est reconduite.")
    else:
        since = add_months(due.day, -ALERT)
        said = _("Elle prend fin le %(day)s.") % {"day": day}
        then = _("Sans suite écrite, elle s’arrête ce jour-là.")
        if renewal == Renewal.DECISION:
            then = _("Elle ne se reconduit que si vous le décidez.")
    return Wait(
        kind="decision",
        project=agreement.project.name,
        title=agreement.title,
        url=_page("agreements:agreement_terms", agreement),
        said=said,
        then=then,
        action=_("Décider de la suite"),
        since=since,
    )


def unsaid(user, today):
    """Return the lighter arrangements whose day is past and that nobody has ended: do they go on? One query."""
    rows = Arrangement.objects.living().filter(_run_by(user, "partnership__project"), end__lt=today).with_names()
    return [
        Wait(
            kind="unsaid",
            project=one.partnership.project.name,
            title=_("%(purpose)s, avec %(partner)s")
            % {"purpose": one.purpose, "partner": one.partnership.partner.label},
            url=reverse("agreements:arrangement_detail", args=[one.partnership.project.slug, one.public_id]),
            said=_("%(form)s, dit jusqu’au %(day)s.")
            % {"form": one.get_formalisation_display(), "day": day_text(one.end)},
            then=_(
                "S’il continue, dites jusqu’à quand\u00a0; sinon, terminez-le. Le silence ne dit ni l’un ni l’autre."
            ),
            action=_("Dire ce qu’il devient"),
            since=one.end,
        )
        for one in rows.order_by("end", "pk")[:LOOKED_AT]
    ]


def mandates(user, today):
    """Return the partners with whom nobody speaks for us any more: the last mandate is over. One query."""
    others = Mandate.objects.filter(partnership=OuterRef("partnership")).filter(Q(until=None) | Q(until__gte=today))
    rows = (
        Mandate.objects.filter(_run_by(user, "partnership__project"), ~Exists(others.order_by()), until__lt=today)
        .filter(partnership__stage__in=NEGOTIATED, partnership__partner__archived_at=None)
        .select_related("partnership__project", "partnership__partner", "who_member", "who_partnership__partner")
        .order_by("partnership", "-until", "-pk")
    )
    found = []
    for _key, some in groupby(rows[:LOOKED_AT], key=lambda one: one.partnership_id):
        mandate = next(some)
        partnership = mandate.partnership
        who = mandate.who or _("La personne mandatée")
        found.append(
            Wait(
                kind="mandate",
                project=partnership.project.name,
                title=partnership.partner.label,
                url=reverse("partnerships:stage_path", args=[partnership.project.slug, partnership.public_id]),
                said=_("Mandat échu le %(day)s\u00a0: %(who)s.") % {"who": who, "day": day_text(mandate.until)},
                then=_("Renouvelé, il dit de nouveau qui négocie en votre nom, et jusqu’où."),
                action=_("Donner un mandat"),
                since=mandate.until,
            )
        )
    return found


def _page(name, agreement):
    return reverse(name, args=[agreement.project.slug, agreement.public_id])
