"""The link of a partner: opens, without account, the version that was sent to it, or its own sheet before any text."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.tokens import digest, new_token
from agreements.models.agreement import Agreement
from agreements.models.party import Party
from agreements.models.version import AgreementVersion
from projects.models import Addressable, tracked

DAYS = 60
LONGEST_TOKEN = 100


class AgreementLinkQuerySet(models.QuerySet):
    def alive(self):
        """Return the links that are neither revoked nor past their day. The text may have changed since (`is_current`)."""
        return self.exclude(token_hash="").filter(expires_at__gt=timezone.now())

    def of_token(self, token):
        """Return the link of a token, or None. The search is by hash: an unknown token costs what a known one costs."""
        if len(token) > LONGEST_TOKEN:
            return None
        return self.filter(token_hash=digest(token)).first()


class AgreementLink(Addressable):
    """A link made for one person of one party, on one version.

    `token_hash` is empty once the link is dead for good; history leaves it out, so that no undo brings a link to life.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="links")
    # NULL: no text yet, the link shows the party its own sheet to correct. What somebody was sent cannot be un-sent:
    # the sending is no more undone once a link leads to it.
    version = models.ForeignKey(AgreementVersion, models.RESTRICT, null=True, blank=True, related_name="links")
    party = models.ForeignKey(Party, models.CASCADE, related_name="links", verbose_name=_("partie"))
    name = models.CharField(_("pour qui"), max_length=200)
    email = models.EmailField(_("courriel"), blank=True)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("envoyé par")
    )
    created_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)
    first_opened_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("rouvert le"), null=True, blank=True)

    objects = AgreementLinkQuerySet.as_manager()
    history = tracked(excluded_fields=["token_hash", "first_opened_at", "last_opened_at"])

    class Meta:
        verbose_name = _("lien de relecture")
        verbose_name_plural = _("liens de relecture")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=("agreement", "version")),
            # The one search that cannot name its owner: it finds it.
            models.Index(fields=("token_hash",)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("token_hash",), condition=~Q(token_hash=""), name="agreement_link_token_once"
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def make(cls, *, party, version, name, email="", by, days=DAYS):
        """Return (the link, its token). The token exists nowhere else: it is shown once. Inside an operation."""
        token = new_token()
        link = cls.objects.create(
            agreement_id=party.agreement_id,
            version=version,
            party=party,
            name=name,
            email=email,
            token_hash=digest(token),
            created_by=by,
            expires_at=timezone.now() + datetime.timedelta(days=days),
        )
        return link, token

    @property
    def is_alive(self):
        """Say whether the link is neither revoked nor past its day."""
        return bool(self.token_hash) and self.expires_at > timezone.now()

    def revoke(self):
        """Kill the link: the hash goes, so that nothing brings it back. Inside an operation."""
        self.token_hash = ""
        self.revoked_at = timezone.now()
        self.save()

    def opened(self):
        """Note that the page was opened: the one thing that reading it writes, and no history row."""
        now = timezone.now()
        model = type(self)
        model.objects.filter(pk=self.pk, first_opened_at=None).update(first_opened_at=now)
        model.objects.filter(pk=self.pk).update(last_opened_at=now)
