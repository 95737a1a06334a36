"""The circuit of validation: asking, whose turn it is, and what a change of the text does to the answers given."""

import datetime
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from agreements.comparing import compare
from agreements.facts import day_text
from agreements.fingerprint import fingerprint_now, sections_of_state, text_state
from agreements.models import (
    OPEN_STATUSES,
    ActionSheet,
    Agreement,
    AgreementMean,
    ApproverKind,
    Article,
    Decision,
    Indicator,
    MoneyLine,
    OwnAnnex,
    Party,
    PartyCommitment,
    SheetMoneyLine,
    SheetPartner,
    SheetStep,
    Validation,
    ValidationRound,
    WrongMoment,
)
from projects.models import Project, ProjectMember

# Steps of rounds that one person's page looks at: more wait than anybody reads.
LOOKED_AT = 1000


@dataclass(frozen=True)
class Answer:
    """A step of a round as it stands for a text. `state`: validated, changed, turn, waiting, change or withdrawn.

    changed: it said yes to another text. turn: it is the one that is waited for. `since`: the day its turn came.
    """

    step: Validation
    state: str
    since: datetime.date | None

    @property
    def is_turn(self):
        return self.state in ("turn", "changed_turn")

    @property
    def is_changed(self):
        return self.state in ("changed", "changed_turn")


@dataclass(frozen=True)
class Standing:
    """Where a round stands for a text. `turn`: the step that is waited for, None when the round waits for nobody.

    `sent_back`: the step that asked for a change. `is_complete`: every step said yes to this very text.
    """

    round: ValidationRound
    answers: tuple[Answer, ...]
    turn: Validation | None
    sent_back: Validation | None
    is_withdrawn: bool
    is_complete: bool

    @property
    def since(self):
        return next((answer.since for answer in self.answers if answer.is_turn), None)

    @property
    def is_changed(self):
        """Say whether the text is no longer the one that somebody validated in this round."""
        return any(answer.is_changed for answer in self.answers)

    def days(self, today):
        """Return for how many days the step has waited, None when nobody is waited for or the day is not known."""
        return (today - self.since).days if self.since else None


def standing_of(asked, steps, fingerprint):
    """Return the Standing of a round, its steps in order with their `text`, for the text of this fingerprint."""
    answers, turn, sent_back, withdrawn = [], None, None, False
    steps = sorted(steps, key=lambda step: (step.position, step.pk))
    closed = any(step.decision in (Decision.CHANGE, Decision.WITHDRAWN) for step in steps)
    for step in steps:
        state, since = "waiting", None
        if step.decision == Decision.CHANGE:
            state, sent_back = "change", step
        elif step.decision == Decision.WITHDRAWN:
            state, withdrawn = "withdrawn", True
        elif step.decision == Decision.VALIDATED:
            state = "validated" if step.text.fingerprint == fingerprint else "changed"
        if turn is None and not closed and state in ("waiting", "changed"):
            turn = step
            since = step.asked_on if state == "waiting" else asked.changed_on
            state = "turn" if state == "waiting" else "changed_turn"
        answers.append(Answer(step, state, since))
    complete = all(answer.state == "validated" for answer in answers)
    return Standing(asked, tuple(answers), turn, sent_back, withdrawn, complete)


def rounds_of(agreements):
    """Return {key of agreement: (last round, its steps)} of those that have one. One query."""
    found = {}
    steps = Validation.objects.of_last_rounds().with_people().filter(round__agreement__in=agreements)
    for step in steps:
        found.setdefault(step.round.agreement_id, (step.round, []))[1].append(step)
    return found


def standings(agreements, fingerprints=None):
    """Return {key of agreement: Standing of its last round}, for the text as the last gesture left it. One query.

    `fingerprints`: {key of agreement: fingerprint} where the text has been read just now.
    """
    known = fingerprints or {}
    return {
        key: standing_of(asked, steps, known.get(key, asked.current))
        for key, (asked, steps) in rounds_of(agreements).items()
    }


def standing_now(agreement, writer=None):
    """Return the Standing of the last round of an agreement (from with_facts) for its text as it reads now, or None."""
    found = rounds_of([agreement.pk]).get(agreement.pk)
    if found is None:
        return None
    return standing_of(*found, fingerprint_now(agreement, writer))


def ask(agreement, *, on, by, note=""):
    """Ask the whole circuit about the present text and return the ValidationRound. Call it in an operation.

    A request that replaces one still waited for asks the same steps, whatever became of the circuit meanwhile: nobody is left
    out because the text has changed. To follow another circuit the request is withdrawn first, and that stays written.

    Raises WrongMoment when the circuit is empty, the text is closed, or somebody is being asked about this very text.
    """
    steps = list(agreement.project.validation_steps.all())
    text = text_state(agreement)
    found = rounds_of([agreement.pk]).get(agreement.pk)
    if found is not None:
        standing = standing_of(*found, text.fingerprint)
        if standing.is_complete or (standing.turn is not None and found[0].text_id == text.pk):
            raise WrongMoment
        if standing.turn is not None:
            steps = [answer.step for answer in standing.answers]
    if not steps or not agreement.is_open:
        raise WrongMoment
    last = agreement.rounds.order_by("-number").values_list("number", flat=True).first() or 0
    asked = ValidationRound.objects.create(
        agreement=agreement,
        number=last + 1,
        text=text,
        asked_on=on,
        asked_by=by,
        note=note,
        current=text.fingerprint,
    )
    for rank, step in enumerate(steps):
        Validation.objects.create(
            round=asked,
            position=rank,
            name=step.name,
            kind=step.kind,
            role=step.role,
            member=step.member,
            asked_on=on if rank == 0 else None,
        )
    return asked


def what_validation_lacks(agreement):
    """Return the sentence that says why the text is not ready, or None: it was asked of nobody, or all have said yes to it.

    A request under way, or sent back, holds with the steps that it was made with: emptying the circuit frees nothing.
    """
    standing = standing_now(agreement)
    is_let_go = standing is None or (standing.is_withdrawn and standing.sent_back is None)
    if is_let_go and not agreement.project.validation_steps.exists():
        return None
    if standing is None:
        return _("Ce texte n’a pas été soumis au circuit de validation.")
    if standing.is_complete:
        return None
    if standing.sent_back:
        return _("%(who)s a demandé un changement\u00a0: %(reason)s") % {
            "who": standing.sent_back.name,
            "reason": standing.sent_back.reason,
        }
    if standing.is_withdrawn:
        return _("La demande de validation a été retirée.")
    if standing.is_changed:
        return _("Le texte a changé depuis sa validation\u00a0: %(who)s doit le relire.") % {"who": standing.turn.name}
    return _("La validation attend encore\u00a0: %(who)s.") % {"who": standing.turn.name}


def who_validated(agreement):
    """Return « Direction, conseil d’administration (PV du 3 mars) » of a complete round, empty text otherwise."""
    standing = standing_now(agreement)
    if standing is None or not standing.is_complete:
        return ""
    return ", ".join(
        f"{answer.step.name} ({answer.step.reference})" if answer.step.reference else answer.step.name
        for answer in standing.answers
    )


# --- Who may answer ---------------------------------------------------------------------------------------------------


def may_answer(user, step, project):
    """Say whether the step is this person's own to answer: the role that they have, or they themselves. One query at most."""
    if step.kind == ApproverKind.MEMBER:
        return step.member is not None and step.member.user_id == user.pk
    if step.kind == ApproverKind.ROLE:
        return project.members.filter(user=user, role=step.role).exists()
    return False


def may_note(step, project):
    """Say whether the answer is noted by who runs the project: a body's, or that of somebody who has no account here."""
    if not project.can_manage:
        return False
    if step.kind == ApproverKind.MEMBER:
        return step.member is None or step.member.user_id is None
    if step.kind == ApproverKind.ROLE:
        return not project.members.filter(role=step.role).exclude(user=None).exists()
    return True


@dataclass(frozen=True)
class Waiting:
    """A text that waits for a person. `changed`: it said yes to another text, this one is new. `after`: the step that is asked
    once this one has said yes, None when it is the last.
    """

    agreement: Agreement
    step: Validation
    since: datetime.date | None
    days: int | None
    changed: bool
    is_noted: bool
    after: Validation | None


def waiting_for(user, today, limit=None):
    """Return the Waitings of a person in all their projects, the longest wait first. One query.

    A body's answer waits for who coordinates the project and will note it.
    """
    place = ProjectMember.objects.filter(project=OuterRef("round__agreement__project"), user=user)
    mine = (
        Q(Exists(place.filter(role=OuterRef("role"))), kind=ApproverKind.ROLE)
        | Q(kind=ApproverKind.MEMBER, member__user=user)
        | Q(Exists(place.filter(role=Role.COORDINATOR)), kind=ApproverKind.BODY)
    )
    last = Validation.objects.of_last_rounds().filter(Exists(place), round__agreement__status__in=OPEN_STATUSES)
    steps = last.filter(round__in=last.filter(mine).values("round")).annotate(
        is_mine=ExpressionWrapper(mine, BooleanField())
    )
    rounds = {}
    for step in (
        steps.with_people().select_related("round__agreement__project").order_by("round", "position")[:LOOKED_AT]
    ):
        rounds.setdefault(step.round_id, []).append(step)
    found = []
    for steps in rounds.values():
        asked = steps[0].round
        standing = standing_of(asked, steps, asked.current)
        if standing.turn is None or not standing.turn.is_mine:
            continue
        found.append(
            Waiting(
                agreement=asked.agreement,
                step=standing.turn,
                since=standing.since,
                days=standing.days(today),
                changed=standing.turn.decision == Decision.VALIDATED,
                is_noted=standing.turn.kind == ApproverKind.BODY,
                after=next((one.step for one in standing.answers if one.state in ("waiting", "changed")), None),
            )
        )
    found.sort(key=lambda one: (one.since or datetime.date.max, one.agreement.pk))
    return found[:limit]


# --- What changes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """What a text changes for a person. `since`: in words, from which text; None for the first one. `changes` hold no part
    that is the same.
    """

    since: str | None
    changes: tuple


def difference_for(user, agreement, sections):
    """Return the Difference from the text that the person validated last, else from the last one sent or submitted.

    `sections`: the text as it reads now (validated_sections). Three queries at most.
    """
    validated = Validation.objects.filter(
        round__agreement=agreement, decided_by=user, decision=Decision.VALIDATED, text__isnull=False
    )
    own = validated.select_related("text").order_by("-decided_on", "-pk").first()
    if own is not None:
        since = _("depuis le texte que vous avez validé le %(day)s") % {"day": day_text(own.decided_on)}
        return _difference(since, sections_of_state(own.text), sections)
    version = agreement.versions.exclude(fingerprint="").order_by("-number").first()
    if version is not None:
        since = _("depuis la version %(number)d du %(day)s") % {"number": version.number, "day": day_text(version.date)}
        return _difference(since, version.sections, sections)
    earlier = agreement.rounds.select_related("text").order_by("-number")[1:2]
    for one in earlier:
        since = _("depuis la demande du %(day)s") % {"day": day_text(one.asked_on)}
        return _difference(since, sections_of_state(one.text), sections)
    return Difference(None, ())


def _difference(since, before, after):
    return Difference(since, tuple(change for change in compare(before, after) if not change.is_same))


# --- The text that changes --------------------------------------------------------------------------------------------

# What the text of an agreement is written from.
SOURCES = (
    Agreement,
    Article,
    OwnAnnex,
    Party,
    PartyCommitment,
    AgreementMean,
    MoneyLine,
    ActionSheet,
    SheetMoneyLine,
    SheetPartner,
    SheetStep,
    Indicator,
    Project,
)


def watch(gesture, projects):
    """Note, at the end of a gesture, which texts under validation are no longer what they were.

    Asked of gestures that wrote one of SOURCES; one query when nothing is being validated.
    """
    last = ValidationRound.objects.filter(agreement=OuterRef("agreement")).order_by("-number").values("pk")[:1]
    rounds = ValidationRound.objects.filter(
        pk=last, agreement__project__in=projects, agreement__status__in=OPEN_STATUSES
    ).values_list("agreement", "pk", "current")
    watched = {agreement: (pk, current) for agreement, pk, current in rounds}
    if not watched:
        return
    for agreement in Agreement.objects.with_facts().filter(pk__in=watched).select_related("project"):
        pk, current = watched[agreement.pk]
        now = fingerprint_now(agreement)
        if now != current:
            ValidationRound.objects.filter(pk=pk).update(current=now, changed_on=timezone.localdate())
