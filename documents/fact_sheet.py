"""Facts one under the other, on A4: the register, what is held on a person."""

from django.template.loader import render_to_string

from documents import words
from documents.engine import html_to_pdf


def fact_sheet_pdf(sheet):
    """Return a FactSheet as a tagged PDF: a table a section, its labels as row headers.

    It is drawn again each time, never kept: what is held on a person must not survive in a cache.
    """
    body = render_to_string(
        "documents/fact_sheet.html",
        {
            "sheet": sheet,
            "day": words.day(sheet.day),
            "sections": [
                {
                    "title": section.title,
                    "note": section.note,
                    "lines": [(line.label, words.printed(line.text)) for line in section.lines],
                }
                for section in sheet.sections
            ],
        },
    )
    return html_to_pdf(body, title=f"{sheet.title}, {sheet.reference}", day=sheet.day, styles=["fact_sheet"])
