"""What the importers of one file share: the project, the rows made so far by identifier, and the way to save."""

from django.utils import timezone

from exchange.errors import Problem
from projects.models import HistoryRow


class Store:
    """Rows of one import, by the identifiers of the file. Everything runs inside one operation."""

    def __init__(self, organisation, project, by):
        self.organisation = organisation
        self.project = project
        self.by = by
        self.warnings = []
        self.horizons = {}
        self.levels = {}
        self.phases = {}
        self.territories = {}
        self.audiences = {}
        self.members = {}
        self.partnerships = {}
        self.activities = {}
        self.situations = {}
        self.agreements = {}
        self.sheets = {}

    def save(self, model, rows):
        """Create the rows and their history in bulk; returns them with their ids."""
        rows = list(rows)
        if not rows:
            return rows
        model._default_manager.bulk_create(rows)
        if hasattr(model, "history") and issubclass(model.history.model, HistoryRow):
            # The rows of history take the operation under way by default (HistoryRow.operation).
            model.history.bulk_history_create(rows, default_date=timezone.now())
        return rows

    def link(self, field, pairs):
        """Fill a many-to-many `field` (Model.field) from pairs of (row, related rows)."""
        through = field.through
        source = field.field.m2m_field_name()
        target = field.field.m2m_reverse_field_name()
        links = [through(**{source: row, target: other}) for row, others in pairs for other in others]
        through._default_manager.bulk_create(links)
        _remember_links(field.field, links)

    def remark(self, item, key, kept):
        """Say that what is already known differs from the file, and is kept."""
        known = f"{kept}"[:80]
        self.warnings.append(
            Problem(
                item.line_of(key),
                item.path_of(key),
                f"Déjà connu autrement dans votre organisation\u00a0: «\u00a0{known}\u00a0» est gardé.",
            )
        )

    def who(self, value):
        """Return the fields of an ActorReference for a checked `Who` value."""
        kind, text = value or ("name", "")
        return {
            "who_partnership": self.partnerships[text] if kind == "partner" else None,
            "who_member": self.members[text] if kind == "member" else None,
            "who_name": text if kind == "name" else "",
        }


def _remember_links(field, links):
    """Hang the links of a many-to-many field that the history follows on the last history rows of their owners.

    Without them, « Annuler » after the first edit of an imported row would come back to a row without any.
    """
    kept = getattr(field.model, "history", None)
    if not links or kept is None or field not in getattr(kept.model, "_history_m2m_fields", ()):
        return
    owner = f"{field.m2m_field_name()}_id"
    last = dict(
        kept.filter(**{f"{field.model._meta.pk.attname}__in": [getattr(link, owner) for link in links]})
        .order_by("history_id")
        .values_list(field.model._meta.pk.attname, "history_id")
    )
    copies = getattr(kept.model, field.name).model
    names = [column.attname for column in field.remote_field.through._meta.fields]
    copies._default_manager.bulk_create(
        copies(history_id=last[getattr(link, owner)], **{name: getattr(link, name) for name in names}) for link in links
    )


def texts(item, **fields):
    """Return {field of the model: text of the item, or ""} for {field: key}."""
    return {field: item[key] or "" for field, key in fields.items()}
