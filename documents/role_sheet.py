"""« Ce qui vous concerne » on A4: the activities of one organisation, role by role, for that organisation."""

from django.template.loader import render_to_string

from documents import words
from documents.engine import html_to_pdf


def role_sheet_pdf(sheet):
    """Return a RoleSheet as a tagged PDF: a table a role, its activities as row headers."""
    groups = [
        {"group": group, "lines": [(line, words.between(line.start, line.end)) for line in group.lines]}
        for group in sheet.groups
    ]
    body = render_to_string(
        "documents/role_sheet.html", {"sheet": sheet, "day": words.day(sheet.day), "groups": groups}
    )
    title = f"Ce qui vous concerne, {sheet.partner}, {sheet.project}"
    return html_to_pdf(body, title=title, day=sheet.day, styles=["fact_sheet"])
