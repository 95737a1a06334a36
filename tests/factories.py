"""Objects for tests. Traits are named after situations."""

import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organisation, Role, User
from partnerships.models import Partner, PartnerKind, Partnership, Placement, RaciAssignment
from projects.models import Activity, Horizon, InvolvementLevel, Project, ProjectMember
from territories.models import Territory, TerritoryKind


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.example")
    name = factory.Sequence(lambda n: f"Personne {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Centre social {n}")
    slug = factory.Sequence(lambda n: f"centre-social-{n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = Territory

    kind = TerritoryKind.COMMUNE
    name = factory.Sequence(lambda n: f"Commune {n}")
    code = factory.Sequence(lambda n: f"{90000 + n}")


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    organisation = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence(lambda n: f"projet-{n}")
    name = factory.Sequence(lambda n: f"Projet {n}")
    start = datetime.date(2026, 1, 1)
    end = datetime.date(2029, 12, 31)


class ProjectMemberFactory(DjangoModelFactory):
    class Meta:
        model = ProjectMember

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda member: member.user.name if member.user else "Sans compte")
    role = Role.COORDINATOR


class HorizonFactory(DjangoModelFactory):
    class Meta:
        model = Horizon

    project = factory.SubFactory(ProjectFactory)
    position = factory.Sequence(int)
    name = factory.Sequence(lambda n: f"Horizon {n}")
    start = datetime.date(2026, 1, 1)
    end = datetime.date(2026, 12, 31)


class LevelFactory(DjangoModelFactory):
    class Meta:
        model = InvolvementLevel

    project = factory.SubFactory(ProjectFactory)
    position = factory.Sequence(int)
    name = factory.Sequence(lambda n: f"Niveau {n}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    project = factory.SubFactory(ProjectFactory)
    position = factory.Sequence(int)
    name = factory.Sequence(lambda n: f"Activité {n}")


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    class Params:
        resident = factory.Trait(kind=PartnerKind.RESIDENT_RELAY)

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Partenaire {n}")
    kind = PartnerKind.ASSOCIATION


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    class Params:
        lead = factory.Trait(is_lead=True)

    project = factory.SubFactory(ProjectFactory)
    partner = factory.SubFactory(PartnerFactory, organisation=factory.SelfAttribute("..project.organisation"))
    position = factory.Sequence(int)


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = Placement

    partnership = factory.SubFactory(PartnershipFactory)
    horizon = factory.SubFactory(HorizonFactory, project=factory.SelfAttribute("..partnership.project"))
    level = factory.SubFactory(LevelFactory, project=factory.SelfAttribute("..partnership.project"))


class RaciFactory(DjangoModelFactory):
    class Meta:
        model = RaciAssignment

    activity = factory.SubFactory(ActivityFactory)
    partnership = factory.SubFactory(PartnershipFactory, project=factory.SelfAttribute("..activity.project"))
    letters = "R"
