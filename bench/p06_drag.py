"""P6: dragging one card over a frise of 300 in Chromium, at full speed and with the processor slowed four times.

The browser counts the time between two frames while the mouse carries the card over the cells. Wall-clock time, hence
sensitive to a busy machine.
"""

import os
import shutil
import statistics

from bench import harness

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
harness.start()

from bench.board_data import board_project  # noqa: E402 (needs Django set up)
from bench.p05_paint import serve  # noqa: E402

STEPS = 120
WATCH = """() => {
  window.frames = [];
  let before = performance.now();
  const count = (now) => { window.frames.push(now - before); before = now; window.watch = requestAnimationFrame(count); };
  window.watch = requestAnimationFrame(count);
}"""


def drag(page, slowdown):
    """Carry the first card to and fro over the board; return the milliseconds of each frame."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    card = page.locator("#frise td .fiche").first.bounding_box()
    x, y = card["x"] + card["width"] / 2, card["y"] + card["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10, steps=5)
    page.evaluate(WATCH)
    page.mouse.move(1250, 560, steps=STEPS // 2)
    page.mouse.move(300, 300, steps=STEPS // 2)
    frames = page.evaluate("() => { cancelAnimationFrame(window.watch); return window.frames.slice(1); }")
    carried = page.locator(".glisse").count()
    assert carried, "nothing was dragged"
    page.mouse.up()
    return frames


def main():
    from playwright.sync_api import sync_playwright

    project, user, _placement = board_project(300)
    session = harness.signed_in(user).cookies["sessionid"].value
    address = f"http://127.0.0.1:{serve()}"
    lines = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for slowdown, most in ((1, 33), (4, 75)):
            context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/projets/{project.slug}/frise/")
            # Every card is laid out: the folded ones are opened.
            page.evaluate("() => document.querySelectorAll('.case-reste').forEach((rest) => { rest.open = true; })")
            page.wait_for_function("() => document.querySelectorAll('.fils path').length > 0")
            frames = sorted(drag(page, slowdown))
            p95 = frames[int(0.95 * (len(frames) - 1))]
            half = f"p50 {statistics.median(frames):.0f} ms"
            size = f"300 cards, CPU ÷ {slowdown}"
            lines.append(
                harness.Line("P6 drag, p95 frame", size, f"{p95:.0f} ms", half, None, f"≤ {most} ms", p95 <= most)
            )
            context.close()
        browser.close()
    return harness.report(lines)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
