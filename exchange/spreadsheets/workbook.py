"""Open a workbook in a process of its own, under limits: bytes on stdin, its sheets as JSON on stdout.

Run as a script by exchange.spreadsheets.reading. A workbook of a few bytes may ask for terabytes of cells, which aborts the
process that opens it: this one, and nothing else. No Django here.
"""

import datetime
import io
import json
import re
import resource
import sys
import zipfile
from xml.etree import ElementTree

MEGABYTES = 1024
SECONDS = 20
MAX_CELLS = 2_000_000
MAX_MERGED = 100_000
_FORMULA_XLSX = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CELL_OF_FORMULA = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f[\s>/]")
_FORMULA_ODS = re.compile(rb"\b[\w-]*:formula\s*=")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def main():
    for limit, most in (
        (resource.RLIMIT_AS, MEGABYTES << 20),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    data = sys.stdin.buffer.read()
    answer = {"sheets": list(sheets(data, sys.argv[1]))}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def sheets(data, kind):
    """Yield {name, rows, refused} of each visible sheet; `refused`: "", "large", "formula" or "formula:C12"."""
    import python_calamine

    formulas = formulas_of(data, kind)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    known = [sheet for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
    seen = [sheet for sheet in known if sheet.visible == python_calamine.SheetVisibleEnum.Visible] or known
    for metadata in seen:
        name, refused, rows = metadata.name, formulas.get(metadata.name, ""), []
        if not refused:
            sheet = book.get_sheet_by_name(name)
            bottom, right = sheet.end or (-1, -1)
            if (bottom + 1) * (right + 1) > MAX_CELLS:
                refused = "large"
            else:
                rows = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                spread(rows, sheet.merged_cell_ranges or ())
        yield {"name": clean(name)[:100], "rows": rows, "refused": refused}


def formulas_of(data, kind):
    """Return {name of a sheet: "formula" or "formula:C12"} of the sheets that compute something."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if kind == "ods":
            return dict(_formulas_of_ods(archive.read("content.xml")))
        return dict(_formulas_of_xlsx(archive))


def _formulas_of_xlsx(archive):
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        target = relations.get(sheet.get(_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path not in archive.namelist():
            continue
        # Reading stops at the size that the directory says: what lies about it fails its checksum.
        content = archive.read(path)
        if _FORMULA_XLSX.search(content):
            cell = _CELL_OF_FORMULA.search(content)
            yield sheet.get("name"), f"formula:{cell[1].decode()}" if cell else "formula"


def _formulas_of_ods(content):
    for table in re.split(rb"(?=<table:table[\s>])", content)[1:]:
        if _FORMULA_ODS.search(table):
            root = re.match(rb"<table:table\b[^>]*>", table)[0]
            name = ElementTree.fromstring(
                b'<x xmlns:table="t" ' + re.search(rb"table:name=(\"[^\"]*\"|'[^']*')", root)[0] + b"/>"
            )
            yield name.get("{t}name"), "formula"


def text_of(cell):
    """Return a cell as text: whole numbers with all their digits, dates as 2026-03-12."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return "" if cell is None else clean(str(cell))


def clean(text):
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def spread(rows, ranges):
    """Write the text of merged cells in each of them, so that every row says what it is about."""
    written = 0
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        text = rows[top][left]
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = text
                written += 1
        if written > MAX_MERGED:
            return


if __name__ == "__main__":
    main()
