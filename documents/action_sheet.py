"""A fiche action on A4: why, for whom, who does what, with what means, and how one will see that it was useful."""

from django.template.loader import render_to_string

from documents import words
from documents.engine import html_to_pdf
from documents.shapes import SheetTable


def action_sheet_pdf(sheet):
    """Return an ActionSheetDocument as a tagged PDF: a table a section, with headers for rows and columns."""
    sections = [
        {
            "title": section.title,
            "note": section.note,
            "heads": _cells(section.heads, section.numbers),
            "rows": [_cells(row, section.numbers) for row in section.rows],
        }
        if isinstance(section, SheetTable)
        else {
            "title": section.title,
            "note": section.note,
            "lines": [(line.label, words.printed(line.text)) for line in section.lines],
        }
        for section in sheet.sections
    ]
    body = render_to_string(
        "documents/action_sheet.html", {"sheet": sheet, "day": words.day(sheet.day), "sections": sections}
    )
    title = f"Fiche action, {sheet.title}, {sheet.project}"
    return html_to_pdf(body, title=title, day=sheet.day, styles=["fact_sheet", "action_sheet"])


def _cells(texts, numbers):
    """Return [(printed text, whether it is a number)] of a row."""
    return [(words.printed(text), rank in numbers) for rank, text in enumerate(texts)]
