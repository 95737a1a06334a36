"""P5: from the key to the painted cell in Chromium, 60 × 40, at full speed and with the processor slowed four times.

The browser counts: from the event's own time stamp to the first frame after the change was painted (two animation
frames later). Wall-clock time, hence sensitive to a busy machine.
"""

import os
import shutil
import statistics
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from bench import harness

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
harness.start()

from bench.raci_data import raci_project  # noqa: E402 (needs Django set up)

KEYS = 40
WATCH = """() => {
  window.painted = [];
  document.querySelector('.raci').addEventListener('keydown', (event) => {
    if (!/^[a-z]$/.test(event.key)) return;
    requestAnimationFrame(() => requestAnimationFrame(() => window.painted.push(performance.now() - event.timeStamp)));
  });
}"""


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve():
    """Start the application in a thread; return its port. One thread: nothing else than this page is served."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from whitenoise import WhiteNoise

    application = WhiteNoise(WSGIHandler(), root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)
    server = make_server("127.0.0.1", 0, application, server_class=WSGIServer, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def type_letters(page, slowdown):
    """Type in cells one after the other; return the milliseconds of each key."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.locator("tr[id^='a-'] td").nth(0).click()
    page.evaluate(WATCH)
    for n in range(KEYS):
        page.keyboard.press("raci"[n % 4])
        page.wait_for_function(f"() => window.painted.length > {n}")
        page.keyboard.press("ArrowRight" if n % 8 else "ArrowDown")
    return page.evaluate("() => window.painted")


def main():
    from playwright.sync_api import sync_playwright

    project, user = raci_project(60, 40)
    session = harness.signed_in(user).cookies["sessionid"].value
    address = f"http://127.0.0.1:{serve()}"
    lines = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for slowdown, most in ((1, 100), (4, 200)):
            context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/projets/{project.slug}/raci/")
            times = sorted(type_letters(page, slowdown))
            p95 = times[int(0.95 * (len(times) - 1))]
            half = f"p50 {statistics.median(times):.0f} ms"
            size = f"60 × 40, CPU ÷ {slowdown}"
            lines.append(
                harness.Line("P5 key to paint, p95", size, f"{p95:.0f} ms", half, None, f"≤ {most} ms", p95 <= most)
            )
            context.close()
        browser.close()
    return harness.report(lines)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
