"""The money of an agreement, line by line; the employees lent. Each page is saved as one gesture."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.amounts import amounts_of
from agreements.forms.budget import BudgetForm, budget_formsets, with_one_more_line
from agreements.forms.fields import VersionForm
from agreements.forms.means import staff_forms
from agreements.models import Agreement, MoneySection
from agreements.views.screen import closed, get_agreement, panel_of, show
from documents.words import euros
from projects.access import managed_project
from projects.models import StaleVersion, operation


@require_http_methods(["GET", "HEAD", "POST"])
def budget_edit(request, slug, public_id):
    """Subsidy by year, instalments, charges, incomes, voluntary contributions. `ajouter` adds a line, writing nothing."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    panel = panel_of(agreement, "budget", "_panel_budget.html", _("Budget et versements"))
    if request.method != "POST":
        return _budget(request, project, agreement, panel, BudgetForm(instance=agreement), budget_formsets(agreement))
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    if request.POST.get("ajouter") in MoneySection.values:
        data = with_one_more_line(request.POST, request.POST["ajouter"])
        form = BudgetForm(data, instance=agreement)
        return _budget(request, project, agreement, panel, form, budget_formsets(agreement, data))
    form, sections = BudgetForm(request.POST, instance=agreement), budget_formsets(agreement, request.POST)
    if not all([form.is_valid(), *(rows.is_valid() for rows in sections)]):
        return _budget(request, project, _fresh(project, agreement), panel, form, sections, status=422)
    label = _("Budget\u00a0: c’est noté")
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(form.cleaned_data["version"])
            form.save()
            for rows in sections:
                rows.write()
    except StaleVersion:
        fresh = _fresh(project, agreement)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        current = [
            (line.get_section_display(), f"{line.year or line.label}\u00a0: {euros(line.amount)}")
            for line in fresh.money_lines.all()
        ]
        context = {"conflict": current, "is_stale": True}
        return _budget(request, project, fresh, panel, form, sections, status=409, **context)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(panel.url)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_edit(request, slug, public_id):
    """Who is lent, with which qualification, how long, what is charged for, since which rider to the work contract."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    panel = panel_of(agreement, "personnel", "_panel_staff.html", _("Personnel mis à disposition"))
    form = VersionForm(request.POST or None, initial={"version": agreement.version})
    if request.method != "POST":
        return show(request, project, agreement, panel, form=form, people=staff_forms(agreement))
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    people = staff_forms(agreement, request.POST)
    if not all([form.is_valid(), *(person.is_valid() for person in people)]):
        return show(request, project, _fresh(project, agreement), panel, status=422, form=form, people=people)
    label = _("Personnel mis à disposition\u00a0: c’est noté")
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(form.cleaned_data["version"])
            for person in people:
                person.save()
            agreement.save()
    except StaleVersion:
        fresh = _fresh(project, agreement)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        current = [
            (mean.what, ", ".join(filter(None, (mean.person, mean.qualification, mean.period, mean.cost_method))))
            for mean in fresh.means.all()
            if mean.is_staff
        ]
        context = {"form": form, "people": people, "conflict": current, "is_stale": True}
        return show(request, project, fresh, panel, status=409, **context)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(panel.url)


def _budget(request, project, agreement, panel, form, sections, *, status=200, **context):
    amounts = {rows.section: rows.total for rows in sections}
    context |= {
        "form": form,
        "sections": sections,
        "gap": amounts[MoneySection.CHARGE] - amounts[MoneySection.INCOME],
        "yearly_support": amounts_of(agreement).yearly_support,
    }
    return show(request, project, agreement, panel, status=status, **context)


def _fresh(project, agreement):
    """Return the agreement read again: the posted form has written its values on the one in memory."""
    fresh = Agreement.objects.with_facts().get(pk=agreement.pk)
    fresh.project = project
    return fresh
