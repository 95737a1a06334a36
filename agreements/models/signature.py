"""Signatures: who signs for each party, in which order, where each one stands, and the files that prove it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementStatus, WrongMoment
from agreements.models.event import AgreementEvent
from agreements.models.party import Party
from projects.models import Addressable, Versioned, tracked


class SignatureState(models.TextChoices):
    PENDING = "pending", _("À signer")
    PAPER = "paper", _("Signée sur papier")
    ELECTRONIC = "electronic", _("Signée électroniquement")
    REFUSED = "refused", _("Refusée")


class OutOfOrder(WrongMoment):
    """Somebody signs before. `before`: the signatures that must come first."""

    def __init__(self, before):
        super().__init__("out of order")
        self.before = before


class Refused(OutOfOrder):
    """Somebody does not sign. `before`: the signatures that were refused."""


class Signature(Addressable, Versioned):
    """The signature of one person for one party. Paper and electronic stand on an equal footing (C. civ. 1366)."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, models.CASCADE, related_name="signatures", verbose_name=_("pour"))
    # Those of the same rank sign in any order.
    rank = models.PositiveSmallIntegerField(
        _("rang"),
        default=1,
        help_text=_(
            "Le même rang pour tous\u00a0: chacun signe quand il veut. Le rang 2 attend que le rang 1 ait signé."
        ),
    )
    name = models.CharField(_("signataire"), max_length=200)
    quality = models.CharField(_("qualité"), max_length=200, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    state = models.CharField(_("état"), max_length=12, choices=SignatureState.choices, default=SignatureState.PENDING)
    reason = models.CharField(_("motif du refus"), max_length=500, blank=True)
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    asked_on = models.DateField(_("demandée le"), null=True, blank=True)
    reminded_on = models.DateField(_("relancée le"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("rank", "party__position", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SignatureState.values), name="signature_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(SignatureState.PENDING, SignatureState.REFUSED), signed_on=None)
                | Q(state__in=(SignatureState.PAPER, SignatureState.ELECTRONIC), signed_on__isnull=False),
                name="signature_signed_has_a_day",
                violation_error_message=_("Quel jour a-t-elle été signée\u00a0?"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_signed(self):
        return self.state in (SignatureState.PAPER, SignatureState.ELECTRONIC)

    def sign(self, *, on, electronic=False):
        """Note that this person has signed; the last one makes the agreement signed, on the last of the days.

        Return the sentences of Agreement.sign, none before the last one. Raises WrongMoment unless the agreement is ready to
        sign, OutOfOrder when an earlier rank has not signed, Blocked when a check of C8 forbids it (a public party signs after
        its enforceable decision: check 2).
        """
        from agreements.signing import require_party_may_sign

        self._require_ready()
        if self.is_signed:
            raise WrongMoment
        others = list(self.agreement.signatures.exclude(pk=self.pk).select_related("party"))
        before = [one for one in others if one.rank < self.rank and not one.is_signed]
        if before:
            raise OutOfOrder(before)
        self.agreement.require_text_as_sent()
        self.state = SignatureState.ELECTRONIC if electronic else SignatureState.PAPER
        self.signed_on, self.reason = on, ""
        if all(one.is_signed for one in others):
            self.save()
            return self.agreement.sign(signed_on=max([on, *(one.signed_on for one in others)]))
        require_party_may_sign(self, on=on)
        self.save()
        return []

    def refuse(self, *, reason):
        """Note that this person does not sign, and why. Raises WrongMoment unless it was waited for."""
        self._require_ready()
        if self.state != SignatureState.PENDING:
            raise WrongMoment
        self.state, self.reason = SignatureState.REFUSED, reason
        self.save()

    def put_back(self):
        """Wait for this signature again: it was noted by mistake, or the person changed their mind. Raises WrongMoment."""
        self._require_ready()
        if self.state == SignatureState.PENDING:
            raise WrongMoment
        self.state, self.reason, self.signed_on = SignatureState.PENDING, "", None
        self.save()

    def note_reminder(self, *, on):
        """Keep the day of the last reminder. Raises WrongMoment once signed."""
        self._require_ready()
        if self.is_signed:
            raise WrongMoment
        self.reminded_on = on
        self.save()

    def _require_ready(self):
        if self.agreement.status != AgreementStatus.READY:
            raise WrongMoment


class StoredContent(models.Model):
    """The bytes of a file, in a table of their own so that no list loads them. Written once: gestures point at it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="stored_contents")
    sha256 = models.CharField(_("empreinte"), max_length=64)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("taille (octets)"))
    content = models.BinaryField()

    class Meta:
        verbose_name = _("contenu de pièce")
        verbose_name_plural = _("contenus de pièces")
        indexes = [models.Index(fields=("sha256",))]
        constraints = [models.UniqueConstraint(fields=("agreement", "sha256"), name="stored_content_once")]

    def __str__(self):
        return self.sha256[:12]


class FileKind(models.TextChoices):
    PAPER = "paper", _("Exemplaire signé, numérisé")
    ELECTRONIC = "electronic", _("Fichier signé électroniquement")
    SEALED = "sealed", _("PDF cacheté par le serveur")
    EVENT = "event", _("Décision ou courrier")
    RETURNED = "returned", _("Texte amendé reçu")
    # What the team brings by itself, and keeps beside the text.
    DECISION = "decision", _("Délibération ou procès-verbal")
    INSURANCE = "insurance", _("Attestation d’assurance")
    STATUTES = "statutes", _("Statuts")
    BANK = "bank", _("RIB")
    QUOTE = "quote", _("Devis")
    TEXT = "text", _("Texte écrit ailleurs")
    OTHER = "other", _("Autre pièce")


BROUGHT = (
    *(FileKind.DECISION, FileKind.INSURANCE, FileKind.STATUTES, FileKind.BANK, FileKind.QUOTE, FileKind.TEXT),
    FileKind.OTHER,
)


class AgreementFileQuerySet(models.QuerySet):
    def brought(self):
        """Return what the team brings by itself: neither signed, nor sealed, nor of an event."""
        return self.filter(kind__in=BROUGHT)

    def returned(self):
        """Return the amended texts that came back, as a partner sent them."""
        return self.filter(kind=FileKind.RETURNED)

    def for_lists(self):
        """Return the files with what a line says of them, without their bytes."""
        return self.select_related("stored", "added_by", "party__partnership__partner").defer("stored__content")


class AgreementFile(Addressable, Versioned):
    """A file of an agreement: what came back signed, what the server sealed, what an event was decided with, what the team
    brings (BROUGHT), which alone has a title, an amended text that came back. These two have a day and a party.

    Nothing here is shown in a page, printed in a document or told to a partner.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="files")
    # NULL: the whole agreement's, or the signature that it proved was asked again.
    signature = models.ForeignKey(Signature, models.SET_NULL, null=True, blank=True, related_name="files")
    # NULL: of no event, or of one that was taken back.
    event = models.ForeignKey(AgreementEvent, models.SET_NULL, null=True, blank=True, related_name="files")
    # NULL: of nobody in particular, or of a party that has left.
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="files", verbose_name=_("partie concernée")
    )
    kind = models.CharField(_("nature"), max_length=12, choices=FileKind.choices)
    title = models.CharField(_("titre"), max_length=200, blank=True)
    dated_on = models.DateField(_("date de la pièce"), null=True, blank=True)
    name = models.CharField(_("nom du fichier"), max_length=200)
    stored = models.ForeignKey(StoredContent, models.CASCADE, related_name="+")
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    # How many the text sent to be signed has; NULL when no PDF was kept.
    expected_pages = models.PositiveIntegerField(_("pages attendues"), null=True, blank=True)
    # Of a seal: the certificate's own name, and whether an authority stamped the hour.
    seal_subject = models.CharField(_("certificat"), max_length=300, blank=True)
    seal_stamped = models.BooleanField(_("horodatage"), default=False)
    added_on = models.DateField(_("ajoutée le"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = AgreementFileQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="agreement_file_kind_known")]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """Return the title, or what it is."""
        return self.title or self.get_kind_display()
