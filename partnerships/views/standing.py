"""Whether a record is in use and up to date: archived, brought back, removed for want of any use, checked today."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.standing import SeenForm
from partnerships.models import Partnership
from partnerships.removal import ties
from projects.access import editable_project
from projects.models import Project, StaleVersion, operation


def _open(request, slug, public_id):
    project = editable_project(request, slug)
    rows = Partnership.objects.select_related("partner__archived_by", "partner__organisation")
    partnership = get_object_or_404(rows, project=project, public_id=public_id)
    partnership.project = project
    return project, partnership


def _gesture(request, project, partner, label):
    """Return the operation of a gesture on a record: every project that shows it has a new revision."""
    Project.objects.filter(partnerships__partner=partner).exclude(pk=project.pk).renew()
    return operation(by=request.user, label=f"{label}\u00a0: {partner.name}", project=project)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_archive(request, slug, public_id):
    """Ask, showing where the record is used, then archive it; 409 when it changed meanwhile or leads a project."""
    project, partnership = _open(request, slug, public_id)
    partner = partnership.partner
    status, changed = 200, False
    used = _used(request, partner)
    if request.method == "POST":
        form = SeenForm(request.POST)
        status = 409
        if not used["leads"] and not partner.is_archived and form.is_valid():
            try:
                with _gesture(request, project, partner, _("Archiver une fiche")) as gesture:
                    partner.archive(version=form.cleaned_data["version"], by=request.user)
            except StaleVersion:
                changed = True
                partner.refresh_from_db()
            else:
                said = _("%(name)s est archivé. Sa fiche reste lisible.") % {"name": partner.name}
                messages.success(request, said, extra_tags=gesture.public_id)
                return redirect(partnership.get_absolute_url())
    context = {
        "project": project,
        "partnership": partnership,
        "partner": partnership.partner,
        "changed": changed,
        "removable": _is_alone(partnership, used),
        **used,
    }
    return render(request, "partnerships/partner_archive.html", context, status=status)


def _used(request, partner):
    """Return where a record is used: the projects that the person sees, how many it does not, whether it leads one."""
    rows = list(partner.partnerships.values_list("project", "is_lead"))
    seen = Project.objects.visible_to(request.user).filter(pk__in=[key for key, _is_lead in rows]).order_by("name")
    projects = list(seen)
    return {
        "projects": projects,
        "hidden": len(rows) - len(projects),
        "leads": any(is_lead for _key, is_lead in rows),
    }


def _is_alone(partnership, used):
    """Return whether nothing speaks of the record: no other project, and in this one nothing placed, noted or written."""
    return used["hidden"] + len(used["projects"]) == 1 and not partnership.is_lead and not any(ties(partnership))


@require_POST
def partner_resume(request, slug, public_id):
    """Bring an archived record back into lists and choices."""
    project, partnership = _open(request, slug, public_id)
    partner = partnership.partner
    if partner.is_archived:
        with _gesture(request, project, partner, _("Reprendre une fiche archivée")) as gesture:
            partner.resume(version=partner.version)
        messages.success(
            request,
            _("%(name)s est de nouveau dans votre annuaire.") % {"name": partner.name},
            extra_tags=gesture.public_id,
        )
    return redirect(partnership.get_absolute_url())


@require_POST
def partner_discard(request, slug, public_id):
    """Remove for want of any use a record that nothing speaks of, with its people; the notice brings it back."""
    project, partnership = _open(request, slug, public_id)
    partner = partnership.partner
    if not _is_alone(partnership, _used(request, partner)):
        return redirect("partnerships:partner_archive", slug, public_id)
    with _gesture(request, project, partner, _("Supprimer une fiche de l’annuaire")) as gesture:
        partnership.delete()
        partner.delete()
    messages.success(
        request, _("La fiche de %(name)s est supprimée.") % {"name": partner.name}, extra_tags=gesture.public_id
    )
    return redirect("partnerships:partnership_list", slug)


@require_POST
def partner_checked(request, slug, public_id):
    """Note that the record was checked today, in one gesture."""
    project, partnership = _open(request, slug, public_id)
    partner = partnership.partner
    today = timezone.localdate()
    if partner.checked_on != today:
        with operation(
            by=request.user, label=_("Vérifier une fiche\u00a0: %(name)s") % {"name": partner.name}, project=project
        ) as gesture:
            partner.note_checked(version=partner.version, day=today)
        messages.success(request, _("Fiche vérifiée aujourd’hui."), extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:partnership_record', args=[slug, public_id])}#carte-t")
