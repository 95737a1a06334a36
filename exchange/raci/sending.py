"""The RACI as a table of texts: phases, activities, one column an actor. The team's has the notes too.

The first row and the first column hold identifiers: that is how a table that comes back is recognised, whatever was
renamed or moved in it. Both are hidden where the format can.
"""

from django.utils.translation import gettext as _

from partnerships.models import RaciFact
from partnerships.raci.matrix import read_matrix

MARK = "maillage-raci"
NOTE = "note-"


def table(project, *, team):
    """Return (identifiers, titles, rows) of the RACI of a project; with the private notes when it is for the `team`."""
    matrix = read_matrix(project)
    columns = matrix.engaged()
    # The table to hand out never reads them.
    notes = RaciFact.objects.notes_of(project) if team else {}
    shown = {column.pk for column in columns}
    with_note = {partnership for _activity, partnership in notes}
    columns += [column for column in matrix.columns if column.pk in with_note - shown]
    noted = [column for column in columns if column.pk in with_note]
    ids = [MARK, "phase", "activite", *(column.public_id for column in columns)]
    ids += [f"{NOTE}{column.public_id}" for column in noted]
    titles = [_("Identifiant"), _("Phase"), _("Activité"), *(column.name for column in columns)]
    titles += [_("Note, %(actor)s") % {"actor": column.name} for column in noted]
    rows = []
    for name, group in matrix.groups:
        for row in group:
            held = matrix.cells.get(row.pk, {})
            cells = [held.get(column.pk, "") for column in columns]
            known = [notes.get((row.pk, column.pk)) for column in noted]
            words = [note.text if note else "" for note in known]
            rows.append([row.public_id, name, row.name, *cells, *words])
    return ids, titles, rows
