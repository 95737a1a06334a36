"""A table of texts to the bytes of a file: xlsx, ods, csv. No cell of any of them can be computed when it is opened."""

import csv
import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

from documents.inert import inert as safe

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
WIDEST = 48


def unsafe(text):
    """Return what was written by `safe`: the apostrophe that it added is taken away."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text


def to_csv(titles, rows, _name, ids=None):
    """Return the table in UTF-8 with its mark and semicolons: what a French Excel opens with a double click.

    `ids`: a row of identifiers above the titles, for a table that comes back; nothing can be hidden in this format.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in [*([ids] if ids else []), titles, *rows])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(titles, rows, name, ids=None):
    """Return the table as a workbook: titles frozen and filtered, every cell a text.

    `ids`: a row of identifiers above the titles; it is hidden, and so is the first column.
    """
    import xlsxwriter

    out = io.BytesIO()
    # In memory: one row at a time would need a temporary file, and texts shared between cells make the file smaller.
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_sheet_name(name))
        strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"valign": "top"})
        for rank, width in enumerate(_widths(titles, rows)):
            sheet.set_column(rank, rank, width, plain)
        top = 0
        if ids:
            top = 1
            for rank, word in enumerate(ids):
                sheet.write_string(0, rank, safe(word))
            sheet.set_row(0, None, None, {"hidden": True})
            sheet.set_column(0, 0, 12, plain, {"hidden": True})
        for rank, title in enumerate(titles):
            sheet.write_string(top, rank, safe(title), strong)
        for number, row in enumerate(rows, top + 1):
            for rank, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, rank, safe(cell))
        sheet.freeze_panes(top + 1, 3 if ids else 1)
        sheet.autofilter(top, 0, top + max(len(rows), 1), len(titles) - 1)
    return out.getvalue()


def _widths(titles, rows):
    """Return the width of each column in signs, from its first two hundred rows."""
    sample = [titles, *rows[:200]]
    return [min(WIDEST, max(10, *(len(row[rank]) + 2 for row in sample))) for rank in range(len(titles))]


def to_ods(titles, rows, name, ids=None):
    """Return the table as an OpenDocument spreadsheet (ODF 1.3), every cell a text; `ids` as in to_xlsx.

    Written here rather than by a library: odfdo and odfpy need 4 to 7 seconds for the rows that this writes in a tenth of one.
    """
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in [titles, *rows])
    columns = f'<table:table-column table:number-columns-repeated="{len(titles)}"/>'
    if ids:
        hidden = 'table:visibility="collapse"'
        body = f"<table:table-row {hidden}>{''.join(map(_ods_cell, ids))}</table:table-row>{body}"
        columns = (
            f'<table:table-column {hidden}/><table:table-column table:number-columns-repeated="{len(titles) - 1}"/>'
        )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(_sheet_name(name))}>"
        f"{columns}{body}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type comes first and is not compressed: that is how the file is recognised.
        for path, text, how in (
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED),
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED),
        ):
            archive.writestr(zipfile.ZipInfo(path, _FIRST_DAY), text, compress_type=how)
    return out.getvalue()


def _ods_cell(cell):
    if not cell:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in safe(cell).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _sheet_name(name):
    """Return a name that both formats take: 31 signs, none of those that they keep for themselves."""
    return re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "Partenaires"


FORMATS = {
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (to_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (to_csv, "text/csv; charset=utf-8"),
}
