"""P4: one edit of a cell, with its guard, its history and the next revision, at two sizes of the matrix.

Control: a page of session + user + one query, through the same middleware.
"""

from bench import harness

harness.start()

from django.db import connection, reset_queries  # noqa: E402 (needs Django set up)

from bench.raci_data import Cell, raci_project  # noqa: E402

MOST = 3.5


def measure(rows, columns):
    """Return (lines, CPU seconds of an edit)."""
    project, user = raci_project(rows, columns)
    server = harness.Server(harness.signed_in(user))
    cell = Cell(server, project)
    size = f"{rows} × {columns}"
    heaviest = queries = 0
    for _step in Cell.STEPS:
        connection.force_debug_cursor = True
        reset_queries()
        heaviest = max(heaviest, len(cell.edit()))
        queries = max(queries, len(connection.queries))
    connection.force_debug_cursor = False
    ours, control, ratio = harness.compare(cell.edit, lambda: server.ask(harness.ONE_QUERY_PATH))
    figures = (harness.milliseconds(ours), harness.milliseconds(control))
    lines = [
        harness.Line("P4 one cell", size, *figures, ratio, f"≤ {MOST} × page", ratio <= MOST),
        harness.Line("P4 answer, heaviest", size, f"{heaviest} B", "", None, "≤ 4000 B", heaviest <= 4000),
        harness.Line("P4 queries", size, str(queries), "", None, "≤ 14", queries <= 14),
    ]
    return lines, cell


def main():
    small, cell_of_small = measure(12, 11)
    large, cell_of_large = measure(60, 40)
    ours, control, ratio = harness.compare(cell_of_large.edit, cell_of_small.edit)
    growth = harness.Line(
        "P4 growth with the matrix",
        "60 × 40 / 12 × 11",
        harness.milliseconds(ours),
        harness.milliseconds(control),
        ratio,
        "≤ 1.3",
        ratio <= 1.3,
    )
    return harness.report([*small, *large, growth])


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
