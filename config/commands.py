"""Commands that speak to a person: their errors are told as they are written."""

import sys

from django.core.management.base import BaseCommand, CommandError


class FrenchCommand(BaseCommand):
    """A command whose CommandError is printed alone, without the English name of its class, with its exit status.

    Called from Python (`call_command`), it raises as any other.
    """

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)
