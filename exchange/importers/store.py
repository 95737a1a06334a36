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
        through._default_manager.bulk_create(
            through(**{source: row, target: other}) for row, others in pairs for other in others
        )

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


def texts(item, **fields):
    """Return {field of the model: text of the item, or ""} for {field: key}."""
    return {field: item[key] or "" for field, key in fields.items()}
