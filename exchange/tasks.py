"""What takes too long for a page: a spreadsheet of thousands of rows, compared with the directory, then written."""

from contextlib import contextmanager

from django.utils.translation import gettext as _
from django_tasks import task

from exchange.spreadsheets import steps
from partnerships.models import ImportState, PartnerImport


@task()
def prepare_import(pk):
    """Compare the rows of the PartnerImport with the directory."""
    with _coming_back(pk, ImportState.PLANNING, ImportState.COLUMNS) as draft:
        steps.prepare(draft, steps.tick_of(draft))


@task()
def write_import(pk):
    """Write the accepted rows of the PartnerImport."""
    with _coming_back(pk, ImportState.WRITING, ImportState.PREVIEW) as draft:
        steps.write(draft)


@contextmanager
def _coming_back(pk, state, before):
    """Give the PartnerImport; when the work fails, its author finds the step before again, and is told."""
    draft = PartnerImport.objects.select_related("project__organisation", "author").get(pk=pk)
    try:
        yield draft
    except Exception:
        draft.move([state], before, notice=_("Ce travail s’est arrêté en route et rien n’a été écrit. Recommencez."))
        raise
