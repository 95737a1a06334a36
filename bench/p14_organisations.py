"""P14: the RACI page and one edit among 5 000 organisations, against the same among 10, on SQLite.

The other organisations are written in bulk, each with a project of 12 activities, 8 partners and 48 letters.
"""

from bench import harness

harness.start()

from accounts.models import Organisation  # noqa: E402 (needs Django set up)
from bench.raci_data import Cell, raci_project  # noqa: E402
from partnerships.models import Partner, Partnership, RaciAssignment  # noqa: E402
from partnerships.raci.grid import recent_parts  # noqa: E402
from projects.models import Activity, Project  # noqa: E402

FEW, MANY, MOST = 10, 5_000, 2
ACTIVITIES, PARTNERS = 12, 8


def add_organisations(first, last):
    """Write the organisations numbered first to last - 1 with their projects, without history: only size matters."""
    for start in range(first, last, 500):
        numbers = range(start, min(start + 500, last))
        organisations = Organisation.objects.bulk_create(Organisation(name=f"O {n}", slug=f"o-{n}") for n in numbers)
        projects = Project.objects.bulk_create(
            Project(organisation=one, name=one.name, slug=one.slug) for one in organisations
        )
        partners = Partner.objects.bulk_create(
            Partner(organisation=one, name=f"Partenaire {n}", name_norm=f"partenaire {n}")
            for one in organisations
            for n in range(PARTNERS)
        )
        partnerships = Partnership.objects.bulk_create(
            Partnership(project=projects[n // PARTNERS], partner=partner, position=n)
            for n, partner in enumerate(partners)
        )
        activities = Activity.objects.bulk_create(
            Activity(project=one, name=f"Activité {n}", position=n) for one in projects for n in range(ACTIVITIES)
        )
        RaciAssignment.objects.bulk_create(
            (
                RaciAssignment(
                    activity=activity, partnership=partnerships[n // ACTIVITIES * PARTNERS + k], letters="RACI"[k]
                )
                for n, activity in enumerate(activities)
                for k in range(4)
            ),
            batch_size=5_000,
        )


def main():
    from django.db import connection

    project, user = raci_project(12, 11)
    server = harness.Server(harness.signed_in(user))
    cell = Cell(server, project)
    page = f"/projets/{project.slug}/raci/"

    def read():
        recent_parts.clear()
        server.ask(page)

    figures = []
    for first, last in ((0, FEW), (FEW, MANY)):
        add_organisations(first, last)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        # The control is measured beside each figure: the machine may have changed its pace in between.
        one_query = lambda: server.ask(harness.ONE_QUERY_PATH)  # noqa: E731
        figures.append((harness.compare(read, one_query), harness.compare(cell.edit, one_query)))
    lines = []
    for case, few, many in zip(("P14 RACI page", "P14 one cell"), figures[0], figures[1], strict=True):
        growth = many[2] / few[2]
        ours, control = harness.milliseconds(many[0]), harness.milliseconds(few[0])
        lines.append(harness.Line(case, f"{MANY} / {FEW}", ours, control, growth, f"≤ {MOST}", growth <= MOST))
    return harness.report(lines)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
