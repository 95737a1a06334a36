"""The same role in several cells at once, by a plain form: the grid does it by keyboard."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnerships.forms.raci import FillForm
from partnerships.raci.matrix import read_matrix
from partnerships.raci.paste import plan_fill
from projects.access import editable_project


@require_http_methods(["GET", "HEAD", "POST"])
def raci_fill(request, slug):
    """Choose a role, activities and actors; then the preview of a pasted block, which writes it as one gesture."""
    project = editable_project(request, slug)
    matrix = read_matrix(project)
    form = FillForm(request.POST or None, matrix=matrix)
    context = {"project": project, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "partnerships/raci_fill.html", context, status=status)
    given = form.cleaned_data
    plan = plan_fill(matrix, given["letters"], given["activities"], given["actors"], only_empty=given["only_empty"])
    back = reverse("partnerships:raci_grid", args=[slug])
    return render(request, "partnerships/raci_paste.html", {"project": project, "plan": plan, "back": back})
