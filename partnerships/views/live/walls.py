"""What a wall screen shows, for the page that opens it and for the live room that keeps it true: names, places, levels.

Nothing that the team thinks is read here: a card has its name and its sign, a cell of the RACI its letters.
"""

from functools import cache

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from partnerships.forms.raci import ColumnsForm
from partnerships.raci.matrix import read_matrix
from partnerships.views.board.screen import board_context
from partnerships.views.live.hooks import wall_query
from projects.models import Project


def board_wall(project, query):
    """Return what `partnerships/_board_wall.html` needs: the frise as a room may read it."""
    project.can_edit = False
    return board_context(query, project, query.get("partenaire", ""), public=True)


def raci_wall(project, query):
    """Return what `partnerships/_raci_wall.html` needs: activities by phase, actors, letters; no finding, no load."""
    matrix = read_matrix(project)
    columns = ColumnsForm(query).columns(matrix)
    keys = [column.pk for column in columns]
    groups = [
        {"name": name, "rows": [{"row": row, "cells": _cells(matrix.cells.get(row.pk, {}), keys)} for row in rows]}
        for name, rows in matrix.groups
    ]
    return {
        "letters": [letter for letter in matrix.variant.letters if letter.key],
        "columns": columns,
        "groups": groups,
        "width": len(columns) + 1,
        "size": "large" if len(columns) > 14 else "juste" if len(columns) > 8 else "etroite",
        "public": True,
    }


def _cells(letters, keys):
    """Return the cells of a row. Written here: two thousand in a loop of the template cost a tenth of a second."""
    return mark_safe("".join([_cell(letters[key]) if key in letters else "<td></td>" for key in keys]))


@cache
def _cell(letters):
    """Return a filled cell; there is one for each letter of the variants."""
    return format_html('<td data-lettres="{}"><b>{}</b></td>', letters, letters)


def _drawing(page, read, template):
    def draw(key, view):
        project = Project.objects.filter(pk=key).first()
        if project is None:
            return None
        context = read(project, wall_query(page, QueryDict(view))) | {"project": project, "today": timezone.localdate()}
        return render_to_string(template, context)

    return draw


# By audience, what the live room calls: (key of a project, view) → HTML, None when the project is gone.
WALLS = {
    "board": _drawing("board", board_wall, "partnerships/_board_wall.html"),
    "raci": _drawing("raci", raci_wall, "partnerships/_raci_wall.html"),
}
