"""Bilans: what was done, what moves, what is adjusted (glossary D2)."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partnership import Partnership
from projects.models import Addressable, Project, tracked
from projects.models.project import validate_text_list
from territories.models import Territory


class ReviewKind(models.TextChoices):
    INTERIM = "interim", _("Intermédiaire")
    FINAL = "final", _("Final")
    ANNUAL = "annual", _("Annuel")


def _theme(label):
    """Return the field of one of the six themes of partnership quality: mean from 0 to 4, one decimal."""
    return models.DecimalField(
        label,
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(4))],
    )


class Review(Addressable):
    project = models.ForeignKey(Project, models.CASCADE, related_name="reviews")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    kind = models.CharField(_("type"), max_length=10, choices=ReviewKind.choices)
    title = models.CharField(_("titre"), max_length=200)
    period_start = models.DateField(_("début de la période"), null=True, blank=True)
    period_end = models.DateField(_("fin de la période"), null=True, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    participants = models.ManyToManyField(
        Partnership, through="partnerships.ReviewParticipant", related_name="reviews", blank=True
    )
    helped = models.JSONField(_("ce qui a aidé"), default=list, blank=True, validators=[validate_text_list])
    hindered = models.JSONField(_("ce qui a freiné"), default=list, blank=True, validators=[validate_text_list])
    words = models.JSONField(_("paroles"), default=list, blank=True, validators=[validate_text_list])
    outcome = models.TextField(_("suite"), max_length=20000, blank=True)
    budget_planned = models.DecimalField(_("budget prévu (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    budget_actual = models.DecimalField(_("budget réalisé (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    active_partners = models.PositiveIntegerField(_("partenaires actifs"), null=True, blank=True)
    placed_partners = models.PositiveIntegerField(_("partenaires placés"), null=True, blank=True)
    active_source = models.CharField(_("source"), max_length=300, blank=True)
    respondents = models.PositiveIntegerField(_("répondants"), null=True, blank=True)
    theme_perspectives = _theme(_("diversité des points de vue"))
    theme_early = _theme(_("association précoce"))
    theme_weight = _theme(_("poids dans les décisions"))
    theme_actors = _theme(_("présence des bons acteurs"))
    theme_balance = _theme(_("rapports équilibrés"))
    theme_building = _theme(_("construction commune"))

    history = tracked()

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ("date", "position", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ReviewKind.values), name="review_kind_known"),
            models.CheckConstraint(
                condition=models.Q(period_start=None)
                | models.Q(period_end=None)
                | models.Q(period_end__gte=models.F("period_start")),
                name="review_ends_after_start",
                violation_error_message=_("La période ne peut pas finir avant de commencer."),
            ),
        ]

    def __str__(self):
        return self.title


class ReviewParticipant(models.Model):
    """A partner that took part in a bilan."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="+")

    history = tracked()

    class Meta:
        verbose_name = _("participation à un bilan")
        verbose_name_plural = _("bilans")
        # The table that Django made by itself before this model stood for it.
        db_table = "partnerships_review_participants"
        unique_together = (("review", "partnership"),)

    def __str__(self):
        return str(self.partnership)


class ReviewFigure(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("nom"), max_length=200)
    planned = models.DecimalField(_("prévu"), max_digits=14, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("réalisé"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return self.name


class ReviewTerritory(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="territories")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    stops = models.PositiveIntegerField(_("haltes"), null=True, blank=True)
    visits = models.PositiveIntegerField(_("passages"), null=True, blank=True)
    people = models.PositiveIntegerField(_("personnes"), null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return str(self.territory)


class ReviewAgeBand(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="age_bands")
    position = models.PositiveIntegerField(default=0)
    band = models.CharField(_("tranche d’âge"), max_length=100)
    people = models.PositiveIntegerField(_("personnes"), null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return self.band


class ReviewReferral(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="referrals")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(_("orientations"), default=0)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return str(self.partnership)


class ReviewDecision(Addressable, ActorReference):
    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    position = models.PositiveIntegerField(default=0)
    what = models.TextField(_("quoi"), max_length=20000)
    due = models.DateField(_("pour le"), null=True, blank=True)
    done = models.BooleanField(_("fait"), default=False)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return self.what
