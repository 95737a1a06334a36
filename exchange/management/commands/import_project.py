"""manage.py import_project FILE --organisation SLUG: a project file into an organisation."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Organisation
from config.commands import FrenchCommand
from exchange.errors import ProjectFileError
from exchange.importing import import_file


class Command(FrenchCommand):
    help = "Crée un projet à partir d’un fichier de projet (YAML ou JSON). Rien n’est écrit si le fichier a une erreur."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--organisation", metavar="ADRESSE", required=True, help="identifiant de l’organisation")
        parser.add_argument(
            "--create-organisation", metavar="NOM", help="crée l’organisation sous ce nom si elle n’existe pas"
        )
        parser.add_argument(
            "--shift-dates", action="store_true", help="décale les dates pour que date_reference soit aujourd’hui"
        )

    def handle(self, *args, file, organisation, create_organisation, shift_dates, **options):
        try:
            with transaction.atomic():
                owner = _organisation(organisation, create_organisation)
                result = import_file(file, organisation=owner, shift_dates=shift_dates)
        except ProjectFileError as refused:
            count = len(refused.problems)
            lines = [f"{file}\u00a0: {count} erreur{'s' if count > 1 else ''}, rien n’a été écrit."]
            raise CommandError("\n".join(lines + [f"  {problem}" for problem in refused.problems])) from None
        for warning in result.warnings:
            self.stderr.write(f"À vérifier\u00a0: {warning}")
        self.stdout.write(f"Projet «\u00a0{result.project.name}\u00a0» créé, adresse {result.project.slug}.")


def _organisation(slug, name):
    """Return the organisation; with a name, create it when nobody has that address."""
    found = Organisation.objects.filter(slug=slug).first()
    if found:
        return found
    if not name:
        raise CommandError(
            f"Aucune organisation n’a l’identifiant «\u00a0{slug}\u00a0»."
            " Donnez --create-organisation NOM pour la créer."
        )
    if slug != slugify(slug):
        raise CommandError(
            "L’identifiant d’une organisation n’a que des lettres sans accent, des chiffres et des tirets."
        )
    return Organisation.objects.create(slug=slug, name=name)
