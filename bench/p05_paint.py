"""P5: from the key to the painted cell in Chromium, 60 × 40, at full speed and with the processor slowed four times.

The browser counts: from the event's own time stamp to the first frame after the change was painted (two animation
frames later).
"""

from bench import browser, harness

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


def type_letters(page):
    """Type in cells one after the other; return the milliseconds of each key."""
    page.locator("tr[id^='a-'] td").nth(0).click()
    page.evaluate(WATCH)
    for n in range(KEYS):
        page.keyboard.press("raci"[n % 4])
        page.wait_for_function(f"() => window.painted.length > {n}")
        page.keyboard.press("ArrowRight" if n % 8 else "ArrowDown")
    return page.evaluate("() => window.painted")


def main():
    project, user = raci_project(60, 40)
    path = f"/projets/{project.slug}/raci/"
    targets = ((1, 100), (4, 200))
    return harness.report(browser.measure("P5 key to paint, p95", "60 × 40", user, path, targets, type_letters))


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
