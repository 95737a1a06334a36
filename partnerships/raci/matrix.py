"""The RACI of a project as plain values, read in five queries at any size: for the screen, the checks, the PDF."""

from dataclasses import dataclass
from functools import cached_property

from partnerships.models import PartnerKind, Placement, RaciAssignment, kind_glyph


@dataclass(frozen=True, slots=True)
class Row:
    """An activity."""

    pk: int
    public_id: str
    name: str
    phase_id: int | None


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

    @property
    def glyph(self):
        return kind_glyph(self.kind)

    @property
    def is_resident(self):
        return self.kind in PartnerKind.residents()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a partnership is placed on the frise: a horizon and the code of its level."""

    horizon_id: int
    horizon: str
    level_code: str


@dataclass(frozen=True)
class Matrix:
    """`cells` is {activity pk: {partnership pk: letters}}, filled cells only; `stands` {partnership pk: [Stand]}."""

    phases: list
    rows: list
    columns: list
    cells: dict
    stands: dict

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

    def engaged(self):
        """Return the columns to show: the carrying organisation, then who has a letter or a place on the frise."""
        return [column for column in self.columns if self.is_engaged(column)]

    def is_engaged(self, column):
        return bool(column.is_lead or self.letters_of[column.pk] or column.pk in self.stands)


def read_matrix(project):
    """Return the Matrix of a project. Five queries; the carrying organisation is the first column."""
    phases = list(project.phases.order_by("position", "pk").values_list("pk", "name"))
    rows = [
        Row(*values)
        for values in project.activities.order_by("position", "pk").values_list("pk", "public_id", "name", "phase_id")
    ]
    columns = [
        Column(pk, public_id, short_name or name, name, kind, is_lead, bool(archived_at))
        for pk, public_id, short_name, name, kind, is_lead, archived_at in project.partnerships.order_by(
            "-is_lead", "position", "pk"
        ).values_list(
            "pk",
            "public_id",
            "partner__short_name",
            "partner__name",
            "partner__kind",
            "is_lead",
            "partner__archived_at",
        )
    ]
    cells = {}
    for activity, partnership, letters in RaciAssignment.objects.filter(partnership__project=project).values_list(
        "activity_id", "partnership_id", "letters"
    ):
        cells.setdefault(activity, {})[partnership] = letters
    stands = {}
    placed = Placement.objects.filter(partnership__project=project).order_by("horizon__position", "pk")
    for partnership, *stand in placed.values_list("partnership_id", "horizon_id", "horizon__name", "level__code"):
        stands.setdefault(partnership, []).append(Stand(*stand))
    return Matrix(phases, rows, columns, cells, stands)
