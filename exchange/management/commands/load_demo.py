"""Load the demonstration: an organisation, three people, the project of `exchange/demo.yaml`, and a second one beside it.

The first is the file to the letter. The second (`demo-voisins.yaml`) holds what a directory gathers with the years: a record
twice, one archived, some that nobody has checked, and a place of its own with its contour (`demo-bief.geojson`).
"""

import os
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from accounts.models import Membership, Organisation, Role, User
from accounts.passwords import new_password
from config.commands import FrenchCommand
from exchange.errors import ProjectFileError
from exchange.importing import import_file
from exchange.removal import remove_projects
from partnerships.models import ExpectedActor, Partner
from privacy.models import DataPolicy, PartnerLink, Subject
from projects.models import Project, operation
from territories import contours
from territories.models import Territory, TerritoryKind, TerritoryOutline

DEMO_FILE = Path(__file__).resolve().parents[2] / "demo.yaml"
SECOND_FILE = DEMO_FILE.with_name("demo-voisins.yaml")
SECOND_KEY = "projet_voisins"
CONTOUR_FILE = DEMO_FILE.with_name("demo-bief.geojson")
DRAWN = {"kind": TerritoryKind.QUARTIER, "name": "Le Bief"}
ORGANISATION = {"slug": "le-fil-des-monts", "name": "Le Fil des Monts"}


class Person(NamedTuple):
    """A demonstration account, and the member of the file's team who holds it."""

    email: str
    member_key: str
    role: Role


PEOPLE = (
    Person("coordination@maillage.example", "u2", Role.COORDINATOR),
    Person("animation@maillage.example", "u3", Role.FACILITATOR),
    Person("direction@maillage.example", "u1", Role.DIRECTOR),
)


class Command(FrenchCommand):
    help = "Charge la démonstration et ses trois comptes. Une seconde fois, ne change rien."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="effacer la démonstration et la charger de nouveau")

    def handle(self, *, reset, verbosity, **options):
        with transaction.atomic():
            done = "La démonstration est déjà chargée (--reset la recharge)."
            organisation = Organisation.objects.filter(slug=ORGANISATION["slug"]).first()
            if organisation and reset:
                remove(organisation)
                organisation = None
            if organisation is None:
                write_accounts(load())
                done = "La démonstration est chargée."
            elif not accounts_file().exists():
                # The passwords are nowhere else: without the page that holds them, nobody could sign in any more.
                write_accounts(renew_passwords())
                done = "Les comptes de démonstration ont de nouveaux mots de passe."
            add_second(Organisation.objects.get(slug=ORGANISATION["slug"]))
        if verbosity:
            self.stdout.write(f"{done}\n\n{accounts_file().read_text(encoding='utf-8')}")


def accounts_file():
    """Return where the demonstration passwords are kept, for `bin/demo` to print them again."""
    return settings.VAR_DIR / "demo-accounts.txt"


def load():
    """Create the organisation, the three accounts and the project. Returns {e-mail: password}.

    Raises CommandError with every problem of the file when it is refused.
    """
    organisation = Organisation.objects.create(**ORGANISATION)
    users, passwords = {}, {}
    for person in PEOPLE:
        passwords[person.email] = new_password()
        user = User.objects.create_user(person.email, passwords[person.email])
        Membership.objects.create(organisation=organisation, user=user, role=person.role)
        users[person.email] = user
    coordinator = users[PEOPLE[0].email]
    project = import_project(DEMO_FILE, organisation, by=coordinator)
    link_members(project, users, by=coordinator)
    show_personal_data(project, by=coordinator)
    return passwords


def import_project(path, organisation, *, by):
    """Create the project of a file, its dates brought to today. Raises CommandError with every problem of the file."""
    try:
        return import_file(path, organisation=organisation, by=by, shift_dates=True).project
    except ProjectFileError as error:
        raise CommandError("\n".join(str(problem) for problem in error.problems)) from error


def add_second(organisation):
    """Add the second project beside the first, with its team and the contour of its quartier; once."""
    if Project.objects.filter(organisation=organisation, key=SECOND_KEY).exists():
        return
    users = {user.email: user for user in User.objects.filter(email__in=[person.email for person in PEOPLE])}
    if len(users) < len(PEOPLE):
        return  # somebody has made the demonstration theirs
    coordinator = users[PEOPLE[0].email]
    project = import_project(SECOND_FILE, organisation, by=coordinator)
    link_members(project, users, by=coordinator)
    polygons, points = contours.read(CONTOUR_FILE.read_bytes())
    TerritoryOutline.objects.update_or_create(
        territory=Territory.objects.get(organisation=organisation, **DRAWN),
        defaults={"polygons": polygons, "points_read": points, "source": "Contour inventé pour la démonstration"},
    )


def link_members(project, users, *, by):
    """Give each account its place in the team of a project, and the name that the file gives to that place."""
    with operation(by=by, label="Ouverture des comptes de démonstration", project=project):
        for person in PEOPLE:
            user = users[person.email]
            member = project.members.get(key=person.member_key)
            member.user, member.role = user, person.role
            member.save()
            user.name = member.name
            user.save(update_fields=["name"])


def show_personal_data(project, *, by):
    """Fill the sheet of the register, and let one partner of the file propose corrections. All of it is made up."""
    DataPolicy.objects.create(
        organisation=project.organisation,
        address="Place de la Halle, 63590 Cunlhat",
        representative="Nadège Vialatte, directrice",
        contact_name="Accueil du Fil des Monts",
        contact_email="donnees@lefildesmonts.example",
    )
    partnership = project.partnerships.get(partner__short_name="Chez Lison")
    contact = partnership.partner.contacts.exclude(name="").first()
    label = f"Créer un lien personnel : {partnership.partner.name}"
    with operation(by=by, label=label, project=project):
        link, _token = PartnerLink.make(partnership=partnership, contact=contact, by=by)
    brings = f"{partnership.brings}\nUn panneau d’affichage près du comptoir".strip()
    changes = [
        (Subject.CONTACT, "phone", contact.phone, "06 00 00 12 34"),
        (Subject.PARTNERSHIP, "brings", partnership.brings, brings),
    ]
    link.receive(changes, "Le café est fermé le lundi.")


def renew_passwords():
    """Give the three accounts new passwords. Returns {e-mail: password}."""
    passwords = {}
    for user in User.objects.filter(email__in=[person.email for person in PEOPLE]):
        passwords[user.email] = new_password()
        user.set_password(passwords[user.email])
        user.save(update_fields=["password"])
    return passwords


def remove(organisation):
    """Delete the demonstration; its journal goes with the organisation."""
    label = "Effacement de la démonstration"
    projects = Project.objects.filter(organisation=organisation)
    remove_projects(organisation=organisation, projects=projects, by=None, label=label)
    with operation(by=None, label=label, organisation=organisation):
        Partner.objects.filter(organisation=organisation).delete()
    DataPolicy.objects.filter(organisation=organisation).delete()
    DataPolicy.history.filter(organisation=organisation.pk).delete()
    ExpectedActor.objects.filter(organisation=organisation).delete()
    ExpectedActor.history.filter(organisation=organisation.pk).delete()
    organisation.delete()
    User.objects.filter(email__in=[person.email for person in PEOPLE]).delete()


def write_accounts(passwords):
    """Keep the addresses and passwords in a file that only the owner of the server reads."""
    width = max(len(email) for email in passwords)
    labels = {person.email: str(person.role.label) for person in PEOPLE}
    lines = [f"{labels[email]:<14}{email:<{width + 2}}{password}\n" for email, password in passwords.items()]
    path = accounts_file()
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
