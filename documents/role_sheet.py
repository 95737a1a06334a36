"""« Ce qui vous concerne » on A4: the activities of one organisation, role by role, for that organisation."""

from django.template.loader import render_to_string

from documents import words
from documents.engine import html_to_pdf


def role_sheet_pdf(sheet):
    """Return a RoleSheet as a tagged PDF: a table a role, its activities as row headers."""
    return _pdf(sheet, [sheet], f"Ce qui vous concerne, {sheet.partner}, {sheet.project}")


def role_sheets_pdf(sheets):
    """Return RoleSheets as one tagged PDF: each organisation begins a page, whose foot names it alone."""
    return _pdf(sheets, sheets.sheets, f"Ce qui vous concerne, {sheets.project}")


def _pdf(document, sheets, title):
    facts = {
        "document": document,
        "day": words.day(document.day),
        "sheets": [
            (
                sheet,
                [
                    {"group": group, "lines": [(line, words.between(line.start, line.end)) for line in group.lines]}
                    for group in sheet.groups
                ],
            )
            for sheet in sheets
        ],
    }
    body = render_to_string("documents/role_sheet.html", facts)
    return html_to_pdf(body, title=title, day=document.day, styles=["fact_sheet"])
