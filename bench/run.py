"""Run every benchmark, each in a process and a database of its own, one after the other: `bin/bench [p01 p09 …]`."""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = f"{'case':<34} {'size':<18} {'ours':>14} {'control':>14} {'ratio':>10}  {'target':<12} verdict"


def main(wanted):
    """Print the lines of the wanted cases (all when none is named); return how many scripts missed a target."""
    scripts = sorted(path for path in HERE.glob("p[0-9]*.py") if not wanted or path.stem.startswith(tuple(wanted)))
    print(HEADER, flush=True)  # noqa: T201
    missed = 0
    for script in scripts:
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as var:
            environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MAILLAGE_VAR": var, "PYTHONPATH": str(HERE.parent)}
            done = subprocess.run(
                [sys.executable, "-m", f"bench.{script.stem}"], cwd=HERE.parent, env=environment, check=False
            )
        missed += done.returncode != 0
    return missed


if __name__ == "__main__":
    raise SystemExit(1 if main(sys.argv[1:]) else 0)
