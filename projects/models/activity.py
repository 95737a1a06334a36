"""What is done: the rows of the RACI, grouped by phase."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import Addressable, Versioned, tracked
from projects.models.project import Project


class PhaseMoment(models.TextChoices):
    BEFORE = "before", _("En amont")
    DURING = "during", _("Pendant")
    REVIEW = "review", _("Bilans")


class Phase(Addressable):
    """A group of activities. `moment` is empty for a phase that the team made up."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="phases")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("nom"), max_length=200)
    moment = models.CharField(_("moment"), max_length=10, choices=PhaseMoment.choices, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "name"),
                name="phase_name_once",
                violation_error_message=_("Une phase porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=models.Q(moment="") | models.Q(moment__in=PhaseMoment.values), name="phase_moment_known"
            ),
        ]

    def __str__(self):
        return self.name


class ActivityStatus(models.TextChoices):
    PLANNED = "planned", _("Prévue")
    ONGOING = "ongoing", _("En cours")
    SUSPENDED = "suspended", _("Suspendue")
    DONE = "done", _("Terminée")
    DROPPED = "dropped", _("Abandonnée")


class Activity(Addressable, Versioned):
    """A row of the RACI."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="activities")
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name=_("phase")
    )
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("nom"), max_length=200)
    start = models.DateField(_("début"), null=True, blank=True)
    end = models.DateField(_("fin"), null=True, blank=True)
    status = models.CharField(_("état"), max_length=20, choices=ActivityStatus.choices, default=ActivityStatus.PLANNED)

    history = tracked()

    class Meta:
        verbose_name = _("activité")
        verbose_name_plural = _("activités")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("project", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start=None) | models.Q(end=None) | models.Q(end__gte=models.F("start")),
                name="activity_ends_after_start",
                violation_error_message=_("Une activité ne peut pas finir avant de commencer."),
            ),
            models.CheckConstraint(condition=models.Q(status__in=ActivityStatus.values), name="activity_status_known"),
        ]

    def __str__(self):
        return self.name
