"""A spreadsheet of partners through the interface: file, columns, rows, confirmation. No step needs a script."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from documents.http import file_response
from exchange import tasks
from exchange.spreadsheets import preview, samples, steps
from exchange.spreadsheets.formats import FORMATS
from exchange.spreadsheets.forms import AnswersForm, ColumnsForm, SpreadsheetForm
from exchange.spreadsheets.opening import MAX_BYTES, too_large
from exchange.spreadsheets.writing import AlreadyWritten, words_of
from partnerships.models import ImportState, PartnerImport
from projects.access import editable_project

# The other fields of the form and the marks between them.
MAX_REQUEST = MAX_BYTES + 100_000
XLSX = FORMATS["xlsx"][1]
SCREENS = {ImportState.COLUMNS: "spreadsheet_columns", ImportState.PREVIEW: "spreadsheet_rows"}


def _address(draft):
    """Return the address of the screen where an import stands."""
    return reverse(
        f"exchange:{SCREENS.get(draft.state, 'spreadsheet_progress')}", args=[draft.project.slug, draft.public_id]
    )


def _draft(request, slug, public_id, *left_out):
    """Return (project, the person's own import). Raises Http404 for anybody else's, PermissionDenied for a reader.

    `left_out`: heavy columns that the view does not read.
    """
    project = editable_project(request, slug)
    mine = PartnerImport.objects.mine(request.user).defer(*left_out)
    draft = get_object_or_404(mine, project=project, public_id=public_id)
    draft.project, draft.author = project, request.user
    return project, draft


# Django reads the whole body to look for the CSRF token: the size is judged before, from the header alone. A body
# that passes goes through the CSRF check like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_import(request, slug):
    """Send a file, or go on with one that was sent."""
    project = editable_project(request, slug)
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MAX_REQUEST:
        form = SpreadsheetForm()
        refused = too_large()
        return _file_screen(request, project, form, refused=str(refused), status=refused.status)
    return _receive(request, project)


@csrf_protect
def _receive(request, project):
    if request.method != "POST":
        return _file_screen(request, project, SpreadsheetForm())
    form = SpreadsheetForm(request.POST, request.FILES)
    draft = form.received(project, request.user) if form.is_valid() else None
    if draft is None:
        return _file_screen(request, project, form, status=form.status)
    return redirect(_address(draft))


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_example(request, slug):
    """An untidy list to try the import on: GET downloads it, POST sends it for the person, as a file of theirs."""
    project = editable_project(request, slug)
    name = _("liste-a-importer-exemple.xlsx")
    if request.method == "POST":
        return redirect(_address(steps.receive(project, request.user, name, samples.example())))
    return file_response(samples.example(), name, XLSX)


@require_safe
def spreadsheet_template(request, slug):
    """An empty workbook with the columns that the import knows."""
    project = editable_project(request, slug)
    return file_response(samples.template(project.country), _("partenaires-a-remplir.xlsx"), XLSX)


def _file_screen(request, project, form, refused="", status=200):
    waiting = PartnerImport.objects.mine(request.user).filter(project=project).exclude(state=ImportState.DONE)
    waiting = list(waiting.defer("sheets", "plan", "fields")[:10])
    for draft in waiting:
        draft.project = project
        draft.address = _address(draft)
    context = {"project": project, "form": form, "waiting": waiting, "refused": refused}
    return render(request, "exchange/spreadsheet_import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_columns(request, slug, public_id):
    """Say which sheet, which row of titles and which columns are read; then the rows are compared with the directory."""
    project, draft = _draft(request, slug, public_id)
    if draft.state not in (ImportState.COLUMNS, ImportState.PREVIEW):
        return redirect(_address(draft))
    form = ColumnsForm(request.POST if request.method == "POST" else None, draft=draft)
    if request.method == "POST" and form.is_valid():
        again = form.apply()
        facts = {name: getattr(draft, name) for name in ("sheet", "header", "fields", "plan")}
        facts["total"] = len(draft.sheets[draft.sheet]["rows"])
        after = ImportState.COLUMNS if again else ImportState.PLANNING
        if not draft.move([ImportState.COLUMNS, ImportState.PREVIEW], after, notice="", progress=0, **facts) or again:
            return redirect(_address(draft))
        return _run(draft, tasks.prepare_import, steps.prepare)
    sheets_refused = [sheet for sheet in draft.sheets if sheet["refused"]]
    context = {
        "project": project,
        "draft": draft,
        "form": form,
        "columns": form.rows(),
        "sheets_refused": sheets_refused,
    }
    return render(
        request, "exchange/spreadsheet_columns.html", context, status=422 if request.method == "POST" else 200
    )


def _run(draft, task, here):
    """Do the work in the background when it is long, at once when it is not; go to the screen that follows."""
    if draft.total > steps.LONG:
        task.enqueue(draft.pk)
        return redirect("exchange:spreadsheet_progress", draft.project.slug, draft.public_id)
    here(draft)
    draft.refresh_from_db(fields=["state"])
    return redirect(_address(draft))


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_rows(request, slug, public_id):
    """What would happen to each row, 50 a page. POST keeps the answers of the page and goes where the button says."""
    project, draft = _draft(request, slug, public_id, "sheets")
    if draft.state != ImportState.PREVIEW:
        return redirect(_address(draft))
    word = request.GET.get("voir", "")
    page = Paginator(preview.view_of(draft.plan, word), preview.PAGE_SIZE).get_page(request.GET.get("page"))
    form = AnswersForm(request.POST if request.method == "POST" else None, items=list(page))
    if request.method == "POST" and form.is_valid():
        form.apply()
        draft.move([ImportState.PREVIEW], ImportState.PREVIEW, plan=draft.plan)
        if "confirmer" in request.POST:
            return redirect("exchange:spreadsheet_confirm", slug, public_id)
        number = request.POST.get("page", "")
        here = reverse("exchange:spreadsheet_rows", args=[slug, public_id])
        query = "&".join(
            filter(None, (f"voir={word}" if word in _words() else "", f"page={number}" if number.isdecimal() else ""))
        )
        return redirect(f"{here}?{query}" if query else here)
    context = {
        "project": project,
        "draft": draft,
        "page": page,
        "rows": preview.show(list(page), draft.plan, form),
        "views": preview.counts(draft.plan),
        "word": word,
        "summary": preview.summary_of(draft.plan),
        "form": form,
    }
    return render(request, "exchange/spreadsheet_rows.html", context, status=422 if request.method == "POST" else 200)


def _words():
    return {word for word, _title, _keep in preview.VIEWS if word}


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_confirm(request, slug, public_id):
    """Say what would be written and what stays out; POST writes it, once."""
    project, draft = _draft(request, slug, public_id, "sheets")
    summary = preview.summary_of(draft.plan)
    if draft.state != ImportState.PREVIEW:
        return redirect(_address(draft))
    if request.method == "POST" and summary.accepted:
        if not draft.move([ImportState.PREVIEW], ImportState.WRITING, notice=""):
            return redirect("exchange:spreadsheet_progress", slug, public_id)
        return _run(draft, tasks.write_import, _write)
    context = {"project": project, "draft": draft, "summary": summary}
    return render(
        request, "exchange/spreadsheet_confirm.html", context, status=422 if request.method == "POST" else 200
    )


def _write(draft):
    try:
        steps.write(draft)
    except AlreadyWritten:
        draft.refresh_from_db(fields=["state"])


@require_safe
def spreadsheet_progress(request, slug, public_id):
    """Where the background work is, then what it has done. htmx asks again by itself; without it, a link does."""
    project, draft = _draft(request, slug, public_id, "sheets", "plan", "fields")
    if draft.state in SCREENS:
        # Never a page inside the line of progress.
        return HttpResponseClientRedirect(_address(draft)) if request.htmx else redirect(_address(draft))
    context = {"project": project, "draft": draft, "done": draft.state == ImportState.DONE}
    if context["done"]:
        if request.htmx:
            return HttpResponseClientRedirect(_address(draft))
        context["result"] = words_of(draft)
        gesture = draft.operation
        context["undo"] = gesture.public_id if gesture and gesture.undone_at is None else ""
        context["was_undone"] = gesture is not None and gesture.undone_at is not None
    name = "exchange/spreadsheet_progress.html"
    return render(request, f"{name}#line" if request.htmx else name, context)


@require_POST
def spreadsheet_resume(request, slug, public_id):
    """Come back to the step before, when the background work has died."""
    _project, draft = _draft(request, slug, public_id, "plan")
    if draft.is_silent:
        before = {ImportState.PLANNING: ImportState.COLUMNS, ImportState.WRITING: ImportState.PREVIEW}
        draft.move([draft.state], before[draft.state])
    return redirect(_address(draft))


@require_POST
def spreadsheet_discard(request, slug, public_id):
    """Throw the file away; what has been written stays."""
    project, draft = _draft(request, slug, public_id, "sheets", "plan", "fields")
    if draft.state == ImportState.WRITING:
        raise Http404(_("Cet import est en train d’être écrit."))
    draft.delete()
    return redirect("exchange:spreadsheet_import", project.slug)
