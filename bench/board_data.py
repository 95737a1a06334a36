"""A frise as large as asked, as a team would fill it: three horizons, four levels, partners that move or go on."""

import datetime

NAMES = ("Mairie de Saint-Amelin", "Association Les Passeurs", "Pharmacie de la Halle", "Café Chez Lucette")


def board_project(cards):
    """Return (project, coordinator, a placement to move) of a new project with `cards` cards, three a partner."""
    from accounts.models import Membership, Organisation, Role, User
    from partnerships.models import Analysis, Lever, Obstacle, Partner, PartnerKind, Partnership, Placement
    from projects.models import Horizon, InvolvementCode, InvolvementLevel, Project, ProjectMember
    from territories.models import Territory

    slug = f"frise-{cards}"
    organisation = Organisation.objects.create(name=f"Banc {cards}", slug=slug)
    user = User.objects.create_user(f"{slug}@exemple.example", name="Banc")
    Membership.objects.create(organisation=organisation, user=user, role=Role.COORDINATOR)
    project = Project.objects.create(organisation=organisation, slug=slug, name=f"Frise {cards}")
    ProjectMember.objects.create(project=project, user=user, name="Banc", role=Role.COORDINATOR)
    horizons = [
        Horizon.objects.create(
            project=project,
            name=name,
            position=n,
            start=datetime.date(2026 + n, 1, 1),
            end=datetime.date(2026 + n, 12, 31),
        )
        for n, name in enumerate(("Court terme", "Moyen terme", "Long terme"))
    ]
    levels = [
        InvolvementLevel.objects.create(project=project, name=str(code.label), code=code, position=n)
        for n, code in enumerate(InvolvementCode)
    ]
    places = [
        Territory.objects.create(organisation=organisation, kind="quartier", name=f"Saint-Amelin-{n}") for n in range(8)
    ]
    kinds = PartnerKind.values
    for n in range(cards // 3):
        partner = Partner.objects.create(
            organisation=organisation,
            name=f"{NAMES[n % len(NAMES)]} {n}",
            kind=kinds[n % len(kinds)],
            territory=places[n % len(places)],
        )
        partnership = Partnership.objects.create(project=project, partner=partner, position=n)
        Analysis.objects.create(partnership=partnership, trust=n % 5)
        Obstacle.objects.create(partnership=partnership, text="Pas de budget avant mars")
        Lever.objects.bulk_create(Lever(partnership=partnership, text="La salle est libre") for _n in range(n % 3))
        # A third of the partners go on at the same level; the others change at each horizon.
        Placement.objects.bulk_create(
            Placement(partnership=partnership, horizon=horizon, level=levels[(n + step * (n % 3)) % len(levels)])
            for step, horizon in enumerate(horizons)
        )
    return project, user, Placement.objects.filter(partnership__project=project).first()
