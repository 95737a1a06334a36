"""Essential data of subsidy agreements: what the file says and what it lacks, then the file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.essential import essential_csv, essential_rows
from agreements.forms.essential import EssentialForm
from agreements.models import Agreement
from agreements.views.screen import get_agreement
from documents.http import file_response
from projects.access import visible_project

CSV = "text/csv; charset=utf-8"


@require_safe
def essential_data(request, slug, public_id):
    """The row of one agreement, column by column, and what it lacks."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    return _screen(request, project, [agreement], agreement=agreement)


@require_safe
def essential_data_csv(request, slug, public_id):
    """The file of one agreement."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    return _file(request, project, [agreement], agreement=agreement)


@require_safe
def essential_list(request, slug):
    """The rows of every subsidy agreement of the project."""
    project = visible_project(request, slug)
    return _screen(request, project, _agreements(project))


@require_safe
def essential_list_csv(request, slug):
    """The file of the project."""
    project = visible_project(request, slug)
    return _file(request, project, _agreements(project))


def _agreements(project):
    agreements = list(Agreement.objects.with_facts().filter(project=project))
    for agreement in agreements:
        agreement.project = project
    return agreements


def _screen(request, project, agreements, *, agreement=None):
    form = EssentialForm(request.GET or None)
    status = 200 if form.is_valid() or not form.is_bound else 422
    rows = essential_rows(agreements, **form.answers())
    name, rest = ("essential_data_csv", [agreement.public_id]) if agreement else ("essential_list_csv", [])
    context = {
        "project": project,
        "agreement": agreement,
        "rows": rows,
        "missing_count": sum(len(row.missing) for row in rows),
        "form": form,
        "file_url": f"{reverse(f'agreements:{name}', args=[project.slug, *rest])}?{request.GET.urlencode()}".rstrip(
            "?"
        ),
    }
    return render(request, "agreements/essential_data.html", context, status=status)


def _file(request, project, agreements, *, agreement=None):
    form = EssentialForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return _screen(request, project, agreements, agreement=agreement)
    about = slugify(agreement.number or agreement.public_id) if agreement else "toutes"
    name = f"donnees-essentielles-{project.slug}-{about}.csv"
    return file_response(essential_csv(essential_rows(agreements, **form.answers())), name, CSV)
