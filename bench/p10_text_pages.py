"""P10: pages of text, and what the others feel while one is made.

Target: 0.1 s of CPU a page. The others ask for a real page (the partners of the demonstration) at fixed moments, while
nothing, a render in its own process, or the control (a render inside the web process) goes on, in turn. Theirs must stay
within 1.5 × idle, or NOISE above it where idle is short; the control must not.
"""

import sys
import threading
import time

from bench import harness, paper

harness.start()

from django.db import connection  # noqa: E402 (needs Django set up)

from bench.demo import demonstration  # noqa: E402

PASSES, REQUESTS = 5, 50
PERIOD = 0.1
NOISE = 10  # ms: one turn of the scheduler of a machine with two cores shared with others


def pages_of(pdf):
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def cost(articles):
    """Return (pages, CPU seconds) of a text of so many articles, the lowest of three: the rest is noise."""
    from documents.convention import convention_pdf

    document = paper.convention(articles, annexes=False)
    best, pdf = None, b""
    for _pass in range(3):
        began = time.process_time()
        pdf = convention_pdf(document)
        spent = time.process_time() - began
        best = spent if best is None else min(best, spent)
    return pages_of(pdf), best


def answers_meanwhile(ask, render=None):
    """Return the 95th percentile, in ms, of the answers to requests planned every PERIOD, while `render` runs.

    Counted from the moment that was planned, so that waiting for the interpreter counts, as it does for a person.
    """
    answered, done = [], threading.Event()

    def visit():
        planned = time.perf_counter() + PERIOD
        while len(answered) < REQUESTS:
            time.sleep(max(0, planned - time.perf_counter()))
            ask()
            now = time.perf_counter()
            answered.append((now - planned) * 1000)
            planned += PERIOD * (1 + (now - planned) // PERIOD)  # what was late does not delay the next ones
        done.set()
        connection.close()

    visitor = threading.Thread(target=visit)
    visitor.start()
    while not done.is_set():
        render() if render else done.wait()
    visitor.join()
    return sorted(answered)[int(REQUESTS * 0.95)]


def others(document):
    """Return the lines on the answers that others get during a render: idle, own process, control in this process."""
    from documents import engine
    from documents.convention import convention_pdf
    from documents.painter import Painter

    project, user = demonstration()
    server = harness.Server(harness.signed_in(user))
    page = f"/projets/{project.slug}/partenaires/"
    assert server.ask(page)[0] == 200
    own_process, painter = engine._renderer.render, Painter()
    convention_pdf(document)  # the renderer is warm

    def inside():
        engine._renderer.render = lambda request: painter.paint(**request)
        try:
            convention_pdf(document)
        finally:
            engine._renderer.render = own_process

    renders = {"idle": None, "own": lambda: convention_pdf(document), "inside": inside}
    figures = {name: [] for name in renders}
    for _pass in range(PASSES):
        for name, render in renders.items():
            figures[name].append(answers_meanwhile(lambda: server.ask(page), render))
    idle, own, inside = (paper.median(passes) for passes in figures.values())
    allowed = max(1.5 * idle, idle + NOISE)
    label = "P10 others’ p95 during a render"
    yield harness.Line(
        label, "own process", f"{own:.0f} ms", f"idle {idle:.0f} ms", own / idle, f"≤ {allowed:.0f} ms", own <= allowed
    )
    yield harness.Line(
        label, "control, inside", f"{inside:.0f} ms", f"idle {idle:.0f} ms", inside / idle, "loses", inside > allowed
    )


def pages_of_text():
    """Yield the lines on the processor that a page of text takes, in this process so that it can be counted."""
    from documents import engine
    from documents.painter import Painter

    painter = Painter()
    engine._renderer.render = lambda request: painter.paint(**request)
    cost(1)
    for articles in (14, 56, 224):
        pages, spent = cost(articles)
        each = spent / pages
        yield harness.Line("P10 text", f"{pages} pages", f"{each:.3f} s/page", "", None, "≤ 0.1 s", each <= 0.1)


def main():
    return harness.report([*others(paper.convention(30, annexes=False)), *pages_of_text()])


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
