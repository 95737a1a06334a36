"""Whole-project files through the interface: in for those who run projects, out for those who run this one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from documents.http import file_response
from exchange.errors import Problem, ProjectFileError
from exchange.exporting import export_project, to_json, to_yaml
from exchange.forms import ProjectImportForm
from exchange.importing import import_file
from exchange.reading import MAX_BYTES
from projects.access import managed_project

# The other fields of the form and the marks between them.
MAX_REQUEST = MAX_BYTES + 100_000
MAX_REMARKS = 200
NOTATIONS = {
    "yaml": (to_yaml, "application/yaml; charset=utf-8"),
    "json": (to_json, "application/json; charset=utf-8"),
}


# Django reads the whole body to look for the CSRF token: the size is judged before, from the header alone. A body
# that passes goes through the CSRF check like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def project_import(request):
    """Import a project file into an organisation of the person, who becomes its coordinator."""
    if not Organisation.objects.managed_by(request.user).exists():
        raise PermissionDenied
    if _announced_size(request) > MAX_REQUEST:
        problem = Problem(0, "", _("Le fichier dépasse 5\u00a0Mo\u00a0: il n’a pas été lu, et rien n’a été écrit."))
        form = ProjectImportForm(user=request.user)
        return render(request, "exchange/project_import.html", {"form": form, "problems": [problem]}, status=422)
    return _read_and_import(request)


def _announced_size(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads no body then


@csrf_protect
def _read_and_import(request):
    form = ProjectImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method != "POST":
        return render(request, "exchange/project_import.html", {"form": form})
    problems = []
    if form.is_valid():
        try:
            result = import_file(
                form.source(),
                organisation=form.cleaned_data["organisation"],
                by=request.user,
                member=request.user,
                shift_dates=form.cleaned_data["shift_dates"],
            )
        except ProjectFileError as refused:
            problems = refused.problems
        else:
            return _after(request, result)
    return render(request, "exchange/project_import.html", {"form": form, "problems": problems}, status=422)


def _after(request, result):
    """Send the person to the project, by way of the remarks when there are some."""
    project = result.project
    messages.success(request, _("Le projet «\u00a0%(name)s\u00a0» est importé.") % {"name": project.name})
    if not result.warnings:
        return redirect(project)
    rows = [[remark.line, remark.path, remark.message] for remark in result.warnings[:MAX_REMARKS]]
    request.session["import_report"] = {"slug": project.slug, "rows": rows, "count": len(result.warnings)}
    return redirect("exchange:import_report", project.slug)


@require_safe
def import_report(request, slug):
    """What a person should check after an import: kept for this session, until the next import."""
    project = managed_project(request, slug)
    report = request.session.get("import_report") or {}
    if report.get("slug") != project.slug:
        raise Http404
    remarks = [Problem(*row) for row in report["rows"]]
    context = {"project": project, "remarks": remarks, "left_out": report["count"] - len(remarks)}
    return render(request, "exchange/import_report.html", context)


@require_safe
def project_export(request, slug):
    """Say what the file of the project holds, and offer it."""
    return render(request, "exchange/project_export.html", {"project": managed_project(request, slug)})


@require_safe
def project_download(request, slug, notation):
    """The file itself, in YAML or JSON."""
    project = managed_project(request, slug)
    if notation not in NOTATIONS:
        raise Http404
    write, content_type = NOTATIONS[notation]
    filename = f"{project.slug}-{timezone.localdate():%Y-%m-%d}.{notation}"
    return file_response(write(export_project(project)), filename, content_type)
