"""Who does, answers for, is consulted on or told about an activity."""

from collections import defaultdict

from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from projects.models import Activity, Project, note_history, tracked


class RaciLetters(models.TextChoices):
    """What a cell may hold. « (A) » is a delegation: it is not an A when errors are counted (method B5)."""

    R = "R", _("réalise")
    A = "A", _("répond de l’action")
    C = "C", _("est consulté")
    I = "I", _("est informé")  # noqa: E741 (the letter of the method)
    RA = "RA", _("réalise et répond de l’action")
    DELEGATED = "(A)", _("répond par délégation")


class CellLetters(models.TextChoices):
    """What a cell may hold in any variant of the method; partnerships.raci.variants says which of them a project uses.

    « S » is support (RASCI) and « Sg » the signature of RACI-VS: one code has one meaning, so that a change of variant
    never turns one into the other.
    """

    R = "R", _("réalise")
    A = "A", _("répond de l’action")
    C = "C", _("est consulté")
    I = "I", _("est informé")  # noqa: E741 (the letter of the method)
    RA = "RA", _("réalise et répond de l’action")
    DELEGATED = "(A)", _("répond par délégation")
    S = "S", _("soutient")
    V = "V", _("vérifie")
    SG = "Sg", _("signe")
    D = "D", _("conduit")
    DA = "DA", _("conduit et décide")


# An organisation that holds one of these answers for the activity.
ANSWERING = frozenset({CellLetters.A, CellLetters.RA, CellLetters.DA})


class CellChanged(Exception):
    """Somebody else changed a cell first. Nothing is written: the operation around it must not go on."""


class RaciQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the cells of the projects that the user can see."""
        return self.filter(partnership__project__in=Project.objects.visible_to(user))

    def write_cells(self, changes, *, answered=True):
        """Write [(activity id, partnership id, letters seen, letters wanted)], empty text for an empty cell.

        Call it inside an operation. Each write is guarded by the letters that the person saw: an UPDATE or a DELETE
        with them in its condition, an INSERT under the unique constraint. Raises CellChanged when one of them is no
        longer there; the exception must leave the operation, which then writes nothing.
        `answered`: False when the caller has read that no A has said anything there, which saves a query.
        """
        changes = [change for change in changes if change[2] != change[3]]
        activities = {activity for activity, *_rest in changes}
        partnerships = {partnership for _activity, partnership, *_rest in changes}
        present = {
            (cell.activity_id, cell.partnership_id): cell
            for cell in self.filter(activity__in=activities, partnership__in=partnerships)
        }
        created, updated, deleted = [], defaultdict(list), defaultdict(list)
        for activity, partnership, seen, wanted in changes:
            cell = present.get((activity, partnership))
            if (cell.letters if cell else "") != seen:
                raise CellChanged
            if cell is None:
                created.append(self.model(activity_id=activity, partnership_id=partnership, letters=wanted))
            else:
                (updated[seen, wanted] if wanted else deleted[seen]).append(cell)
        if created:
            # The unique constraint is the guard: two people who saw an empty cell cannot both fill it.
            try:
                created = self.bulk_create(created)
            except IntegrityError as error:
                raise CellChanged from error
            note_history(created, "+")
        for (seen, wanted), cells in updated.items():
            if self._still(cells, seen).update(letters=wanted) != len(cells):
                raise CellChanged
            for cell in cells:
                cell.letters = wanted
            note_history(cells, "~")
        for seen, cells in deleted.items():
            # QuerySet.delete() would read the rows, then delete them by key alone, without the letters seen.
            rows = self._still(cells, seen)
            if rows._raw_delete(rows.db) != len(cells):
                raise CellChanged
            note_history(cells, "-")
        if answered:
            self._no_longer_confirmed(changes)

    def _no_longer_confirmed(self, changes):
        """Take « j’en réponds » away from whom no longer answers: who comes back to it is asked again."""
        from partnerships.models.raci_fact import FactKind, RaciFact

        left = [
            (activity, partnership)
            for activity, partnership, seen, wanted in changes
            if seen in ANSWERING and wanted not in ANSWERING
        ]
        if not left:
            return
        said = RaciFact.objects.filter(kind=FactKind.ANSWER)
        said = said.filter(activity__in={one for one, _two in left}, partnership__in={two for _one, two in left})
        # One by one, with their history: they come back when the gesture is taken back.
        for fact in said:
            if (fact.activity_id, fact.partnership_id) in left:
                fact.delete()

    def _still(self, cells, seen):
        return self.model._default_manager.filter(pk__in=[cell.pk for cell in cells], letters=seen)


class RaciAssignment(models.Model):
    """One filled cell. An empty cell has no row: what the user saw (the letters, or nothing) guards the write."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="assignments")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="assignments")
    letters = models.CharField(_("rôle"), max_length=3, choices=CellLetters.choices)

    objects = RaciQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("rôle RACI")
        verbose_name_plural = _("rôles RACI")
        ordering = ("activity", "partnership")
        constraints = [
            models.UniqueConstraint(fields=("activity", "partnership"), name="raci_one_cell"),
            models.CheckConstraint(condition=models.Q(letters__in=CellLetters.values), name="raci_letters_known"),
        ]

    def __str__(self):
        return f"{self.activity} · {self.partnership} : {self.letters}"


def move_row(items, item, step):
    """Exchange an activity or a phase with its neighbour in `items`, the ordered siblings; -1 is up, +1 is down.

    Returns False when there is no neighbour there. Call it inside an operation: positions become 0, 1, 2… among the
    project's rows of that model, and only those that move are saved, with their history.
    """
    items = list(items)
    place = items.index(item)
    other = place + step
    if not 0 <= other < len(items):
        return False
    neighbour = items[other]
    every = list(type(item).objects.filter(project=item.project_id).order_by("position", "pk"))
    first, second = every.index(item), every.index(neighbour)
    every[first], every[second] = every[second], every[first]
    for position, row in enumerate(every):
        if row.position != position:
            row.position = position
            row.save()
    return True
