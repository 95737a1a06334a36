"""The RACI of a project as plain values, read in five queries at any size: for the screen, the checks, the PDF."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from partnerships.models import FactKind, PartnerKind, Partnership, Placement, RaciAssignment, RaciFact, kind_glyph
from partnerships.raci.variants import RACI, Variant, variant_of
from projects.models import Activity
from projects.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Row:
    """An activity."""

    pk: int
    public_id: str
    name: str
    phase_id: int | None
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A partnership: an organisation in the project."""

    pk: int
    public_id: str
    label: str
    name: str
    kind: str
    is_lead: bool
    is_archived: bool = False
    place: str = ""

    @property
    def glyph(self):
        return kind_glyph(self.kind)

    @property
    def is_resident(self):
        return self.kind in PartnerKind.residents()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a partnership is placed on the frise: a horizon with its dates, its level and the level's code; who says so."""

    horizon_id: int
    horizon: str
    level_code: str
    level: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    horizon_position: int = 0
    level_position: int = 0
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the A of an activity says: « j’en réponds », or « pas encore »."""

    agreed: bool
    day: datetime.date


@dataclass(frozen=True)
class Matrix:
    """`cells` is {activity pk: {partnership pk: letters}}, filled cells only; `stands` {partnership pk: [Stand]}.

    `noted`: (activity pk, partnership pk) of the cells with a note; `answers`: {activity pk: Answer of its A};
    `refused`: (activity pk, partnership pk, letters) of the proposals that the team does not want.
    """

    phases: list
    rows: list
    columns: list
    cells: dict
    stands: dict
    variant: Variant = RACI
    noted: frozenset = frozenset()
    answers: dict = field(default_factory=dict)
    refused: frozenset = frozenset()

    @cached_property
    def letters_of(self):
        """Return {partnership pk: [its letters, one a filled cell]}."""
        letters = {column.pk: [] for column in self.columns}
        for row in self.rows:
            for partnership, value in self.cells.get(row.pk, {}).items():
                letters[partnership].append(value)
        return letters

    @cached_property
    def groups(self):
        """Return [(phase name, [Row])] in the order of the screen: rows without phase come last, name empty."""
        by_phase = {}
        for row in self.rows:
            by_phase.setdefault(row.phase_id, []).append(row)
        named = [(name, by_phase[pk]) for pk, name in self.phases if pk in by_phase]
        return named + ([("", by_phase[None])] if None in by_phase else [])

    def said(self):
        """Yield (Row, Column of its A, Answer) of the activities whose A has said something, in the order of the screen."""
        columns = {column.pk: column for column in self.columns}
        for _name, rows in self.groups:
            for row in rows:
                for pk, letters in self.cells.get(row.pk, {}).items():
                    if row.pk in self.answers and letters in self.variant.answering:
                        yield row, columns[pk], self.answers[row.pk]

    def engaged(self):
        """Return the columns to show: the carrying organisation, then who has a letter or a place on the frise."""
        return [column for column in self.columns if self.is_engaged(column)]

    def is_engaged(self, column):
        return bool(column.is_lead or self.letters_of[column.pk] or column.pk in self.stands)


# The columns of Stand, as Placement knows them.
STAND = (
    "horizon_id",
    "horizon__name",
    "level__code",
    "level__name",
    "horizon__start",
    "horizon__end",
    "horizon__position",
    "level__position",
    "provenance",
)


_activities = Prepared(
    lambda project: (
        Activity.objects.filter(project=project)
        .order_by("position", "pk")
        .values_list("pk", "public_id", "name", "phase_id", "start", "end", "phase__position", "phase__name")
    ),
    project=int,
)
_actors = Prepared(
    lambda project: (
        Partnership.objects.filter(project=project)
        .order_by("-is_lead", "position", "pk")
        .values_list(
            "pk",
            "public_id",
            "partner__short_name",
            "partner__name",
            "partner__kind",
            "is_lead",
            "partner__archived_at",
            "partner__territory__name",
        )
    ),
    project=int,
)
_letters = Prepared(
    lambda project: RaciAssignment.objects.filter(partnership__project=project).values_list(
        "activity_id", "partnership_id", "letters"
    ),
    project=int,
)
_stands = Prepared(
    lambda project: (
        Placement.objects.filter(partnership__project=project)
        .order_by("horizon__position", "pk")
        .values_list("partnership_id", *STAND)
    ),
    project=int,
)
_known = Prepared(
    lambda project: (
        RaciFact.objects.of_project(project)
        .exclude(kind=FactKind.DONE)
        .order_by()
        .values_list("activity_id", "partnership_id", "kind", "letters", "agreed", "day")
    ),
    project=int,
)


def read_matrix(project):
    """Return the Matrix of a project. Five queries; the carrying organisation is the first column.

    Phases come with their activities: one without any has no place in the table.
    """
    phases, rows = {}, []
    for *values, position, name in _activities(project=project.pk):
        row = Row(*values)
        rows.append(row)
        if row.phase_id is not None:
            phases[row.phase_id] = (position, row.phase_id, name)
    columns = [
        Column(pk, public_id, short_name or name, name, kind, is_lead, bool(archived_at), place or "")
        for pk, public_id, short_name, name, kind, is_lead, archived_at, place in _actors(project=project.pk)
    ]
    cells = {}
    for activity, partnership, letters in _letters(project=project.pk):
        cells.setdefault(activity, {})[partnership] = letters
    stands = {}
    for partnership, *stand in _stands(project=project.pk):
        stands.setdefault(partnership, []).append(Stand(*stand))
    variant = variant_of(project)
    return Matrix(
        [(pk, name) for _position, pk, name in sorted(phases.values())],
        rows,
        columns,
        cells,
        stands,
        variant,
        **_facts(project, cells, variant),
    )


def _facts(project, cells, variant):
    """Return what is noted besides the letters. An answer holds while the one who gave it is the A. One query."""
    noted, answers, refused = set(), {}, set()
    for activity, partnership, kind, letters, agreed, day in _known(project=project.pk):
        if kind == FactKind.NOTE:
            noted.add((activity, partnership))
        elif kind == FactKind.REFUSED:
            refused.add((activity, partnership, letters))
        elif cells.get(activity, {}).get(partnership) in variant.answering:
            answers[activity] = Answer(agreed, day)
    return {"noted": frozenset(noted), "answers": answers, "refused": frozenset(refused)}
