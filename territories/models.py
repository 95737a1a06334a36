"""Places: the official geography, and the places an organisation draws for itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from territories.names import normalise


class TerritoryKind(models.TextChoices):
    """Kinds of territories (docs: domain glossary A3)."""

    QUARTIER = "quartier", _("Quartier")
    QPV = "qpv", _("Quartier prioritaire (QPV)")
    COMMUNE = "commune", _("Commune")
    CANTON = "canton", _("Canton")
    EPCI = "epci", _("Intercommunalité (EPCI)")
    BASSIN_DE_VIE = "bassin_de_vie", _("Bassin de vie")
    BASSIN = "bassin", _("Bassin")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    DEPARTEMENT = "departement", _("Département")
    PROVINCE = "province", _("Province")
    REGION = "region", _("Région")
    COMMUNAUTE = "communaute", _("Communauté")


class Country(models.TextChoices):
    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgique")


class TerritoryQuerySet(models.QuerySet):
    def official(self):
        """Return the territories of the official geography."""
        return self.filter(organisation=None)

    def visible_to(self, user):
        """Return the official geography and the territories of the user's organisations."""
        return self.filter(
            models.Q(organisation=None) | models.Q(organisation__in=Organisation.objects.visible_to(user))
        )

    def usable_in(self, organisation):
        """Return the official geography and this organisation's own territories."""
        return self.filter(models.Q(organisation=None) | models.Q(organisation=organisation))


class Territory(models.Model):
    """A place. `organisation` is NULL for the official geography, loaded by `manage.py load_territories`."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="territories", verbose_name=_("organisation")
    )
    kind = models.CharField(_("type"), max_length=20, choices=TerritoryKind.choices)
    country = models.CharField(_("pays"), max_length=2, choices=Country.choices, default=Country.FRANCE)
    code = models.CharField(_("code officiel"), max_length=20, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    name_norm = models.CharField(max_length=220, editable=False)
    postcodes = models.CharField(_("codes postaux"), max_length=400, blank=True, help_text=_("Séparés par une espace."))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    vintage = models.CharField(_("millésime"), max_length=20, blank=True)
    # Each place knows its container of each official rank, so that coverage needs no recursion.
    epci = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("EPCI"))
    departement = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("département")
    )
    region = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("région")
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ("name",)
        indexes = [
            models.Index(fields=("organisation", "name_norm")),
            models.Index(fields=("name_norm",)),
            models.Index(fields=("code",)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("country", "kind", "code"),
                condition=models.Q(organisation=None),
                name="territory_official_code_once",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=TerritoryKind.values), name="territory_kind_known"),
            models.CheckConstraint(condition=models.Q(country__in=Country.values), name="territory_country_known"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_norm = normalise(self.name)
        super().save(*args, **kwargs)
