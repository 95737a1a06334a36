"""A spreadsheet's bytes to sheets of text. Workbooks are opened in another process (workbook.py), CSV is read here."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from exchange.errors import SpreadsheetRefused
from exchange.spreadsheets.opening import look

SCRIPT = Path(__file__).resolve().parent / "workbook.py"
PATIENCE = 30
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
SEPARATORS = ";,\t|"
# Exports of web sites write ="0612" so that Excel keeps the zero: a text, not a computation.
_QUOTED_TEXT = re.compile(r'="([^"]*)"')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass
class Sheet:
    """One sheet as text, without the empty rows and columns around it. `refused`: why it cannot be imported, or ""."""

    name: str
    rows: list = field(default_factory=list)
    refused: str = ""


def read_sheets(name, data):
    """Return the sheets of a file that hold something.

    Raises SpreadsheetRefused when the file is not a spreadsheet that we read, or when no sheet of it can be imported.
    """
    kind = look(name, data)
    sheets = [_trimmed(sheet) for sheet in (_read_csv(data) if kind == "csv" else _read_workbook(data, kind))]
    sheets = [sheet for sheet in sheets if sheet.rows or sheet.refused]
    if not sheets:
        raise SpreadsheetRefused(_("Ce fichier ne contient aucune ligne remplie."))
    if all(sheet.refused for sheet in sheets):
        raise SpreadsheetRefused(sheets[0].refused, 413 if sheets[0].refused == _too_many() else 422)
    return sheets


def _read_workbook(data, kind):
    """Return the sheets of an xlsx or ods file, read by a process that a hostile file may kill."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), kind],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    if answer is None:
        raise SpreadsheetRefused(
            _(
                "Ce classeur ne se lit pas\u00a0: il est abîmé, ou démesuré. Copiez le tableau dans un classeur neuf, "
                "puis envoyez celui-là."
            )
        )
    return [Sheet(sheet["name"], sheet["rows"], _why(sheet["refused"])) for sheet in answer["sheets"]]


def _why(refused):
    code, _colon, cell = refused.partition(":")
    if code == "large":
        return _too_many()
    return _formula(cell) if code else ""


def _formula(cell):
    where = _("cellule %(cell)s") % {"cell": cell} if cell else _("au moins une cellule")
    return _(
        "Cette feuille contient des formules (%(where)s)\u00a0: elles ne sont ni lues ni calculées ici. Copiez le tableau, "
        "collez-le en «\u00a0valeurs seules\u00a0» dans une feuille neuve, puis envoyez-la."
    ) % {"where": where}


def _too_many():
    return _(
        "Cette feuille dépasse 10\u00a0000\u00a0lignes ou 200\u00a0colonnes\u00a0: partagez-la en plusieurs fichiers."
    )


def decode(data):
    """Return the text of a CSV file: UTF-8, with or without its mark, UTF-16 with its mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def separator_of(text):
    """Return the sign that cuts the most rows of the beginning into the same number of cells, more than one."""
    best, best_score = ";", (0, 0)
    sample = text[:200_000]
    for sign in SEPARATORS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if any(row)][:60]
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        score = (widths.count(usual) if usual > 1 else 0, usual)
        if score > best_score:
            best, best_score = sign, score
    return best


def _read_csv(data):
    text = _CONTROL.sub("", decode(data))
    # « sep=; » on the first line is a word from Excel to itself.
    hint = re.match(r"sep=(.)\r?\n", text)
    separator = hint[1] if hint else separator_of(text)
    body = text[hint.end() :] if hint else text
    csv.field_size_limit(MAX_CELL * 5)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=separator))
    except csv.Error as error:
        raise SpreadsheetRefused(
            _("Ce fichier CSV ne se lit pas\u00a0: un guillemet n’est sans doute jamais fermé.")
        ) from error
    for number, row in enumerate(rows, 2 if hint else 1):
        for rank, cell in enumerate(row):
            if cell.lstrip().startswith("="):
                quoted = _QUOTED_TEXT.fullmatch(cell.strip())
                if quoted is None:
                    return [Sheet("", [], _formula(f"{column_name(rank)}{number}"))]
                row[rank] = quoted[1]
    return [Sheet("", [[cell.replace("\r\n", "\n") for cell in row] for row in rows])]


def column_name(rank):
    """Return the letters of a column, A for 0."""
    letters = ""
    while rank >= 0:
        letters = chr(ord("A") + rank % 26) + letters
        rank = rank // 26 - 1
    return letters


def _trimmed(sheet):
    """Return the sheet with clean cells and without the empty rows after the last one; rows keep their numbers."""
    rows = [[_tidy(cell) for cell in row] for row in sheet.rows]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((rank + 1 for row in rows for rank, cell in enumerate(row) if cell), default=0)
    if width > MAX_COLUMNS or len(rows) > MAX_ROWS + 50:
        return Sheet(sheet.name, [], sheet.refused or _too_many())
    return Sheet(sheet.name, [(row + [""] * width)[:width] for row in rows], sheet.refused)


def _tidy(cell):
    if not cell:
        return ""
    if "\n" not in cell:
        return " ".join(cell.split())[:MAX_CELL]
    return "\n".join(line for line in (" ".join(line.split()) for line in cell.split("\n")) if line)[:MAX_CELL]
