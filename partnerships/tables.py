"""Tables of a project as documents take them: plain facts, nothing private."""

from django.utils.translation import gettext as _

from documents.shapes import RaciColumn, RaciGroup, RaciRow, RaciTable
from partnerships.raci.matrix import read_matrix
from partnerships.raci.variants import RACI


def raci_table(project, day):
    """Return the RaciTable of a project on a day (a date, printed as such): the columns that the screen shows."""
    matrix = read_matrix(project)
    columns = matrix.engaged()
    keys = [column.pk for column in columns]
    groups = []
    for name, rows in matrix.groups:
        cells = [matrix.cells.get(row.pk, {}) for row in rows]
        lines = (
            RaciRow(row.name, tuple(held.get(key, "") for key in keys)) for row, held in zip(rows, cells, strict=True)
        )
        groups.append(RaciGroup(name, tuple(lines)))
    return RaciTable(
        project=project.name,
        banner=project.banner,
        day=day,
        columns=tuple(RaciColumn(column.label, column.name, column.glyph) for column in columns),
        groups=tuple(groups),
        legend=()
        if matrix.variant is RACI
        else tuple((letter.code, str(letter.name)) for letter in matrix.variant.letters),
        answers=tuple(
            (row.name, column.name, _("j’en réponds") if answer.agreed else _("pas encore"), answer.day)
            for row, column, answer in matrix.said()
        ),
    )
