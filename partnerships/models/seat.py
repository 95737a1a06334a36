"""Where partners sit and what they do: committees, meetings, situations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partnership import Partnership
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


class SituationActor(models.Model):
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="actors")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="situation_roles")
    role = models.CharField(_("rôle"), max_length=10, choices=SituationRole.choices)
    position = models.PositiveIntegerField(default=0)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("situation", "partnership", "role"), name="situation_actor_once"),
            models.CheckConstraint(condition=models.Q(role__in=SituationRole.values), name="situation_role_known"),
        ]

    def __str__(self):
        return f"{self.partnership} {self.role}"
