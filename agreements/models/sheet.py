"""Fiches action: place, role and activity of each, with evaluations planned (glossary D1)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models import ActorReference, CellLetters, Partnership
from projects.models import Activity, Addressable, Audience, Project, Situation, Versioned, tracked
from projects.models.project import validate_text_list
from territories.models import Territory


class SheetStatus(models.TextChoices):
    IDEA = "idea", _("Idée")
    VALIDATED = "validated", _("Validée")
    ONGOING = "ongoing", _("En cours")
    SUSPENDED = "suspended", _("Suspendue")
    DONE = "done", _("Terminée")


class SheetFramework(models.TextChoices):
    """The programme that a sheet answers to (glossary D1); PCS and CLSS are Belgian."""

    SOCIAL_PROJECT = "social_project", _("Projet social")
    CTG = "ctg", _("Convention territoriale globale (CTG)")
    CLS = "cls", _("Contrat local de santé (CLS)")
    CITY_CONTRACT = "city_contract", _("Contrat de ville")
    PCS = "pcs", _("Plan de cohésion sociale (PCS)")
    CLSS = "clss", _("Contrat local social-santé (CLSS)")
    OTHER = "other", _("Autre cadre")


class ActionSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the sheets of the projects that the user can see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def current(self):
        """Return the sheets that are not archived."""
        return self.filter(archived_on=None)

    def with_rows(self):
        """Return the sheets with all that a reader of one sees, in a constant number of queries."""
        return self.select_related("pilot__partner", "agreement").prefetch_related(
            "audiences",
            "territories",
            "activities",
            "situations",
            models.Prefetch("partners", SheetPartner.objects.select_related("partnership__partner")),
            models.Prefetch("steps", SheetStep.objects.select_related("who_member", "who_partnership__partner")),
            "indicators",
            models.Prefetch("money_lines", _money_lines().select_related("source__partner")),
            models.Prefetch("validations", SheetValidation.objects.select_related("partnership__partner")),
        )


def _money_lines():
    from agreements.models.money import SheetMoneyLine

    return SheetMoneyLine.objects.all()


class ActionSheet(Addressable, Versioned):
    project = models.ForeignKey(Project, models.CASCADE, related_name="sheets")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    number = models.PositiveIntegerField(_("numéro"), null=True, blank=True)
    title = models.CharField(_("titre"), max_length=200)
    axis = models.CharField(_("axe"), max_length=300, blank=True)
    framework = models.CharField(
        _("cadre de rattachement"), max_length=20, choices=SheetFramework.choices, blank=True, default=""
    )
    finding = models.TextField(_("constat"), max_length=20000, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    goal = models.TextField(_("objectif général"), max_length=20000, blank=True)
    objectives = models.JSONField(
        _("objectifs opérationnels"), default=list, blank=True, validators=[validate_text_list]
    )
    audiences = models.ManyToManyField(Audience, related_name="+", blank=True, verbose_name=_("publics"))
    # How many different people are aimed at, not how many visits.
    audience_count = models.PositiveIntegerField(_("nombre de personnes visé"), null=True, blank=True)
    territories = models.ManyToManyField(Territory, related_name="+", blank=True, verbose_name=_("territoires"))
    activities = models.ManyToManyField(Activity, related_name="sheets", blank=True, verbose_name=_("activités"))
    # The situations of vulnerability that this sheet answers.
    situations = models.ManyToManyField(Situation, related_name="sheets", blank=True, verbose_name=_("situations"))
    description = models.TextField(_("description"), max_length=20000, blank=True)
    calendar = models.TextField(_("calendrier"), max_length=20000, blank=True)
    interim_on = models.DateField(_("évaluation intermédiaire"), null=True, blank=True)
    final_on = models.DateField(_("évaluation finale"), null=True, blank=True)
    pilot = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="piloted_sheets", verbose_name=_("pilote")
    )
    residents_place = models.TextField(_("place des habitant·es"), max_length=20000, blank=True)
    fte = models.DecimalField(_("équivalent temps plein"), max_digits=6, decimal_places=2, null=True, blank=True)
    equipment = models.TextField(_("matériel"), max_length=20000, blank=True)
    # The yearly total when nobody has typed its lines (SheetMoneyLine), which replace it.
    budget = models.DecimalField(_("budget (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # What the team keeps an eye on. Private: no document has it (rule of the house 3).
    watch_points = models.TextField(_("points de vigilance"), max_length=20000, blank=True)
    status = models.CharField(_("état"), max_length=20, choices=SheetStatus.choices, default=SheetStatus.IDEA)
    # The number of the text that partners read: a change after somebody has validated it makes the next one.
    edition = models.PositiveIntegerField(_("version du texte"), default=1)
    archived_on = models.DateField(_("archivée le"), null=True, blank=True)
    # The agreement that the sheet belongs to; it may be annexed to several (Agreement.sheets).
    agreement = models.ForeignKey(
        "agreements.Agreement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="own_sheets",
        verbose_name=_("convention"),
    )

    objects = ActionSheetQuerySet.as_manager()
    history = tracked(m2m_fields=[audiences, territories, activities, situations])

    class Meta:
        verbose_name = _("fiche action")
        verbose_name_plural = _("fiches action")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=SheetStatus.values), name="sheet_status_known"),
            models.CheckConstraint(
                condition=models.Q(framework="") | models.Q(framework__in=SheetFramework.values),
                name="sheet_framework_known",
            ),
            models.CheckConstraint(
                condition=models.Q(interim_on=None)
                | models.Q(final_on=None)
                | models.Q(final_on__gte=models.F("interim_on")),
                name="sheet_final_after_interim",
                violation_error_message=_("L’évaluation finale ne peut pas précéder l’intermédiaire."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("agreements:sheet_detail", args=[self.project.slug, self.public_id])

    @property
    def called(self):
        """Return « n° 2 – Permanences », or the title alone."""
        return f"n°\u00a0{self.number} – {self.title}" if self.number else self.title

    def change_text(self):
        """Note, before the save, that what partners read changes: the next edition, once somebody validated this one."""
        if self.validations.filter(edition=self.edition).exists():
            self.edition += 1

    def validators(self):
        """Return the validations of the text as it is now. Reads `validations` as prefetched by with_rows."""
        return [row for row in self.validations.all() if row.edition == self.edition]

    @property
    def is_validated_by_both(self):
        """Say whether the carrying organisation and at least one partner have validated this text (method B15, stage 4)."""
        sides = {row.partnership.is_lead for row in self.validators()}
        return sides == {True, False}


class SheetPartner(models.Model):
    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="partners")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="sheet_roles")
    position = models.PositiveIntegerField(default=0)
    role = models.CharField(_("rôle"), max_length=3, choices=CellLetters.choices, blank=True)
    contribution = models.CharField(_("apport"), max_length=300, blank=True)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("sheet", "partnership"), name="sheet_partner_once")]

    def __str__(self):
        return str(self.partnership)


class SheetStep(ActorReference):
    """A step of the action: what, when in the words of the team, by whom."""

    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField(default=0)
    what = models.CharField(_("quoi"), max_length=300)
    when = models.CharField(_("quand"), max_length=100, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("étape de fiche action")
        verbose_name_plural = _("étapes de fiches action")
        ordering = ("position", "pk")

    def __str__(self):
        return self.what


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
    source = models.CharField(_("source"), max_length=300, blank=True)
    frequency = models.CharField(_("fréquence"), max_length=100, blank=True)

    history = tracked()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self):
        return self.name


class SheetObstacle(models.Model):
    """A frein of the pas de côté and its parade, taken up for this action. Private: no document has it (rule 3)."""

    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="obstacles")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(_("frein"), max_length=1000)
    response = models.CharField(_("parade"), max_length=1000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("frein repris dans une fiche action")
        verbose_name_plural = _("freins repris dans des fiches action")
        ordering = ("position", "pk")

    def __str__(self):
        return self.text


class SheetValidation(Addressable):
    """One side has said yes to a text of the sheet: who, on which day, to which edition (method B15, stage 4)."""

    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="validations")
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="sheet_validations", verbose_name=_("pour")
    )
    edition = models.PositiveIntegerField(_("version du texte"), default=1)
    on = models.DateField(_("validée le"))
    by_name = models.CharField(_("par"), max_length=200, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("validation de fiche action")
        verbose_name_plural = _("validations de fiches action")
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("sheet", "partnership", "edition"),
                name="sheet_validation_once",
                violation_error_message=_("Cette structure a déjà validé ce texte."),
            )
        ]

    def __str__(self):
        return f"{self.partnership}, {self.on}"
