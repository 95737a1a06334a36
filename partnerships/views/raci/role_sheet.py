"""« Ce qui vous concerne »: the roles of one organisation, as that organisation may read them, on a page and in PDF."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents import words
from partnerships.raci.role_sheet import role_sheet, role_sheets
from projects.access import visible_project


def _sheet(request, slug, public_id):
    project = visible_project(request, slug)
    partnership = get_object_or_404(project.partnerships.select_related("partner"), public_id=public_id)
    return project, partnership, role_sheet(project, partnership, timezone.localdate())


@require_safe
def raci_sheet(request, slug, public_id):
    """The page: what the PDF says, and nothing else."""
    project, partnership, sheet = _sheet(request, slug, public_id)
    context = {
        "project": project,
        "partnership": partnership,
        "sheet": sheet,
        "groups": [
            (group, [(line, words.between(line.start, line.end)) for line in group.lines]) for group in sheet.groups
        ],
    }
    return render(request, "partnerships/raci_sheet.html", context)


@require_safe
def raci_sheet_pdf(request, slug, public_id):
    """The sheet to hand over, A4."""
    # Imported here: the engine of the documents is heavy, and the screens do not need it.
    from documents.cache import cached
    from documents.http import file_response
    from documents.role_sheet import role_sheet_pdf

    project, partnership, sheet = _sheet(request, slug, public_id)
    name = f"ce-qui-vous-concerne-{project.slug}-{partnership.partner.label}.pdf"
    return file_response(cached(sheet, role_sheet_pdf), name, "application/pdf")


@require_safe
def raci_sheets_pdf(request, slug):
    """The sheets of everybody who has a role, in one file to print and hand over. Five queries whatever their number."""
    from documents.cache import cached
    from documents.http import file_response
    from documents.role_sheet import role_sheets_pdf

    project = visible_project(request, slug)
    sheets = role_sheets(project, timezone.localdate())
    name = f"ce-qui-vous-concerne-{project.slug}.pdf"
    return file_response(cached(sheets, role_sheets_pdf), name, "application/pdf")
