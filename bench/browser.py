"""What the benchmarks in a browser share: the application in a thread, pages of Chromium slowed down, their lines.

Wall-clock time, hence sensitive to a busy machine: each speed is measured in several passes, one speed after the other,
and the median pass counts.
"""

import os
import shutil
import statistics
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from bench import harness

PASSES = 3
# Playwright keeps an event loop running in the thread of the benchmark, where Django would refuse to query the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve():
    """Start the application in a thread; return its address. One thread: nothing else than the page is served."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from whitenoise import WhiteNoise

    application = WhiteNoise(WSGIHandler(), root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)
    server = make_server("127.0.0.1", 0, application, server_class=WSGIServer, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def measure(case, size, user, path, targets, work):
    """Return a Line for each (slowdown, most milliseconds) of `targets`.

    `work(page)` is given a fresh page of `path`, signed in as `user`, in a browser whose processor is that many times
    slower, and returns milliseconds; their 95th percentile is held against the target.
    """
    from playwright.sync_api import sync_playwright

    session = harness.signed_in(user).cookies["sessionid"].value
    address = serve()
    passes = {target: [] for target in targets}
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for _pass in range(PASSES):
            for target in targets:
                context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
                context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
                page = context.new_page()
                page.goto(address + path)
                context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": target[0]})
                passes[target].append(sorted(work(page)))
                context.close()
        browser.close()
    return [_line(case, f"{size}, CPU ÷ {slowdown}", passes[slowdown, most], most) for slowdown, most in targets]


def _line(case, size, passes, most):
    p95 = statistics.median(times[int(0.95 * (len(times) - 1))] for times in passes)
    half = statistics.median(statistics.median(times) for times in passes)
    return harness.Line(case, size, f"{p95:.0f} ms", f"p50 {half:.0f} ms", None, f"≤ {most} ms", p95 <= most)
