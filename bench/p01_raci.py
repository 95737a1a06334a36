"""P1, P2, P3 for the RACI: the page with nothing kept, with an unchanged revision, its bytes and its nodes.

Control: the same bytes from memory through the same middleware, session and user.
"""

from html.parser import HTMLParser

from bench import harness

harness.start()

from django.db import connection, reset_queries  # noqa: E402 (needs Django set up)

from bench.raci_data import raci_project  # noqa: E402
from partnerships.raci.grid import recent_parts  # noqa: E402


class Nodes(HTMLParser):
    """Counts elements and texts, as a browser would make nodes of them."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def handle_starttag(self, tag, attrs):
        self.count += 1

    def handle_data(self, data):
        self.count += bool(data.strip())


def queries_of(call):
    """Return how many queries a call makes."""
    connection.force_debug_cursor = True
    reset_queries()
    call()
    connection.force_debug_cursor = False
    return len(connection.queries)


def measure(rows, columns):
    project, user = raci_project(rows, columns)
    server = harness.Server(harness.signed_in(user))
    page = f"/projets/{project.slug}/raci/"
    size = f"{rows} × {columns}"
    status, headers, body = server.ask(page)
    assert status == 200, status
    floor = harness.floor_of(body)

    def nothing_kept():
        recent_parts.clear()
        server.ask(page)

    lines = []
    for case, call, most in (
        ("P1 RACI, nothing kept", nothing_kept, 8),
        ("P2 RACI, unchanged revision", lambda: server.ask(page), 2),
    ):
        ours, control, ratio = harness.compare(call, lambda: server.ask(floor))
        lines.append(
            harness.Line(
                case,
                size,
                harness.milliseconds(ours),
                harness.milliseconds(control),
                ratio,
                f"≤ {most} × floor",
                ratio <= most,
            )
        )
    again, _headers, _body = server.ask(page, headers={"if-none-match": headers["ETag"]})
    lines.append(harness.Line("P2 RACI, reload", size, str(again), "", None, "304", again == 304))
    count = queries_of(nothing_kept)
    lines.append(harness.Line("P1 RACI, queries", size, str(count), "", None, "≤ 10", count <= 10))
    packed = _smallest(body)
    nodes = Nodes()
    nodes.feed(body.decode())
    for case, figure, most, unit in (
        ("P3 RACI, bytes", len(body), 60_000, "B"),
        ("P3 RACI, compressed", packed, 6_000, "B"),
        ("P3 RACI, nodes", nodes.count, 7_000, ""),
    ):
        lines.append(harness.Line(case, size, f"{figure} {unit}".strip(), "", None, f"≤ {most}", figure <= most))
    return lines


def _smallest(body):
    """Return the bytes of the body under Brotli 5, the level for pages made on the fly; gzip where it is missing."""
    try:
        import brotli
    except ImportError:
        import gzip

        return len(gzip.compress(body, 6))
    return len(brotli.compress(body, quality=5))


def main():
    return harness.report(measure(12, 11) + measure(60, 40))


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
