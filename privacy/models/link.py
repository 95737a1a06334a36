"""The personal link of a contact: opens, without account, the page where the person corrects what concerns it."""

import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.tokens import digest, new_token
from partnerships.models import Contact, Partnership
from privacy.asking import write_answers
from privacy.models.proposal import Decision, Proposal, ProposedChange
from projects.models import Addressable, operation, tracked

DAYS = 30
SUBMISSIONS = 5
LONGEST_TOKEN = 100


class LinkDead(Exception):
    """The link was revoked, has expired or has been used up. Nothing says which to whoever holds it."""


class PartnerLinkQuerySet(models.QuerySet):
    def usable(self):
        """Return the links that still open: not revoked, not expired, with a submission left."""
        alive = self.exclude(token_hash="").filter(expires_at__gt=timezone.now())
        # Who left no longer speaks for the partner.
        alive = alive.exclude(contact__left_on__lte=timezone.localdate())
        return alive.annotate(used=Count("proposals")).filter(used__lt=F("max_submissions"))

    def of_token(self, token):
        """Return the link of a token, or None. The search is by hash: an unknown token costs what a known one costs."""
        if len(token) > LONGEST_TOKEN:
            return None
        return self.filter(token_hash=digest(token)).first()


class PartnerLink(Addressable):
    """A link made for one contact, about one partner in one project.

    `token_hash` is empty once the link is dead for good. History leaves it out, so that no undo brings a link to life:
    a row that comes back comes back without its hash.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="personal_links")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="personal_links", verbose_name=_("personne"))
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("fait par")
    )
    created_at = models.DateTimeField(_("fait le"), default=timezone.now)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)
    max_submissions = models.PositiveSmallIntegerField(_("envois possibles"), default=SUBMISSIONS)
    # What the page asks besides corrections: it shows more of what the team wrote, so whoever makes the link chooses.
    asks_roles = models.BooleanField(_("demande ses réponses sur le RACI"), default=False)
    asks_places = models.BooleanField(_("demande sa place sur la frise"), default=False)
    last_opened_at = models.DateTimeField(_("ouvert le"), null=True, blank=True)

    objects = PartnerLinkQuerySet.as_manager()
    history = tracked(excluded_fields=["token_hash", "last_opened_at"])

    class Meta:
        verbose_name = _("lien personnel")
        verbose_name_plural = _("liens personnels")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=("organisation", "partnership")),
            models.Index(fields=("organisation", "contact")),
            # The one search that cannot name its owner: it finds it.
            models.Index(fields=("token_hash",)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "token_hash"), condition=~Q(token_hash=""), name="partner_link_token_once"
            )
        ]

    def __str__(self):
        return str(self.contact)

    @classmethod
    def make(cls, *, partnership, contact, by, days=DAYS, max_submissions=SUBMISSIONS, **asks):
        """Return (the link, its token). The token exists nowhere else: it is shown once. Inside an operation."""
        token = new_token()
        link = cls.objects.create(
            organisation_id=partnership.project.organisation_id,
            partnership=partnership,
            contact=contact,
            token_hash=digest(token),
            created_by=by,
            expires_at=timezone.now() + datetime.timedelta(days=days),
            max_submissions=max_submissions,
            **asks,
        )
        return link, token

    @property
    def state(self):
        """Return what the team is told of the link: actif, révoqué, expiré or épuisé. Needs the annotation `used`."""
        if not self.token_hash:
            return _("révoqué")
        if self.contact.has_left:
            return _("personne partie")
        if self.expires_at <= timezone.now():
            return _("expiré")
        return _("épuisé") if self.used >= self.max_submissions else _("actif")

    @property
    def is_open(self):
        """Return whether the link still opens. Needs the annotation `used`."""
        still = self.expires_at > timezone.now() and not self.contact.has_left
        return bool(self.token_hash) and still and self.used < self.max_submissions

    def revoke(self):
        """Kill the link: the hash goes, so that nothing brings it back. Inside an operation."""
        self.token_hash = ""
        self.revoked_at = timezone.now()
        self.save()

    def opened(self):
        """Note that the page was opened: the one thing that reading it writes, and no history row."""
        type(self).objects.filter(pk=self.pk).update(last_opened_at=timezone.now())

    def receive(self, changes, message, answers=None):
        """Keep what the person sends and return the Proposal; no fact of the team changes but the answer of an A.

        `changes`: [(subject, field, seen, proposed)], with a comment after it or not, empty when everything is right. What
        was waiting from the same link is replaced: the person corrected it. `answers`: {public id of an activity: whether
        the partner answers for it}, written as a gesture of its own, which nobody of the team made.
        The row is locked: two submissions at once cannot both be the last. Raises LinkDead, or RoleGone.
        """
        with transaction.atomic():
            if answers:
                # First: like every gesture, it takes the row of the project before any other.
                self._answer(answers)
            locked = type(self).objects.select_for_update().get(pk=self.pk)
            if not type(self).objects.usable().filter(pk=locked.pk).exists():
                raise LinkDead
            now = timezone.now()
            for waiting in Proposal.objects.filter(link=locked, settled_at=None):
                waiting.settled_at = now
                waiting.save()
                for change in waiting.changes.filter(decision=Decision.PENDING):
                    change.decision = Decision.REPLACED
                    change.save()
            proposal = Proposal.objects.create(
                organisation_id=locked.organisation_id,
                link=locked,
                partnership_id=locked.partnership_id,
                contact_id=locked.contact_id,
                who=str(self.contact)[:200],
                message=message,
            )
            for position, (subject, field, seen, proposed, *comment) in enumerate(changes):
                ProposedChange.objects.create(
                    proposal=proposal,
                    position=position,
                    subject=subject,
                    field=field,
                    seen=seen,
                    proposed=proposed,
                    comment="".join(comment),
                )
        return proposal

    def _answer(self, answers):
        project = self.partnership.project
        # The journal of changes outlives the person: it names the partner.
        label = _("Réponse reçue par lien personnel\u00a0: %(name)s") % {"name": self.partnership.partner.label}
        with operation(by=None, label=label, project=project):
            write_answers(self.partnership, answers, str(self.contact))
