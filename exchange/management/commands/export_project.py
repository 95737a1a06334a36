"""manage.py export_project SLUG: a project out as a file."""

from pathlib import Path

from django.core.management.base import CommandError

from config.commands import FrenchCommand
from exchange.exporting import export_project, to_json, to_yaml
from projects.models import Project


class Command(FrenchCommand):
    help = "Écrit le fichier d’un projet entier, lecture privée de l’équipe comprise."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="ADRESSE", help="adresse du projet (la-buissonniere)")
        parser.add_argument("--format", choices=("yaml", "json"), default="yaml")
        parser.add_argument(
            "--output", metavar="FICHIER", type=Path, help="sinon, le fichier sort sur la sortie standard"
        )

    def handle(self, *args, slug, format, output, **options):
        project = Project.objects.filter(slug=slug).first()
        if project is None:
            raise CommandError(f"Aucun projet n’a l’adresse «\u00a0{slug}\u00a0».")
        content = export_project(project)
        source = to_json(content) if format == "json" else to_yaml(content)
        if output is None:
            self.stdout.write(source.decode(), ending="")
            return
        try:
            output.write_bytes(source)
        except OSError as error:
            reason = "son dossier n’existe pas" if isinstance(error, FileNotFoundError) else "ce n’est pas permis"
            raise CommandError(f"{output} ne s’écrit pas\u00a0: {reason}.") from None
        self.stdout.write(f"{output} écrit ({len(source)} octets).")
