"""The frise as it was on a past day, and the comparison of two days. Nothing here can be changed."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.board import comparison_pdf
from documents.cache import cached
from documents.http import file_response
from partnerships.board_cards import LARGE, Pen, period, ruler, signs
from partnerships.comparison import ARRIVED, LEFT, MOVED, compare
from partnerships.drawings import comparison_drawing
from partnerships.forms.board import DayForm, TwoDaysForm
from partnerships.past import beginning, board_at
from projects.access import visible_project

PAGE_SIZE = 50
SPAN = datetime.timedelta(days=90)


def past_board(request, project):
    """The frise at the end of the day `?au=`; 422 for what is no day, the frise itself for today and after."""
    today, first = timezone.localdate(), beginning(project)
    form = DayForm(request.GET)
    if not form.is_valid():
        context = {"project": project, "form": form, "first": first, "today": today}
        return render(request, "partnerships/board_past.html", context, status=422)
    day = form.cleaned_data["au"]
    page = reverse("partnerships:board", args=[project.slug])
    if day >= today:
        return redirect(page)
    project.can_edit = False
    context = {"project": project, "form": form, "first": first, "today": today, "day": day}
    if first and day >= first:
        board = board_at(project, day)
        pen = Pen(past=True, page=page, large=board.card_count > LARGE)
        context |= wall(board, pen, board.horizons, board.levels, day, _("Personne ce jour-là."))
    return render(request, "partnerships/board_past.html", context)


def wall(board, pen, horizons, levels, day, nobody, ghosts=None):
    """Return what the template of the wall needs to draw a Board with these columns and lanes."""
    lanes = []
    for level in levels:
        cells = [
            pen.place(
                horizon,
                level,
                board.cells.get((horizon.public_id, level.public_id), []),
                (nobody, ""),
                (ghosts or {}).get((horizon.public_id, level.public_id), ()),
            )
            for horizon in horizons
        ]
        lanes.append({"level": level, "cells": mark_safe("".join(cells))})
    return {
        "signs": signs(public=True),
        "horizons": [{"row": row, "period": period(row), "ruler": ruler(row, day)} for row in horizons],
        "lanes": lanes,
        "tray": board.tray,
        "is_past": True,
    }


@require_safe
def board_compare(request, slug):
    """What arrived, moved and left between `?du=` and `?au=`: on the wall, then as a table, a page at a time."""
    project = visible_project(request, slug)
    project.can_edit = False
    first = beginning(project)
    form = TwoDaysForm(request.GET if "du" in request.GET else None, initial=_usual_days(first))
    context = {"project": project, "form": form, "first": first}
    if form.is_bound and not form.is_valid():
        return render(request, "partnerships/board_compare.html", context, status=422)
    earlier, later = _days(form)
    if first is not None:
        context |= _compared(request, project, earlier, later)
    return render(request, "partnerships/board_compare.html", context)


def _compared(request, project, earlier, later):
    found = compare(project, earlier, later)
    pen = Pen(
        past=True,
        page=reverse("partnerships:board", args=[project.slug]),
        large=found.after.card_count > LARGE,
        differences=found.marks,
    )
    shown = wall(found.after, pen, found.horizons, found.levels, later, _("Personne à ces deux dates."), found.ghosts)
    return shown | {
        "earlier": earlier,
        "later": later,
        "found": found,
        "counts": [found.count(kind) for kind in (ARRIVED, MOVED, LEFT)],
        "page": Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": f"du={earlier:%Y-%m-%d}&au={later:%Y-%m-%d}",
    }


def _usual_days(first):
    """Return the days of a comparison that nobody has chosen: the last three months, or less when the frise is younger."""
    today = timezone.localdate()
    return {"du": max(first or today, today - SPAN), "au": today}


def _days(form):
    data = form.cleaned_data if form.is_bound else form.initial
    return data["du"], data["au"]


@require_safe
def board_compare_pdf(request, slug):
    """The table of the comparison of two days. 422 in words for what is no day."""
    project = visible_project(request, slug)
    form = TwoDaysForm(request.GET if "du" in request.GET else None, initial=_usual_days(beginning(project)))
    if form.is_bound and not form.is_valid():
        return HttpResponse(_("Cette date n’existe pas."), status=422, content_type="text/plain; charset=utf-8")
    earlier, later = _days(form)
    drawing = comparison_drawing(project, compare(project, earlier, later), earlier, later)
    return file_response(cached(drawing, comparison_pdf), f"frise-{project.slug}-comparaison.pdf", "application/pdf")
