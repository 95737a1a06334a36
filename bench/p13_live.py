"""P13: 1 000 screens on one process: when the last one has each change."""

import asyncio

from bench import harness
from bench.live_screens import listen, play, site

SCREENS, RATE, SECONDS, LAST = 1000, 1, 15, 1.0


def main():
    with site(12, 11, SCREENS) as (here, writer):
        result = asyncio.run(play(here, writer, listen, RATE, SECONDS))
    size = f"{SCREENS}, 12 × 11"
    ours, share = harness.milliseconds(result.p95), f"{result.cost:.2f} s a change"
    return harness.report(
        [
            harness.Line("P13 last screen, p95", size, ours, share, None, "≤ 1 s", result.p95 <= LAST),
            harness.Line("P13 missed", size, str(result.missed), "", None, "0", not result.missed),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
