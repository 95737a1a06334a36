"""Run one of our scripts in a process of its own, under limits: for files that come from elsewhere, and for keys.

Both ways, one line of JSON, then bytes. The child has none of our environment: no secret, no address of a database.
"""

import json
import os
import resource
import subprocess
import sys
import threading

from documents import paths
from documents.errors import Busy

# At once in one web process: each child may take half a gigabyte and a whole processor.
AT_ONCE = 2
SECONDS_TO_WAIT = 10
BUSY = "Le serveur lit déjà d’autres fichiers\u00a0: rien n’a été fait du vôtre. Réessayez dans un instant."
_room = threading.BoundedSemaphore(AT_ONCE)


class Stopped(Exception):
    """The child was killed by its limits, or said something that is no answer. `code`: its exit code, None for a time-out."""

    def __init__(self, code):
        super().__init__(f"stopped with code {code}")
        self.code = code


def run_apart(script, head, content, *, seconds=20):
    """Return (answer, bytes) of a script of this folder for (head, bytes). Raises Stopped, Busy when others fill the room."""
    if not _room.acquire(timeout=SECONDS_TO_WAIT):
        raise Busy(BUSY)
    try:
        return _run(script, head, content, seconds)
    finally:
        _room.release()


def _run(script, head, content, seconds):
    command = [sys.executable, "-I", str(paths.HERE / script)]
    said = json.dumps(head).encode() + b"\n"
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    try:
        done = subprocess.run(
            command,
            input=said + content,
            capture_output=True,
            timeout=2 * seconds,
            cwd="/",
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Stopped(None) from None
    line, _newline, rest = done.stdout.partition(b"\n")
    try:
        return json.loads(line), rest
    except ValueError:
        raise Stopped(done.returncode) from None


def limit(*, megabytes, seconds):
    """Hold this process, the child, to so much memory and processor; it writes no file."""
    for what, most in (
        (resource.RLIMIT_AS, megabytes << 20),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))


def asked():
    """Return (head, bytes) of what the parent sent, in the child."""
    source = sys.stdin.buffer
    return json.loads(source.readline()), source.read()


def answer(head, content=b""):
    """Send the answer to the parent, from the child."""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    sys.stdout.buffer.flush()
