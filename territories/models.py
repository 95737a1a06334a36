"""Places: the official geography, and the places an organisation draws for itself."""

import re

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from territories import search
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


NBSP = "\u00a0"
# The two forms of `Territory.key`. Eighteen digits: beyond, the database would refuse the number.
_OFFICIAL_KEY = re.compile(r"([A-Z]{2})\.([a-z_]{1,20})\.([0-9A-Za-z]{1,20})")
_OWN_KEY = re.compile(r"propre\.([0-9]{1,18})")
# Neither départements nor regions, but the same rank in the official geography.
OVERSEAS_COLLECTIVITIES = {"975", "977", "978", "984", "986", "987", "988", "989"}


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

    def within(self, territory):
        """Return the territory and every territory that it contains."""
        return self.filter(
            models.Q(pk=territory.pk)
            | models.Q(epci=territory)
            | models.Q(departement=territory)
            | models.Q(region=territory)
        )

    def with_labels(self):
        """Return the territories with what their full labels and details read, in the same query."""
        return self.select_related("departement", "epci")

    def of_keys(self, keys):
        """Return the territories that have these keys (`Territory.key`), in any order; unknown keys are left out."""
        wanted = models.Q(pk__in=[])
        own = []
        for key in keys:
            if match := _OFFICIAL_KEY.fullmatch(key):
                country, kind, code = match.groups()
                wanted |= models.Q(organisation=None, country=country, kind=kind, code=code)
            elif match := _OWN_KEY.fullmatch(key):
                own.append(int(match[1]))
        return self.filter(wanted | models.Q(pk__in=own, organisation__isnull=False))

    def search(self, text, organisation=None, kinds=None, limit=20):
        """Return the list of at most `limit` territories that answer a name, a postcode or a code, best first.

        Official ones, and those of `organisation` (one, or several in a list or a queryset); of these `kinds` only,
        when given. The same answers in the same order on SQLite and PostgreSQL (territories/search.py says which).
        """
        scope = models.Q(organisation=None)
        if isinstance(organisation, Organisation):
            scope |= models.Q(organisation=organisation)
        elif organisation is not None:
            scope |= models.Q(organisation__in=organisation)
        territories = self.with_labels().filter(scope, retired=False)
        if kinds:
            territories = territories.filter(kind__in=kinds)
        return search.find(territories, text, limit)


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
    retired = models.BooleanField(
        _("n’existe plus"), default=False, help_text=_("Absent du dernier millésime\u00a0; gardé pour ce qui le cite.")
    )
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
            models.Index(fields=("postcodes",)),
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

    @property
    def is_official(self):
        """Return whether the place belongs to the official geography."""
        return self.organisation_id is None

    @property
    def key(self):
        """Return the text that names this place in forms and addresses: `FR.commune.63132`, or `propre.12`.

        Official keys stay true after another loading, and in another database.
        """
        return f"{self.country}.{self.kind}.{self.code}" if self.is_official else f"propre.{self.pk}"

    @property
    def departement_code(self):
        """Return the code of its French département, or an empty text. Only an EPCI reads another row for it."""
        if self.country != Country.FRANCE or not self.is_official:
            return ""
        if self.kind == TerritoryKind.DEPARTEMENT:
            return self.code
        if self.kind == TerritoryKind.COMMUNE:
            return self.code[: 3 if self.code.startswith(("97", "98")) else 2]
        return self.departement.code if self.departement_id else ""

    @property
    def label_full(self):
        """Return the name with what tells its homonyms apart: « Cunlhat (63) », « CC Les Monts (EPCI, 63) »."""
        if self.kind == TerritoryKind.COMMUNE and self.departement_code:
            marks = [self.departement_code]
        else:
            marks = [self.kind_short, self.departement_code]
        if self.retired:
            marks.append(gettext("n’existe plus"))
        return f"{self.name} ({', '.join(mark for mark in marks if mark)})"

    @property
    def detail(self):
        """Return one line that helps to recognise the place: kind, EPCI, first postcode, population."""
        postcodes = self.postcodes.split()
        facts = [
            self.get_kind_display(),
            self.epci.name if self.epci_id else "",
            postcodes[0] + ("…" if len(postcodes) > 1 else "") if postcodes else "",
            f"{self.population:,} hab.".replace(",", NBSP).replace(" ", NBSP) if self.population else "",
        ]
        return " · ".join(str(fact) for fact in facts if fact)

    @property
    def kind_short(self):
        """Return the kind in one word, as written between brackets."""
        if self.kind == TerritoryKind.EPCI:
            return "EPCI"
        if self.kind == TerritoryKind.QPV:
            return "QPV"
        if self.kind == TerritoryKind.DEPARTEMENT and self.departement_code in OVERSEAS_COLLECTIVITIES:
            return gettext("outre-mer")
        return self.get_kind_display().lower()


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
