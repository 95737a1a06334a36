"""The two sides of a text that was sent: who reads it, what each party says of it, who holds the pen.

Each side has its own words for one state: `reading.team` here, `standing` for the page of the partner.
"""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.freezing import LateFacts, late_facts, says_the_same, version_given
from agreements.models import (
    OPEN_STATUSES,
    AgreementLink,
    AgreementStatus,
    AgreementVersion,
    AnswerKind,
    PartnerRemark,
    PartyAnswer,
    PartyCorrection,
    Settled,
    WordingProposal,
)
from agreements.typography import NBSP, french_list
from agreements.wording import has_text
from documents import words

OPEN, READ, ANSWERED, DEAD = "open", "read", "answered", "dead"


@dataclass
class Reading:
    """One link as the team reads it. `state` is open, read, answered or dead; `team` says it."""

    link: AgreementLink
    state: str
    team: str
    answer: PartyAnswer | None = None


@dataclass
class Side:
    """What the two sides stand on. `pen` is a sentence; `is_ours` says whether the team holds it.

    `answers`: {party key: its last PartyAnswer on this text}. `is_accepted`: every other party accepts it as it is now.
    """

    version: AgreementVersion | None = None
    given: AgreementVersion | None = None  # whose kept PDF is handed out (freezing.version_given)
    late: LateFacts = field(default_factory=LateFacts)  # in which the file to sign is behind
    versions: list = field(default_factory=list)
    has_changed: bool = False
    is_accepted: bool = False
    pen: str = ""
    is_ours: bool = True
    readings: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    waiting: int = 0


def side_of(agreement, *, writer=None):
    """Return the Side of an agreement that comes from with_facts. Five queries at most, none when nothing was sent."""
    sent = agreement.text_version is not None
    versions = list(AgreementVersion.objects.for_lists().filter(agreement=agreement)) if sent else []
    version = versions[0] if versions else None
    side = Side(version=version, given=version_given(agreement, versions), versions=versions)
    if side.given is not None and agreement.status == AgreementStatus.READY:
        side.late = late_facts(agreement, side.given, writer=writer)
    links = []
    if agreement.has_links:
        side.waiting = waiting_count(agreement)
        links = AgreementLink.objects.filter(agreement=agreement).select_related("version", "created_by")
        links = list(links.defer("version__frozen", "version__text"))
    parties = {party.pk: party for party in agreement.parties.all()}
    if version is not None and version.fingerprint and has_text(agreement):
        side.has_changed = not says_the_same(agreement, version.fingerprint, writer=writer)
        side.answers = answers_on(agreement, version.fingerprint)
    for link in links:
        link.party = parties[link.party_id]
        side.readings.append(_reading(link, side))
    side.is_accepted = _is_accepted(agreement, side)
    side.pen, side.is_ours = _pen(agreement, side)
    return side


def answers_on(agreement, fingerprint):
    """Return {party key: its last answer} on a text: two versions with the same words are one text."""
    rows = PartyAnswer.objects.filter(version__agreement=agreement, version__fingerprint=fingerprint)
    return {row.party_id: row for row in rows.order_by("made_at", "pk")}


def waiting_count(agreement):
    """Return how many remarks, wordings and corrections wait for the team. One query."""
    return _waiting(link__agreement=agreement).count()


@dataclass(frozen=True)
class Replies:
    """What partners have sent about one text and nobody has settled: how many, and the day of the oldest."""

    count: int
    since: datetime.date


def replies_waiting(agreements):
    """Return {key: Replies} of those of the agreements (a queryset or keys) that may still change. One query."""
    days = {}
    open_ones = {"link__agreement__in": agreements, "link__agreement__status__in": OPEN_STATUSES}
    for key, sent_at in _waiting(**open_ones):
        days.setdefault(key, []).append(sent_at)
    return {key: Replies(len(found), timezone.localdate(min(found))) for key, found in days.items()}


def _waiting(**which):
    """Return the (key of the agreement, moment) of what came through the links and waits for the team."""
    remarks = PartnerRemark.objects.filter(answered_at=None, **which)
    wordings = WordingProposal.objects.filter(decision=Settled.PENDING, **which)
    corrections = PartyCorrection.objects.filter(decision=Settled.PENDING, **which)
    rows = [found.order_by().values_list("link__agreement_id", "sent_at") for found in (remarks, wordings, corrections)]
    return rows[0].union(rows[1], rows[2], all=True)


def is_current(link, agreement):
    """Say whether the text that a link shows still is the text: same words but late facts, whatever was sent since."""
    return says_the_same(agreement, link.version.fingerprint)


def standing(link, answer, agreement):
    """Return where the partner stands, in its own words."""
    if not agreement.is_open:
        return _("Cette convention est fermée\u00a0: elle ne se discute plus ici.")
    if answer is None:
        return _("À lire\u00a0: l’équipe attend votre réponse.")
    when = _day(answer.made_at)
    if answer.kind == AnswerKind.ACCEPTED:
        return _("Votre réponse est partie le %(day)s\u00a0: vous acceptez ce texte.") % {"day": when}
    return _(
        "Votre réponse est partie le %(day)s\u00a0: vous demandez un changement. C’est à l’équipe de répondre."
    ) % {"day": when}


def _reading(link, side):
    answer = side.answers.get(link.party_id)
    if link.revoked_at:
        return Reading(link, DEAD, _("lien fermé le %(day)s") % {"day": _day(link.revoked_at)})
    if not link.is_alive:
        return Reading(link, DEAD, _("lien périmé depuis le %(day)s") % {"day": _day(link.expires_at)})
    if link.version is None:
        if link.first_opened_at:
            return Reading(link, READ, _("informations ouvertes le %(day)s") % {"day": _day(link.first_opened_at)})
        return Reading(link, OPEN, _("informations pas encore ouvertes"))
    if side.has_changed or side.version is None or link.version.fingerprint != side.version.fingerprint:
        return Reading(link, DEAD, _("le texte a changé\u00a0: ce lien ne s’ouvre plus"))
    if answer is not None and answer.link_id == link.pk:
        told = (
            _("accepte ce texte, le %(day)s")
            if answer.kind == AnswerKind.ACCEPTED
            else _("demande un changement, le %(day)s")
        )
        return Reading(link, ANSWERED, told % {"day": _day(answer.made_at)}, answer)
    if link.first_opened_at:
        return Reading(link, READ, _("lue le %(day)s, sans réponse") % {"day": _day(link.first_opened_at)})
    return Reading(link, OPEN, _("pas encore ouverte"))


def _is_accepted(agreement, side):
    others = [party for party in agreement.parties.all() if not party.partnership.is_lead]
    said = [side.answers.get(party.pk) for party in others]
    return bool(others) and not side.has_changed and all(one and one.kind == AnswerKind.ACCEPTED for one in said)


def _pen(agreement, side):
    """Return (who holds the pen, in a sentence, whether it is the team)."""
    version = side.version
    if not agreement.is_open:
        return "", True
    if version is None:
        return _("Rien n’est encore parti\u00a0: c’est à vous d’écrire."), True
    number = {"n": version.number}
    if side.has_changed:
        if any(reading.link.version_id for reading in side.readings):
            return (
                _(
                    "Le texte a changé depuis la version\u00a0%(n)d\u00a0: ses liens ne s’ouvrent plus. C’est à vous d’écrire."
                )
                % number,
                True,
            )
        return _("Le texte a changé depuis la version\u00a0%(n)d. C’est à vous d’écrire.") % number, True
    reading = {}
    for one in side.readings:
        if one.state in (OPEN, READ) and one.link.version_id and one.link.party_id not in side.answers:
            since = reading.get(one.link.party_id, one.link.created_at)
            reading[one.link.party_id] = min(since, one.link.created_at)
    names = {party.pk: party.label for party in agreement.parties.all()}
    if reading:
        who = french_list(names[key] for key in reading)
        verb = _("relisent") if len(reading) > 1 else _("relit")
        since = _day(min(reading.values()))
        return f"{who} {verb} la version{NBSP}{version.number} depuis le {since}.", False
    changes = [names[key] for key, one in side.answers.items() if one.kind == AnswerKind.CHANGE]
    if changes:
        verb = _("demandent") if len(changes) > 1 else _("demande")
        return _("%(who)s %(verb)s un changement\u00a0: c’est à vous d’écrire.") % {
            "who": french_list(changes),
            "verb": verb,
        }, True
    if side.is_accepted:
        return _("Toutes les autres parties acceptent la version\u00a0%(n)d.") % number, True
    return _(
        "La version\u00a0%(n)d est figée\u00a0; personne ne la relit par un lien. C’est à vous d’écrire."
    ) % number, True


def _day(moment):
    """Return « 12 mars 2026 » of a moment, in our time zone."""
    return words.day(timezone.localtime(moment))
