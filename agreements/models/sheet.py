"""Fiches action: place, role and activity of each, with evaluations planned (glossary D1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, RaciLetters
from projects.models import Activity, Addressable, Audience, Project, Situation, Versioned, tracked
from projects.models.project import validate_text_list
from territories.models import Territory


class SheetStatus(models.TextChoices):
    IDEA = "idea", _("Idée")
    VALIDATED = "validated", _("Validée")
    ONGOING = "ongoing", _("En cours")
    SUSPENDED = "suspended", _("Suspendue")
    DONE = "done", _("Terminée")


class ActionSheet(Addressable, Versioned):
    project = models.ForeignKey(Project, models.CASCADE, related_name="sheets")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    number = models.PositiveIntegerField(_("numéro"), null=True, blank=True)
    title = models.CharField(_("titre"), max_length=200)
    axis = models.CharField(_("axe"), max_length=300, blank=True)
    finding = models.TextField(_("constat"), max_length=20000, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    goal = models.TextField(_("objectif général"), max_length=20000, blank=True)
    objectives = models.JSONField(
        _("objectifs opérationnels"), default=list, blank=True, validators=[validate_text_list]
    )
    audiences = models.ManyToManyField(Audience, related_name="+", blank=True, verbose_name=_("publics"))
    territories = models.ManyToManyField(Territory, related_name="+", blank=True, verbose_name=_("territoires"))
    activities = models.ManyToManyField(Activity, related_name="sheets", blank=True, verbose_name=_("activités"))
    # The situations of vulnerability that this sheet answers.
    situations = models.ManyToManyField(Situation, related_name="sheets", blank=True, verbose_name=_("situations"))
    description = models.TextField(_("description"), max_length=20000, blank=True)
    calendar = models.TextField(_("calendrier"), max_length=20000, blank=True)
    pilot = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="piloted_sheets", verbose_name=_("pilote")
    )
    residents_place = models.TextField(_("place des habitant·es"), max_length=20000, blank=True)
    fte = models.DecimalField(_("équivalent temps plein"), max_digits=6, decimal_places=2, null=True, blank=True)
    equipment = models.TextField(_("matériel"), max_length=20000, blank=True)
    budget = models.DecimalField(_("budget (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    status = models.CharField(_("état"), max_length=20, choices=SheetStatus.choices, default=SheetStatus.IDEA)
    # The agreement that the sheet belongs to; it may be annexed to several (Agreement.sheets).
    agreement = models.ForeignKey(
        "agreements.Agreement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="own_sheets",
        verbose_name=_("convention"),
    )

    history = tracked()

    class Meta:
        verbose_name = _("fiche action")
        verbose_name_plural = _("fiches action")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=SheetStatus.values), name="sheet_status_known")
        ]

    def __str__(self):
        return self.title


class SheetPartner(models.Model):
    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="partners")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="sheet_roles")
    position = models.PositiveIntegerField(default=0)
    role = models.CharField(_("rôle"), max_length=3, choices=RaciLetters.choices, blank=True)
    contribution = models.CharField(_("apport"), max_length=300, blank=True)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("sheet", "partnership"), name="sheet_partner_once")]

    def __str__(self):
        return str(self.partnership)


class IndicatorKind(models.TextChoices):
    OUTPUT = "output", _("de réalisation")
    RESULT = "result", _("de résultat")
    IMPACT = "impact", _("d’impact")
    PROCESS = "process", _("de processus")


class Indicator(models.Model):
    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("type"), max_length=10, choices=IndicatorKind.choices, blank=True)
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    baseline = models.DecimalField(_("base"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("cible"), max_digits=14, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("valeur"), max_digits=14, decimal_places=2, null=True, blank=True)
    period = models.CharField(_("période"), max_length=200, blank=True)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return self.name
