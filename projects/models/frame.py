"""The two edges of the frise: horizons (when) and involvement levels (how far). Both belong to the project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import Addressable, Versioned, tracked
from projects.models.project import Project


class Horizon(Addressable, Versioned):
    """A column of the frise, with real dates."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="horizons")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("nom"), max_length=200)
    subtitle = models.CharField(_("sous-titre"), max_length=200, blank=True)
    start = models.DateField(_("début"), null=True, blank=True)
    end = models.DateField(_("fin"), null=True, blank=True)
    intention = models.TextField(_("intention"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("horizon")
        verbose_name_plural = _("horizons")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("project", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start=None) | models.Q(end=None) | models.Q(end__gte=models.F("start")),
                name="horizon_ends_after_start",
                violation_error_message=_("Un horizon ne peut pas finir avant de commencer."),
            ),
            models.UniqueConstraint(
                fields=("project", "name"),
                name="horizon_name_once",
                violation_error_message=_("Un horizon porte déjà ce nom."),
            ),
        ]

    def __str__(self):
        return self.name


class InvolvementCode(models.TextChoices):
    """Meaning of a lane, when it has one of the four of the method (glossary A1). They are not ranked."""

    CO_LEAD = "co_lead", _("Co-porteur")
    ALLY = "ally", _("Allié")
    CONTRIBUTOR = "contributor", _("Contributeur")
    INFORMED = "informed", _("Information")


class InvolvementLevel(Addressable, Versioned):
    """A lane of the frise. `code` is empty for a lane that the team made up."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="levels")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    code = models.CharField(_("sens"), max_length=20, choices=InvolvementCode.choices, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    definition = models.CharField(_("définition"), max_length=300, blank=True)
    color = models.CharField(_("couleur"), max_length=7, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("niveau d’implication")
        verbose_name_plural = _("niveaux d’implication")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("project", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code="") | models.Q(code__in=InvolvementCode.values), name="level_code_known"
            ),
            models.UniqueConstraint(
                fields=("project", "code"),
                condition=~models.Q(code=""),
                name="level_code_once_per_project",
                violation_error_message=_("Un autre niveau a déjà ce sens."),
            ),
            models.UniqueConstraint(
                fields=("project", "name"),
                name="level_name_once",
                violation_error_message=_("Un niveau porte déjà ce nom."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def mark(self):
        """Return the drawing of the lane's edge and dot: porteur, allie, contributeur, info or autre."""
        return {
            InvolvementCode.CO_LEAD: "porteur",
            InvolvementCode.ALLY: "allie",
            InvolvementCode.CONTRIBUTOR: "contributeur",
            InvolvementCode.INFORMED: "info",
        }.get(self.code, "autre")

    @property
    def glyph(self):
        """Return the id of the sprite's symbol of the lane's dot."""
        return f"n-{self.mark}"
