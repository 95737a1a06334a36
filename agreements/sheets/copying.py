"""A new fiche action made from another: same text, nothing of its life."""

from django.db.models import Max

from agreements.models import ActionSheet, SheetStatus

# What belongs to the life of a sheet, not to its text.
_OWN = {
    "id",
    "public_id",
    "version",
    "key",
    "position",
    "number",
    "title",
    "status",
    "edition",
    "archived_on",
    "agreement",
}
_MANY = ("audiences", "territories", "activities", "situations")
_ROWS = ("partners", "steps", "indicators", "money_lines", "obstacles")


def copy_sheet(sheet, *, title):
    """Return the new sheet, last of its project, an idea. Call it in an operation.

    Its indicators have no measured value, and nobody has validated it.
    """
    last = sheet.project.sheets.aggregate(position=Max("position"), number=Max("number"))
    fields = [field.attname for field in ActionSheet._meta.concrete_fields if field.name not in _OWN]
    copy = ActionSheet(
        **{name: getattr(sheet, name) for name in fields},
        title=title[:200],
        status=SheetStatus.IDEA,
        position=last["position"] + 1,
        number=(last["number"] or 0) + 1,
    )
    copy.project = sheet.project
    copy.save()
    for name in _MANY:
        getattr(copy, name).set(getattr(sheet, name).all())
    for name in _ROWS:
        for row in getattr(sheet, name).all():
            _copy_row(row, copy)
    return copy


def _copy_row(row, sheet):
    model = type(row)
    names = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", "sheet", "value")]
    model.objects.create(sheet=sheet, **{name: getattr(row, name) for name in names})
