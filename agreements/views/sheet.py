"""Fiches action and the investment budget, to read; a fiche in PDF."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.forms.fields import VersionForm
from agreements.forms.sheet import AnnexingForm, ValidationForm
from agreements.models import ActionSheet, Investment, MoneySection
from agreements.sheets.budget import budget_of
from agreements.sheets.document import sheet_document
from agreements.sheets.questions import sheet_questions
from projects.access import visible_project

PAGE_SIZE = 30


def get_sheet(project, public_id):
    """Return a sheet of the project with its rows and its project. Raises Http404."""
    sheet = get_object_or_404(ActionSheet.objects.with_rows(), project=project, public_id=public_id)
    sheet.project = project
    return sheet


def again(sheet):
    """Return the sheet as it is now, after a write or somebody else's."""
    fresh = ActionSheet.objects.with_rows().filter(pk=sheet.pk).first()
    fresh.project = sheet.project
    return fresh


@require_safe
def sheet_list(request, slug):
    """The fiches action of the project: who pilots, in which state, with which agreement. `?archivees=1`: the others."""
    project = visible_project(request, slug)
    archived = bool(request.GET.get("archivees"))
    every = ActionSheet.objects.filter(project=project)
    sheets = every.filter(archived_on__isnull=not archived).select_related("pilot__partner", "agreement")
    page = Paginator(sheets, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "page": page,
        "archived": archived,
        "has_archived": every.exclude(archived_on=None).exists(),
    }
    return render(request, "agreements/sheet_list.html", context)


@require_safe
def sheet_detail(request, slug, public_id):
    """One fiche action, whole."""
    project = visible_project(request, slug)
    return show_sheet(request, get_sheet(project, public_id))


def show_sheet(request, sheet, *, status=200, **context):
    """Render the page of a sheet; `context` brings a form that was refused, or what became stale."""
    project = sheet.project
    prefetch_related_objects([sheet], "annexed_to")
    lines = list(sheet.money_lines.all())
    context = {
        "project": project,
        "sheet": sheet,
        "budget": budget_of(lines),
        "money": [
            (title, [line for line in lines if line.section == section])
            for section, title in (
                (MoneySection.CHARGE, MoneySection.CHARGE.label),
                (MoneySection.INCOME, MoneySection.INCOME.label),
                (MoneySection.VOLUNTARY, MoneySection.VOLUNTARY.label),
            )
        ],
        "obstacles": sheet.obstacles.all(),
        "annexed_to": sheet.annexed_to.all(),
        "questions": sheet_questions(sheet),
        "version_form": VersionForm(initial={"version": sheet.version}),
    } | context
    if project.can_manage:
        context.setdefault("validation_form", ValidationForm(sheet=sheet))
        context.setdefault("annexing_form", AnnexingForm(sheet=sheet))
    return render(request, "agreements/sheet_detail.html", context, status=status)


@require_safe
def sheet_pdf(request, slug, public_id):
    """The fiche as partners read it: nothing of the pas de côté, nothing of the points to watch."""
    from documents.action_sheet import action_sheet_pdf
    from documents.cache import cached
    from documents.http import file_response

    project = visible_project(request, slug)
    sheet = get_sheet(project, public_id)
    content = cached(sheet_document(sheet, timezone.localdate()), action_sheet_pdf)
    name = f"fiche-action-{project.slug}-{slugify(sheet.title)[:60]}.pdf"
    return file_response(content, name, "application/pdf")


@require_safe
def investment_detail(request, slug):
    """What the project buys once, and who pays."""
    project = visible_project(request, slug)
    investment = get_object_or_404(Investment, project=project)
    lines = investment.lines.select_related("source__partner")
    charges = [line for line in lines if line.section == MoneySection.CHARGE]
    incomes = [line for line in lines if line.section == MoneySection.INCOME]
    context = {
        "project": project,
        "investment": investment,
        "charges": charges,
        "incomes": incomes,
        "charges_total": sum(line.amount for line in charges),
        "incomes_total": sum(line.amount for line in incomes),
    }
    return render(request, "agreements/investment_detail.html", context)
