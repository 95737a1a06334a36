"""An agreement: who, what for, from when to when, on which text."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.sheet import ActionSheet
from projects.models import Addressable, Audience, Project, Versioned, tracked
from projects.models.project import validate_text_list
from territories.models import Territory


class TemplateCode(models.TextChoices):
    """The five built-in models (glossary C5)."""

    T1 = "T1", _("Partenariat simple")
    T2 = "T2", _("Convention pluriannuelle avec subvention publique")
    T3 = "T3", _("Mise à disposition de locaux et de matériel")
    T4 = "T4", _("Convention-cadre multipartenariale")
    T5 = "T5", _("Belgique, commune ou CPAS et ASBL")


class AgreementStatus(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    NEGOTIATION = "negotiation", _("En négociation")
    READY = "ready", _("Prête à signer")
    SIGNED = "signed", _("Signée")
    SUSPENDED = "suspended", _("Suspendue")
    DENOUNCED = "denounced", _("Dénoncée")
    ENDED = "ended", _("Terminée")


class DataOption(models.TextChoices):
    """Who decides on personal data: the three variants of article 12 (RGPD, articles 26 and 28)."""

    SEPARATE = "A", _("A – chacune de son côté")
    JOINT = "B", _("B – responsables conjointes (art. 26)")
    PROCESSOR = "C", _("C – sous-traitance (art. 28)")


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the agreements of the projects that the user can see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Agreement(Addressable, Versioned):
    project = models.ForeignKey(Project, models.CASCADE, related_name="agreements")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    number = models.CharField(_("numéro"), max_length=40, blank=True)
    template = models.CharField(_("modèle"), max_length=4, choices=TemplateCode.choices)
    title = models.CharField(_("titre"), max_length=300)
    status = models.CharField(_("état"), max_length=20, choices=AgreementStatus.choices, default=AgreementStatus.DRAFT)
    # Why and for whom
    finding = models.TextField(_("constat partagé"), max_length=20000, blank=True)
    origin = models.TextField(_("origine du projet"), max_length=20000, blank=True)
    objectives = models.JSONField(_("objectifs communs"), default=list, blank=True, validators=[validate_text_list])
    audiences = models.ManyToManyField(Audience, related_name="+", blank=True, verbose_name=_("publics"))
    territories = models.ManyToManyField(Territory, related_name="+", blank=True, verbose_name=_("territoires"))
    indicators = models.JSONField(_("indicateurs"), default=list, blank=True, validators=[validate_text_list])
    # How it is decided
    governance_body = models.CharField(_("instance commune"), max_length=200, blank=True)
    governance_frequency = models.CharField(_("fréquence des réunions"), max_length=200, blank=True)
    # Data and secrecy
    data_option = models.CharField(_("données personnelles"), max_length=1, choices=DataOption.choices, blank=True)
    nominative_sharing = models.BooleanField(_("partage d’informations nominatives"), default=False)
    # Time
    effective_on = models.DateField(_("prend effet le"), null=True, blank=True)
    ends_on = models.DateField(_("prend fin le"), null=True, blank=True)
    duration = models.CharField(_("durée"), max_length=200, blank=True)
    notice = models.CharField(_("préavis"), max_length=100, blank=True)
    formal_notice_delay = models.CharField(_("délai de mise en demeure"), max_length=100, blank=True)
    interim_review_on = models.DateField(_("bilan intermédiaire"), null=True, blank=True)
    jurisdiction = models.CharField(_("juridiction"), max_length=300, blank=True)
    # Signature
    place = models.CharField(_("fait à"), max_length=200, blank=True)
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    signature_planned_on = models.DateField(_("signature prévue le"), null=True, blank=True)
    originals = models.PositiveSmallIntegerField(_("nombre d’originaux"), null=True, blank=True)
    electronic_signature = models.BooleanField(_("signature électronique"), default=False)
    # Decision of a public party (check 2 of C8)
    deliberation_body = models.CharField(_("organe délibérant"), max_length=200, blank=True)
    deliberation_planned_on = models.DateField(_("délibération prévue le"), null=True, blank=True)
    deliberation_number = models.CharField(_("numéro de délibération"), max_length=100, blank=True)
    deliberation_on = models.DateField(_("date de la délibération"), null=True, blank=True)
    deliberation_enforceable_on = models.DateField(_("exécutoire le"), null=True, blank=True)
    # Public subsidy (model T2)
    requested_on = models.DateField(_("demande du"), null=True, blank=True)
    republican_contract = models.BooleanField(_("contrat d’engagement républicain souscrit"), null=True, blank=True)
    republican_contract_on = models.DateField(_("souscrit le"), null=True, blank=True)
    passing_on = models.BooleanField(_("reversement à des partenaires"), null=True, blank=True)
    unspent_max = models.DecimalField(
        _("excédent conservé, au plus (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    budget_year = models.PositiveSmallIntegerField(_("exercice du budget"), null=True, blank=True)
    watch_points = models.JSONField(_("points d’attention"), default=list, blank=True, validators=[validate_text_list])
    sheets = models.ManyToManyField(
        ActionSheet, related_name="annexed_to", blank=True, verbose_name=_("fiches annexées")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("project", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(template__in=TemplateCode.values), name="agreement_template_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=AgreementStatus.values), name="agreement_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("effective_on")),
                name="agreement_ends_after_start",
                violation_error_message=_("La convention ne peut pas finir avant de prendre effet."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("agreements:agreement_edit", args=[self.project.slug, self.public_id])


class AgreementVersion(models.Model):
    """A version of the text, as it was sent or validated."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    date = models.DateField(_("date"))
    validated_by = models.CharField(_("validée par"), max_length=300, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_once")]

    def __str__(self):
        return f"v{self.number}"
