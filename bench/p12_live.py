"""P12: 205 screens, 2 then 20 changes a second: when the last screen has each change, and what it costs.

Control: the same screens asking for the revision every two seconds, in the same run. The processor's share is that of the
process which holds the streams, less what the same changes cost it when nobody listens.
"""

import asyncio

from bench import harness
from bench.live_screens import listen, play, poll, postgresql, site

SCREENS, SECONDS = 205, 10
# Changes a second → the largest share of a core.
SHARES = {2: 0.10, 20: 0.40}
LAST, SOONER = 0.3, 10


def measure(name, rows, columns, database_url=""):
    """Return the lines of one database and one size."""
    lines = []
    with site(rows, columns, SCREENS, database_url) as (here, writer):
        for rate, most in SHARES.items():
            alone = asyncio.run(play(here, writer, None, rate, SECONDS))
            pushed = asyncio.run(play(here, writer, listen, rate, SECONDS))
            asked = asyncio.run(play(here, writer, poll, rate, SECONDS))
            case, size = f"P12 {name}, {rate} a second", f"{SCREENS}, {rows} × {columns}"
            sooner = asked.p95 / pushed.p95
            share = max(0.0, pushed.cost - alone.cost) * rate
            ours, control = harness.milliseconds(pushed.p95), harness.milliseconds(asked.p95)
            lines += [
                harness.Line(f"{case}: last", size, ours, control, None, "≤ 300 ms", pushed.p95 <= LAST),
                harness.Line(f"{case}: sooner", size, ours, control, sooner, f"≥ {SOONER} ×", sooner >= SOONER),
                harness.Line(
                    f"{case}: missed", size, str(pushed.missed), str(asked.missed), None, "0", not pushed.missed
                ),
                harness.Line(
                    f"{case}: core",
                    size,
                    f"{share:.0%}",
                    f"{alone.cost * rate:.0%} alone",
                    None,
                    f"≤ {most:.0%}",
                    share <= most,
                ),
            ]
    return lines


def main():
    reached = True
    for rows, columns in ((12, 11), (60, 40)):
        reached &= harness.report(measure("SQLite", rows, columns))
        with postgresql() as url:
            reached &= harness.report(measure("PostgreSQL", rows, columns, url))
    return reached


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
