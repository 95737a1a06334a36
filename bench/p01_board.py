"""P1 to P4 for the frise: the board with nothing kept, reloaded, its bytes, and one move.

Control of the page: the same bytes from memory through the same middleware, session and user. Control of the move: a page
of session + user + one query.
"""

from bench import harness

harness.start()

from django.db import connection, reset_queries  # noqa: E402 (needs Django set up)

from bench.board_data import board_project  # noqa: E402

PAGE, MOVE = 5, 3.5


def queries_of(call):
    """Return (how many queries a call makes, what it returns); the marks of a transaction are not queries."""
    connection.force_debug_cursor = True
    reset_queries()
    answer = call()
    connection.force_debug_cursor = False
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(marks) for query in connection.queries), answer


class Mover:
    """Moves one card from level to level of its horizon, each time from the version it has then."""

    def __init__(self, server, project, placement):
        self.server = server
        self.placement = placement
        self.levels = [level.public_id for level in project.levels.all()]
        self.path = f"/projets/{project.slug}/frise/fiches/{placement.partnership.public_id}/"
        self.horizon = placement.horizon.public_id
        self.version = placement.version

    def move(self):
        """Move the card once; return the body of the answer."""
        data = {
            "placement": self.placement.public_id,
            "version": self.version,
            "horizon": self.horizon,
            "level": self.levels[self.version % len(self.levels)],
        }
        status, _headers, body = self.server.ask(self.path, data=data, headers={"accept": "application/json"})
        assert status == 200, (status, body)
        self.version += 1
        return body


def measure(cards):
    """Return (lines, Mover) for a board of that many cards."""
    project, user, placement = board_project(cards)
    server = harness.Server(harness.signed_in(user))
    page = f"/projets/{project.slug}/frise/"
    size = f"{cards} cards"
    status, headers, body = server.ask(page)
    assert status == 200, status
    floor = harness.floor_of(body)
    ours, control, ratio = harness.compare(lambda: server.ask(page), lambda: server.ask(floor))
    figures = (harness.milliseconds(ours), harness.milliseconds(control))
    lines = [harness.Line("P1 frise, nothing kept", size, *figures, ratio, f"≤ {PAGE} × floor", ratio <= PAGE)]
    count, _answer = queries_of(lambda: server.ask(page))
    lines.append(harness.Line("P1 frise, queries", size, str(count), "", None, "≤ 10", count <= 10))

    def reload():
        return server.ask(page, headers={"if-none-match": headers["ETag"]})[0]

    ours, control, ratio = harness.compare(reload, lambda: server.ask(floor))
    figures = (harness.milliseconds(ours), harness.milliseconds(control))
    lines.append(harness.Line("P2 frise, reload", size, *figures, ratio, "≤ 2 × floor", ratio <= 2))
    again = reload()
    lines.append(harness.Line("P2 frise, answer", size, str(again), "", None, "304", again == 304))
    lines.append(harness.Line("P3 frise, bytes", size, f"{len(body)} B", "", None, "≤ 120000", len(body) <= 120_000))
    mover = Mover(server, project, placement)
    count, answer = queries_of(mover.move)
    lines.append(harness.Line("P4 move, queries", size, str(count), "", None, "≤ 14", count <= 14))
    lines.append(harness.Line("P4 move, answer", size, f"{len(answer)} B", "", None, "≤ 4000 B", len(answer) <= 4000))
    ours, control, ratio = harness.compare(mover.move, lambda: server.ask(harness.ONE_QUERY_PATH))
    figures = (harness.milliseconds(ours), harness.milliseconds(control))
    lines.append(harness.Line("P4 move", size, *figures, ratio, f"≤ {MOVE} × page", ratio <= MOVE))
    return lines, mover


def main():
    small, mover_of_small = measure(30)
    large, mover_of_large = measure(300)
    ours, control, ratio = harness.compare(mover_of_large.move, mover_of_small.move)
    figures = (harness.milliseconds(ours), harness.milliseconds(control))
    growth = harness.Line("P4 move, growth", "300 / 30 cards", *figures, ratio, "≤ 1.3", ratio <= 1.3)
    return harness.report([*small, *large, growth])


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
