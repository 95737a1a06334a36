"""manage.py write_project_file_docs: the JSON Schema and the reference of docs/, from exchange.shape."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from exchange.documentation import BEGIN, END, json_schema, reference

DOCS = Path(settings.BASE_DIR) / "docs"


class Command(BaseCommand):
    help = "Écrit docs/project-file.schema.json et la référence de docs/project-file.md d’après le code."

    def handle(self, *args, **options):
        (DOCS / "project-file.schema.json").write_text(json_schema(), encoding="utf-8")
        page = DOCS / "project-file.md"
        page.write_text(with_reference(page.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write("Écrits.")


def with_reference(text):
    """Return the page with its reference written again."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{reference()}\n\n{END}{tail}"
