"""P15: memory of a web process after 1 000 mixed requests: at most 130 MB, and no growth from the 500th."""

import resource
from pathlib import Path

from bench import harness

harness.start()

from bench.demo import demonstration  # noqa: E402 (needs Django set up)


def resident_mb():
    """Return the resident memory of this process, in MB, as Linux counts it now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main():
    project, user = demonstration()
    client = harness.signed_in(user)
    base = f"/projets/{project.slug}/"
    paths = [base, base + "frise/", base + "raci/", base + "partenaires/", base + "conventions/", "/"]
    half = None
    for n in range(1000):
        response = client.get(paths[n % len(paths)])
        assert response.status_code == 200, (paths[n % len(paths)], response.status_code)
        if n == 499:
            half = resident_mb()
    end = resident_mb()
    return harness.report(
        [
            harness.Line("P15 memory", "1 000 requests", f"{end:.0f} MB", "", None, "≤ 130 MB", end <= 130),
            harness.Line(
                "P15 growth", "500th to 1 000th", f"{end - half:+.1f} MB", "", None, "≤ 2 MB", end - half <= 2
            ),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
