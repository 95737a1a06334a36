"""Types of situations of vulnerability met on the territory: situations, never persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import tracked
from projects.models.project import Project, validate_text_list


class Situation(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="situations")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("situation"), max_length=200)
    signs = models.JSONField(_("signes"), default=list, blank=True, validators=[validate_text_list])
    tipping_point = models.TextField(_("ce qui fait basculer"), max_length=20000, blank=True)
    gap = models.TextField(_("le trou"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ("position", "pk")

    def __str__(self):
        return self.name
