"""Who: a partner of the project, a person of the team, or a free name (project file, rule 9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from projects.models import ProjectMember


class ActorReference(models.Model):
    """Adds `who`: at most one of partner, team member and free name; a free name opens no account."""

    who_partnership = models.ForeignKey(
        Partnership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partenaire")
    )
    who_member = models.ForeignKey(
        ProjectMember, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne de l’équipe")
    )
    who_name = models.CharField(_("nom libre"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def who(self):
        """Return the name to show, empty when nobody is named."""
        if self.who_member_id:
            return self.who_member.name
        if self.who_partnership_id:
            return self.who_partnership.partner.label
        return self.who_name
