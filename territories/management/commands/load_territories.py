"""manage.py load_territories: put the official geography in the database, or follow a new vintage of it."""

import time

from django.core.management.base import BaseCommand, CommandError

from territories import geography


class Command(BaseCommand):
    help = "Charge les communes, EPCI, départements et régions de France. Relancée, elle n’écrit que ce qui a changé."

    def add_arguments(self, parser):
        parser.add_argument(
            "--full", action="store_true", help="Compare chaque ligne, même si l’empreinte des fichiers est inchangée."
        )

    def handle(self, *args, full=False, **options):
        started = time.perf_counter()
        files = geography.french_files()
        missing = [path.name for path in files.values() if not path.exists()]
        if missing:
            raise CommandError(f"Fichiers absents de territories/data\u00a0: {', '.join(missing)}.")
        digest = geography.checksum(files)
        vintage = geography.FRENCH_VINTAGE
        if not full and geography.is_loaded(digest):
            self.stdout.write(f"Territoires {vintage}\u00a0: déjà à jour, rien n’a été écrit.")
            return
        outcome = geography.load_french(files, vintage, digest)
        seconds = f"{time.perf_counter() - started:.1f}".replace(".", ",")
        if not outcome.wrote:
            self.stdout.write(
                f"Territoires {vintage}\u00a0: déjà à jour, aucun territoire n’a changé ({seconds}\u00a0s)."
            )
            return
        self.stdout.write(
            f"Territoires {vintage}\u00a0: {outcome.created} créés, {outcome.updated} mis à jour, "
            f"{outcome.retired} retirés, {outcome.unchanged} inchangés ({seconds}\u00a0s)."
        )
