"""What each one thinks of where a partner stands: several opinions on one place of the frise, none of which is the place."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership, Provenance
from projects.models import Addressable, Horizon, InvolvementLevel, ProjectMember, tracked


class Voice(models.TextChoices):
    """Whose opinion it is."""

    TEAM = "team", _("L’équipe")
    PARTNER = "partner", _("Le partenaire")
    WORKSHOP = "workshop", _("Un atelier")


class PlacementOpinion(Addressable):
    """One opinion on the level of a partner at a horizon, with who holds it and where it was said.

    Internal to the team, whoever holds it: what two people disagree on is not for a document. What is kept of it becomes the
    Placement, which says by itself whether the partner declared it (`keeps_as`).
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="opinions")
    horizon = models.ForeignKey(Horizon, models.PROTECT, related_name="opinions", verbose_name=_("horizon"))
    level = models.ForeignKey(InvolvementLevel, models.PROTECT, related_name="opinions", verbose_name=_("niveau"))
    voice = models.CharField(_("qui le pense"), max_length=10, choices=Voice.choices, default=Voice.TEAM)
    # Who of the team, when that is known; NULL for the whole team and for any other voice.
    member = models.ForeignKey(
        ProjectMember, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne de l’équipe")
    )
    source = models.CharField(
        _("où c’est dit"), max_length=200, blank=True, help_text=_("Une réunion, un appel, un atelier, un courrier.")
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    comment = models.TextField(_("commentaire"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ("horizon__position", "date", "pk")
        indexes = [models.Index(fields=("partnership", "horizon"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(voice__in=Voice.values), name="opinion_voice_known"),
        ]

    def __str__(self):
        return f"{self.partnership} · {self.horizon} · {self.level}"

    @property
    def who(self):
        """Return the name to show: the person of the team, else the kind of voice."""
        return self.member.name if self.member_id else self.get_voice_display()

    @property
    def keeps_as(self):
        """Return the Provenance of a placement that takes this opinion up: only the partner can declare."""
        return Provenance.DECLARED if self.voice == Voice.PARTNER else Provenance.SUPPOSED
