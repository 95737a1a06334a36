"""The steps of an import, from the file to the directory: each changes the PartnerImport, which remembers where things are."""

import logging

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.spreadsheets.cells import Row, read_row
from exchange.spreadsheets.columns import guess, is_banner
from exchange.spreadsheets.directory import read_known, stamp_of
from exchange.spreadsheets.places import place_rows
from exchange.spreadsheets.planning import as_stored, plan
from exchange.spreadsheets.reading import read_sheets
from exchange.spreadsheets.writing import DirectoryMoved, write_import
from partnerships.models import ImportState, PartnerImport

logger = logging.getLogger(__name__)

# Beyond, the work goes to the background and the page says where it is.
LONG = 1000


def receive(project, author, name, data):
    """Keep the sheets of a file for its author and return the PartnerImport, its columns guessed.

    Raises SpreadsheetRefused, having kept nothing. What has expired goes away at the same time.
    """
    sheets = read_sheets(name, data)
    PartnerImport.objects.expired().delete()
    draft = PartnerImport(
        project=project,
        author=author,
        file_name=name[-200:],
        sheets=[{"name": sheet.name, "rows": sheet.rows, "refused": sheet.refused} for sheet in sheets],
    )
    usable = [rank for rank, sheet in enumerate(sheets) if not sheet.refused]
    choose_sheet(draft, max(usable, key=lambda rank: (_known_titles(sheets[rank].rows), len(sheets[rank].rows))))
    draft.save()
    return draft


def _known_titles(rows):
    return sum(1 for code in guess(rows).fields if code)


def choose_sheet(draft, rank):
    """Read the sheet of this rank: its titles and its columns are guessed. Does not save."""
    reading = guess(draft.sheets[rank]["rows"])
    draft.sheet, draft.header, draft.fields = rank, reading.header, reading.fields
    draft.plan, draft.total = [], 0


def rows_of(draft):
    """Return the Rows of the chosen sheet below its titles, empty ones and repeated titles left out."""
    cells = draft.sheets[draft.sheet]["rows"]
    titles = cells[draft.header] if draft.header >= 0 else None
    rows = []
    for number, row in enumerate(cells[draft.header + 1 :], draft.header + 2):
        if not any(row):
            continue
        rows.append(
            Row(number, skipped=True) if row == titles or is_banner(row) else read_row(number, row, draft.fields)
        )
    return rows


def prepare(draft, tick=None):
    """Compare every row with the directory and keep what would happen; the screen shows it, nothing is written in it.

    Answers given before hold where the decision has not changed.
    """
    stamp = stamp_of(draft.project)
    rows = rows_of(draft)
    places = place_rows(rows, draft.project)
    known, known_places = read_known(draft.project)
    stored = as_stored(rows, plan(rows, known, known_places | places, tick))
    before = {item["number"]: item for item in draft.plan}
    for item in stored:
        old = before.get(item["number"])
        if old and old["values"] == item["values"] and old["kind"] == item["kind"]:
            item["answer"] = old["answer"]
    draft.move(
        [ImportState.PLANNING], ImportState.PREVIEW, plan=stored, stamp=stamp, total=len(stored), progress=len(stored)
    )


def tick_of(draft):
    """Return a function that tells the screen how many rows are read."""

    def tick(rank):
        PartnerImport.objects.filter(pk=draft.pk).update(progress=rank, touched_at=timezone.now())

    return tick


def write(draft):
    """Write the accepted rows; when the directory has changed since, compare again and come back to the rows."""
    label = _("Importer un tableur\u00a0: %(name)s") % {"name": draft.file_name}
    try:
        return write_import(draft, by=draft.author, label=label)
    except DirectoryMoved:
        notice = _(
            "L’annuaire a changé pendant que vous lisiez\u00a0: les lignes ont été comparées de nouveau, rien n’est écrit."
        )
        if draft.move([ImportState.WRITING], ImportState.PLANNING, notice=notice):
            prepare(draft)
    except DatabaseError as error:
        # A rule that only the database knows, or another gesture in its way: what it says is in English, for the log.
        logger.warning("spreadsheet refused by the database: %s", error)
        notice = _("La base a refusé ces lignes et rien n’a été écrit. Recommencez dans un instant.")
        draft.move([ImportState.WRITING], ImportState.PREVIEW, notice=notice)
    return None
