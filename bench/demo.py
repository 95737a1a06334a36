"""The demonstration, loaded in the benchmark's own database."""

from pathlib import Path

from bench import harness


def demonstration():
    """Load the geography and the demonstration; return (project, its coordinator)."""
    from django.core.management import call_command

    from accounts.models import Membership, Organisation, Role, User
    from exchange.importing import import_file
    from projects.models import ProjectMember

    call_command("load_territories", verbosity=0)
    organisation = Organisation.objects.create(name="Banc d’essai", slug="banc-d-essai")
    user = User.objects.create_user("banc@exemple.example", name="Banc")
    Membership.objects.create(organisation=organisation, user=user, role=Role.COORDINATOR)
    project = import_file(Path(harness.ROOT) / "exchange" / "demo.yaml", organisation=organisation).project
    ProjectMember.objects.create(project=project, user=user, name="Banc", role=Role.COORDINATOR)
    return project, user
