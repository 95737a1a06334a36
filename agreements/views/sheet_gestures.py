"""Gestures on a fiche action: order, copy, archive, removal, validation by each side, joining to agreements."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.fields import VersionForm
from agreements.forms.sheet import AnnexingForm, ValidationForm
from agreements.models import ActionSheet, SheetStatus, SheetValidation
from agreements.sheets.copying import copy_sheet
from agreements.views.sheet import again, get_sheet, show_sheet
from partnerships.models.raci import move_row
from projects.access import managed_project
from projects.models import operation

STEPS = {"monter": -1, "descendre": 1}


@require_POST
def sheet_move(request, slug, public_id, direction):
    """Move a fiche one place up or down in the list."""
    project = managed_project(request, slug)
    sheet = get_object_or_404(project.sheets.select_related("project"), public_id=public_id)
    if direction not in STEPS:
        raise Http404
    sentence = (
        _("Fiche «\u00a0%(title)s\u00a0» montée")
        if direction == "monter"
        else _("Fiche «\u00a0%(title)s\u00a0» descendue")
    )
    label = sentence % {"title": sheet.title}
    siblings = project.sheets.filter(archived_on__isnull=sheet.archived_on is None).order_by("position", "pk")
    with operation(by=request.user, label=label, project=project) as gesture:
        moved = move_row(siblings, sheet, STEPS[direction])
    if moved:
        messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:sheet_list", slug)


@require_POST
def sheet_copy(request, slug, public_id):
    """Make a new fiche from this one: same text, no validation, no measured value."""
    project = managed_project(request, slug)
    sheet = get_sheet(project, public_id)
    label = _("Fiche «\u00a0%(title)s\u00a0» dupliquée") % {"title": sheet.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        copy = copy_sheet(sheet, title=_("%(title)s (copie)") % {"title": sheet.title})
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:sheet_edit", slug, copy.public_id, "fiche")


@require_POST
def sheet_archive(request, slug, public_id):
    """Archive a fiche, or take it out of the archives. Agreements that join it keep it."""
    project = managed_project(request, slug)
    sheet = get_object_or_404(ActionSheet.objects.select_related("project"), project=project, public_id=public_id)
    sentence = (
        _("Fiche «\u00a0%(title)s\u00a0» archivée")
        if sheet.archived_on is None
        else _("Fiche «\u00a0%(title)s\u00a0» reprise")
    )
    label = sentence % {"title": sheet.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        sheet.claim(_version(request))
        sheet.archived_on = timezone.localdate() if sheet.archived_on is None else None
        sheet.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_remove(request, slug, public_id):
    """Ask, then remove; refused (409) while an agreement joins the fiche."""
    project = managed_project(request, slug)
    sheet = get_sheet(project, public_id)
    agreements = list(sheet.annexed_to.all())
    if request.method != "POST" or agreements:
        context = {"project": project, "sheet": sheet, "agreements": agreements}
        status = 409 if request.method == "POST" else 200
        return render(request, "agreements/sheet_remove.html", context, status=status)
    label = _("Fiche «\u00a0%(title)s\u00a0» supprimée") % {"title": sheet.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        sheet.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:sheet_list", slug)


@require_POST
def sheet_validate(request, slug, public_id):
    """Note that one side has said yes to the text that the person saw: 409 when it has changed since."""
    project = managed_project(request, slug)
    sheet = get_sheet(project, public_id)
    form = ValidationForm(request.POST, sheet=sheet, instance=SheetValidation(sheet=sheet))
    if not form.is_valid():
        return show_sheet(request, sheet, status=422, validation_form=form)
    if form.cleaned_data["edition"] != sheet.edition:
        form.data = form.data.copy()
        form.data["edition"] = sheet.edition
        return show_sheet(request, sheet, status=409, validation_form=form, text_changed=True)
    side = form.cleaned_data["partnership"].partner.label
    label = _("Fiche «\u00a0%(title)s\u00a0» validée par %(side)s") % {"title": sheet.title, "side": side}
    with operation(by=request.user, label=label, project=project) as gesture:
        form.save()
        fresh = again(sheet)
        if fresh.is_validated_by_both and fresh.status == SheetStatus.IDEA:
            fresh.claim(fresh.version)
            fresh.status = SheetStatus.VALIDATED
            fresh.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(sheet)


@require_POST
def sheet_unvalidate(request, slug, public_id, validation_id):
    """Take back a validation that was noted."""
    project = managed_project(request, slug)
    sheet = get_sheet(project, public_id)
    validation = get_object_or_404(
        SheetValidation.objects.select_related("partnership__partner"), sheet=sheet, public_id=validation_id
    )
    side = validation.partnership.partner.label
    label = _("Fiche «\u00a0%(title)s\u00a0»\u00a0: validation retirée (%(side)s)") % {
        "title": sheet.title,
        "side": side,
    }
    with operation(by=request.user, label=label, project=project) as gesture:
        validation.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(sheet)


@require_POST
def sheet_annex(request, slug, public_id):
    """Join the fiche to agreements that are still open, or take it out of them."""
    project = managed_project(request, slug)
    sheet = get_sheet(project, public_id)
    form = AnnexingForm(request.POST, sheet=sheet)
    if not form.is_valid():
        return show_sheet(request, sheet, status=422, annexing_form=form)
    label = _("Fiche «\u00a0%(title)s\u00a0»\u00a0: conventions qui la joignent") % {"title": sheet.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        form.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(sheet)


def _version(request):
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
