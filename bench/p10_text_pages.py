"""P10: pages of text, and what the others feel while one is made.

Target: 0.1 s of CPU a page. Control of the second part: the same render inside the web process.
"""

import sys
import threading
import time

from bench import paper


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


def delay_of_the_others(render):
    """Return the 95th percentile, in ms, of a small piece of work done 100 times while `render` runs."""
    delays, done = [], threading.Event()

    def work():
        while not done.is_set() or len(delays) < 100:
            began = time.perf_counter()
            sum(range(60_000))
            delays.append((time.perf_counter() - began) * 1000)
            time.sleep(0.005)

    worker = threading.Thread(target=work)
    worker.start()
    render()
    done.set()
    worker.join()
    return sorted(delays)[int(len(delays) * 0.95)]


def main():
    paper.start()
    from documents import engine
    from documents.convention import convention_pdf
    from documents.painter import Painter

    document = paper.convention(30, annexes=False)
    convention_pdf(paper.convention(1, annexes=False))  # the process is warm
    idle = delay_of_the_others(lambda: time.sleep(1.5))
    ours = delay_of_the_others(lambda: convention_pdf(document))

    painter = Painter()
    own_process, engine._renderer.render = engine._renderer.render, lambda request: painter.paint(**request)
    naive = delay_of_the_others(lambda: convention_pdf(document))
    passed = [
        paper.line(
            "P10 others' p95, own process",
            "",
            f"{ours:.1f} ms",
            f"idle {idle:.1f} ms",
            f"{ours / idle:.2f}",
            "≤ 1.5",
            ours / idle <= 1.5,
        ),
        paper.line(
            "P10 others' p95, in the process",
            "control",
            f"{naive:.1f} ms",
            "",
            f"{naive / idle:.2f}",
            "> ours",
            naive > ours,
        ),
    ]
    for articles in (14, 56, 224):
        pages, spent = cost(articles)
        each = spent / pages
        passed.append(paper.line("P10 text", f"{pages} pages", f"{each:.3f} s/page", "", "", "≤ 0.1 s", each <= 0.1))
    engine._renderer.render = own_process
    return all(passed)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
