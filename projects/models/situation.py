"""Types of situations of vulnerability met on the territory: situations, never persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import Addressable, Versioned, tracked
from projects.models.project import Project, validate_text_list

NOBODY_NAMED = _("Un type de situation, jamais une personne : ni nom, ni détail qui fasse reconnaître quelqu’un.")


class Situation(Addressable, Versioned):
    """A row of the matrix situations × actors (method B11).

    Internal to the team, like the roles in it: « personne n’oriente » may be read as a reproach by those who are named
    beside it. No class of `documents/shapes.py` and no field of a partner's link has a place for it (rule of the house 3).
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="situations")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("situation"), max_length=200, help_text=NOBODY_NAMED)
    signs = models.JSONField(_("signes"), default=list, blank=True, validators=[validate_text_list])
    tipping_point = models.TextField(_("ce qui fait basculer"), max_length=20000, blank=True)
    # What is kept as a finding when nobody is there; empty: the empty cells of the row are still asked as questions.
    gap = models.TextField(_("le trou"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ("position", "pk")

    def __str__(self):
        return self.name
