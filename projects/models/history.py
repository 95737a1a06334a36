"""One history for the whole application: operations, the history rows they group, and the guard against two editors.

A change goes through `operation(...)`: one transaction that holds the guarded writes, their history rows and the next
project revision. See docs/adr/0002-history.md.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.db import models, transaction
from django.db.models.deletion import Collector, get_candidate_relations_to_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from accounts.addresses import new_public_id
from live import notices

_current_operation = ContextVar("maillage_operation", default=None)
_noted_together = ContextVar("maillage_noted_together", default=False)
_looked_at_last = {}


def at_the_end(watcher, models):
    """Call `watcher(operation, projects)` at the end of the gestures on projects that wrote one of `models`.

    Inside their transaction, for what hangs on rows that many screens write; a room declares its own when it starts. It
    writes no history.
    """
    _looked_at_last[watcher] = {model.history.model for model in models}


def current_operation_id():
    """Return the id of the operation under way, or None outside one (data migrations, geography)."""
    current = _current_operation.get()
    return current.pk if current else None


class StaleVersion(Exception):
    """Somebody else changed the row first. `current` is the row as it is now, or None when it has been removed.

    `model` says what it was a row of, when that is known.
    """

    def __init__(self, current, model=None):
        super().__init__("stale version")
        self.current = current
        self.model = model or (type(current) if current is not None else None)


class Addressable(models.Model):
    """A row with an address of its own: URLs and pages carry `public_id`, never the database key."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class OperationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the operations of the projects and organisations that the user can see."""
        from projects.models.project import Project

        return self.filter(
            models.Q(project__in=Project.objects.visible_to(user))
            | models.Q(project=None, organisation__memberships__user=user)
        )

    def told_in(self, project):
        """Return the gestures that the journal of a project tells: its own, and those of others that wrote in it."""
        shared = Operation.others.through.objects.filter(project=project).values("operation")
        return self.filter(models.Q(project=project) | models.Q(pk__in=shared))


class Operation(Addressable):
    """One gesture of one person: what the journal of changes tells and what « Annuler » takes back.

    `project` is NULL for a change of the organisation's directory.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="operations")
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, related_name="operations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    label = models.CharField(_("geste"), max_length=300)
    done_at = models.DateTimeField(_("fait le"), default=timezone.now)
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")
    # A gesture made in one project that wrote in others too: their journals tell it, and undoing it asks for all of them.
    others = models.ManyToManyField(
        "projects.Project", related_name="shared_operations", blank=True, verbose_name=_("autres projets touchés")
    )

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("geste")
        verbose_name_plural = _("gestes")
        ordering = ("-done_at", "-pk")
        indexes = [
            models.Index(fields=("project", "-done_at")),
            models.Index(fields=("organisation", "-done_at")),
        ]

    def __str__(self):
        return self.label


class _WrittenIn(models.ForeignKey):
    """The operation of a history row: by default the one under way, which then knows the table that it wrote."""

    def get_default(self):
        current = _current_operation.get()
        if current is None:
            return None
        current.wrote.add(self.model)
        return current.pk

    def deconstruct(self):
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", arguments, options


class HistoryRow(models.Model):
    """What every history table adds to the copy of the row: the operation that wrote it."""

    operation = _WrittenIn(
        Operation, models.CASCADE, null=True, default=current_operation_id, related_name="+", db_index=True
    )

    class Meta:
        abstract = True


class KeptHistoryManager(HistoryManager):
    """The manager of history rows. simple_history makes its class anew at every `.history`, each save included."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class Records(HistoricalRecords):
    """The history of a model, which steps aside while `delete_together` writes the rows of many objects at once."""

    def post_delete(self, instance, using=None, **kwargs):
        if not _noted_together.get():
            super().post_delete(instance, using=using, **kwargs)


def tracked(**options):
    """Return the history field of a model; `options` go to simple_history's HistoricalRecords."""
    return Records(bases=[HistoryRow], history_manager=KeptHistoryManager, **options)


class Versioned(models.Model):
    """A row that two people may edit: `claim` lets exactly one of them write."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def claim(self, version):
        """Take the right to write this row, which the user saw at `version`. Call it in an operation, before `save`.

        One atomic UPDATE: of two people who saw the same version, one gets it and the other StaleVersion.
        Raises StaleVersion with the row as it is now.
        """
        model = type(self)
        taken = model._default_manager.filter(pk=self.pk, version=version).update(version=models.F("version") + 1)
        if not taken:
            raise StaleVersion(model._default_manager.filter(pk=self.pk).first(), model)
        self.version = version + 1


def note_history(rows, kind, *, operation=False):
    """Write the history rows that save() ("~" or "+") and delete() ("-") would have written, for rows of one model.

    They join the operation under way, unless `operation` says which (None: no gesture).
    """
    if not rows:
        return
    history = type(rows[0]).history.model
    now = timezone.now()
    joined = {} if operation is False else {"operation": operation}
    history.objects.bulk_create(
        history(
            history_type=kind,
            history_date=now,
            history_user=history.get_default_history_user(row),
            **joined,
            **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
        )
        for row in rows
    )


def delete_together(rows):
    """Delete the rows of a queryset, and what goes with each, as its delete() would: their history is written in bulk.

    Raises ProtectedError, an IntegrityError, when something holds one of them.
    """
    found = list(rows)
    if found and not _something_hangs_on(found):
        note_history(found, "-")
        rows._raw_delete(rows.db)
        return
    collector = Collector(using=rows.db, origin=rows)
    collector.collect(found)
    for model, some in collector.data.items():
        if issubclass(getattr(getattr(model, "history", None), "model", type), HistoryRow):
            note_history(list(some), "-")
    token = _noted_together.set(True)
    try:
        collector.delete()
    finally:
        _noted_together.reset(token)


def _something_hangs_on(rows):
    """Return whether a row of any table may point at one of these: one look at each index, between their first and last keys.

    Asking for each of thousands of keys, as the deletion of Django does, costs as much as all the rest.
    """
    keys = [row.pk for row in rows]
    return any(
        relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__gte": min(keys), f"{relation.field.name}__lte": max(keys)}
        ).exists()
        for relation in get_candidate_relations_to_delete(rows[0]._meta)
        if relation.on_delete is not models.DO_NOTHING
    )


def remember(rows):
    """Give rows of one model, about to change, a past that is what they are: what « Annuler » comes back to.

    Rows written in bulk, or before their model had a history, have none. Call it inside the operation, before any write.
    """
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk.attname
    names = [field.attname for field in model.history.model.tracked_fields]
    past = model.history.filter(**{f"{key}__in": [row.pk for row in rows]}).order_by("history_id")
    last = {values[key]: values for values in past.values(*names)}
    unknown = [row for row in rows if last.get(row.pk) != {name: getattr(row, name) for name in names}]
    if getattr(model.history.model, "_history_m2m_fields", ()):
        # Only save() copies what hangs on them by many-to-many; here, outside the gesture.
        token = _current_operation.set(None)
        try:
            for row in rows:
                row.save()
        finally:
            _current_operation.reset(token)
        return
    note_history(unknown, "~", operation=None)


@contextmanager
def operation(*, by, label, project=None, organisation=None, others=()):
    """Run the block as one gesture of `by`: one transaction, one Operation, and the project's next revision.

    Yields the Operation. Give `project`, or `organisation` for the directory. An operation inside another joins it.
    `others`: the projects in which the gesture writes too; their journals tell it and their revisions move.
    The projects' rows are taken first, in one order, so that two gestures on one project wait for each other instead of
    deadlocking.
    """
    outer = _current_operation.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        others = [other for other in others if other != project]
        for taken in sorted(filter(None, [project, *others]), key=lambda taken: taken.pk):
            type(taken).objects.filter(pk=taken.pk).update(revision=notices.next_revision(taken.pk))
        organisation_id = project.organisation_id if project is not None else organisation.pk
        current = Operation.objects.create(
            organisation_id=organisation_id, project=project, author=by, label=str(label)[:300]
        )
        if others:
            current.others.set(others)
        current.wrote = set()
        token = _current_operation.set(current)
        try:
            yield current
            if project is not None:
                for watcher, models_watched in _looked_at_last.items():
                    if models_watched & current.wrote:
                        watcher(current, [project, *others])
        finally:
            _current_operation.reset(token)
