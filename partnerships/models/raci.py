"""Who does, answers for, is consulted on or told about an activity."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from projects.models import Activity, Project, tracked


class RaciLetters(models.TextChoices):
    """What a cell may hold. « (A) » is a delegation: it is not an A when errors are counted (method B5)."""

    R = "R", _("réalise")
    A = "A", _("répond de l’action")
    C = "C", _("est consulté")
    I = "I", _("est informé")  # noqa: E741 (the letter of the method)
    RA = "RA", _("réalise et répond de l’action")
    DELEGATED = "(A)", _("répond par délégation")


class RaciQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the cells of the projects that the user can see."""
        return self.filter(partnership__project__in=Project.objects.visible_to(user))


class RaciAssignment(models.Model):
    """One filled cell. An empty cell has no row: what the user saw (the letters, or nothing) guards the write."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="assignments")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="assignments")
    letters = models.CharField(_("rôle"), max_length=3, choices=RaciLetters.choices)

    objects = RaciQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("rôle RACI")
        verbose_name_plural = _("rôles RACI")
        ordering = ("activity", "partnership")
        constraints = [
            models.UniqueConstraint(fields=("activity", "partnership"), name="raci_one_cell"),
            models.CheckConstraint(condition=models.Q(letters__in=RaciLetters.values), name="raci_letters_known"),
        ]

    def __str__(self):
        return f"{self.activity} · {self.partnership} : {self.letters}"
