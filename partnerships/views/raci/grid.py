"""The RACI screen and its PDF."""

from hashlib import sha256

from django.contrib.messages import get_messages
from django.db.models import Sum
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from config.addresses import address_of
from partnerships.forms.raci import ColumnsForm
from partnerships.models import Partnership
from partnerships.raci import grid as drawing
from partnerships.raci.beside import BOARD
from partnerships.raci.matrix import read_matrix
from partnerships.tables import raci_table
from partnerships.views.live.hooks import live_hooks
from partnerships.views.release import release_of
from projects.access import visible_project
from projects.prepared import Prepared

TEMPLATE = "partnerships/raci.html"
MAIN = "partnerships/_raci_main.html"
# What the page is made of.
TEMPLATES = (TEMPLATE, MAIN)


_versions = Prepared(
    lambda project: (
        Partnership.objects.filter(project=project)
        .order_by()
        .values("project")
        .annotate(stamp=Sum("partner__version"))
        .values_list("stamp", flat=True)
    ),
    project=int,
)


@require_safe
def raci_grid(request, slug):
    """The grid: activities by phase × organisations. 304 while neither the project nor its partners' names change."""
    project = visible_project(request, slug)
    # A partner's name belongs to the organisation: changing it elsewhere does not move this project's revision.
    names = _versions.first(project=project.pk)
    key = (project.pk, project.revision, names, project.can_edit, request.GET.urlencode(), get_language())
    # A notice must be shown once: such a page is neither answered from the browser's copy nor kept in it.
    has_notice = bool(len(get_messages(request)))
    etag = _etag(request, project, key)
    if not has_notice and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    drawn = drawing.recent_parts.get(key)
    if drawn is None:
        drawn = _draw(request, project)
        drawing.recent_parts.keep(key, drawn)
    response = render(request, TEMPLATE, {"project": project, "live": live_hooks(project, "raci"), **drawn})
    if has_notice:
        response["Cache-Control"] = "private, no-store"
    else:
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
    return response


def _draw(request, project):
    """Return {main: what the page says between its head and its foot, rows: how many activities it shows}."""
    form = ColumnsForm(request.GET)
    with_proposals = request.GET.get("propositions") == "1"
    side = request.GET.get("cote", "")[:10]
    matrix = read_matrix(project)
    parts = drawing.render_parts(
        matrix, form.columns(matrix), can_edit=project.can_edit, with_proposals=with_proposals, side=side
    )
    query = request.GET.urlencode()
    context = {
        "project": project,
        "columns_url": f"{address_of('partnerships:raci_columns', project.slug)}?{query}".removesuffix("?"),
        "with_proposals": with_proposals,
        "switch_url": _switched(request, "propositions", "" if with_proposals else "1"),
        "close_url": _switched(request, "cote", ""),
        "board_url": _switched(request, "cote", BOARD),
        "board": parts["side"] if side == BOARD else None,
        "actor": parts["side"] if side != BOARD else None,
        "kept": [(name, value) for name, values in request.GET.lists() if name != "cote" for value in values],
        "query": query,
        **parts,
    }
    return {"main": render_to_string(MAIN, context), "rows": parts["rows"]}


def _switched(request, name, value):
    """Return the address of the grid with one of its words changed, or taken away when `value` is empty."""
    query = request.GET.copy()
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


@require_safe
def raci_columns(request, slug):
    """Choose the columns of the grid; the choice travels in its address."""
    project = visible_project(request, slug)
    matrix = read_matrix(project)
    form = ColumnsForm(request.GET)
    context = {
        "project": project,
        "columns": matrix.columns,
        "shown": {column.pk for column in form.columns(matrix)},
        "filters": form.filters(matrix),
        "only_role": bool(request.GET.get("role")),
    }
    return render(request, "partnerships/raci_columns.html", context)


@require_safe
def raci_pdf(request, slug):
    """The table alone, A4 landscape."""
    # Imported here: the engine of the documents is heavy, and the screens do not need it.
    from documents.cache import cached
    from documents.http import file_response
    from documents.raci import raci_pdf as render_raci_pdf

    project = visible_project(request, slug)
    table = raci_table(project, timezone.localdate())
    return file_response(cached(table, render_raci_pdf), f"raci-{project.slug}.pdf", "application/pdf")


def _etag(request, project, key):
    """Return the strong ETag of the page for this person: content, sign-in secret, and the code that draws it."""
    get_token(request)
    secret = request.META["CSRF_COOKIE"]
    person = (request.user.pk, str(request.user), project.user_role)
    words = (key, *person, project.name, project.banner, secret, release_of(*TEMPLATES))
    return f'"{sha256(repr(words).encode()).hexdigest()[:32]}"'
