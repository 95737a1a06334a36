"""Places: the official geography, and the places an organisation draws for itself."""

import re

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.addresses import new_public_id
from accounts.models import Organisation
from territories import search
from territories.names import normalise


class TerritoryKind(models.TextChoices):
    """Kinds of territories (docs: domain glossary A3)."""

    QUARTIER = "quartier", _("Quartier")
    QPV = "qpv", _("Quartier prioritaire (QPV)")
    COMMUNE = "commune", _("Commune")
    ARRONDISSEMENT_VILLE = "arrondissement_ville", _("Arrondissement municipal")
    CANTON = "canton", _("Canton")
    EPCI = "epci", _("Intercommunalité (EPCI)")
    EPT = "ept", _("Établissement public territorial (EPT)")
    BASSIN_DE_VIE = "bassin_de_vie", _("Bassin de vie")
    BASSIN = "bassin", _("Bassin")
    TOURNEE = "tournee", _("Tournée")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    DEPARTEMENT = "departement", _("Département")
    PROVINCE = "province", _("Province")
    REGION = "region", _("Région")
    COMMUNAUTE = "communaute", _("Communauté")


class Country(models.TextChoices):
    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgique")


# What `manage.py load_territories` holds whole: nobody draws such a place for oneself.
OFFICIAL_KINDS = {
    Country.FRANCE: (
        TerritoryKind.COMMUNE,
        TerritoryKind.ARRONDISSEMENT_VILLE,
        TerritoryKind.EPCI,
        TerritoryKind.EPT,
        TerritoryKind.DEPARTEMENT,
        TerritoryKind.REGION,
    ),
    Country.BELGIUM: (TerritoryKind.COMMUNE, TerritoryKind.PROVINCE, TerritoryKind.REGION),
}
# What an organisation may draw for itself, in any country.
OWN_KINDS = [kind for kind in TerritoryKind if not any(kind in official for official in OFFICIAL_KINDS.values())]
# Smaller than a commune: the communes of such a place are where it lies, not what it is made of.
PARTS_OF_COMMUNES = (TerritoryKind.QUARTIER, TerritoryKind.QPV)
# The places of each kind that may be part of another: communes, and what is smaller than a commune.
PART_KINDS = (
    TerritoryKind.COMMUNE,
    TerritoryKind.ARRONDISSEMENT_VILLE,
    TerritoryKind.QUARTIER,
    TerritoryKind.QPV,
)

NBSP = "\u00a0"
# The two forms of `Territory.key`.
_OFFICIAL_KEY = re.compile(r"([A-Z]{2})\.([a-z_]{1,20})\.([0-9A-Za-z]{1,20})")
_OWN_KEY = re.compile(r"propre\.([0-9a-z]{10})")
# Neither départements nor regions, but the same rank in the official geography.
OVERSEAS_COLLECTIVITIES = {"975", "977", "978", "984", "986", "987", "988", "989"}
# The first figures of a Belgian commune's code (REFNIS) say its province, or Brussels, which is in none.
_BELGIAN_PROVINCES = {
    "1": _("Anvers"),
    "21": _("Bruxelles"),
    "23": _("Brabant flamand"),
    "24": _("Brabant flamand"),
    "25": _("Brabant wallon"),
    "3": _("Flandre occidentale"),
    "4": _("Flandre orientale"),
    "5": _("Hainaut"),
    "6": _("Liège"),
    "7": _("Limbourg"),
    "8": _("Luxembourg"),
    "9": _("Namur"),
}


class Zoning(models.TextChoices):
    """Public policies that single a place out (docs: domain glossary A3)."""

    FRR = "frr", _("FRR")
    FRR_PLUS = "frr_plus", _("FRR+")
    FORMER_ZRR = "ex_zrr", _("Ex-ZRR")
    QPV = "qpv", _("QPV (quartier prioritaire)")
    VEILLE = "qva", _("Quartier de veille active")
    SMALL_TOWN = "pvd", _("Petite ville de demain")
    CITY_HEART = "acv", _("Action cœur de ville")
    EDUCATION = "cite_educative", _("Cité éducative")
    PCS = "pcs", _("Plan de cohésion sociale (Wallonie)")
    CLSS = "clss", _("Contrat local social-santé (Bruxelles)")


class StalePlace(Exception):
    """Somebody else changed the place first. `current` is the place as it is now."""

    def __init__(self, current):
        super().__init__("stale place")
        self.current = current


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
        """Return the territory, every territory that it contains, and those that were merged into it.

        What a place contains: what has it for EPCI, département, region or commune, its parts, and what is in these.
        """
        parts = territory.parts.values("pk")
        if territory.kind in PARTS_OF_COMMUNES:
            parts = parts.none()
        return self.filter(
            models.Q(pk=territory.pk)
            | models.Q(successor=territory)
            | models.Q(epci=territory)
            | models.Q(departement=territory)
            | models.Q(region=territory)
            | models.Q(commune=territory)
            | models.Q(pk__in=parts)
            | models.Q(commune__in=parts)
            | models.Q(successor__in=parts)
        )

    def with_labels(self):
        """Return the territories with what their full labels and details read, in the same query."""
        return self.select_related("departement", "epci", "successor")

    def of_keys(self, keys):
        """Return the territories that have these keys (`Territory.key`), in any order; unknown keys are left out."""
        wanted = models.Q(pk__in=[])
        own = []
        for key in keys:
            if match := _OFFICIAL_KEY.fullmatch(key):
                country, kind, code = match.groups()
                wanted |= models.Q(organisation=None, country=country, kind=kind, code=code)
            elif match := _OWN_KEY.fullmatch(key):
                own.append(match[1])
        return self.filter(wanted | models.Q(public_id__in=own))

    def search(self, text, organisation=None, kinds=None, limit=20):
        """Return the list of at most `limit` territories that answer a name, a postcode or a code, best first.

        Official ones, and those of `organisation` (one, or several in a list or a queryset); of these `kinds` only,
        when given. A former name, a former code or the Dutch name of a commune answers with the commune of today,
        whose `found_as` is then the TerritoryName that answered. The same answers in the same order on SQLite and
        PostgreSQL (territories/search.py says which).
        """
        scope = models.Q(organisation=None)
        if isinstance(organisation, Organisation):
            scope |= models.Q(organisation=organisation)
        elif organisation is not None:
            scope |= models.Q(organisation__in=organisation)
        territories = self.select_related("departement", "epci").filter(scope, retired=False)
        if kinds:
            territories = territories.filter(kind__in=kinds)
        return search.find(territories, text, limit)


def _is_of_official_kind():
    """Return the condition « the place is of a kind that the official geography of its country holds whole »."""
    condition = models.Q()
    for country, kinds in OFFICIAL_KINDS.items():
        condition |= models.Q(country=country, kind__in=[str(kind) for kind in kinds])
    return condition


class Territory(models.Model):
    """A place. `organisation` is NULL for the official geography, loaded by `manage.py load_territories`."""

    # The address of an own place. NULL for official ones, whose code is their name everywhere.
    public_id = models.CharField(max_length=10, unique=True, null=True, editable=False)
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
    # An official place that the last vintage no longer holds, or an own place put away: kept for what cites it.
    retired = models.BooleanField(
        _("n’existe plus"), default=False, help_text=_("Absent du dernier millésime\u00a0; gardé pour ce qui le cite.")
    )
    # The place of today into which a retired official one was merged; NULL when it was split, or nobody knows.
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("aujourd’hui")
    )
    # Each place knows its container of each official rank, so that coverage needs no recursion.
    epci = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("EPCI"))
    departement = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("département")
    )
    region = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("région")
    )

    # The commune of which the place is a part: an arrondissement, a quartier.
    commune = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    # The communes, or parts of communes, that make the place: of an EPT, of an own place.
    parts = models.ManyToManyField(
        "self", symmetrical=False, related_name="part_of", blank=True, verbose_name=_("composé de")
    )
    zonings = models.JSONField(_("zonages"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TerritoryQuerySet.as_manager()

    # The TerritoryName by which a search found the place; None when its own name or code did.
    found_as = None

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
            # Such a place would have no code, and a project file could not name it.
            models.CheckConstraint(
                condition=models.Q(organisation=None) | ~_is_of_official_kind(),
                name="territory_own_is_of_no_official_kind",
                violation_error_message=_(
                    "Ce type de territoire vient de la géographie officielle\u00a0: choisissez-le."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_norm = normalise(self.name)
        if self.organisation_id and not self.public_id:
            self.public_id = new_public_id()
        super().save(*args, **kwargs)

    def claim(self, version):
        """Take the right to write this own place, which the user saw at `version`, in a transaction, before `save`.

        One atomic UPDATE: of two people who saw the same version, one gets it and the other StalePlace.
        """
        taken = Territory.objects.filter(pk=self.pk, version=version).update(version=models.F("version") + 1)
        if not taken:
            raise StalePlace(Territory.objects.get(pk=self.pk))
        self.version = version + 1

    def settle(self):
        """Take from its parts the containers that they all share, and the country. Saves nothing."""
        parts = list(self.parts.select_related("commune"))
        if not parts:
            return
        self.country = parts[0].country
        communes = {part.pk if part.kind == TerritoryKind.COMMUNE else part.commune_id for part in parts}
        small = self.kind in PARTS_OF_COMMUNES
        self.commune_id = communes.pop() if small and len(communes) == 1 else None
        for name in ("epci_id", "departement_id", "region_id"):
            # An arrondissement or a quartier may leave a container to its commune.
            values = {getattr(part, name) or (part.commune and getattr(part.commune, name)) for part in parts}
            setattr(self, name, values.pop() if len(values) == 1 else None)

    @property
    def zoning_labels(self):
        """Return the names of its zonings, in the order of Zoning."""
        return [str(zoning.label) for zoning in Zoning if zoning in self.zonings]

    @property
    def is_official(self):
        """Return whether the place belongs to the official geography."""
        return self.organisation_id is None

    @property
    def key(self):
        """Return the text that names this place in forms and addresses: `FR.commune.63132`, or `propre.k3f9x2m7qa`.

        Official keys stay true after another loading, and in another database.
        """
        return f"{self.country}.{self.kind}.{self.code}" if self.is_official else f"propre.{self.public_id}"

    @property
    def departement_code(self):
        """Return the code of its French département, or an empty text. Only an EPCI reads another row for it."""
        if self.country != Country.FRANCE or not self.is_official:
            return ""
        if self.kind == TerritoryKind.DEPARTEMENT:
            return self.code
        if self.kind in (TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT_VILLE):
            return self.code[: 3 if self.code.startswith(("97", "98")) else 2]
        return self.departement.code if self.departement_id else ""

    @property
    def label_full(self):
        """Return the name with what tells its homonyms apart.

        « Cunlhat (63) », « CC Les Monts (EPCI, 63) », « Mons (Hainaut, BE) », « Auzelles (63, aujourd’hui Cunlhat) ».
        """
        if self.kind in (TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT_VILLE) and self.departement_code:
            marks = [self.departement_code]
        elif self.kind == TerritoryKind.COMMUNE and self.province:
            marks = [self.province, self.country]
        else:
            marks = [self.kind_short, self.departement_code]
        if self.retired:
            marks.append(self._retired_mark)
        return f"{self.name} ({', '.join(mark for mark in marks if mark)})"

    @property
    def _retired_mark(self):
        if not self.is_official:
            return gettext("archivé")
        if self.successor_id:
            return gettext("aujourd’hui %(name)s") % {"name": self.successor.name}
        return gettext("n’existe plus")

    @property
    def province(self):
        """Return the name of the Belgian province of an official commune, « Bruxelles » there, or an empty text."""
        if self.country != Country.BELGIUM or not self.is_official:
            return ""
        return str(_BELGIAN_PROVINCES.get(self.code[:2]) or _BELGIAN_PROVINCES.get(self.code[:1], ""))

    @property
    def detail(self):
        """Return one line that helps to recognise the place: kind, what found it, EPCI, first postcode, population."""
        postcodes = self.postcodes.split()
        facts = [
            self.get_kind_display(),
            self.found_as.sentence if self.found_as else "",
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
        if self.kind in (TerritoryKind.QPV, TerritoryKind.EPT):
            return self.kind.upper()
        if self.kind == TerritoryKind.DEPARTEMENT and self.departement_code in OVERSEAS_COLLECTIVITIES:
            return gettext("outre-mer")
        return self.get_kind_display().lower()
