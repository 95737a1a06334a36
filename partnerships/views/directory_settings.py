"""The directory as the organisation's: when a record is to be checked again, and the records that no project uses."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation, Role
from partnerships.forms.guarded import keep_against
from partnerships.forms.standing import DirectorySettingsForm, SeenForm
from partnerships.models import Partner
from projects.models import StaleVersion, operation

PAGE_SIZE = 50


def _managed(request, slug):
    """Return the organisation. Raises Http404 for a stranger to it, PermissionDenied unless the role runs it."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if organisation.role_of(request.user) not in Role.managers():
        raise PermissionDenied
    return organisation


@require_http_methods(["GET", "HEAD", "POST"])
def directory_settings(request, slug):
    """Show the settings and the records of no project (GET), or write the settings (POST): 422 and 409 keep what was typed."""
    organisation = _managed(request, slug)
    form = DirectorySettingsForm(request.POST if request.method == "POST" else None, instance=organisation)
    differences, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with operation(by=request.user, label=_("Régler l’annuaire"), organisation=organisation):
                    form.claim_and_save()
                messages.success(request, _("C’est réglé."))
                return redirect("partnerships:directory_settings", slug)
            except StaleVersion as stale:
                differences, status = keep_against(form, stale.current), 409
    return _page(request, organisation, form=form, differences=differences, status=status)


def _page(request, organisation, *, form, differences=None, changed="", status=200):
    """Render the settings and the records of no project; `changed`: the record that somebody else changed first."""
    idle = Partner.objects.filter(organisation=organisation, partnerships=None)
    idle = idle.select_related("territory", "archived_by").order_by("name_norm", "pk")
    context = {
        "organisation": organisation,
        "form": form,
        "differences": differences,
        "changed": changed,
        "register_on": settings.COMPANY_REGISTER,
        "page": Paginator(idle, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "partnerships/directory_settings.html", context, status=status)


@require_POST
def directory_record(request, slug, public_id):
    """Archive, bring back or remove a record that no project uses (`geste`); seen at a version, else 409 says so."""
    organisation = _managed(request, slug)
    partner = get_object_or_404(Partner, organisation=organisation, partnerships=None, public_id=public_id)
    form = SeenForm(request.POST)
    gestures = {
        "archiver": (_("Archiver une fiche"), lambda version: partner.archive(version=version, by=request.user)),
        "reprendre": (_("Reprendre une fiche archivée"), lambda version: partner.resume(version=version)),
        "supprimer": (_("Supprimer une fiche de l’annuaire"), lambda version: _remove(partner, version)),
    }
    label, act = gestures.get(request.POST.get("geste"), (None, None))
    if act is None or not form.is_valid():
        return _page(request, organisation, form=DirectorySettingsForm(instance=organisation), status=422)
    try:
        with operation(by=request.user, label=f"{label}\u00a0: {partner.name}", organisation=organisation):
            act(form.cleaned_data["version"])
    except StaleVersion:
        form = DirectorySettingsForm(instance=organisation)
        return _page(request, organisation, form=form, changed=partner.name, status=409)
    messages.success(request, _("C’est fait\u00a0: %(name)s.") % {"name": partner.name})
    return redirect("partnerships:directory_settings", slug)


def _remove(partner, version):
    partner.claim(version)
    partner.delete()
