"""What a table read from a file would change in a project, cell by cell; nothing here writes."""

import hashlib
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.spreadsheets.reading import column_name
from partnerships.models import FactKind, RaciFact
from partnerships.raci.matrix import Column, Row, read_matrix
from territories.names import normalise

LONGEST_NAME, LONGEST_NOTE = 200, 2000


@dataclass(frozen=True)
class Change:
    """A cell, or the note of one. `row` is None for a new activity, then `new` is its rank among them."""

    row: Row | None
    new: int | None
    name: str
    column: Column
    before: str
    after: str


@dataclass(frozen=True)
class NewActivity:
    name: str
    phase: str
    number: int


@dataclass(frozen=True)
class ActivityChange:
    """An activity that the file names otherwise, or puts in another phase. `phase` None: the same one."""

    row: Row
    name: str
    phase: str | None
    phase_before: str


@dataclass(frozen=True)
class Problem:
    """Something that is not taken in: where in the file, what, and why."""

    where: str
    value: str
    reason: str


@dataclass
class RaciPlan:
    """Everything that the file would write, and what it would not. `absent`: activities that the file does not have."""

    cells: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    activities: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    unchanged: int = 0
    absent: list = field(default_factory=list)

    @property
    def writes(self):
        return bool(self.cells or self.notes or self.activities or self.changed)

    @cached_property
    def stamp(self):
        """Return a print of what would be written: the confirmation writes this, or nothing."""
        told = [
            *(("case", one.name, one.column.pk, one.row and one.row.pk, one.before, one.after) for one in self.cells),
            *(("note", one.name, one.column.pk, one.row and one.row.pk, one.before, one.after) for one in self.notes),
            *(("neuve", one.name, one.phase) for one in self.activities),
            *(("activite", one.row.pk, one.row.name, one.name, one.phase_before, one.phase) for one in self.changed),
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def plan_import(project, table):
    """Return the RaciPlan of a ReadTable. Six queries at any size."""
    matrix = read_matrix(project)
    notes = {
        (activity, partnership): text
        for activity, partnership, text in RaciFact.objects.of_project(project)
        .filter(kind=FactKind.NOTE)
        .values_list("activity_id", "partnership_id", "text")
    }
    plan = RaciPlan()
    columns = _match_columns(matrix, table, plan)
    known = _Rows(matrix)
    taken = {}
    new_names = {}
    for read in table.rows:
        row = known.find(read)
        where = _("ligne %(n)s") % {"n": read.number}
        if len(read.name) > LONGEST_NAME:
            plan.problems.append(Problem(where, read.name[:40], _("ce nom dépasse 200 signes")))
            continue
        identity = row.pk if row else normalise(read.name)
        if identity in taken:
            reason = _("cette activité est déjà ligne %(n)s\u00a0: gardez-en une") % {"n": taken[identity]}
            plan.problems.append(Problem(where, read.name, reason))
            continue
        taken[identity] = read.number
        rank = None
        if row is None:
            rank = len(plan.activities)
            new_names[rank] = read.name
            plan.activities.append(NewActivity(read.name, (read.phase or "")[:LONGEST_NAME], read.number))
        else:
            _compare_activity(matrix, row, read, plan)
        for column, text in zip(columns, read.cells, strict=True):
            if column is not None:
                _compare_cell(matrix, notes, plan, row, rank, read, column, text)
    plan.absent = [row for row in matrix.rows if row.pk not in taken]
    return plan


class _Rows:
    """The activities of the project, to be found by their identifier, else by their name."""

    def __init__(self, matrix):
        self.by_key = {row.public_id: row for row in matrix.rows}
        self.by_name = {}
        for row in matrix.rows:
            self.by_name.setdefault(normalise(row.name), []).append(row)

    def find(self, read):
        if read.key in self.by_key:
            return self.by_key[read.key]
        same = self.by_name.get(normalise(read.name), [])
        # A copied line keeps no identifier of its own; two activities of one name cannot be told apart by it.
        return same[0] if len(same) == 1 else None


def _match_columns(matrix, table, plan):
    """Return the (ReadColumn, Column) of each column of the file, None for those that nobody answers to."""
    by_key = {column.public_id: column for column in matrix.columns}
    by_name = {}
    for column in matrix.columns:
        for name in {normalise(column.name), normalise(column.label)}:
            by_name.setdefault(name, []).append(column)
    found, taken = [], {}
    for read in table.columns:
        where = _("colonne %(letters)s") % {"letters": read.letters}
        same = by_name.get(normalise(read.title), [])
        column = by_key.get(read.key) or (same[0] if len(same) == 1 and not read.is_note else None)
        if column is None:
            reason = (
                _("deux partenaires du projet portent ce nom")
                if len(same) > 1
                else _("ce n’est pas un partenaire du projet\u00a0: ajoutez-le d’abord")
            )
            plan.problems.append(Problem(where, read.title, reason))
            found.append(None)
        elif (column.pk, read.is_note) in taken:
            reason = _("cet acteur est déjà colonne %(letters)s\u00a0: gardez-en une") % {
                "letters": taken[column.pk, read.is_note]
            }
            plan.problems.append(Problem(where, read.title, reason))
            found.append(None)
        else:
            taken[column.pk, read.is_note] = read.letters
            found.append((read, column))
    return found


def _compare_activity(matrix, row, read, plan):
    phases = dict(matrix.phases)
    before = phases.get(row.phase_id, "")
    phase = None if read.phase is None or _same(read.phase, before) else read.phase[:LONGEST_NAME]
    # Found by its name, an activity keeps it: accents and marks may differ. Found by its identifier, it was renamed.
    name = row.name if read.key != row.public_id or _same(read.name, row.name) else read.name
    if phase is not None or name != row.name:
        plan.changed.append(ActivityChange(row, name, phase, before))


def _compare_cell(matrix, notes, plan, row, rank, read, found, text):
    source, column = found
    place = (row.pk, column.pk) if row else None
    where = f"{column_name(source.rank)}{read.number}"
    if source.is_note:
        before = notes.get(place, "")
        if len(text) > LONGEST_NOTE:
            plan.problems.append(Problem(where, text[:40], _("cette note dépasse 2\u00a0000 signes")))
        elif not _same(text, before):
            plan.notes.append(Change(row, rank, read.name, column, before, text))
        return
    before = matrix.cells.get(row.pk, {}).get(column.pk, "") if row else ""
    try:
        after = text if text == before else matrix.variant.read(text)
    except ValueError:
        reason = _("n’est pas un rôle en %(variant)s") % {"variant": matrix.variant.name}
        plan.problems.append(Problem(where, text[:40], reason))
        return
    if before != after:
        plan.cells.append(Change(row, rank, read.name, column, before, after))
    elif before:
        plan.unchanged += 1


def _same(one, other):
    """Return whether two texts say the same: a file loses blanks and empty lines on its way."""
    return one.split() == other.split()
