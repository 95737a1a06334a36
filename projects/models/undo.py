"""Take one gesture back: every row it wrote returns to what it was before, as a new gesture that is itself undoable."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from simple_history.models import registered_models

from accounts.models import Role
from projects.models.history import HistoryRow, Operation, Versioned, delete_together, note_history, operation
from projects.models.member import ProjectMember
from projects.models.project import Project

# Beyond, rows that come back are written together: a spreadsheet of thousands is taken back within a page.
MANY = 50


_guards = []


def guard_undo(guard):
    """Call `guard(touched)` before a gesture is taken back; it raises CannotUndo to refuse. `touched`: see _touched_rows.

    A room declares its own when it starts, for rows whose state forbids what their history allows.
    """
    if guard not in _guards:
        _guards.append(guard)


class CannotUndo(Exception):
    """Something the gesture touched has been changed since. `rows` are the present rows, to name them.

    `reason` says why, in French, when it is something else.
    """

    reason = ""

    def __init__(self, rows=()):
        super().__init__("changed since")
        self.rows = rows


class NobodyRuns(CannotUndo):
    """Taken back, the gesture would leave a project without anybody who runs it."""


def tracked_models():
    """Return the models whose history rows carry an operation, owners before what hangs on them."""
    # A many-to-many table followed by its owner is registered too, without a history of its own.
    owners = [model for model in registered_models.values() if hasattr(model, "history")]
    return [model for model in owners if issubclass(model.history.model, HistoryRow)]


def undo(done, *, by):
    """Undo the operation `done` and return the Operation that did it.

    Raises CannotUndo, having written nothing, when one of its rows has been changed by a later gesture,
    when the operation was undone already, or when it made the project itself; NobodyRuns, one of them, when a project
    would be left without anybody who runs it.
    """
    try:
        return _undo(done, by)
    except IntegrityError:
        # What it removed was made again since: the two cannot stand together.
        raise CannotUndo([]) from None


def _undo(done, by):
    if done.undone_at is not None:
        raise CannotUndo([])
    label = _("Annulation\u00a0: %(label)s") % {"label": done.label}
    others = list(done.others.all())
    with operation(by=by, label=label, project=done.project, organisation=done.organisation, others=others) as undoing:
        # One atomic UPDATE: two people who undo the same gesture do it once.
        if not Operation.objects.filter(pk=done.pk, undone_at=None).update(undone_at=undoing.done_at):
            raise CannotUndo([])
        touched = _touched_rows(done)
        if any(model is Project and row.before is None for model, rows in touched for row in rows):
            # The gesture made the project (an import): its journal, this gesture included, would go away with it.
            raise CannotUndo([done.project])
        changed_since = [row.last for model, rows in touched for row in rows if not _stands(model, row)]
        if changed_since:
            raise CannotUndo(changed_since)
        for guard in _guards:
            guard(touched)
        _put_back(touched)
        _keep_who_runs(touched)
        Operation.objects.filter(pk=undoing.pk).update(undoes=done)
    return undoing


@dataclass
class _Touched:
    """One object that the operation wrote. `last`: its last history row inside; `now`: its latest of all; `before`: the one
    from before, or None when the object did not exist then.
    """

    pk: int
    last: object
    now: object
    before: object


def _touched_rows(done):
    """Return [(model, [_Touched])], owners first: a few queries for each model written, whatever the number of objects."""
    touched = []
    for model in _written_models(done):
        key = model._meta.pk.attname
        first, last = {}, {}
        for row in model.history.filter(operation=done).order_by("history_id"):
            pk = getattr(row, key)
            first.setdefault(pk, row)
            last[pk] = row
        touched.append((model, _around(model, key, first, last)))
    return touched


def _written_models(done):
    """Return those of the tracked models that the operation wrote. One query, where asking each would take sixty."""
    written = {
        f"wrote_{n}": Exists(model.history.filter(operation=OuterRef("pk")).order_by())
        for n, model in enumerate(tracked_models())
    }
    [answers] = Operation.objects.filter(pk=done.pk).annotate(**written).values_list(*written)
    return [model for model, wrote in zip(tracked_models(), answers, strict=True) if wrote]


def _around(model, key, first, last):
    """Return the _Touched of the objects whose first and last history rows in the operation are given by their keys."""
    latest, previous = {}, {}
    for some in _batches(list(last)):
        known = model.history.filter(**{f"{key}__in": some}).order_by("history_id").values_list(key, "history_id")
        for pk, history_id in known:
            latest[pk] = history_id
            if history_id < first[pk].history_id:
                previous[pk] = history_id
    wanted = {history_id for pk, history_id in latest.items() if history_id != last[pk].history_id}
    wanted.update(previous.values())
    rows = {}
    for some in _batches(sorted(wanted)):
        rows |= {row.history_id: row for row in model.history.filter(history_id__in=some)}
    found = []
    for pk, row in last.items():
        before = rows.get(previous.get(pk))
        if before is not None and before.history_type == "-":
            before = None
        found.append(_Touched(pk, row, rows.get(latest[pk], row), before))
    return found


def _put_back(touched):
    """Return every row to what it was: what was created goes away, children first; the rest comes back, owners first."""
    leant_on = _leant_on(touched)
    _take_away(touched, lambda model, key: (model, key) not in leant_on)
    refused = []
    for model, rows in touched:
        # Rows that moved leave their place before the row that they had replaced comes back to it.
        back = [row for row in rows if row.before is not None]
        if len(back) > MANY and not leant_on and _restored_together(model, back):
            continue
        present = set()
        for some in _batches([row.pk for row in back]):
            present.update(model._default_manager.filter(pk__in=some).values_list("pk", flat=True))
        for row in sorted(back, key=lambda row: row.pk not in present):
            if not leant_on:
                _restore(model, row.before)
                continue
            try:
                with transaction.atomic():
                    _restore(model, row.before)
            except IntegrityError:
                # Its place is still held by a row that goes away below.
                refused.append((model, row.before))
    _take_away(touched, lambda model, key: (model, key) in leant_on)
    for model, before in refused:
        _restore(model, before)


def _keep_who_runs(touched):
    """Raise NobodyRuns when the rows put back leave a project without an account that runs it."""
    rows = [row for model, some in touched if model is ProjectMember for row in some]
    # Where the person stood at the gesture, and where it stands again.
    places = {one.project_id for row in rows for one in (row.last, row.before) if one is not None}
    run = ProjectMember.objects.filter(project__in=places, role__in=Role.managers()).exclude(user=None)
    if places - set(run.values_list("project_id", flat=True)):
        raise NobodyRuns


def _leant_on(touched):
    """Return {(model, key)} of the created rows at which a row that comes back points now: they go away after it."""
    created = {(model, row.pk) for model, rows in touched for row in rows if row.before is None}
    found = set()
    for model, rows in touched:
        keys = [field for field in model.history.model.tracked_fields if field.is_relation]
        for row in rows:
            if row.before is not None:
                found |= {(key.related_model, getattr(row.now, key.attname)) for key in keys} & created
    return found


def _take_away(touched, wanted):
    """Delete the created rows that are wanted gone, children first."""
    for model, rows in reversed(touched):
        created = [row.pk for row in rows if row.before is None and wanted(model, row.pk)]
        for some in _batches(created):
            delete_together(model._default_manager.filter(pk__in=some))


def _batches(values, size=500):
    """Yield the values in lists that one query takes, on every database."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _stands(model, row):
    """Return whether the object still is as the gesture left it: untouched, or changed and put back (undone) since."""
    if row.now.history_id == row.last.history_id:
        return True
    fields = [field.attname for field in model.history.model.tracked_fields if field.name != "version"]
    return (row.now.history_type == "-") == (row.last.history_type == "-") and all(
        getattr(row.now, name) == getattr(row.last, name) for name in fields
    )


def _restored_together(model, rows):
    """Write many rows back in a few statements, with their history; return whether that could be done.

    Not for a model whose rows carry more than their columns, nor for rows that exchange a place which only one may hold.
    """
    fields = model.history.model.tracked_fields
    if getattr(model.history.model, "_history_m2m_fields", ()) or any(
        getattr(one, "auto_now", False) for one in fields
    ):
        return False
    current = {}
    for some in _batches([row.pk for row in rows]):
        current |= model._default_manager.in_bulk(some)
    gone, pairs, changed = [], [], set()
    for row in rows:
        instance, now = row.before.instance, current.get(row.pk)
        if isinstance(instance, Versioned):
            # As in _restore: a version never goes back.
            instance.version = (now.version if now else instance.version) + 1
        if now is None:
            gone.append(instance)
            continue
        pairs.append((now, instance))
        changed.update(
            field.name for field in fields if getattr(now, field.attname) != getattr(instance, field.attname)
        )
    back = [instance for _now, instance in pairs]
    try:
        with transaction.atomic():
            if hasattr(model, "before_bulk_change"):
                model.before_bulk_change(pairs)
            model._default_manager.bulk_create(gone)
            if changed:
                model._default_manager.bulk_update(back, sorted(changed), batch_size=200)
            note_history(gone, "+")
            note_history(back, "~")
    except IntegrityError:
        return False
    return True


def _restore(model, before):
    """Write the object as the history row has it; a version never goes back, so that a stale form stays stale."""
    instance = before.instance
    current = model._default_manager.filter(pk=instance.pk).first()
    if isinstance(instance, Versioned):
        instance.version = (current.version if current else instance.version) + 1
    instance.save()
    # « Posé le » is the day of the gesture that comes back, not the day on which it does.
    names = {field.attname for field in model.history.model.tracked_fields if getattr(field, "auto_now", False)}
    if names:
        days = {name: getattr(before, name) for name in names}
        model._default_manager.filter(pk=instance.pk).update(**days)
        written = model.history.filter(**{model._meta.pk.attname: instance.pk}).order_by("-history_id").first()
        model.history.filter(history_id=written.history_id).update(**days)
    # A saved copy does not bring its many-to-many rows back: models that track them (m2m_fields) get them here.
    for field in getattr(before, "_history_m2m_fields", ()):
        column = f"{field.m2m_reverse_field_name()}_id"
        getattr(instance, field.name).set([getattr(row, column) for row in getattr(before, field.name).all()])


__all__ = ["CannotUndo", "NobodyRuns", "tracked_models", "undo"]
