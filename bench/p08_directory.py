"""P8: the directory, a page of 50 partners out of 50 and out of 5 000, with search and filters.

Control: the same bytes from memory through the same middleware, session and user.
"""

import datetime

from bench import harness

harness.start()

from django.db import connection, reset_queries  # noqa: E402 (needs Django set up)

from accounts.models import Organisation, Role, User  # noqa: E402
from partnerships.models import (  # noqa: E402
    Contact,
    LogEntry,
    Partner,
    PartnerKind,
    Partnership,
    Placement,
)
from projects.models import Horizon, InvolvementCode, InvolvementLevel, Project, ProjectMember  # noqa: E402
from territories.models import Territory, TerritoryKind  # noqa: E402
from territories.names import normalise  # noqa: E402

PLACES = 40
QUERIES = {
    "page": "",
    "last page": "page=999",
    "search": "q=association+itinerante",
    "search and filters": "q=asso&kind=association&nature=network&stage=idea",
    "level and horizon": "level={level}&horizon={horizon}",
}


def directory(size):
    """Write a project with `size` partners, each placed, met once and with a contact; return (project, its user)."""
    organisation = Organisation.objects.create(name=f"Banc {size}", slug=f"banc-{size}")
    user = User.objects.create_user(f"banc{size}@exemple.example")
    project = Project.objects.create(organisation=organisation, name=f"Annuaire {size}", slug=f"annuaire-{size}")
    ProjectMember.objects.create(project=project, user=user, name="Banc", role=Role.COORDINATOR)
    horizons = [Horizon.objects.create(project=project, name=f"Horizon {n}", position=n) for n in range(3)]
    levels = [
        InvolvementLevel.objects.create(project=project, name=str(code.label), code=code, position=n)
        for n, code in enumerate(InvolvementCode)
    ]
    places = [
        Territory.objects.create(organisation=organisation, kind=TerritoryKind.QUARTIER, name=f"Saint-Étienne-le-{n}")
        for n in range(PLACES)
    ]
    kinds = [PartnerKind.ASSOCIATION, *PartnerKind]
    names = [f"Association itinérante des Trois-Vallées {n}" for n in range(size)]
    partners = Partner.objects.bulk_create(
        Partner(
            organisation=organisation,
            name=name,
            name_norm=normalise(name),
            kind=kinds[n % 3 and n % len(kinds)],
            territory=places[n % PLACES],
            overlooked=n % 7 == 0,
        )
        for n, name in enumerate(names)
    )
    partnerships = Partnership.objects.bulk_create(
        Partnership(
            project=project,
            partner=partner,
            position=n,
            nature=("network", "cooperation", "partnership")[n % 3],
            stage=("idea", "negotiation")[n % 2],
        )
        for n, partner in enumerate(partners)
    )
    Placement.objects.bulk_create(
        Placement(partnership=partnership, horizon=horizons[rank], level=levels[(n + rank) % 4])
        for n, partnership in enumerate(partnerships)
        for rank in range(1 + n % 3)
    )
    day = datetime.date(2026, 1, 1)
    LogEntry.objects.bulk_create(
        LogEntry(partnership=partnership, date=day + datetime.timedelta(days=n % 300), summary="Un échange.")
        for n, partnership in enumerate(partnerships)
    )
    Contact.objects.bulk_create(Contact(partner=partner, name="Odile Perrin", position=0) for partner in partners)
    return project, user, {"level": levels[1].public_id, "horizon": horizons[0].public_id}


def measure(size):
    project, user, keys = directory(size)
    server = harness.Server(harness.signed_in(user))
    lines = []
    for name, query in QUERIES.items():
        path = f"/projets/{project.slug}/partenaires/?{query.format(**keys)}"
        status, _headers, body = server.ask(path)
        assert status == 200, status
        assert b"<tbody><tr>" in body, name
        floor = harness.floor_of(body)
        ours, control, ratio = harness.compare(
            lambda path=path: server.ask(path), lambda floor=floor: server.ask(floor)
        )
        figures = harness.milliseconds(ours), harness.milliseconds(control)
        lines.append(harness.Line(f"P8 {name}", str(size), *figures, ratio, "≤ 5 × floor", ratio <= 5))
        connection.force_debug_cursor = True
        reset_queries()
        server.ask(path)
        connection.force_debug_cursor = False
        count = len(connection.queries)
        lines.append(harness.Line(f"P8 {name}, queries", str(size), str(count), "", None, "≤ 10", count <= 10))
    return lines


if __name__ == "__main__":
    raise SystemExit(0 if harness.report(measure(50) + measure(5000)) else 1)
