"""The parties to an agreement: who signs for them, what they commit to, what they bring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from partnerships.models import ActorReference, Partnership
from projects.models import Addressable, Versioned, tracked
from projects.models.project import validate_text_list


class Party(Addressable, Versioned, ActorReference):
    """A partner as a party. What is written here stays true for this text even if the directory changes.

    `who` is the person in charge of following the agreement (article 8 of T1).
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="party_to", verbose_name=_("partenaire"))
    position = models.PositiveIntegerField(_("ordre"), default=0)
    # As this text names it; empty: as the directory does. Written when a signed text must not follow the directory.
    name = models.CharField(_("dénomination"), max_length=200, blank=True)
    short_name = models.CharField(_("nom court"), max_length=60, blank=True)
    legal_form = models.CharField(_("forme juridique"), max_length=200, blank=True)
    seat = models.CharField(_("siège"), max_length=300, blank=True)
    siret = models.CharField(_("SIRET"), max_length=60, blank=True)
    rna = models.CharField(_("RNA"), max_length=60, blank=True)
    bce = models.CharField(_("numéro BCE"), max_length=60, blank=True)
    signatory = models.CharField(_("signataire"), max_length=200, blank=True)
    quality = models.CharField(_("qualité"), max_length=200, blank=True)
    # Those who sign with the first: « Prénom Nom, qualité », one each (a Belgian commune signs by two, domain C4).
    other_signatories = models.JSONField(
        _("autres signataires"), default=list, blank=True, validators=[validate_text_list]
    )
    authorisation = models.CharField(_("habilitation"), max_length=300, blank=True)
    mission = models.TextField(_("mission"), max_length=20000, blank=True)
    # Date of the last insurance certificate handed over (check 14 of C8).
    insurance_on = models.DateField(_("attestation d’assurance du"), null=True, blank=True)

    # Decision of this public party (check 2 of C8); empty: that of the agreement.
    deliberation_body = models.CharField(_("organe délibérant"), max_length=200, blank=True)
    deliberation_planned_on = models.DateField(_("délibération prévue le"), null=True, blank=True)
    deliberation_number = models.CharField(_("numéro de délibération"), max_length=100, blank=True)
    deliberation_on = models.DateField(_("date de la délibération"), null=True, blank=True)
    deliberation_enforceable_on = models.DateField(_("exécutoire le"), null=True, blank=True)

    # Day of its last insurance certificate among the files: with_facts says it.
    certificate_on = None

    history = tracked()

    class Meta:
        verbose_name = _("partie")
        verbose_name_plural = _("parties")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("agreement", "partnership"), name="party_once")]

    def __str__(self):
        return str(self.partnership)

    @property
    def called(self):
        """Return the name of the party in this text."""
        return self.name or self.partnership.partner.name

    @property
    def label(self):
        """Return the short name of the party in this text, or its name."""
        return self.short_name or self.name or self.partnership.partner.label

    @property
    def signatories(self):
        """Return [(name, quality)] of all who sign for the party, the first one first, empty texts where nobody said."""
        others = (line.partition(",") for line in self.other_signatories)
        return [(self.signatory, self.quality), *((name.strip(), quality.strip()) for name, _comma, quality in others)]

    @property
    def decision(self):
        """Return the row that says what its assembly decided, in `deliberation_*`: the party, else its agreement."""
        own = (
            self.deliberation_body,
            self.deliberation_planned_on,
            self.deliberation_number,
            self.deliberation_on,
            self.deliberation_enforceable_on,
        )
        return self if any(own) else self.agreement


class PartyCommitment(models.Model):
    """One obligation, one line."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="commitments")
    position = models.PositiveIntegerField(_("ordre"), default=0)
    text = models.TextField(_("engagement"), max_length=20000)

    history = tracked()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = ("position", "pk")

    def __str__(self):
        return self.text


class AgreementMean(models.Model):
    """What a party brings in kind, with its value when the parties wish it or the law requires it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="means")
    # NULL: a means of the whole agreement (model T2), not of one party.
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("apporté par")
    )
    position = models.PositiveIntegerField(_("ordre"), default=0)
    what = models.CharField(_("quoi"), max_length=300)
    value = models.DecimalField(_("valeur (€ par an)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # An employee who works for another party: what the law wants written (C. trav. L8241-2; check 16 of C8).
    is_staff = models.BooleanField(_("personne mise à disposition"), default=False)
    person = models.CharField(_("qui"), max_length=200, blank=True)
    qualification = models.CharField(_("qualification"), max_length=200, blank=True)
    period = models.CharField(_("durée et horaires"), max_length=300, blank=True)
    cost_method = models.CharField(_("ce qui est refacturé, et comment"), max_length=300, blank=True)
    rider_on = models.DateField(_("avenant au contrat de travail du"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("apport en nature")
        verbose_name_plural = _("apports en nature")
        ordering = ("position", "pk")

    def __str__(self):
        return self.what
