"""The contour of a place, as somebody imported it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from territories.models.territory import Territory


class TerritoryOutline(models.Model):
    """A simplified contour, apart from its place so that lists of places do not read it.

    `polygons`: list of polygons; a polygon is a list of closed rings, the first one outside, the others holes; a ring is
    a list of [longitude, latitude] in degrees (WGS 84). Made by `territories.contours.read` only.
    """

    territory = models.OneToOneField(Territory, models.CASCADE, related_name="outline")
    polygons = models.JSONField(_("contour"))
    source = models.CharField(
        _("source du contour"),
        max_length=200,
        blank=True,
        help_text=_("D’où il vient\u00a0: il est imprimé sous la carte."),
    )
    points_read = models.PositiveIntegerField(_("points du fichier"))
    imported_at = models.DateTimeField(_("importé le"), auto_now=True)

    class Meta:
        verbose_name = _("contour")
        verbose_name_plural = _("contours")

    def __str__(self):
        return str(self.territory)

    @property
    def point_count(self):
        """Return how many points are kept."""
        return sum(len(ring) for polygon in self.polygons for ring in polygon)
