"""What a partner sends back through its link: corrections that wait for the team, never written by themselves."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.models import Contact, Partnership
from projects.models import Addressable, tracked


class Subject(models.TextChoices):
    """Which row a correction speaks of."""

    CONTACT = "contact", _("La personne")
    PARTNER = "partner", _("La structure")
    PARTNERSHIP = "partnership", _("Dans le projet")
    PLACE = "place", _("Sur la frise")


class Decision(models.TextChoices):
    PENDING = "pending", _("À décider")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    # The word of the partner on its own place is kept beside the others, and the place stays.
    NOTED = "noted", _("Notée comme avis")
    REPLACED = "replaced", _("Remplacée par un envoi plus récent")


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        """Return the proposals that the team has not settled."""
        return self.filter(settled_at=None)

    def counted(self):
        """Add `change_count`, the corrections still to decide."""
        pending = models.Q(changes__decision=Decision.PENDING)
        return self.annotate(change_count=models.Count("changes", filter=pending))


class Proposal(Addressable):
    """One submission. Without corrections it says that everything is right."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    # NULL: the link, or the person, was removed since; what was sent stays to be read.
    link = models.ForeignKey("privacy.PartnerLink", models.SET_NULL, null=True, related_name="proposals")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="proposals")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="proposals")
    who = models.CharField(_("qui propose"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    settled_at = models.DateTimeField(_("traitée le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("traitée par")
    )

    objects = ProposalQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ("-submitted_at", "-pk")
        indexes = [models.Index(fields=("organisation", "partnership", "settled_at"))]

    def __str__(self):
        return self.who


class ProposedChange(models.Model):
    """One field of a submission: what the person had before its eyes, what it proposes, what the team decided.

    Of a PLACE, `field` is the public id of the horizon, `seen` and `proposed` those of levels, and `comment` is why.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)
    subject = models.CharField(_("sujet"), max_length=20, choices=Subject.choices)
    field = models.CharField(_("champ"), max_length=40)
    seen = models.TextField(_("vu par la personne"), blank=True)
    proposed = models.TextField(_("proposé"), blank=True)
    comment = models.TextField(_("pourquoi"), max_length=500, blank=True)
    decision = models.CharField(_("décision"), max_length=20, choices=Decision.choices, default=Decision.PENDING)

    history = tracked()

    class Meta:
        verbose_name = _("correction proposée")
        verbose_name_plural = _("corrections proposées")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("proposal", "subject", "field"), name="proposed_change_once"),
            models.CheckConstraint(condition=models.Q(subject__in=Subject.values), name="proposed_subject_known"),
            models.CheckConstraint(condition=models.Q(decision__in=Decision.values), name="proposed_decision_known"),
        ]

    def __str__(self):
        return f"{self.field}: {self.proposed}"

    @property
    def is_decided(self):
        return self.decision != Decision.PENDING
