"""Projects with a RACI of a given size, for the benchmarks."""

import random

LETTERS = ["RA", "R", "R", "C", "C", "C", "I", "I", "I", "I", "I", "R"]


def person(organisation):
    """Return a new coordinator of the organisation."""
    from accounts.models import Membership, Role, User

    user = User.objects.create_user(f"banc-{organisation.slug}@exemple.example", name="Banc")
    Membership.objects.create(organisation=organisation, user=user, role=Role.COORDINATOR)
    return user


def raci_project(rows, columns, user=None):
    """Return (project, its coordinator): `rows` activities in three phases, up to twelve letters on each."""
    from accounts.models import Organisation, Role
    from partnerships.models import Partner, PartnerKind, Partnership, RaciAssignment
    from projects.models import Activity, Phase, Project, ProjectMember

    slug = f"raci-{rows}-{columns}"
    organisation = Organisation.objects.create(name=f"Banc {slug}", slug=slug)
    user = user or person(organisation)
    project = Project.objects.create(organisation=organisation, name=f"Projet {rows} × {columns}", slug=slug)
    ProjectMember.objects.create(project=project, user=user, name="Banc", role=Role.COORDINATOR)
    rng = random.Random(rows)
    partnerships = []
    for n in range(columns):
        name = f"Communauté de communes du Pays d’Orle {n}"
        partner = Partner.objects.create(
            organisation=organisation, name=name, short_name=f"CC Orle {n}", kind=rng.choice(PartnerKind.values)
        )
        partnerships.append(Partnership.objects.create(project=project, partner=partner, position=n, is_lead=n == 0))
    phases = [
        Phase.objects.create(project=project, name=name, position=n)
        for n, name in enumerate(("En amont", "Pendant", "Bilan"))
    ]
    for n in range(rows):
        activity = Activity.objects.create(
            project=project, phase=phases[n * 3 // rows], position=n, name=f"Orienter vers l’accès aux droits {n}"
        )
        held = zip(rng.sample(partnerships, min(len(LETTERS), columns)), LETTERS, strict=False)
        RaciAssignment.objects.bulk_create(
            RaciAssignment(activity=activity, partnership=partnership, letters=letters) for partnership, letters in held
        )
    return project, user


class Cell:
    """A cell of a project that each call of `edit` changes: empty, R, RA, A, C, empty again…"""

    STEPS = ("", "R", "RA", "A", "C")

    def __init__(self, server, project):
        from partnerships.models import RaciAssignment

        self.server = server
        self.path = f"/projets/{project.slug}/raci/case/"
        activity = project.activities.order_by("position").first()
        taken = RaciAssignment.objects.filter(activity=activity).values("partnership")
        partnership = project.partnerships.exclude(pk__in=taken).first() or project.partnerships.last()
        RaciAssignment.objects.filter(activity=activity, partnership=partnership).delete()
        self.keys = {"activity": activity.public_id, "partnership": partnership.public_id}
        self.step = 0

    def edit(self):
        """Write the next letters; return the bytes of the answer. Raises when it is refused."""
        seen = self.STEPS[self.step]
        self.step = (self.step + 1) % len(self.STEPS)
        data = {**self.keys, "seen": seen, "letters": self.STEPS[self.step]}
        status, _headers, body = self.server.ask(self.path, data=data)
        assert status == 200, (status, body)
        return body
