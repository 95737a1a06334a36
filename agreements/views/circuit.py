"""The circuit of validation of a project: its steps in order, and the one that the organisation gives to new projects."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation
from agreements.circuits import give_circuit, place_last, take_circuit, under_way
from agreements.forms.fields import VersionForm, differences
from agreements.forms.validation import StepForm
from agreements.models import ValidationStep
from projects.access import managed_project
from projects.models import StaleVersion, operation


@require_safe
def circuit(request, slug):
    """The steps in their order, and what to do with those of the organisation."""
    project = managed_project(request, slug)
    given = ValidationStep.objects.filter(organisation=project.organisation_id)
    context = {
        "project": project,
        "steps": project.validation_steps.select_related("member"),
        "given": given,
        "under_way": under_way(project),
        "can_give": _runs_organisation(request.user, project),
    }
    return render(request, "agreements/circuit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request, slug, public_id=None):
    """Add (without `public_id`) or change one step. 409 keeps what was typed, beside the step as it is now."""
    project = managed_project(request, slug)
    step = _step(project, public_id) if public_id else ValidationStep(project=project, position=place_last(project))
    form = StepForm(request.POST or None, instance=step, project=project)
    context = {"project": project, "form": form, "step": step if public_id else None, "panel": {"url": request.path}}
    if request.method == "POST" and form.is_valid():
        sentence = (
            _("Étape de validation modifiée\u00a0: %(name)s") if public_id else _("Étape ajoutée\u00a0: %(name)s")
        )
        label = sentence % {"name": form.cleaned_data["name"]}
        try:
            with operation(by=request.user, label=label, project=project) as gesture:
                if public_id:
                    step.claim(form.cleaned_data["version"])
                form.save()
        except StaleVersion as stale:
            if stale.current is None:
                raise
            form.data = form.data.copy()
            form.data["version"] = stale.current.version
            context["conflict"] = differences(StepForm(instance=stale.current, project=project), form)
            context["is_stale"] = True
            return render(request, "agreements/circuit_step.html", context, status=409)
        messages.success(request, label, extra_tags=gesture.public_id)
        return redirect("agreements:circuit", slug)
    return render(request, "agreements/circuit_step.html", context, status=422 if form.errors else 200)


@require_POST
def step_move(request, slug, public_id, direction):
    """Move a step one place up or down."""
    project = managed_project(request, slug)
    step = _step(project, public_id)
    way = {"monter": -1, "descendre": 1}.get(direction)
    if way is None:
        raise Http404
    label = _("Étape de validation déplacée\u00a0: %(name)s") % {"name": step.name}
    with operation(by=request.user, label=label, project=project) as gesture:
        step.claim(_version(request))
        ordered = list(project.validation_steps.all())
        here = next(rank for rank, other in enumerate(ordered) if other.pk == step.pk)
        there = min(max(here + way, 0), len(ordered) - 1)
        ordered.insert(there, ordered.pop(here))
        for rank, other in enumerate(ordered):
            if other.position != rank:
                other.position = rank
                other.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:circuit", slug)


@require_POST
def step_remove(request, slug, public_id):
    """Remove a step. Requests under way keep those that they were made with (agreements.circuits)."""
    project = managed_project(request, slug)
    step = _step(project, public_id)
    label = _("Étape de validation retirée\u00a0: %(name)s") % {"name": step.name}
    with operation(by=request.user, label=label, project=project) as gesture:
        step.claim(_version(request))
        step.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:circuit", slug)


@require_POST
def circuit_take(request, slug):
    """Take the organisation's circuit in place of the project's own."""
    project = managed_project(request, slug)
    label = _("Circuit de validation de l’organisation repris")
    with operation(by=request.user, label=label, project=project) as gesture:
        count = take_circuit(project)
    if count:
        messages.success(request, label, extra_tags=gesture.public_id)
    else:
        messages.warning(request, _("L’organisation n’a pas encore de circuit."))
    return redirect("agreements:circuit", slug)


@require_POST
def circuit_give(request, slug):
    """Make this circuit the one of the organisation's new projects: 403 for who does not run it."""
    project = managed_project(request, slug)
    if not _runs_organisation(request.user, project):
        raise PermissionDenied
    label = _("Circuit de validation de l’organisation")
    with operation(by=request.user, label=label, organisation=project.organisation):
        give_circuit(project)
    messages.success(request, _("Les prochains projets de l’organisation partiront de ce circuit."))
    return redirect("agreements:circuit", slug)


def _runs_organisation(user, project):
    return Organisation.objects.managed_by(user).filter(pk=project.organisation_id).exists()


def _step(project, public_id):
    steps = ValidationStep.objects.select_related("member")
    return get_object_or_404(steps, project=project, public_id=public_id)


def _version(request):
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
