"""The directory out, as a spreadsheet: what the filters show, to hand out or for the team."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.http import file_response
from exchange.spreadsheets.formats import FORMATS
from exchange.spreadsheets.sending import table
from partnerships.filters import PartnershipFilter
from projects.access import editable_project, visible_project


@require_safe
def partner_export(request, slug):
    """Say what each table holds, and offer it in each format; the filters of the directory hold."""
    project = visible_project(request, slug)
    filters = PartnershipFilter(request.GET or None, project=project, with_lead=True)
    context = {
        "project": project,
        "formats": list(FORMATS),
        "query": filters.address(),
        "active": filters.active,
        "count": _found(project, filters).count(),
    }
    return render(request, "exchange/partner_export.html", context)


@require_safe
def partner_download(request, slug, notation):
    """The table to hand out: no person, no working fact, no analysis."""
    return _download(request, visible_project(request, slug), notation, team=False)


@require_safe
def partner_team_download(request, slug, notation):
    """The table of the team: with the persons and the working facts. For those who edit them."""
    return _download(request, editable_project(request, slug), notation, team=True)


def _found(project, filters):
    return filters.qs if filters.is_valid() else filters.queryset.all()


def _download(request, project, notation, team):
    if notation not in FORMATS:
        raise Http404
    filters = PartnershipFilter(request.GET or None, project=project, with_lead=True)
    horizons = filters.filters["horizon"].extra["choices"]
    titles, rows = table(_found(project, filters), horizons, team=team)
    write, content_type = FORMATS[notation]
    kind = "equipe" if team else "a-transmettre"
    filename = f"partenaires-{project.slug}-{kind}-{timezone.localdate():%Y-%m-%d}.{notation}"
    return file_response(write(titles, rows, _("Partenaires")), filename, content_type)
