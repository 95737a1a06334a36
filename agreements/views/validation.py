"""Internal validation of a text: asked for, read, answered, noted. An answer is about the text that the person read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.circuits import change_between
from agreements.comparing import sections_as_data
from agreements.fingerprint import fingerprint_of_data, text_state, validated_sections
from agreements.forms.validation import AskForm, ChangeForm, NotedForm, TextSeenForm
from agreements.freezing import present_sections
from agreements.models import Decision, Validation, WrongMoment
from agreements.validating import ask, difference_for, may_answer, may_note, rounds_of, standing_of
from agreements.views.screen import get_agreement, steps
from agreements.wording import Writer
from projects.access import managed_project, visible_project
from projects.models import operation


class _Read:
    """An agreement as somebody reads it to answer: its text now, the round, whose turn it is."""

    def __init__(self, agreement):
        self.agreement = agreement
        writer = Writer(agreement)
        self.sections = validated_sections(agreement, writer)
        self.fingerprint = fingerprint_of_data(sections_as_data(self.sections))
        # Read with the facts of the signing, answered without them.
        self.shown = present_sections(agreement, writer=writer, late=True) if writer.late else self.sections
        found = rounds_of([agreement.pk]).get(agreement.pk)
        self.standing = standing_of(*found, self.fingerprint) if found else None
        self.turn = self.standing.turn if self.standing and agreement.is_open else None


@require_safe
def validation_detail(request, slug, public_id):
    """Where the validation of the text stands, the rounds before, and the request to make."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id)
    return _show_state(request, project, agreement, AskForm())


def _show_state(request, project, agreement, form, status=200):
    read = _Read(agreement)
    standing, turn = read.standing, read.turn
    circuit = list(project.validation_steps.select_related("member"))
    waits_for_this = turn is not None and standing.round.text.fingerprint == read.fingerprint
    earlier = Validation.objects.filter(round__agreement=agreement).exclude(round=standing.round if standing else None)
    past = list(earlier.with_people().order_by("-round__number", "position", "pk")[:50])
    asked = [answer.step for answer in standing.answers] if standing else []
    context = {
        "project": project,
        "agreement": agreement,
        "steps": steps(agreement),
        "standing": standing,
        "turn": turn,
        "days": standing.days(timezone.localdate()) if turn else None,
        "circuit": circuit,
        "form": form,
        "differs": change_between(asked, circuit) if standing and agreement.is_open else None,
        "left_out": change_between([one for one in past if one.round_id == past[0].round_id], asked) if past else None,
        "can_ask": project.can_manage
        and agreement.is_open
        and bool(circuit or turn)
        and not waits_for_this
        and not (standing and standing.is_complete),
        "can_withdraw": project.can_manage
        and turn is not None
        and any(one.decision == Decision.WAITING for one in asked),
        "can_answer": turn is not None and may_answer(request.user, turn, project),
        "can_note": turn is not None and may_note(turn, project),
        "past": past,
    }
    return render(request, "agreements/validation_detail.html", context, status=status)


@require_POST
def validation_ask(request, slug, public_id):
    """Ask the whole circuit about the present text."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _show_state(request, project, agreement, form, status=422)
    label = _("Validation demandée")
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            ask(agreement, on=timezone.localdate(), by=request.user, note=form.cleaned_data["note"])
    except WrongMoment:
        messages.warning(request, _("Ce texte est déjà soumis au circuit, ou le circuit est vide."))
        return _show_state(request, project, agreement, form, status=409)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_state_url(agreement))


@require_POST
def validation_withdraw(request, slug, public_id):
    """Take the request back: the text waits for nobody any more."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    found = rounds_of([agreement.pk]).get(agreement.pk)
    label = _("Demande de validation retirée")
    try:
        if found is None:
            raise WrongMoment
        with operation(by=request.user, label=label, project=project) as gesture:
            found[0].withdraw(on=timezone.localdate(), by=request.user)
    except WrongMoment:
        messages.warning(request, _("Aucune demande n’attend de réponse."))
        return _show_state(request, project, agreement, AskForm(), status=409)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_state_url(agreement))


@require_http_methods(["GET", "HEAD", "POST"])
def text_validate(request, slug, public_id):
    """Read the text and what it changes; say yes to it (POST). 403 when it waits for somebody else, 409 when for nobody."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id)
    read = _Read(agreement)
    if request.method != "POST":
        return _show_text(request, project, read)
    refusal = _refusal(request, project, read)
    if refusal:
        return refusal
    form = TextSeenForm(request.POST)
    if not form.is_valid() or form.cleaned_data["fingerprint"] != read.fingerprint:
        return _show_text(request, project, read, status=409, is_stale=True)
    label = _("Texte validé\u00a0: %(step)s") % {"step": read.turn.name}
    return _answer(request, project, read, label, lambda step, facts: step.validate(**facts))


@require_http_methods(["GET", "HEAD", "POST"])
def change_ask(request, slug, public_id):
    """Send the text back with what must change, and in which article."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id)
    read = _Read(agreement)
    refusal = _refusal(request, project, read)
    if refusal:
        return refusal
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        sections=read.sections,
        initial={"fingerprint": read.fingerprint, "article": request.GET.get("article", "")},
    )
    if request.method != "POST" or not form.is_valid():
        return _show_change(request, project, read, form, 422 if form.errors else 200)
    if form.cleaned_data["fingerprint"] != read.fingerprint:
        form.data = form.data.copy()
        form.data["fingerprint"] = read.fingerprint
        return _show_change(request, project, read, form, 409)
    asked = {"reason": form.cleaned_data["reason"], "article": form.cleaned_data["article"]}
    label = _("Changement demandé\u00a0: %(step)s") % {"step": read.turn.name}
    return _answer(request, project, read, label, lambda step, facts: step.ask_change(**facts, **asked))


@require_http_methods(["GET", "HEAD", "POST"])
def decision_note(request, slug, public_id):
    """Note the answer of a body, or of somebody without account, with its day and its reference."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    read = _Read(agreement)
    if read.turn is None:
        return _nobody_waited_for(request, project, read)
    if not may_note(read.turn, project):
        raise PermissionDenied
    form = NotedForm(
        request.POST if request.method == "POST" else None,
        sections=read.sections,
        initial={"fingerprint": read.fingerprint, "decided_on": timezone.localdate()},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if form.cleaned_data["fingerprint"] == read.fingerprint:
                return _note(request, project, read, form.cleaned_data)
            form.data = form.data.copy()
            form.data["fingerprint"] = read.fingerprint
            status = 409
    context = {"project": project, "agreement": agreement, "turn": read.turn, "form": form, "is_stale": status == 409}
    return render(request, "agreements/decision_note.html", context, status=status)


def _note(request, project, read, facts):
    noted = {"reference": facts["reference"]}
    name = {"step": read.turn.name}
    if facts["decision"] == Decision.VALIDATED:
        label = _("Validation notée\u00a0: %(step)s") % name
        return _answer(
            request, project, read, label, lambda step, now: step.validate(**now, **noted), on=facts["decided_on"]
        )
    label = _("Changement demandé, noté\u00a0: %(step)s") % name
    noted |= {"reason": facts["reason"], "article": facts["article"]}
    return _answer(
        request, project, read, label, lambda step, now: step.ask_change(**now, **noted), on=facts["decided_on"]
    )


def _answer(request, project, read, label, verb, *, on=None):
    """Write the answer of the step whose turn it is, then show where the text stands; 409 when somebody was quicker."""
    step = get_object_or_404(Validation.objects.select_related("round", "member"), pk=read.turn.pk)
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            step.claim(read.turn.version)
            text = text_state(read.agreement)
            if text.fingerprint != read.fingerprint:
                raise WrongMoment
            verb(step, {"text": text, "on": on or timezone.localdate(), "by": request.user})
    except WrongMoment:
        return _nobody_waited_for(request, project, read)
    # Only who runs the project takes a validation back.
    messages.success(request, label, extra_tags=gesture.public_id if project.can_manage else "")
    return redirect(_state_url(read.agreement))


def _refusal(request, project, read):
    """Return the 409 page when the text waits for nobody, None when it waits for this person. Raises PermissionDenied."""
    if read.turn is None:
        return _nobody_waited_for(request, project, read)
    if not may_answer(request.user, read.turn, project):
        raise PermissionDenied
    return None


def _nobody_waited_for(request, project, read):
    context = {"project": project, "agreement": read.agreement}
    return render(request, "agreements/validation_nobody.html", context, status=409)


def _show_text(request, project, read, *, status=200, is_stale=False):
    context = {
        "project": project,
        "agreement": read.agreement,
        "sections": read.shown,
        "standing": read.standing,
        "turn": read.turn,
        "days": read.standing.days(timezone.localdate()) if read.turn else None,
        "can_answer": read.turn is not None and may_answer(request.user, read.turn, project),
        "can_note": read.turn is not None and may_note(read.turn, project),
        "after": _who_comes_after(read),
        "left_out": _left_out(read),
        "difference": difference_for(request.user, read.agreement, read.sections),
        "form": TextSeenForm(initial={"fingerprint": read.fingerprint}),
        "is_stale": is_stale,
    }
    return render(request, "agreements/text_validate.html", context, status=status)


def _who_comes_after(read):
    """Return the names of the steps that will be asked once this one has said yes."""
    if read.turn is None:
        return []
    return [
        answer.step.name
        for answer in read.standing.answers
        if answer.step.pk != read.turn.pk and answer.state != "validated"
    ]


def _left_out(read):
    """Return how the steps of this round differ from those of the one before, None when they do not. One query at most."""
    if read.turn is None or read.standing.round.number == 1:
        return None
    before = Validation.objects.filter(
        round__agreement=read.agreement, round__number=read.standing.round.number - 1
    ).order_by("position", "pk")
    return change_between(before, [answer.step for answer in read.standing.answers])


def _show_change(request, project, read, form, status):
    context = {
        "project": project,
        "agreement": read.agreement,
        "turn": read.turn,
        "form": form,
        "is_stale": status == 409,
    }
    return render(request, "agreements/change_ask.html", context, status=status)


def _state_url(agreement):
    return reverse("agreements:validation_detail", args=[agreement.project.slug, agreement.public_id])
