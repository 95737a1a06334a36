"""Fiches action and the investment budget, to read."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.models import ActionSheet, Investment, MoneySection
from projects.access import visible_project

PAGE_SIZE = 30


@require_safe
def sheet_list(request, slug):
    """The fiches action of the project: who pilots, in which state, with which agreement."""
    project = visible_project(request, slug)
    sheets = ActionSheet.objects.filter(project=project).select_related("pilot__partner", "agreement")
    page = Paginator(sheets, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "agreements/sheet_list.html", {"project": project, "page": page})


@require_safe
def sheet_detail(request, slug, public_id):
    """One fiche action, whole."""
    project = visible_project(request, slug)
    sheet = get_object_or_404(
        ActionSheet.objects.select_related("pilot__partner", "agreement"), project=project, public_id=public_id
    )
    context = {
        "project": project,
        "sheet": sheet,
        "partners": sheet.partners.select_related("partnership__partner"),
        "annexed_to": sheet.annexed_to.all(),
    }
    return render(request, "agreements/sheet_detail.html", context)


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
