"""The frise on the screen and on the projector."""

from hashlib import sha256

from django.contrib.messages import get_messages
from django.db.models import DateField, Sum, Value
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Density
from config.addresses import address_of
from partnerships.board import question, read_board
from partnerships.board_cards import LARGE, Pen, legend, marks_of, period, ruler, signs
from partnerships.filter_panel import blank_fields, filter_fields, is_asked
from partnerships.filters import PartnershipFilter
from partnerships.forms.board import DensityForm
from partnerships.models import Partner
from partnerships.questions import ask
from partnerships.sheet import read_sheet
from partnerships.views.board.answers import wants_json
from partnerships.views.board.past import past_board
from partnerships.views.live.hooks import live_hooks, wall_query
from partnerships.views.release import release_of
from projects.access import visible_project
from projects.edges import edges_of
from projects.models import Milestone
from projects.prepared import Prepared
from projects.views.history import safe_next

QUESTIONS_SHOWN = 3
# The page of the team and the wall screen.
TEMPLATES = ("partnerships/board.html", "partnerships/board_projection.html")


def _days_and_versions(project):
    none = Value(None, output_field=DateField())
    names = Partner.objects.filter(partnerships__project=project).order_by().values(day=none, said=Value(""))
    dates = Milestone.objects.filter(project=project).order_by().values_list("date", "title", Value(0))
    return names.values_list("day", "said", Sum("version")).union(dates, all=True)


_marked_days = Prepared(_days_and_versions, project=int)


@require_safe
def board(request, slug):
    """The frise. `?partenaire=` opens the side sheet, `?projection=1` the wall screen; filters rebuild the screen.

    `?au=` shows it as it was at the end of a past day.
    """
    project = visible_project(request, slug)
    if "au" in request.GET:
        return past_board(request, project)
    versions, milestones = _versions_and_milestones(project)
    etag = _etag(request, project, versions)
    has_notice = len(get_messages(request)) > 0
    if not has_notice and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    chosen = request.GET.get("partenaire", "")
    if request.htmx:  # only the side sheet asks this address for a fragment
        return render(
            request, "partnerships/board.html#sheet", {"project": project, "sheet": read_sheet(project, chosen)}
        )
    public = "projection" in request.GET
    if public:
        project.can_edit = False
    response = render(
        request,
        "partnerships/board_projection.html" if public else "partnerships/board.html",
        board_context(
            wall_query("board", request.GET) if public else request.GET,
            project,
            chosen,
            public=public,
            milestones=milestones,
        )
        | {"live": live_hooks(project, "board", wall=public, query=request.GET)},
    )
    response["Cache-Control"] = "private, no-store" if has_notice else "private, no-cache"
    if not has_notice:
        response["ETag"] = etag
    return response


def board_context(query, project, chosen, *, public, milestones=None):
    """Return what the page of the frise needs; `query` is the QueryDict of its address. `public`: for the wall.

    `milestones`: [(day, title)], when the caller has read them.
    """
    today = timezone.localdate()
    horizons, levels = edges_of(project)
    filters = None
    if is_asked(query):
        filters = PartnershipFilter(query, project=project, horizons=horizons, levels=levels)
    narrowed = filters is not None and filters.active > 0
    board = read_board(
        project,
        horizons=horizons,
        levels=levels,
        partners=filters.qs if narrowed else None,
        placements=filters.placements() if narrowed else None,
    )
    fields = ""
    if not public:
        fields = filter_fields(filters.form) if filters is not None else blank_fields(project, horizons, levels)
    query = query.copy()
    query.pop("partenaire", None)
    pen = Pen(
        add_page=address_of("partnerships:partnership_add", project.slug) if project.can_edit else "",
        chosen=chosen,
        can_edit=project.can_edit,
        public=public,
        query=query.urlencode(),
        large=board.card_count > LARGE,
    )
    # The room sees the dates of the project, not whom the team means to ask.
    if milestones is None:
        milestones = list(project.milestones.values_list("date", "title"))
    marks = marks_of(milestones, [] if public else board.partners)
    questions = [] if public or narrowed else ask(project, board)
    return {
        "project": project,
        "public": public,
        "signs": signs(public=public),
        "today": today,
        "horizons": [{"row": row, "period": period(row), "ruler": ruler(row, today, marks)} for row in board.horizons],
        "lanes": [_lane(board, pen, level) for level in board.levels],
        "tray": board.tray,
        "is_empty": not board.tray and not any(board.cells.values()),
        "questions": questions[:QUESTIONS_SHOWN],
        "more_questions": questions[QUESTIONS_SHOWN:],
        "filters": filters,
        "filter_fields": fields,
        "sheet": None if public else read_sheet(project, chosen),
        "densities": Density.choices,
        "legend": legend(get_language()),
    }


def _lane(board, pen, level):
    cells = []
    for horizon in board.horizons:
        here = board.cells[horizon.public_id, level.public_id]
        cells.append(pen.place(horizon, level, here, question(level, horizon)))
    return {"level": level, "cells": mark_safe("".join(cells))}


def _versions_and_milestones(project):
    """Return (sum of the versions of the partners' records, [(day, title)] of the milestones). One query for both."""
    rows = _marked_days(project=project.pk)
    milestones = [(day, title) for day, title, _versions in rows if day is not None]
    return sum(versions for *_rest, versions in rows if versions), milestones


def _etag(request, project, versions):
    """Return the strong ETag of the page for this person: it moves with each gesture on the project and each day."""
    get_token(request)
    words = (
        project.etag,
        versions,
        project.banner,
        project.name,
        request.user.pk,
        request.user.board_density,
        str(request.user),
        project.user_role,
        request.META["CSRF_COOKIE"],
        request.get_full_path(),
        request.headers.get("HX-Target", ""),
        timezone.localdate(),
        release_of(*TEMPLATES),
    )
    return f'"{sha256(repr(words).encode()).hexdigest()[:32]}"'


@require_POST
def board_density(request, slug):
    """Keep how much of each card the person wants to see, on every frise and every device."""
    project = visible_project(request, slug)
    form = DensityForm(request.POST, instance=request.user)
    if not form.is_valid():
        return HttpResponse(_("Cette densité n’existe pas."), status=422, content_type="text/plain; charset=utf-8")
    form.save()
    if wants_json(request):
        return HttpResponse(status=204)
    return redirect(safe_next(request, address_of("partnerships:board", project.slug)))
