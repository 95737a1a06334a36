"""Pas de côté: what holds an actor back, what pulls it in, and what we do about it. Private to the team (rule 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partnership import Partnership
from projects.models import Addressable, tracked


class FactStatus(models.TextChoices):
    HYPOTHESIS = "hypothesis", _("Hypothèse")
    VERIFIED = "verified", _("Vérifié auprès de l’acteur")


class ObstacleCategory(models.TextChoices):
    """Categories of freins and leviers (glossary A1 and the demonstration)."""

    FINANCIAL = "financial", _("Financier")
    POLITICAL = "political", _("Politique")
    TIME = "time", _("Temps")
    LEGITIMACY = "legitimacy", _("Légitimité")
    COMPETITION = "competition", _("Concurrence")
    PUBLIC_SPACE = "public_space", _("Espace public")
    LEGAL = "legal", _("Juridique")
    RELATIONAL = "relational", _("Relationnel")
    TERRITORY = "territory", _("Territoire")
    USEFULNESS = "usefulness", _("Utilité")
    RECOGNITION = "recognition", _("Reconnaissance")
    ECONOMIC = "economic", _("Économique")
    MEANS = "means", _("Moyens")
    TECHNICAL = "technical", _("Technique")


class PerspectiveShift(ActorReference):
    """Somebody of the team took the place of one actor; `who` played it."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="perspective_shifts")
    position = models.PositiveIntegerField(default=0)
    portrait = models.TextField(_("portrait"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("pas de côté")
        verbose_name_plural = _("pas de côté")
        ordering = ("position", "pk")

    def __str__(self):
        return str(self.partnership)


class Fact(Addressable):
    """What freins and leviers share."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="%(class)ss")
    # NULL: noted on the partner's record, outside any pas de côté.
    shift = models.ForeignKey(PerspectiveShift, models.SET_NULL, null=True, blank=True, related_name="%(class)ss")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    text = models.TextField(_("texte"), max_length=20000)
    category = models.CharField(_("catégorie"), max_length=20, choices=ObstacleCategory.choices, blank=True)
    strength = models.PositiveSmallIntegerField(_("force"), null=True, blank=True)
    status = models.CharField(_("statut"), max_length=20, choices=FactStatus.choices, default=FactStatus.HYPOTHESIS)

    class Meta:
        abstract = True
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(strength=None) | models.Q(strength__range=(1, 3)),
                name="%(class)s_strength_range",
                violation_error_message=_("La force va de 1 à 3."),
            ),
            models.CheckConstraint(condition=models.Q(status__in=FactStatus.values), name="%(class)s_status_known"),
        ]

    def __str__(self):
        return self.text


class Obstacle(Fact):
    history = tracked()

    class Meta(Fact.Meta):
        verbose_name = _("frein")
        verbose_name_plural = _("freins")


class Lever(Fact):
    history = tracked()

    class Meta(Fact.Meta):
        verbose_name = _("levier")
        verbose_name_plural = _("leviers")


class Response(Addressable, ActorReference):
    """A parade: what we do about an obstacle."""

    obstacle = models.ForeignKey(Obstacle, models.CASCADE, related_name="responses")
    text = models.TextField(_("parade"), max_length=20000)
    due = models.DateField(_("pour le"), null=True, blank=True)
    done = models.BooleanField(_("fait"), default=False)

    history = tracked()

    class Meta:
        verbose_name = _("parade")
        verbose_name_plural = _("parades")
        ordering = ("pk",)

    def __str__(self):
        return self.text
