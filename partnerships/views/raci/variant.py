"""Which letters the table uses. Changing them says first which letters in use would have no meaning."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.forms.raci_variant import LettersForm, VariantForm, other_meanings
from partnerships.models import RaciAssignment
from partnerships.models.raci import CellChanged
from partnerships.raci.variants import VARIANTS
from projects.access import managed_project
from projects.models import StaleVersion, operation

TEMPLATE = "partnerships/raci_variant.html"


@require_http_methods(["GET", "POST"])
def raci_variant(request, slug):
    """Choose the variant; then, when letters in use would mean nothing, what becomes of each; then one gesture."""
    project = managed_project(request, slug)
    context = {"project": project, "variants": list(VARIANTS.values()), "present": VARIANTS[project.raci_variant]}
    initial = {"variant": project.raci_variant, "version": project.version}
    if request.method == "GET":
        return render(request, TEMPLATE, {**context, "form": VariantForm(initial=initial)})
    form = VariantForm(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, {**context, "form": form}, status=422)
    variant = VARIANTS[form.cleaned_data["variant"]]
    if variant.code == project.raci_variant:
        return redirect("partnerships:raci_grid", slug)
    counts = _counts_outside(project, variant)
    context |= {
        "wanted": variant,
        "other_meanings": other_meanings(project.raci_variant, variant),
        "counts": counts,
        "form": VariantForm(initial={**initial, "variant": variant.code}),
    }
    asked = "confirmer" in request.POST
    letters = LettersForm(request.POST if asked else None, strange=counts, variant=variant)
    context["letters"] = letters
    if not asked:
        return render(request, TEMPLATE, context)
    if not letters.is_valid():
        return render(request, TEMPLATE, context, status=422)
    try:
        gesture = _change(request, project, variant, letters.becomes(), form.cleaned_data["version"])
    except (StaleVersion, CellChanged):
        context["moved"] = True
        return render(request, TEMPLATE, context, status=409)
    messages.success(
        request,
        _("Le tableau parle maintenant en %(variant)s.") % {"variant": variant.name},
        extra_tags=gesture.public_id,
    )
    return redirect("partnerships:raci_grid", slug)


def _counts_outside(project, variant):
    """Return {letter: number of cells} of the letters in use that a variant does not have. One query."""
    used = RaciAssignment.objects.filter(partnership__project=project).order_by("letters").values_list("letters")
    return {letters: count for letters, count in used.annotate(Count("pk")) if letters not in variant.codes}


def _change(request, project, variant, becomes, version):
    """Write the variant and the letters that go with it as one gesture. Raises StaleVersion, CellChanged."""
    label = _("Tableau des rôles en %(variant)s") % {"variant": variant.name}
    with operation(by=request.user, label=label, project=project) as gesture:
        project.claim(version)
        project.raci_variant = variant.code
        project.save(update_fields=["raci_variant", "version"])
        cells = RaciAssignment.objects.filter(partnership__project=project, letters__in=becomes)
        RaciAssignment.objects.write_cells(
            [(cell.activity_id, cell.partnership_id, cell.letters, becomes[cell.letters]) for cell in cells]
        )
    return gesture
