"""The other names of a place: those it had, those of the communes merged into it, that of the other language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from territories.models.territory import Territory


class NameNature(models.TextChoices):
    FORMER = "ancienne", _("Ancien nom ou ancienne commune")
    DELEGATED = "deleguee", _("Commune déléguée")
    ASSOCIATED = "associee", _("Commune associée")
    DUTCH = "nl", _("Nom néerlandais")


_SENTENCES = {
    NameNature.FORMER: _("autrefois %(name)s"),
    NameNature.DELEGATED: _("commune déléguée %(name)s"),
    NameNature.ASSOCIATED: _("commune associée %(name)s"),
    NameNature.DUTCH: _("en néerlandais %(name)s"),
}


class TerritoryName(models.Model):
    """A name, and the code that went with it, by which a place of the official geography is also found.

    Written by `manage.py load_territories` alone. `usual`: people may well mean the place when they type this name,
    since it is that of the other language, or today's name begins with it (Évry-Courcouronnes, once Évry).
    """

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="other_names")
    nature = models.CharField(_("nature"), max_length=10, choices=NameNature.choices)
    name = models.CharField(_("nom"), max_length=200)
    name_norm = models.CharField(max_length=220, editable=False)
    code = models.CharField(_("code officiel"), max_length=20, blank=True)
    usual = models.BooleanField(_("d’usage"), default=False)

    class Meta:
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")
        ordering = ("name",)
        indexes = [models.Index(fields=("name_norm",)), models.Index(fields=("code",))]
        constraints = [
            models.CheckConstraint(condition=models.Q(nature__in=NameNature.values), name="territory_name_nature_known")
        ]

    def __str__(self):
        return self.name

    @property
    def sentence(self):
        """Return the name in a few words that say what it is: « autrefois Évry »."""
        return _SENTENCES[NameNature(self.nature)] % {"name": self.name}
