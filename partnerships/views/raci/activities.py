"""The rows of the RACI: activities and the phases that group them. Add, change, reorder, remove."""

from django.contrib import messages
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms.raci import ActivityForm, PhaseForm
from partnerships.models.raci import move_row
from projects.access import editable_project, visible_project
from projects.models import Activity, Phase, StaleVersion, operation
from projects.views.history import safe_next

STEPS = {"haut": -1, "bas": 1, "gauche": -1, "droite": 1}


@require_safe
def activity_list(request, slug):
    """Every activity by phase, with the buttons that reorder and remove."""
    project = visible_project(request, slug)
    by_phase = {}
    for activity in project.activities.annotate(letter_count=Count("assignments")).order_by("position", "pk"):
        by_phase.setdefault(activity.phase_id, []).append(activity)
    groups = [(phase, by_phase.get(phase.pk, [])) for phase in project.phases.order_by("position", "pk")]
    loose = by_phase.get(None, [])
    return render(request, "partnerships/raci_activities.html", {"project": project, "groups": groups, "loose": loose})


@require_http_methods(["GET", "POST"])
def activity_create(request, slug):
    project = editable_project(request, slug)
    last = project.activities.aggregate(last=Max("position"))["last"]
    activity = Activity(project=project, position=0 if last is None else last + 1)
    return _save(request, project, ActivityForm, activity, _("Ajouter une activité"))


@require_http_methods(["GET", "POST"])
def activity_edit(request, slug, public_id):
    project = editable_project(request, slug)
    activity = get_object_or_404(project.activities.select_related("project"), public_id=public_id)
    return _save(request, project, ActivityForm, activity, _("Modifier l’activité"))


@require_POST
def activity_move(request, slug, public_id):
    """Move an activity up or down among those of its phase."""
    project = editable_project(request, slug)
    activity = get_object_or_404(project.activities, public_id=public_id)
    return _move(request, project, activity, project.activities.filter(phase=activity.phase_id))


@require_http_methods(["GET", "POST"])
def activity_remove(request, slug, public_id):
    """Ask, saying how many letters go with it; then remove. The gesture can be undone."""
    project = editable_project(request, slug)
    activity = get_object_or_404(project.activities, public_id=public_id)
    letters = activity.assignments.count()
    if request.method == "POST":
        with operation(
            by=request.user, label=_("Retirer «\u00a0%(name)s\u00a0»") % {"name": activity.name}, project=project
        ) as g:
            activity.delete()
        messages.success(
            request, _("«\u00a0%(name)s\u00a0» est retirée.") % {"name": activity.name}, extra_tags=g.public_id
        )
        return redirect("partnerships:raci_activities", slug)
    goes = ngettext("%(count)s rôle du RACI part avec elle.", "%(count)s rôles du RACI partent avec elle.", letters)
    consequence = goes % {"count": letters} if letters else _("Aucun rôle du RACI ne part avec elle.")
    return _ask_removal(request, project, activity, consequence)


@require_http_methods(["GET", "POST"])
def phase_create(request, slug):
    project = editable_project(request, slug)
    last = project.phases.aggregate(last=Max("position"))["last"]
    phase = Phase(project=project, position=0 if last is None else last + 1)
    return _save(request, project, PhaseForm, phase, _("Ajouter une phase"))


@require_http_methods(["GET", "POST"])
def phase_edit(request, slug, public_id):
    project = editable_project(request, slug)
    phase = get_object_or_404(project.phases.select_related("project"), public_id=public_id)
    return _save(request, project, PhaseForm, phase, _("Renommer la phase"))


@require_POST
def phase_move(request, slug, public_id):
    """Move a phase up or down."""
    project = editable_project(request, slug)
    phase = get_object_or_404(project.phases, public_id=public_id)
    return _move(request, project, phase, project.phases.all())


@require_http_methods(["GET", "POST"])
def phase_remove(request, slug, public_id):
    """Ask, then remove a phase: its activities stay, without phase."""
    project = editable_project(request, slug)
    phase = get_object_or_404(project.phases, public_id=public_id)
    if request.method == "POST":
        with operation(
            by=request.user, label=_("Retirer «\u00a0%(name)s\u00a0»") % {"name": phase.name}, project=project
        ) as g:
            # One by one: the deletion alone would empty the column without a word in the history, hence without undo.
            for activity in phase.activities.all():
                activity.phase = None
                activity.save()
            phase.delete()
        messages.success(
            request, _("«\u00a0%(name)s\u00a0» est retirée.") % {"name": phase.name}, extra_tags=g.public_id
        )
        return redirect("partnerships:raci_activities", slug)
    count = phase.activities.count()
    stay = ngettext("%(count)s activité reste, sans phase.", "%(count)s activités restent, sans phase.", count)
    consequence = stay % {"count": count} if count else _("Aucune activité n’y est rangée.")
    return _ask_removal(request, project, phase, consequence)


def _ask_removal(request, project, item, consequence):
    context = {"project": project, "item": item, "consequence": consequence}
    return render(request, "partnerships/raci_remove.html", context)


@require_POST
def column_move(request, slug, public_id):
    """Move a column left or right among those that the page shows (`o`): the order of the project's partners.

    The carrying organisation stays first.
    """
    project = editable_project(request, slug)
    others = project.partnerships.filter(is_lead=False).select_related("partner")
    partnership = get_object_or_404(others, public_id=public_id)
    shown = set(request.POST.getlist("o")) | {public_id}
    siblings = others.filter(public_id__in=shown) if len(shown) > 1 else others
    partnership.name = partnership.partner.label
    return _move(request, project, partnership, siblings, back="raci_columns")


def _move(request, project, item, siblings, back="raci_activities"):
    step = STEPS.get(request.POST.get("sens"))
    if step is None:
        return render(request, "404.html", status=404)
    siblings = list(siblings.order_by("position", "pk"))
    if 0 <= siblings.index(item) + step < len(siblings):
        with operation(
            by=request.user, label=_("Déplacer «\u00a0%(name)s\u00a0»") % {"name": item.name}, project=project
        ) as g:
            move_row(siblings, item, step)
        messages.success(
            request, _("«\u00a0%(name)s\u00a0» a changé de place.") % {"name": item.name}, extra_tags=g.public_id
        )
    return redirect(safe_next(request, reverse(f"partnerships:{back}", args=[project.slug])))


def _save(request, project, form_class, item, title):
    """Show the form of an activity or a phase, or save it. 422 when invalid, 409 when somebody changed it first."""
    context = {"project": project, "title": title, "item": item}
    if request.method == "GET":
        return render(request, "partnerships/raci_item.html", {**context, "form": form_class(instance=item)})
    form = form_class(request.POST, instance=item)
    if not form.is_valid():
        return render(request, "partnerships/raci_item.html", {**context, "form": form}, status=422)
    try:
        with operation(by=request.user, label=f"{title}\u00a0: {item.name}", project=project) as gesture:
            if item.pk:
                _claim(item, form)
            form.save()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        return _item_conflict(request, context, form_class, form, stale.current)
    messages.success(
        request, _("«\u00a0%(name)s\u00a0» est enregistrée.") % {"name": item.name}, extra_tags=gesture.public_id
    )
    return redirect("partnerships:raci_activities", project.slug)


def _claim(item, form):
    """Take the right to write: by version for an activity, by the name seen for a phase, which has no version."""
    if isinstance(item, Activity):
        item.claim(form.cleaned_data["version"] or 0)
    elif not Phase.objects.filter(pk=item.pk, name=form.cleaned_data["seen"]).update(name=item.name):
        raise StaleVersion(Phase.objects.filter(pk=item.pk).first(), Phase)


def _item_conflict(request, context, form_class, form, current):
    """Answer 409: what was typed kept, the present values beside, and « Remplacer » which sends the fresh version."""
    present = form_class(instance=current)
    data = request.POST.copy()
    for name in ("version", "seen"):
        if name in present.initial:
            data[name] = present.initial[name]
    conflicts = [
        (field.label, _shown(current, name), _shown(form.instance, name))
        for name, field in form.fields.items()
        if not field.widget.is_hidden and getattr(current, name) != getattr(form.instance, name)
    ]
    context |= {"form": form_class(data, instance=current), "conflicts": conflicts}
    return render(request, "partnerships/raci_item.html", context, status=409)


def _shown(item, name):
    """Return a field's value as a person reads it."""
    display = getattr(item, f"get_{name}_display", None)
    value = display() if display else getattr(item, name)
    return _("rien") if value in (None, "") else str(value)
