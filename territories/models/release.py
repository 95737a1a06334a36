"""Which official geography is loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from territories.models.territory import Country


class GeographyRelease(models.Model):
    """Which official geography of a country is loaded: what lets a second loading stop at once."""

    country = models.CharField(_("pays"), max_length=2, choices=Country.choices, unique=True)
    vintage = models.CharField(_("millésime"), max_length=20)
    checksum = models.CharField(_("empreinte"), max_length=64)
    row_count = models.PositiveIntegerField(_("nombre de territoires"))
    loaded_at = models.DateTimeField(_("chargé le"), auto_now=True)

    class Meta:
        verbose_name = _("millésime chargé")
        verbose_name_plural = _("millésimes chargés")

    def __str__(self):
        return f"{self.country} {self.vintage}"
