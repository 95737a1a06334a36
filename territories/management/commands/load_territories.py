"""manage.py load_territories: put the official geography in the database, or follow a new vintage of it."""

import time

from django.core.management.base import BaseCommand, CommandError

from territories import geography


class Command(BaseCommand):
    help = "Charge la géographie officielle de France et de Belgique. Relancée, elle n’écrit que ce qui a changé."

    def add_arguments(self, parser):
        parser.add_argument(
            "--full", action="store_true", help="Compare chaque ligne, même si l’empreinte des fichiers est inchangée."
        )

    def handle(self, *args, full=False, **options):
        sources = (geography.french(), geography.belgian())
        missing = [path.name for source in sources for path in source.paths if not path.exists()]
        if missing:
            raise CommandError(f"Fichiers absents de territories/data\u00a0: {', '.join(missing)}.")
        for source in sources:
            self._load(source, full)

    def _load(self, source, full):
        started = time.perf_counter()
        name = f"{source.country.label}, {source.vintage}"
        if not full and geography.is_loaded(source):
            self.stdout.write(f"{name}\u00a0: déjà à jour, rien n’a été écrit.")
            return
        outcome = geography.load(source)
        seconds = f"{time.perf_counter() - started:.1f}".replace(".", ",")
        if not outcome.wrote:
            self.stdout.write(f"{name}\u00a0: déjà à jour, aucun territoire n’a changé ({seconds}\u00a0s).")
            return
        self.stdout.write(
            f"{name}\u00a0: {outcome.created} créés, {outcome.updated} mis à jour, {outcome.retired} retirés, "
            f"{outcome.unchanged} inchangés, {outcome.names} autres noms écrits ({seconds}\u00a0s)."
        )
