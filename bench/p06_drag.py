"""P6: dragging one card over a frise of 300 in Chromium, at full speed and with the processor slowed four times.

The browser counts the time between two frames while the mouse carries the card over the cells.
"""

from bench import browser, harness

harness.start()

from bench.board_data import board_project  # noqa: E402 (needs Django set up)

STEPS = 120
WATCH = """() => {
  window.frames = [];
  let before = performance.now();
  const count = (now) => { window.frames.push(now - before); before = now; window.watch = requestAnimationFrame(count); };
  window.watch = requestAnimationFrame(count);
}"""


def drag(page):
    """Carry the first card to and fro over the board; return the milliseconds of each frame."""
    # Every card is laid out: the folded ones are opened.
    page.evaluate("() => document.querySelectorAll('.case-reste').forEach((rest) => { rest.open = true; })")
    page.wait_for_function("() => document.querySelectorAll('.fils path').length > 0")
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
    project, user, _placement = board_project(300)
    path = f"/projets/{project.slug}/frise/"
    return harness.report(browser.measure("P6 drag, p95 frame", "300 cards", user, path, ((1, 33), (4, 75)), drag))


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
