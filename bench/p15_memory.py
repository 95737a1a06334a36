"""P15: memory of a web process after 1 000 mixed requests: at most 130 MB, and no growth from the 500th.

The process is started as bin/demo and docs/deploy.md do, on a database that another process has filled: it holds what a
server holds. The renderer of the PDFs is a process of its own, given on a line for information.
"""

import datetime
import http.client
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

from bench import harness
from bench.p17_demo import free_port

REQUESTS = 1000
MOST_MB, MOST_GROWTH_MB = 130, 2
SERVER = ("-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--workers", "1", "--log-level", "warning")
TOKEN = "0123456789abcdef0123456789abcdef"
LETTERS = ("R", "RA")


def prepare():
    """Fill the database; print, as JSON, the cookies of the coordinator and what there is to ask."""
    harness.start()
    from django.urls import reverse

    from agreements.drafting import start_agreement
    from bench.demo import demonstration
    from partnerships.models import Placement, RaciAssignment

    project, user = demonstration()
    session = harness.signed_in(user).cookies["sessionid"].value
    cell = RaciAssignment.objects.filter(activity__project=project, letters="R").first()
    card = Placement.objects.filter(partnership__project=project, partnership__is_lead=False).first()
    agreement = start_agreement(
        project=project, partnership=card.partnership, title="Convention", by=user, day=datetime.date(2026, 11, 22)
    )
    base = f"/projets/{project.slug}/"
    plan = {
        "cookies": f"sessionid={session}; csrftoken={TOKEN}",
        "pages": [
            "/",
            base,
            f"{base}frise/",
            f"{base}raci/",
            f"{base}partenaires/",
            f"{base}partenaires/?q=mairie",
            f"{base}partenaires/{card.partnership.public_id}/",
            f"{base}suivi/",
            f"{base}historique/",
            f"{base}a-faire/",
            f"{base}conventions/",
            f"{base}conventions/{agreement.public_id}/lire/",
            f"{base}conventions/{agreement.public_id}/projet.pdf",
            "/territoires/recherche/?q=saint-germain",
        ],
        "cell": reverse("partnerships:raci_cell", args=[project.slug]),
        "letters": {"activity": cell.activity.public_id, "partnership": cell.partnership.public_id},
        "move": reverse("partnerships:board_move", args=[project.slug, card.partnership.public_id]),
        "card": {"placement": card.public_id, "horizon": card.horizon.public_id},
        "version": card.version,
        "levels": list(project.levels.exclude(pk=card.level_id).values_list("public_id", flat=True)[:2]),
    }
    print(json.dumps(plan))  # noqa: T201


class Visitor:
    """One person: reads in turn pages, searches and files, writes a letter and moves a card now and then."""

    def __init__(self, port, plan):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.plan = plan
        self.edits = 0
        self.files = sorted({name for path in plan["pages"] for name in self._files_of(self.ask(path))})
        self.reads = [*plan["pages"], *self.files]

    def ask(self, path, data=None):
        """Return the body of the answer; any status but 200 and 304 stops the benchmark."""
        headers = {"Cookie": self.plan["cookies"], "Accept-Encoding": "gzip"}
        if data is not None:
            headers |= {"X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"Accept": "application/json"}
            data = urllib.parse.urlencode(data)
        self.connection.request("GET" if data is None else "POST", path, data, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def step(self, n):
        """Make the nth request: one in twelve writes."""
        if n % 12 == 5:
            seen, letters = LETTERS[self.edits % 2], LETTERS[1 - self.edits % 2]
            self.ask(self.plan["cell"], self.plan["letters"] | {"letters": letters, "seen": seen})
        elif n % 12 == 11:
            moved = {"version": self.plan["version"] + self.edits, "level": self.plan["levels"][self.edits % 2]}
            self.ask(self.plan["move"], self.plan["card"] | moved)
            self.edits += 1
        else:
            self.ask(self.reads[n % len(self.reads)])

    @staticmethod
    def _files_of(body):
        return re.findall(r'(?:href|src)="(/static/[^"#]+)', body.decode(errors="replace"))


def resident_mb(pid):
    """Return the resident memory of a process, in MB, as Linux counts it now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def children_of(pid):
    """Return the ids of the processes that this one has started."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def measure(pid, port, plan):
    """Return (at the 500th, at the 1 000th, of the renderer), in MB."""
    deadline = time.monotonic() + 60
    while True:
        try:
            visitor = Visitor(port, plan)
            break
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    half = 0
    for n in range(REQUESTS):
        visitor.step(n)
        if n + 1 == REQUESTS // 2:
            half = resident_mb(pid)
    return half, resident_mb(pid), sum(resident_mb(child) for child in children_of(pid))


def main():
    # The settings of production that harness.start() gives to a process that measures itself.
    os.environ.update(SECRET_KEY="only-for-benchmarks", ALLOWED_HOSTS="127.0.0.1", HTTPS_ONLY="0", DEBUG="0")
    prepared = subprocess.run(
        [sys.executable, "-m", "bench.p15_memory", "prepare"], check=True, stdout=subprocess.PIPE, cwd=harness.ROOT
    )
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, *SERVER, "--port", str(port)],
        cwd=harness.ROOT,
    )
    try:
        half, end, renderer = measure(server.pid, port, json.loads(prepared.stdout.splitlines()[-1]))
    finally:
        server.terminate()
        server.wait(timeout=20)
    size, growth = f"{REQUESTS} requests", end - half
    return harness.report(
        [
            harness.Line("P15 memory of a web process", size, f"{end:.0f} MB", "", None, "≤ 130 MB", end <= MOST_MB),
            harness.Line(
                "P15 growth", "500th to 1 000th", f"{growth:+.1f} MB", "", None, "≤ 2 MB", growth <= MOST_GROWTH_MB
            ),
            harness.Line("P15 renderer, for information", "one draft", f"{renderer:.0f} MB", "", None, "", True),
        ]
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare()
    else:
        raise SystemExit(0 if main() else 1)
