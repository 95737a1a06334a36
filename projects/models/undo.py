"""Take one gesture back: every row it wrote returns to what it was before, as a new gesture that is itself undoable."""

from django.utils.translation import gettext as _
from simple_history.models import registered_models

from projects.models.history import HistoryRow, Operation, operation
from projects.models.project import Project


class CannotUndo(Exception):
    """Something the gesture touched has been changed since. `rows` are the present rows, to name them."""

    def __init__(self, rows):
        super().__init__("changed since")
        self.rows = rows


def tracked_models():
    """Return the models whose history rows carry an operation, owners before what hangs on them."""
    # A many-to-many table followed by its owner is registered too, without a history of its own.
    owners = [model for model in registered_models.values() if hasattr(model, "history")]
    return [model for model in owners if issubclass(model.history.model, HistoryRow)]


def undo(done, *, by):
    """Undo the operation `done` and return the Operation that did it.

    Raises CannotUndo, having written nothing, when one of its rows has been changed by a later gesture,
    when the operation was undone already, or when it made the project itself.
    """
    if done.undone_at is not None:
        raise CannotUndo([])
    touched = _touched_rows(done)
    if any(model is Project and _before(model, row, done) is None for model, rows in touched for row in rows):
        # The gesture made the project (an import): its journal, this gesture included, would go away with it.
        raise CannotUndo([done.project])
    label = _("Annulation : %(label)s") % {"label": done.label}
    with operation(by=by, label=label, project=done.project, organisation=done.organisation) as undoing:
        # One atomic UPDATE: two people who undo the same gesture do it once.
        if not Operation.objects.filter(pk=done.pk, undone_at=None).update(undone_at=undoing.done_at):
            raise CannotUndo([])
        changed_since = [row for model, rows in touched for row in rows if not _stands(model, row)]
        if changed_since:
            raise CannotUndo(changed_since)
        # What was created goes away children first; what was removed or changed comes back owners first.
        for model, rows in reversed(touched):
            for row in rows:
                if _before(model, row, done) is None:
                    instance = model._default_manager.filter(pk=row.instance.pk).first()
                    if instance is not None:
                        instance.delete()
        for model, rows in touched:
            # Rows that moved leave their place before the row that they had replaced comes back to it.
            keys = [row.instance.pk for row in rows]
            present = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
            for row in sorted(rows, key=lambda row: row.instance.pk not in present):
                before = _before(model, row, done)
                if before is not None:
                    _restore(model, before)
        Operation.objects.filter(pk=undoing.pk).update(undoes=done)
    return undoing


def _touched_rows(done):
    """Return [(model, [last history row of each object that the operation wrote])], owners first."""
    touched = []
    for model in tracked_models():
        last = {}
        for row in model.history.filter(operation=done).order_by("history_id"):
            last[getattr(row, model._meta.pk.attname)] = row
        if last:
            touched.append((model, list(last.values())))
    return touched


def _history_of(model, row):
    return model.history.filter(**{model._meta.pk.attname: getattr(row, model._meta.pk.attname)})


def _stands(model, row):
    """Return whether the object still is as the gesture left it: untouched, or changed and put back (undone) since."""
    latest = _history_of(model, row).order_by("-history_id").first()
    if latest.history_id == row.history_id:
        return True
    fields = [field.attname for field in model.history.model.tracked_fields if field.name != "version"]
    return (latest.history_type == "-") == (row.history_type == "-") and all(
        getattr(latest, name) == getattr(row, name) for name in fields
    )


def _before(model, row, done):
    """Return the history row from before the operation, or None when the object did not exist then."""
    first = _history_of(model, row).filter(operation=done).order_by("history_id").first()
    previous = _history_of(model, row).filter(history_id__lt=first.history_id).order_by("-history_id").first()
    return None if previous is None or previous.history_type == "-" else previous


def _restore(model, before):
    """Write the object as the history row has it; a version never goes back, so that a stale form stays stale."""
    instance = before.instance
    current = model._default_manager.filter(pk=instance.pk).first()
    if hasattr(instance, "version"):
        instance.version = (current.version if current else instance.version) + 1
    instance.save()
    # A saved copy does not bring its many-to-many rows back: models that track them (m2m_fields) get them here.
    for field in getattr(before, "_history_m2m_fields", ()):
        column = f"{field.m2m_reverse_field_name()}_id"
        getattr(instance, field.name).set([getattr(row, column) for row in getattr(before, field.name).all()])


__all__ = ["CannotUndo", "tracked_models", "undo"]
