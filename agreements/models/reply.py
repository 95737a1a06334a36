"""What a party says of the text that it was sent: kept as it came, never written in the agreement by itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.article import Article
from agreements.models.link import AgreementLink
from agreements.models.party import Party
from agreements.models.version import AgreementVersion
from projects.models import Addressable, tracked


class AnswerKind(models.TextChoices):
    ACCEPTED = "accepted", _("accepte ce texte")
    CHANGE = "change", _("demande un changement")


class AnswerWay(models.TextChoices):
    """How the answer came. All ways are worth the same: what counts is that it is written down."""

    LINK = "link", _("par son lien")
    MAIL = "mail", _("par courriel")
    MEETING = "meeting", _("en réunion")
    PHONE = "phone", _("par téléphone")
    LETTER = "letter", _("par courrier")


class Settled(models.TextChoices):
    PENDING = "pending", _("à décider")
    ACCEPTED = "accepted", _("reprise")
    DECLINED = "declined", _("non reprise")
    REPLACED = "replaced", _("remplacée par un envoi plus récent")


class PartyAnswer(Addressable):
    """What a party says of one version as a whole. The last one counts."""

    version = models.ForeignKey(AgreementVersion, models.RESTRICT, related_name="answers")
    party = models.ForeignKey(Party, models.CASCADE, related_name="answers")
    kind = models.CharField(_("réponse"), max_length=20, choices=AnswerKind.choices)
    way = models.CharField(_("par quel moyen"), max_length=20, choices=AnswerWay.choices)
    who = models.CharField(_("qui l’a dit"), max_length=200, blank=True)
    words = models.TextField(_("ses mots"), max_length=5000, blank=True)
    said_on = models.DateField(_("le"), default=timezone.localdate)
    # NULL: noted by the team, or the link is gone.
    link = models.ForeignKey(AgreementLink, models.SET_NULL, null=True, blank=True, related_name="answers")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    history = tracked()

    class Meta:
        verbose_name = _("réponse d’une partie")
        verbose_name_plural = _("réponses des parties")
        ordering = ("made_at", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AnswerKind.values), name="party_answer_kind_known"),
            models.CheckConstraint(condition=models.Q(way__in=AnswerWay.values), name="party_answer_way_known"),
        ]

    def __str__(self):
        return f"{self.party} {self.get_kind_display()}"


class FromLink(Addressable):
    """Something that came through a link about one article of the version it shows.

    `place` is the key of the section that was read (comparing.Section), `title` what it was called then; the article may
    have gone since.
    """

    place = models.CharField(max_length=60, editable=False)
    title = models.CharField(_("article"), max_length=250, editable=False)
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)

    class Meta:
        abstract = True


class PartnerRemark(FromLink):
    """A comment of a partner, and what the team answers: the partner reads the answer on its page."""

    link = models.ForeignKey(AgreementLink, models.CASCADE, related_name="remarks")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="remarks")
    body = models.TextField(_("remarque"), max_length=5000)
    answer = models.TextField(_("réponse"), max_length=5000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("remarque d’un partenaire")
        verbose_name_plural = _("remarques d’un partenaire")
        ordering = ("sent_at", "pk")

    def __str__(self):
        return self.body[:60]


class WordingProposal(FromLink):
    """Another wording that a partner proposes for an article: accepted or declined by the team, with a word."""

    link = models.ForeignKey(AgreementLink, models.CASCADE, related_name="wordings")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="wordings")
    seen = models.TextField(_("texte lu"), max_length=40000, blank=True)
    proposed = models.TextField(_("texte proposé"), max_length=20000)
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)
    decision = models.CharField(_("décision"), max_length=20, choices=Settled.choices, default=Settled.PENDING)
    word = models.TextField(_("un mot pour le partenaire"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("rédaction proposée")
        verbose_name_plural = _("rédactions proposées")
        ordering = ("sent_at", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(decision__in=Settled.values), name="wording_decision_known")
        ]

    def __str__(self):
        return self.proposed[:60]

    @property
    def is_pending(self):
        return self.decision == Settled.PENDING


class PartyCorrection(Addressable):
    """One line of its own sheet that a party corrects before the text exists: decided field by field."""

    link = models.ForeignKey(AgreementLink, models.CASCADE, related_name="corrections")
    field = models.CharField(_("ligne"), max_length=40)
    seen = models.TextField(_("vu par la personne"), max_length=40000, blank=True)
    proposed = models.TextField(_("proposé"), max_length=20000, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    decision = models.CharField(_("décision"), max_length=20, choices=Settled.choices, default=Settled.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("correction d’une partie")
        verbose_name_plural = _("corrections des parties")
        ordering = ("sent_at", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(decision__in=Settled.values), name="correction_decision_known")
        ]

    def __str__(self):
        return f"{self.field}: {self.proposed}"[:200]
