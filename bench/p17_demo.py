"""P17: `bin/demo`, second time: at most 5 s from the command to the first page."""

import os
import signal
import socket
import subprocess
import time
import urllib.request

from bench import harness

TARGET = 5.0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_page(port):
    """Start bin/demo, wait for its sign-in page, stop it; return the seconds it took. Raises when it ends early."""
    started = time.monotonic()
    demo = subprocess.Popen(
        [str(harness.ROOT / "bin" / "demo")],
        env=os.environ | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while True:
            if demo.poll() is not None:
                raise RuntimeError(f"bin/demo ended with status {demo.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/compte/connexion/", timeout=1) as page:
                    page.read()
                return time.monotonic() - started
            except OSError:
                time.sleep(0.05)
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(timeout=20)


def main():
    port = free_port()
    first = first_page(port)
    seconds = sorted(first_page(port) for _ in range(3))[1]
    line = harness.Line(
        "P17 bin/demo, second time",
        "demonstration",
        f"{seconds:.1f} s",
        f"{first:.1f} s",
        None,
        "≤ 5 s",
        seconds <= TARGET,
    )
    return harness.report([line])


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
