"""Where a partner acts besides its first place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partner import Partner
from projects.models import tracked
from territories.models import Territory


class PartnerPlaceQuerySet(models.QuerySet):
    def put(self, partner, territories):
        """Make these the other places where the partner acts, in this order. Inside an operation.

        The first place (`Partner.territory`) is no other place: it is left out.
        """
        wanted = [place for place in dict.fromkeys(territories) if place.pk != partner.territory_id]
        standing = {row.territory_id: row for row in self.filter(partner=partner)}
        for pk in standing.keys() - {place.pk for place in wanted}:
            standing.pop(pk).delete()
        for position, place in enumerate(wanted):
            row = standing.get(place.pk) or PartnerPlace(partner=partner, territory=place)
            if row.pk is None or row.position != position:
                row.position = position
                row.save()

    def acting_in(self, territories):
        """Return the partners' keys that act in one of these places besides their first, to filter with."""
        return self.filter(territory__in=territories).values("partner")


class PartnerPlace(models.Model):
    """One of the other places where a partner acts. The first is `Partner.territory`, which is never repeated here."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="places")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name=_("territoire"))
    position = models.PositiveIntegerField(_("ordre"), default=0)

    objects = PartnerPlaceQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("autre territoire d’action")
        verbose_name_plural = _("autres territoires d’action")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("partner", "territory"),
                name="partner_place_once",
                violation_error_message=_("Ce partenaire agit déjà dans ce territoire."),
            )
        ]

    def __str__(self):
        return str(self.territory)
