"""Committees of the project and their meetings. Who sits there hangs on partnerships (partnerships.models.seat)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import tracked
from projects.models.project import Project, validate_text_list


class CommitteeKind(models.TextChoices):
    STEERING = "steering", _("Comité de pilotage")
    TECHNICAL = "technical", _("Comité technique")
    WORKING_GROUP = "working_group", _("Groupe de travail")


class Committee(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="committees")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    kind = models.CharField(_("type"), max_length=20, choices=CommitteeKind.choices)
    name = models.CharField(_("nom"), max_length=200)
    frequency = models.CharField(_("fréquence"), max_length=200, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instances")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CommitteeKind.values), name="committee_kind_known")
        ]

    def __str__(self):
        return self.name


class Meeting(models.Model):
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="meetings")
    date = models.DateField(_("date"))
    agenda = models.JSONField(_("ordre du jour"), default=list, blank=True, validators=[validate_text_list])
    decisions = models.JSONField(_("décisions"), default=list, blank=True, validators=[validate_text_list])

    history = tracked()

    class Meta:
        verbose_name = _("réunion")
        verbose_name_plural = _("réunions")
        ordering = ("date", "pk")

    def __str__(self):
        return f"{self.committee}, {self.date:%d/%m/%Y}"
