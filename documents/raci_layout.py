"""How the RACI is cut into pages: pure geometry, in millimetres inside the margins of an A4 in landscape.

Every row has a height fixed here, so that what is drawn behind a table (raci_paint.py) meets its letters (raci.py).
"""

from dataclasses import dataclass, field, replace
from math import ceil

from documents.fonts import text_width, wrap

WIDTH, HEIGHT = 269, 172
ABOVE, BELOW = 13, 10  # title, legend
MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class Density:
    """One of the two ways to draw the table, in millimetres. Heights agree with the class `css` of css/raci.css."""

    css: str
    most_columns: int
    row: float
    tall_row: float
    group_row: float
    type_size: float  # names of the activities
    shape: float  # side of the square of a role


WIDE = Density("", 17, row=7.4, tall_row=10.2, group_row=8.6, type_size=9.5 * MM_PER_POINT, shape=5.2)
DENSE = Density("dense", 42, row=5, tall_row=7.2, group_row=6.4, type_size=8 * MM_PER_POINT, shape=3.6)
FEW_COLUMNS = 12  # beyond, the names of the actors are smaller
LEAST_ACTIVITY, MOST_ACTIVITY = 59, 96  # width of the activities in the dense format
TURNED_SIZE, TURNED_LEADING, LONGEST_TURNED = 7.5 * MM_PER_POINT, 2.9, 42


@dataclass
class Line:
    """A row of the paper: the heading of a phase (`cells` is None) or an activity. `height` in millimetres."""

    name: tuple[str, ...]
    cells: tuple[str, ...] | None
    height: float


@dataclass
class Page:
    """A sheet: some of the `columns` from `first_column` on; `names` are theirs, in lines; `activity` is a width."""

    density: Density
    columns: list
    first_column: int
    names: list
    header: float
    activity: float
    lines: list = field(default_factory=list)

    @property
    def step(self):
        return (WIDTH - self.activity) / max(1, len(self.columns))

    @property
    def height(self):
        return self.header + sum(line.height for line in self.lines)


def paginate(table):
    """Return the pages: all actors across when they fit, else in blocks of about the same size."""
    count = len(table.columns)
    density = WIDE if count <= WIDE.most_columns else DENSE
    size = ceil(count / ceil(count / density.most_columns)) if count else 1
    pages = []
    for start in range(0, count, size):
        blank = _blank_page(density, table.columns[start : start + size], start)
        names = [
            [tuple(wrap(row.name, blank.activity - 3, density.type_size, lines=2)) for row in group.rows]
            for group in table.groups
        ]
        pages += _fill(blank, table.groups, names)
    return pages


def _blank_page(density, columns, start):
    count = len(columns)
    if density is DENSE:
        activity = min(MOST_ACTIVITY, max(LEAST_ACTIVITY, WIDTH - 8 * count))
        abreast = int((WIDTH - activity) / count // TURNED_LEADING)
        names = [
            wrap(column.name, LONGEST_TURNED, TURNED_SIZE, "strong", lines=min(3, max(1, abreast)))
            for column in columns
        ]
        longest = max(text_width(line, TURNED_SIZE, "strong") for name in names for line in name)
        return Page(density, columns, start, names, 9 + longest, activity)
    activity = 62 if count > 10 else 78
    step = (WIDTH - activity) / count
    if step > 26:  # few actors: the names of the activities take the room
        activity, step = WIDTH - 26 * count, 26
    names = [wrap(column.name, step - 1.6, _header_size(count), "strong", lines=4) for column in columns]
    return Page(density, columns, start, names, 9 + 3.4 * max(len(name) for name in names), activity)


def _fill(blank, groups, names):
    """Return copies of a blank page that hold all the rows; a phase that goes on is named again."""
    pages, density = [replace(blank, lines=[])], blank.density
    for group, row_names in zip(groups, names, strict=True):
        heading = Line((group.name,), None, density.group_row) if group.name else None
        for index, (row, name) in enumerate(zip(group.rows, row_names, strict=True)):
            cells = row.cells[blank.first_column : blank.first_column + len(blank.columns)]
            line = Line(name, cells, density.row if len(name) == 1 else density.tall_row)
            needed = line.height + (density.group_row if heading and index == 0 else 0)
            if pages[-1].lines and pages[-1].height + needed > HEIGHT - ABOVE - BELOW:
                pages.append(replace(blank, lines=[]))
                if heading and index:
                    pages[-1].lines.append(Line((f"{group.name} (suite)",), None, density.group_row))
            if heading and index == 0:
                pages[-1].lines.append(heading)
            pages[-1].lines.append(line)
    return pages


def _header_size(columns):
    """Return the type size of the actors' names, in millimetres: 8.5 points, 7.5 when there are many."""
    return (8.5 if columns <= FEW_COLUMNS else 7.5) * MM_PER_POINT
