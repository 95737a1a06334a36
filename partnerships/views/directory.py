"""The directory of the project's partners, and the record of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max, ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.filters import PartnershipFilter
from partnerships.models import Partnership
from partnerships.record import page_of_partners, read_record
from projects.access import editable_project, visible_project
from projects.models import operation

PAGE_SIZE = 50


@require_safe
def partnership_list(request, slug):
    """The partners of the project, narrowed by the address; the table alone for htmx. Ten queries at most."""
    project = visible_project(request, slug)
    filters = PartnershipFilter(request.GET or None, project=project)
    rows = filters.qs if filters.is_valid() else project.partnerships.filter(is_lead=False)
    rows = rows.order_by("partner__name", "pk").annotate(last_exchange=Max("log_entries__date"))
    page = Paginator(page_of_partners(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "project": project,
        "filters": filters,
        "page": page,
        "query": query.urlencode(),
        "horizons": project.horizons.all(),
    }
    template = "partnerships/partnership_list.html"
    only_results = request.htmx and request.htmx.target == "resultats"
    return render(request, f"{template}#results" if only_results else template, context)


def find_partnership(project, public_id):
    """Return the project's partnership with its partner, or raise Http404."""
    rows = Partnership.objects.select_related("partner__territory", "looked_after_by")
    partnership = get_object_or_404(rows, project=project, public_id=public_id)
    partnership.project = project
    return partnership


@require_safe
def partnership_record(request, slug, public_id):
    """Everything that the team knows of a partner in this project."""
    project = visible_project(request, slug)
    partnership = find_partnership(project, public_id)
    record = read_record(partnership, timezone.localdate())
    context = {
        "project": project,
        "record": record,
        "partnership": partnership,
        "partner": partnership.partner,
        "today": timezone.localdate(),
        "levers": partnership.levers.all(),
        "contacts": partnership.partner.contacts.all(),
        "agreements": [
            party.agreement
            for party in partnership.party_to.select_related("agreement").order_by("agreement__position")
        ],
        "arrangements": partnership.arrangements.all(),
        "situations": partnership.situation_roles.select_related("situation"),
        "seats": partnership.seats.select_related("committee"),
    }
    return render(request, "partnerships/partnership_record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_remove(request, slug, public_id):
    """Take a partner out of the project, after saying what goes with it. Its record stays in the directory."""
    project = editable_project(request, slug)
    partnership = find_partnership(project, public_id)
    held = partnership.is_lead or partnership.party_to.exists() or partnership.piloted_sheets.exists()
    if request.method == "POST" and not held:
        label = _("Retirer %(name)s du projet") % {"name": partnership.partner.name}
        try:
            with operation(by=request.user, label=label, project=project) as gesture:
                partnership.delete()
            messages.success(request, _("C’est retiré du projet."), extra_tags=gesture.public_id)
            return redirect("partnerships:partnership_list", slug)
        except ProtectedError:
            held = True
    context = {
        "project": project,
        "partnership": partnership,
        "held": held,
        "counts": [
            (_("places sur la frise"), partnership.placements.count()),
            (_("rôles dans le RACI"), partnership.assignments.count()),
            (_("freins et leviers"), partnership.obstacles.count() + partnership.levers.count()),
            (_("contacts notés"), partnership.log_entries.count()),
        ],
        "back": reverse("partnerships:partnership_record", args=[slug, public_id]),
    }
    return render(
        request, "partnerships/partnership_remove.html", context, status=409 if request.method == "POST" else 200
    )
