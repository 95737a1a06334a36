"""Open an account in an organisation: the way in on a new server, where nobody can sign up alone."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Membership, Organisation, Role, User
from accounts.passwords import new_password
from config.commands import FrenchCommand


class Command(FrenchCommand):
    help = "Ouvre un compte dans une organisation, et affiche une fois son mot de passe."

    def add_arguments(self, parser):
        parser.add_argument("email", help="adresse e-mail, qui sert à se connecter")
        parser.add_argument("--organisation", required=True, help="nom de l’organisation, créée si elle est nouvelle")
        parser.add_argument("--role", choices=Role.values, default=Role.COORDINATOR)
        parser.add_argument("--name", default="", help="nom affiché")

    @transaction.atomic
    def handle(self, *, email, organisation, role, name, **options):
        email = email.strip().lower()
        slug = slugify(organisation)[:80]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"« {email} » n’est pas une adresse e-mail.") from error
        if not slug:
            raise CommandError("Le nom de l’organisation doit avoir au moins une lettre.")
        place, new = Organisation.objects.get_or_create(slug=slug, defaults={"name": organisation})
        if new:
            self.stdout.write(f"Organisation créée : {place.name}")
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            password = new_password()
            user = User.objects.create_user(email, password, name=name)
            self.stdout.write(f"Compte créé : {email}  mot de passe : {password}")
        Membership.objects.update_or_create(organisation=place, user=user, defaults={"role": role})
        self.stdout.write(f"{email} : {Role(role).label}, {place.name}")
