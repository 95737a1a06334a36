"""Workshops that were held. Running one on the projector comes with its own issue; what it produced is kept now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import ActorReference
from projects.models import Project, tracked
from projects.models.project import validate_text_list


class Script(models.TextChoices):
    """The eight facilitation scripts (method B14)."""

    TIMELINE = "frise", _("La frise des partenariats")
    TARGET = "cible", _("La carte partenariale (cible)")
    RACI = "raci", _("Qui fait quoi : le tableau RACI")
    PERSPECTIVE = "pas_de_cote", _("Le pas de côté")
    SITUATIONS = "vulnerabilites", _("Des situations aux acteurs")
    ALLIES = "allies", _("Alliés et engagement")
    INFLUENCE = "influence", _("Influence et intérêt")
    REVIEW = "bilan", _("Le bilan partagé")


class Workshop(ActorReference):
    """`who` led it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="workshops")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    script = models.CharField(_("déroulé"), max_length=20, choices=Script.choices)
    date = models.DateField(_("date"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    cards = models.PositiveIntegerField(_("cartes"), null=True, blank=True)
    merged = models.PositiveIntegerField(_("cartes fusionnées"), null=True, blank=True)
    commitments = models.JSONField(_("engagements"), default=list, blank=True, validators=[validate_text_list])

    history = tracked()

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")
        ordering = ("date", "position", "pk")
        constraints = [models.CheckConstraint(condition=models.Q(script__in=Script.values), name="script_known")]

    def __str__(self):
        return self.get_script_display()
