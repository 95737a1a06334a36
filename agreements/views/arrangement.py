"""Lighter arrangements: note one, read it, change it, end it, take it up again, remove it. Each gesture can be undone."""

from copy import copy
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.formalising import gain, left_without, lose, words_of
from agreements.forms.arrangement import ArrangementCloseForm, ArrangementForm
from agreements.forms.fields import VersionForm, differences, posted_version
from agreements.models import Arrangement
from partnerships.models import Formalisation
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation


def get_arrangement(project, public_id):
    """Return the arrangement of this project, with its partner and the text that says it. Raises Http404."""
    rows = Arrangement.objects.with_names().filter(partnership__project=project)
    return get_object_or_404(rows, public_id=public_id)


def next_position(project):
    """Return the rank of one more arrangement, after those that the project has."""
    last = Arrangement.objects.filter(partnership__project=project).aggregate(Max("position"))["position__max"]
    return 0 if last is None else last + 1


@require_http_methods(["GET", "HEAD", "POST"])
def arrangement_create(request, slug):
    """Note an arrangement. `?partenaire=` proposes somebody."""
    project = editable_project(request, slug)
    asked = {"partnership": request.GET.get("partenaire", ""), "formalisation": Formalisation.ORAL}
    if request.method != "POST":
        form = ArrangementForm(project=project, initial=asked | {"date": timezone.localdate()})
        return _edit(request, project, form)
    form = ArrangementForm(request.POST, project=project)
    if not form.is_valid():
        return _edit(request, project, form, status=422)
    arrangement = form.save(commit=False)
    partnership = arrangement.partnership
    before = partnership.formalisation
    label = _told(arrangement, _("%(form)s avec %(partner)s\u00a0: %(purpose)s"))
    with operation(by=request.user, label=label, project=project) as gesture:
        arrangement.position = next_position(project)
        arrangement.save()
        after = gain(partnership, arrangement)
    sentence = _("C’est noté.")
    if arrangement.formalisation == Formalisation.ORAL and not arrangement.proof:
        sentence = _("L’accord oral est noté. Confirmez-le par un message écrit.")
    _tell(request, gesture, sentence, words_of(partnership, before, after))
    return redirect("agreements:arrangement_detail", slug, arrangement.public_id)


@require_safe
def arrangement_detail(request, slug, public_id):
    """One arrangement, whole, and what may be done with it."""
    project = visible_project(request, slug)
    return _show(request, project, get_arrangement(project, public_id))


@require_http_methods(["GET", "HEAD", "POST"])
def arrangement_edit(request, slug, public_id):
    """Change what is noted of an arrangement, its partner included."""
    project = editable_project(request, slug)
    arrangement = get_arrangement(project, public_id)
    if request.method != "POST":
        return _edit(request, project, ArrangementForm(instance=arrangement, project=project), arrangement)
    was = copy(arrangement)
    form = ArrangementForm(request.POST, instance=arrangement, project=project)
    if not form.is_valid():
        return _edit(request, project, form, was, status=422)
    label = _told(arrangement, _("%(form)s avec %(partner)s modifié\u00a0: %(purpose)s"))
    said = []
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            arrangement.claim(form.cleaned_data["version"])
            form.save()
            if (was.partnership_id, was.formalisation) != (arrangement.partnership_id, arrangement.formalisation):
                said = _follow(was, arrangement)
    except StaleVersion as stale:
        if not isinstance(stale.current, Arrangement):
            raise
        fresh = _again(arrangement)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        conflict = differences(ArrangementForm(instance=fresh, project=project), form)
        return _edit(request, project, form, fresh, status=409, conflict=conflict, is_stale=True)
    _tell(request, gesture, _("C’est enregistré."), *said)
    return redirect("agreements:arrangement_detail", slug, public_id)


@require_POST
def arrangement_close(request, slug, public_id):
    """Say that an arrangement has ended, on which day and why. What the partner's record says of its form follows."""
    project = editable_project(request, slug)
    arrangement = get_arrangement(project, public_id)
    if arrangement.closed_on:
        raise PermissionDenied
    was = copy(arrangement)
    form = ArrangementCloseForm(request.POST, instance=arrangement)
    if not form.is_valid():
        return _show(request, project, was, status=422, close_form=form)
    partnership = arrangement.partnership
    before = partnership.formalisation
    label = _told(arrangement, _("%(form)s avec %(partner)s terminé\u00a0: %(purpose)s"))
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            arrangement.claim(form.cleaned_data["version"])
            form.save()
            after = lose(partnership, arrangement)
    except StaleVersion as stale:
        if not isinstance(stale.current, Arrangement):
            raise
        fresh = _again(arrangement)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        return _show(request, project, fresh, status=409, close_form=form, is_stale=True)
    _tell(request, gesture, _("L’accord est terminé."), words_of(partnership, before, after))
    return redirect("agreements:arrangement_detail", slug, public_id)


@require_POST
def arrangement_reopen(request, slug, public_id):
    """Take up again what had ended: the day and the reason go, the history keeps them."""
    project = editable_project(request, slug)
    arrangement = get_arrangement(project, public_id)
    if arrangement.closed_on is None:
        raise PermissionDenied
    partnership = arrangement.partnership
    before = partnership.formalisation
    label = _told(arrangement, _("%(form)s avec %(partner)s repris\u00a0: %(purpose)s"))
    with operation(by=request.user, label=label, project=project) as gesture:
        arrangement.claim(posted_version(request))
        arrangement.closed_on, arrangement.closed_reason = None, ""
        arrangement.save()
        after = gain(partnership, arrangement)
    _tell(request, gesture, _("L’accord continue."), words_of(partnership, before, after))
    return redirect("agreements:arrangement_detail", slug, public_id)


@require_POST
def arrangement_remove(request, slug, public_id):
    """Remove what was noted by mistake. What has merely ended is closed instead, and stays to be read."""
    project = editable_project(request, slug)
    arrangement = get_arrangement(project, public_id)
    partnership = arrangement.partnership
    before = partnership.formalisation
    label = _told(arrangement, _("%(form)s avec %(partner)s supprimé\u00a0: %(purpose)s"))
    with operation(by=request.user, label=label, project=project) as gesture:
        arrangement.claim(posted_version(request))
        after = lose(partnership, arrangement) if arrangement.is_living else None
        arrangement.delete()
    _tell(request, gesture, _("L’accord est supprimé."), words_of(partnership, before, after))
    return redirect("agreements:agreement_list", slug)


def _again(arrangement):
    """Return the arrangement as it is now: a refused form has written its values on the row in memory."""
    return Arrangement.objects.with_names().filter(pk=arrangement.pk).first()


def to_put_in_writing(project, public_id):
    """Return the living arrangement that a new agreement is to say, None without one. Raises Http404 for an unknown one."""
    if not public_id:
        return None
    arrangement = Arrangement.objects.filter(partnership__project=project, public_id=public_id).first()
    if arrangement is None:
        raise Http404
    return arrangement


def _known(arrangement):
    """Return what the wizard of a new agreement need not ask: {name of its field: value}."""
    known = {
        "etape": "questions",
        "avec": arrangement.partnership.public_id,
        "accord": arrangement.public_id,
        "titre": arrangement.purpose,
        "effet": arrangement.date,
        "fin": arrangement.end,
    }
    return {name: value for name, value in known.items() if value}


def _follow(was, now):
    """Say on the records what an arrangement that changed partner or form leaves and brings. Return the sentences."""
    left, joined = was.partnership, now.partnership
    if left.pk == joined.pk:
        left = joined
    told = []
    if was.is_living and left.formalisation == was.formalisation:
        before = left.formalisation
        if left is joined and left_without(left, was) is not None:
            # The arrangement that was said has another form now: what is said goes with it.
            left.claim(left.version)
            left.formalisation = now.formalisation
            left.save()
            return [words_of(left, before, Formalisation(now.formalisation))]
        if left is not joined:
            told.append(words_of(left, before, lose(left, was)))
    before = joined.formalisation
    told.append(words_of(joined, before, gain(joined, now)))
    return told


def _told(arrangement, sentence):
    """Return the label of a gesture, no longer than an Operation keeps."""
    said = {
        "form": arrangement.get_formalisation_display(),
        "partner": arrangement.partnership.partner.label,
        "purpose": arrangement.purpose,
    }
    return (sentence % said)[:300]


def _tell(request, gesture, *sentences):
    messages.success(request, " ".join(filter(None, sentences)), extra_tags=gesture.public_id)


def _edit(request, project, form, arrangement=None, *, status=200, **context):
    context = {
        "project": project,
        "arrangement": arrangement,
        "form": form,
        "panel": {"url": request.path},
    } | context
    return render(request, "agreements/arrangement_edit.html", context, status=status)


def _show(request, project, arrangement, *, status=200, **context):
    context = {
        "project": project,
        "arrangement": arrangement,
        "today": timezone.localdate(),
        "version_form": VersionForm(initial={"version": arrangement.version}),
        "to_write": urlencode(_known(arrangement)),
    } | context
    if project.can_edit and arrangement.is_living:
        context.setdefault("close_form", ArrangementCloseForm(instance=arrangement))
        context["left"] = words_of(
            arrangement.partnership,
            arrangement.partnership.formalisation,
            left_without(arrangement.partnership, arrangement),
        )
    return render(request, "agreements/arrangement_detail.html", context, status=status)
