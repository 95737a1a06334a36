"""Screens that listen to a server, changes made on it, and how long each change takes to reach the last of them.

`python -m bench.live_screens ROWS COLUMNS SCREENS` prepares a database and prints, as JSON, what the screens need.
"""

import asyncio
import contextlib
import http.client
import json
import os
import pwd
import random
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import harness

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-for-benchmarks",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    "HTTPS_ONLY": "0",
}
# Pages of the team among the screens; the others are walls, sent their drawing.
TEAM = 5
POLL = 2.0
STEPS = ("", "R", "RA", "A", "C")
ID = re.compile(rb"\nid: (\d+)\n")


# ---- The database and the servers ----
def prepare(rows, columns, screens):
    """Make the project, in a process with Django set up; print the project, tickets, the session, a cell to change."""
    harness.start()
    from bench.raci_data import raci_project
    from live.tickets import TEAM as TEAM_AUDIENCE
    from live.tickets import Ticket
    from partnerships.models import RaciAssignment

    project, user = raci_project(rows, columns)
    client = harness.signed_in(user)
    client.get("/")
    activity = project.activities.order_by("position").first()
    partnership = project.partnerships.last()
    RaciAssignment.objects.filter(activity=activity, partnership=partnership).delete()
    until = time.time() + 3600
    tickets = [
        str(Ticket(project.pk, TEAM_AUDIENCE if n < TEAM else "raci", member="banc", until=until))
        for n in range(screens)
    ]
    facts = {
        "path": f"/projets/{project.slug}/raci/case/",
        "cell": {"activity": activity.public_id, "partnership": partnership.public_id},
        "cookies": {name: morsel.value for name, morsel in client.cookies.items()},
        "tickets": tickets,
    }
    print(json.dumps(facts))  # noqa: T201


@contextlib.contextmanager
def postgresql():
    """Give the DATABASE_URL of a PostgreSQL of its own, on a socket, durable as in production; removed afterwards."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    folder = Path(tempfile.mkdtemp(prefix="maillage-bench-pg-"))
    as_postgres = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        as_postgres = ["runuser", "-u", "postgres", "--"]
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    quiet = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    initdb = [*as_postgres, programs / "initdb", "-D", folder / "data", "-U", "maillage", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*initdb, "--locale=C.UTF-8"], **quiet)
    server = [*as_postgres, programs / "pg_ctl", "-D", folder / "data"]
    options = f"-k {folder} -c listen_addresses=''"
    subprocess.run([*server, "-l", folder / "log", "-w", "-o", options, "start"], **quiet)
    try:
        subprocess.run([programs / "createdb", "-h", folder, "-U", "maillage", "maillage"], **quiet)
        yield f"postgresql://maillage@/maillage?host={folder}"
    finally:
        subprocess.run([*server, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    """Where pages and streams are asked for, and the process whose time is counted."""

    facts: dict
    web: int
    live: int
    process: subprocess.Popen

    def cpu(self):
        """Return the processor seconds that the process which holds the streams has spent."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def site(rows, columns, screens, database_url=""):
    """Give a Site and its Writer: on SQLite one process; on PostgreSQL two web processes and one for the streams."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4096)), hard))
    with tempfile.TemporaryDirectory(prefix="maillage-bench-live-") as var:
        environment = os.environ | SETTINGS | {"MAILLAGE_VAR": var}
        if database_url:
            environment |= {"DATABASE_URL": database_url}
        command = [sys.executable, "-m", "bench.live_screens", str(rows), str(columns), str(screens)]
        done = subprocess.run(command, env=environment, cwd=harness.ROOT, check=True, stdout=subprocess.PIPE)
        facts = json.loads(done.stdout.splitlines()[-1])
        live, web = free_port(), free_port()
        uvicorn = ["uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", str(live)]
        commands = [[*uvicorn, "--log-level", "warning", "--timeout-graceful-shutdown", "3"]]
        if database_url:
            gunicorn = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{web}", "--workers", "2", "--threads", "4"]
            commands.append([*gunicorn, "--log-level", "warning", "--no-control-socket"])
            environment |= {"CONN_MAX_AGE": "600"}
        else:
            web = live
        processes = [
            subprocess.Popen([sys.executable, "-m", *command], env=environment, cwd=harness.ROOT)
            for command in commands
        ]
        try:
            for port in {web, live}:
                wait_for(port)
            here = Site(facts, web, live, processes[0])
            writer = Writer(here)
            warm(here, writer)
            yield here, writer
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=20)


def wait_for(port):
    """Wait until the port answers. Raises TimeoutError after a minute."""
    for _try in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


def warm(here, writer):
    """Let each process import what its first requests need, a drawing of the wall too: that is no delay of a change."""
    cookies = "; ".join(f"{name}={value}" for name, value in here.facts["cookies"].items())
    page = here.facts["path"].removesuffix("case/")

    def ask(path):
        request = urllib.request.Request(f"http://127.0.0.1:{here.web}{path}", headers={"Cookie": cookies})
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, [page, f"{page}ecran/"] * 12))
    asyncio.run(play(here, writer, listen, 2, 2))


# ---- Screens ----
@dataclass
class Screen:
    """What one screen has seen: [(moment, revision)], in order."""

    seen: list = field(default_factory=list)

    @property
    def revision(self):
        return self.seen[-1][1] if self.seen else 0

    def had(self, revision):
        """Return the moment when the screen showed this revision or a later one, or None."""
        return next((moment for moment, shown in self.seen if shown >= revision), None)


async def listen(screen, port, ticket):
    """A page that listens; sent away (the room is full of those who are leaving it), it comes back, as a browser does."""
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
        try:
            writer.write(f"GET /live/{ticket}/?vu={screen.revision} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            while True:
                found = ID.search(b"\n" + await reader.readuntil(b"\n\n"))
                if found:
                    screen.seen.append((time.monotonic(), int(found[1])))
        except asyncio.IncompleteReadError:
            await asyncio.sleep(1)
        finally:
            writer.close()


async def poll(screen, port, ticket):
    """The control: the same revision, asked for every two seconds, each screen at a moment of its own."""
    await asyncio.sleep(random.random() * POLL)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while True:
            writer.write(f"GET /live/{ticket}/version/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            revision = json.loads(await reader.readexactly(length))["revision"]
            if revision > screen.revision:
                screen.seen.append((time.monotonic(), revision))
            await asyncio.sleep(POLL)
    finally:
        writer.close()


class Writer:
    """Somebody who changes one cell again and again, over one connection."""

    def __init__(self, site):
        self.site = site
        self.connection = http.client.HTTPConnection("127.0.0.1", site.web, timeout=30)
        cookies = site.facts["cookies"]
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": cookies["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.step = 0

    def change(self):
        """Write the next letters; return the moment when they were sent. Raises when they are refused."""
        seen = STEPS[self.step]
        self.step = (self.step + 1) % len(STEPS)
        body = urlencode(self.site.facts["cell"] | {"seen": seen, "letters": STEPS[self.step]})
        sent = time.monotonic()
        self.connection.request("POST", self.site.facts["path"], body, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {content[:300]!r}")
        return sent


@dataclass
class Result:
    """`delays`: seconds from each change to the last screen. `missed`: screens without the last change.

    `cost`: processor seconds that one change took from the process of the streams, listening included.
    """

    delays: list
    missed: int
    cost: float

    @property
    def p95(self):
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else float("inf")


async def play(site, writer, way, rate, seconds):
    """Make `rate` changes a second while the screens listen (`way`: listen, poll or None); return the Result."""
    screens, tasks = [], []
    writer.connection.close()  # the server has closed an idle one; it opens by itself
    if way is not None:
        for ticket in site.facts["tickets"]:
            screens.append(Screen())
            tasks.append(asyncio.create_task(way(screens[-1], site.live, ticket)))
        async with asyncio.timeout(60):
            while not all(screen.revision for screen in screens):
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)
    first = max((screen.revision for screen in screens), default=0)
    began, cpu, sent = time.monotonic(), site.cpu(), []
    for n in range(int(rate * seconds)):
        await asyncio.sleep(max(0, began + n / rate - time.monotonic()))
        sent.append(await asyncio.to_thread(writer.change))
    last = first + len(sent)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(6):
            while not all(screen.revision >= last for screen in screens):
                await asyncio.sleep(0.05)
    spent = site.cpu() - cpu
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    broken = [error for error in ended if not isinstance(error, asyncio.CancelledError)]
    delays = []
    for n, moment in enumerate(sent):
        arrivals = [screen.had(first + n + 1) for screen in screens]
        if screens and None not in arrivals:
            delays.append(max(arrivals) - moment)
    missed = sum(screen.revision < last for screen in screens) + len(broken)
    return Result(delays, missed, spent / len(sent))


if __name__ == "__main__":
    prepare(*(int(word) for word in sys.argv[1:]))
