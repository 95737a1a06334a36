"""How the organisation treats the data of its contacts: what its register says and what people are told."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from projects.models import Versioned, tracked

# Three years after the last exchange. The CNIL writes it for commercial prospects (référentiel « gestion commerciale »,
# délibération n° 2021-131 du 23 septembre 2021); partners are no customers, it is taken here by analogy and can be changed.
RETENTION_YEARS = 3


class LegalBasis(models.TextChoices):
    """Why the data may be kept (RGPD, article 6, 1)."""

    LEGITIMATE_INTEREST = "legitimate_interest", _("Intérêt légitime (RGPD, article 6-1-f)")
    PUBLIC_TASK = "public_task", _("Mission d’intérêt public (RGPD, article 6-1-e)")


class Authority(models.TextChoices):
    """To whom a person complains."""

    CNIL = "cnil", _("CNIL, 3 place de Fontenoy, 75007 Paris, cnil.fr")
    APD = "apd", _("Autorité de protection des données, rue de la Presse 35, 1000 Bruxelles")


class DataPolicy(Versioned):
    """One an organisation; an unsaved one, with the usual answers, stands for an organisation that has not written its own."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="data_policy")
    address = models.CharField(_("adresse de l’organisation"), max_length=300, blank=True)
    representative = models.CharField(
        _("représentée par"),
        max_length=200,
        blank=True,
        help_text=_("Nom et fonction de la personne qui engage l’organisation."),
    )
    contact_name = models.CharField(_("personne à qui s’adresser"), max_length=200, blank=True)
    contact_email = models.EmailField(
        _("courriel pour exercer ses droits"), blank=True, help_text=_("Il est donné dans chaque premier courriel.")
    )
    officer = models.CharField(
        _("délégué·e à la protection des données"),
        max_length=200,
        blank=True,
        help_text=_("Nom et courriel. Obligatoire pour un organisme public (RGPD, article 37)."),
    )
    legal_basis = models.CharField(
        _("base légale"),
        max_length=30,
        choices=LegalBasis.choices,
        default=LegalBasis.LEGITIMATE_INTEREST,
        help_text=_("Mission d’intérêt public si l’organisation est publique (commune, CCAS…)."),
    )
    authority = models.CharField(
        _("autorité de contrôle"), max_length=10, choices=Authority.choices, default=Authority.CNIL
    )
    retention_years = models.PositiveSmallIntegerField(
        _("conservation après le dernier échange (années)"),
        default=RETENTION_YEARS,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_(
            "Trois ans par défaut : la durée que la CNIL retient pour des prospects, reprise ici par analogie."
        ),
    )
    recipients = models.CharField(
        _("destinataires"),
        max_length=300,
        default=_("L’équipe de chaque projet ; les co-porteurs avec l’accord de la personne"),
    )
    security = models.TextField(
        _("sécurité"),
        max_length=2000,
        default=_(
            "Comptes nominatifs et mots de passe, droits par rôle, connexion chiffrée (HTTPS), sauvegardes, "
            "journal des changements"
        ),
    )
    transfers = models.CharField(_("transferts hors de l’Union européenne"), max_length=300, default=_("Aucun"))

    history = tracked()

    class Meta:
        verbose_name = _("fiche du registre")
        verbose_name_plural = _("fiches du registre")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retention_years__gte=1, retention_years__lte=10),
                name="data_policy_retention_between_one_and_ten",
                violation_error_message=_("Choisissez entre une et dix années."),
            ),
            models.CheckConstraint(
                condition=models.Q(legal_basis__in=LegalBasis.values), name="data_policy_basis_known"
            ),
            models.CheckConstraint(
                condition=models.Q(authority__in=Authority.values), name="data_policy_authority_known"
            ),
        ]

    def __str__(self):
        return str(self.organisation)

    @classmethod
    def of(cls, organisation):
        """Return the policy that the organisation wrote, or an unsaved one with the usual answers."""
        return cls.objects.filter(organisation=organisation).first() or cls(organisation=organisation)
