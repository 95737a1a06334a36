"""What a table read from a file would change in a project, cell by cell; nothing here writes."""

import hashlib
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.spreadsheets.reading import column_name
from partnerships.models import RaciFact
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
    plan = RaciPlan()
    comparison = _Comparison(matrix, RaciFact.objects.notes_of(project), plan)
    columns = _match_columns(matrix, table, plan)
    known = _Rows(matrix)
    taken = {}
    for read in table.rows:
        row = known.find(read)
        where = _("ligne %(n)s") % {"n": read.number}
        if len(read.name) > LONGEST_NAME:
            plan.problems.append(Problem(where, read.name[:40], _("ce nom dépasse 200 signes")))
            continue
        identity = row.pk if row else normalise(read.name)
        if identity in taken:
            reason = _("cette activité est déjà à la ligne %(n)s\u00a0: gardez-en une") % {"n": taken[identity]}
            plan.problems.append(Problem(where, read.name, reason))
            continue
        taken[identity] = read.number
        phase = read.phase
        if phase and len(phase) > LONGEST_NAME:
            plan.problems.append(Problem(where, phase[:40], _("ce nom de phase dépasse 200\u00a0signes")))
            phase = None
        rank = None
        if row is None:
            rank = len(plan.activities)
            plan.activities.append(NewActivity(read.name, phase or "", read.number))
        else:
            comparison.activity(row, read, phase)
        for column, text in zip(columns, read.cells, strict=True):
            if column is not None:
                comparison.cell(row, rank, read, column, text)
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
            reason = _("cet acteur a déjà la colonne %(letters)s\u00a0: gardez-en une") % {
                "letters": taken[column.pk, read.is_note]
            }
            plan.problems.append(Problem(where, read.title, reason))
            found.append(None)
        else:
            taken[column.pk, read.is_note] = read.letters
            found.append((read, column))
    return found


@dataclass(frozen=True)
class _Comparison:
    """What the project holds (`notes`: {(activity, partnership): RaciFact}), and the plan that each difference joins."""

    matrix: object
    notes: dict
    plan: RaciPlan

    def activity(self, row, read, phase):
        """Compare an activity; `phase` is the one that the file gives it, None for none."""
        before = dict(self.matrix.phases).get(row.phase_id, "")
        if phase is not None and _same(phase, before):
            phase = None
        # Found by its name, an activity keeps it: accents and marks may differ. Found by its identifier, it was renamed.
        name = row.name if read.key != row.public_id or _same(read.name, row.name) else read.name
        if phase is not None or name != row.name:
            self.plan.changed.append(ActivityChange(row, name, phase, before))

    def cell(self, row, rank, read, found, text):
        """Compare a cell, or the note of one, at the place `found`: (ReadColumn, Column). `row`, `rank`: see Change."""
        source, column = found
        where = f"{column_name(source.rank)}{read.number}"
        if source.is_note:
            note = self.notes.get((row.pk, column.pk)) if row else None
            before = note.text if note else ""
            if len(text) > LONGEST_NOTE:
                self.plan.problems.append(Problem(where, text[:40], _("cette note dépasse 2\u00a0000 signes")))
            elif not _same(text, before):
                self.plan.notes.append(Change(row, rank, read.name, column, before, text))
            return
        before = self.matrix.cells.get(row.pk, {}).get(column.pk, "") if row else ""
        try:
            after = text if text == before else self.matrix.variant.read(text)
        except ValueError:
            reason = _("n’est pas un rôle en %(variant)s") % {"variant": self.matrix.variant.name}
            self.plan.problems.append(Problem(where, text[:40], reason))
            return
        if before != after:
            self.plan.cells.append(Change(row, rank, read.name, column, before, after))
        elif before:
            self.plan.unchanged += 1


def _same(one, other):
    """Return whether two texts say the same: a file loses blanks and empty lines on its way."""
    return one.split() == other.split()
