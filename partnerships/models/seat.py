"""Where partners sit and what they do: committees, meetings, situations."""

from django.db import IntegrityError, models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partnership import Partnership
from partnerships.models.raci import CellChanged
from projects.models import Committee, Meeting, Situation, tracked


class CommitteeSeat(models.Model):
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="seats")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="seats")
    position = models.PositiveIntegerField(default=0)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("committee", "partnership"), name="seat_once")]

    def __str__(self):
        return str(self.partnership)


class Attendance(ActorReference):
    """Somebody who came to a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    position = models.PositiveIntegerField(default=0)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return self.who


class SituationRole(models.TextChoices):
    """What an actor does in a situation (method B11). « Personne » is the gap written on the situation."""

    SPOTS = "spots", _("repère")
    DIRECTS = "directs", _("oriente")
    SUPPORTS = "supports", _("accompagne")
    ACTS = "acts", _("agit")


class SituationActorQuerySet(models.QuerySet):
    def write_cell(self, situation, role, seen, wanted):
        """Make the cell (situation, role) hold the partnerships `wanted`; return how many came in or left.

        `seen` and `wanted` are partnership keys. Call it inside an operation: it holds the project's row, so that of two
        people who saw the same actors the second reads what the first wrote. Raises CellChanged when the cell no longer
        holds those seen; the exception must leave the operation, which then writes nothing.
        """
        present = {row.partnership_id: row for row in self.filter(situation=situation, role=role)}
        if set(present) != set(seen):
            raise CellChanged
        for key in set(present) - set(wanted):
            present[key].delete()
        last = self.filter(situation=situation).aggregate(last=Max("position"))["last"]
        new = [key for key in wanted if key not in present]
        for position, key in enumerate(new, start=0 if last is None else last + 1):
            # Outside an operation, or without its lock, the unique constraint still lets one of two people in.
            try:
                self.create(situation=situation, partnership_id=key, role=role, position=position)
            except IntegrityError as error:
                raise CellChanged from error
        return len(new) + len(set(present) - set(wanted))


class SituationActor(models.Model):
    """What a partner of the project does in a situation. Internal to the team (see Situation).

    A cell of the matrix is the set of these rows for a situation and a role: it has no version, what the person saw
    guards the write, as in the RACI (ADR 3).
    """

    situation = models.ForeignKey(Situation, models.CASCADE, related_name="actors")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="situation_roles")
    role = models.CharField(_("rôle"), max_length=10, choices=SituationRole.choices)
    position = models.PositiveIntegerField(default=0)

    objects = SituationActorQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("situation", "partnership", "role"), name="situation_actor_once"),
            models.CheckConstraint(condition=models.Q(role__in=SituationRole.values), name="situation_role_known"),
        ]

    def __str__(self):
        return f"{self.partnership} {self.role}"
