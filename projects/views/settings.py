"""Settings of a project: its identity, dates, publics, places and team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Role
from projects.access import managed_project
from projects.forms import AudienceForm, MemberForm, MilestoneForm, PlacesForm, ProjectForm, VersionedForm
from projects.models import Audience, Milestone, ProjectMember, StaleVersion, operation


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request, slug):
    """The identity of the project in one form; its lists (dates, publics, places, team) beside it."""
    project = managed_project(request, slug)
    form = ProjectForm(request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        try:
            with operation(by=request.user, label=_("Modifier les réglages du projet"), project=project) as gesture:
                form.claim_and_save()
            messages.success(request, _("Le projet est à jour."), extra_tags=gesture.public_id)
            return redirect("projects:project_edit", slug)
        except StaleVersion as conflict:
            return _settings_page(request, project, form, conflict=conflict.current, status=409)
    return _settings_page(request, project, form, status=422 if form.errors else 200)


def _settings_page(request, project, form, *, conflict=None, status=200):
    """Render the settings; with `conflict`, the values of the other person stand beside what was typed."""
    differences = []
    if conflict is not None:
        for name in form.Meta.fields:
            current = getattr(conflict, name)
            if form.cleaned_data.get(name) != current:
                differences.append((form[name].label, "\n".join(current) if isinstance(current, list) else current))
        # Sending again replaces on purpose: the form now carries the version just shown.
        form.data = form.data.copy()
        form.data["seen_version"] = conflict.version
        project.refresh_from_db(fields=["name", "banner", "version"])
    context = {
        "project": project,
        "form": form,
        "differences": differences,
        "conflict": conflict,
        "milestones": project.milestones.all(),
        "audiences": project.audiences.all(),
        "places": project.project_territories.select_related("territory__departement", "territory__successor"),
        "members": project.members.select_related("user"),
    }
    return render(request, "projects/project_edit.html", context, status=status)


# What each list of the settings is made of: form, rows, words for the gesture.
LISTS = {
    "jalons": (MilestoneForm, Milestone, _("Ajouter un jalon"), _("Modifier un jalon"), _("Retirer un jalon")),
    "publics": (AudienceForm, Audience, _("Ajouter un public"), _("Modifier un public"), _("Retirer un public")),
    "equipe": (
        MemberForm,
        ProjectMember,
        _("Ajouter une personne à l’équipe"),
        _("Modifier une personne de l’équipe"),
        _("Retirer une personne de l’équipe"),
    ),
}


def _list_of(name):
    if name not in LISTS:
        raise Http404
    return LISTS[name]


@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request, slug, list_name, public_id=None):
    """Add (without `public_id`) or change one row of a list of the settings.

    409 keeps what was typed beside what stands now, for a row that two people may edit.
    """
    project = managed_project(request, slug)
    form_class, model, adding, changing, _removing = _list_of(list_name)
    instance = get_object_or_404(model, project=project, public_id=public_id) if public_id else model(project=project)
    conflict, differences = False, []
    form = form_class(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        label = changing if public_id else adding
        _keep_a_manager(project, form)
        guarded = public_id and isinstance(form, VersionedForm)
        try:
            with operation(by=request.user, label=f"{label}\u00a0: {instance}", project=project) as gesture:
                form.claim_and_save() if guarded else form.save()
            messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
            return redirect(_origin(request, slug))
        except StaleVersion as stale:
            conflict, differences = True, _differences(form, stale.current)
    context = {
        "project": project,
        "form": form,
        "heading": changing if public_id else adding,
        "origin": _origin(request, slug),
        "conflict": conflict,
        "differences": differences,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "projects/item_edit.html", context, status=status)


def _differences(form, current):
    """Return [(label, value now)] of what two people wrote differently; the form then replaces, on purpose, what is shown."""
    form.data = form.data.copy()
    form.data["seen_version"] = current.version if current else ""
    if current is None:
        return []
    names = [name for name in form.Meta.fields if form.cleaned_data[name] != getattr(current, name)]
    return [(form[name].label, getattr(current, name)) for name in names]


def _origin(request, slug):
    """Return the page that a list is edited from: the milestones are those of the frise too (`?suite=moments`)."""
    name = "partnerships:moment_list" if request.GET.get("suite") == "moments" else "projects:project_edit"
    return reverse(name, args=[slug])


def _keep_a_manager(project, form):
    """Raise PermissionDenied when the change would leave the project without anybody who can run it."""
    if not isinstance(form, MemberForm):
        return
    stays = form.cleaned_data["role"] in Role.managers() and form.cleaned_data["email"]
    if not stays and not _other_managers(project, form.instance).exists():
        raise PermissionDenied


def _other_managers(project, member):
    return project.members.filter(role__in=Role.managers()).exclude(user=None).exclude(pk=member.pk)


@require_POST
def item_remove(request, slug, list_name, public_id):
    """Remove one row of a list of the settings; the notice offers to undo it."""
    project = managed_project(request, slug)
    _form, model, _adding, _changing, removing = _list_of(list_name)
    instance = get_object_or_404(model, project=project, public_id=public_id)
    if isinstance(instance, ProjectMember) and not _other_managers(project, instance).exists():
        raise PermissionDenied
    with operation(by=request.user, label=f"{removing}\u00a0: {instance}", project=project) as gesture:
        instance.delete()
    messages.success(request, _("C’est retiré."), extra_tags=gesture.public_id)
    return redirect(_origin(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def places_edit(request, slug):
    """The places that the project aims at."""
    project = managed_project(request, slug)
    form = PlacesForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        with operation(by=request.user, label=_("Modifier les territoires du projet"), project=project) as gesture:
            form.save()
        messages.success(request, _("Les territoires sont à jour."), extra_tags=gesture.public_id)
        return redirect("projects:project_edit", slug)
    context = {
        "project": project,
        "form": form,
        "heading": _("Territoires du projet"),
        "origin": _origin(request, slug),
    }
    return render(request, "projects/item_edit.html", context, status=422 if form.errors else 200)
