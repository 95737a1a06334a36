"""The organisation's directory: one record an actor, shared by all the organisation's projects."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.numbers import doubtful
from projects.models import Addressable, Versioned, tracked
from territories.models import Territory
from territories.names import normalise


class PartnerKind(models.TextChoices):
    """Kinds of actors, French and Belgian (glossary A2)."""

    MUNICIPALITY = "municipality", _("Commune")
    MUNICIPAL_OFFICE = "municipal_office", _("Secrétariat de mairie")
    INTERMUNICIPALITY = "intermunicipality", _("Intercommunalité (EPCI)")
    COUNTY = "county", _("Département, province")
    REGION = "region", _("Région")
    STATE = "state", _("État")
    SOCIAL_CENTRE_PUBLIC = "social_centre_public", _("CCAS, CIAS, CPAS")
    FAMILY_FUND = "family_fund", _("Caf")
    PENSION_FUND = "pension_fund", _("Carsat, caisse de retraite")
    FARM_FUND = "farm_fund", _("MSA")
    HEALTH_INSURANCE = "health_insurance", _("CPAM, mutualité")
    HEALTH_AGENCY = "health_agency", _("ARS, agence de santé")
    DISABILITY_HOUSE = "disability_house", _("MDPH, MDA")
    FRANCE_SERVICES = "france_services", _("France services")
    EMPLOYMENT = "employment", _("Emploi : France Travail, mission locale")
    ASSOCIATION = "association", _("Association, ASBL")
    SOCIAL_CENTRE = "social_centre", _("Centre social, EVS")
    FOUNDATION = "foundation", _("Fondation, fonds de dotation")
    FEDERATION = "federation", _("Tête de réseau")
    MEDICO_SOCIAL = "medico_social", _("Établissement ou service médico-social")
    HEALTH_PRO = "health_pro", _("Cabinet, maison de santé")
    PHARMACY = "pharmacy", _("Pharmacie")
    HOSPITAL = "hospital", _("Hôpital")
    SCHOOL = "school", _("École, collège, lycée")
    EARLY_CHILDHOOD = "early_childhood", _("Petite enfance")
    LIBRARY = "library", _("Médiathèque")
    LANDLORD = "landlord", _("Bailleur social")
    COMPANY = "company", _("Entreprise")
    SHOP = "shop", _("Commerce, café, marché")
    FARM = "farm", _("Exploitation agricole")
    MEDIA = "media", _("Presse locale, radio")
    POLICE_FIRE = "police_fire", _("Gendarmerie, pompiers")
    POST = "post", _("Facteur, agence postale")
    RESIDENT_RELAY = "resident_relay", _("Habitant relais")
    RESIDENT_GROUP = "resident_group", _("Collectif d’habitants")
    ELECTED = "elected", _("Élu·e à titre personnel")
    OTHER = "other", _("Autre")

    @classmethod
    def residents(cls):
        """Return the kinds that stand for the people who live there."""
        return (cls.RESIDENT_RELAY, cls.RESIDENT_GROUP)

    @classmethod
    def public_bodies(cls):
        """Return the kinds whose agreement needs a decision of an elected assembly (France)."""
        return (cls.MUNICIPALITY, cls.INTERMUNICIPALITY, cls.COUNTY, cls.REGION, cls.SOCIAL_CENTRE_PUBLIC)


class ActorFamily(models.TextChoices):
    """The six families of actors of the Fonda, a filter for « qui manque ? » (glossary A2). They are not ranked."""

    STATE = "state", _("État et organismes sociaux")
    LOCAL = "local", _("Collectivités")
    ASSOCIATIONS = "associations", _("Associations")
    COMPANIES = "companies", _("Entreprises et commerces")
    RESEARCH = "research", _("Santé, école, recherche")
    INDIVIDUALS = "individuals", _("Habitantes et habitants")

    @property
    def kinds(self):
        """Return the PartnerKind codes of the family."""
        return _KINDS_OF_FAMILY[self.value]


# « Autre » is of no family.
_KINDS_OF_FAMILY = {
    "state": (
        *("state", "family_fund", "pension_fund", "farm_fund", "health_insurance", "health_agency"),
        *("disability_house", "france_services", "employment", "police_fire"),
    ),
    "local": ("municipality", "municipal_office", "intermunicipality", "county", "region", "social_centre_public"),
    "associations": ("association", "social_centre", "foundation", "federation"),
    "companies": ("landlord", "company", "shop", "farm", "media", "post"),
    "research": ("medico_social", "health_pro", "pharmacy", "hospital", "school", "early_childhood", "library"),
    "individuals": ("resident_relay", "resident_group", "elected"),
}


_GLYPHS = {
    "t-commune": ("municipality", "municipal_office", "county", "region", "state"),
    "t-interco": ("intermunicipality", "federation"),
    "t-service": ("social_centre_public", "france_services", "employment", "disability_house", "medico_social"),
    "t-financeur": ("family_fund", "pension_fund", "farm_fund", "health_insurance", "foundation"),
    "t-sante": ("health_agency", "health_pro", "pharmacy", "hospital"),
    "t-ecole": ("school", "early_childhood", "library", "media"),
    "t-social": ("social_centre",),
    "t-habitants": ("resident_relay", "resident_group", "elected"),
    "t-commerce": ("shop", "farm", "company"),
    "t-bailleur": ("landlord",),
    "t-transport": ("post", "police_fire"),
}
_GLYPH_OF_KIND = {kind: glyph for glyph, kinds in _GLYPHS.items() for kind in kinds}


def kind_glyph(kind):
    """Return the id of the sprite's symbol for a PartnerKind code."""
    return _GLYPH_OF_KIND.get(kind, "t-asso")


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the partners in the directories of the user's organisations."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def active(self):
        """Return the partners that have not been archived."""
        return self.filter(archived_at=None)


class Partner(Addressable, Versioned):
    """An actor of the territory, as the organisation knows it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partners")
    name = models.CharField(_("nom"), max_length=200)
    name_norm = models.CharField(max_length=220, editable=False)
    short_name = models.CharField(_("nom court"), max_length=60, blank=True, help_text=_("Pour les fiches et le RACI."))
    kind = models.CharField(_("type d’acteur"), max_length=30, choices=PartnerKind.choices, default=PartnerKind.OTHER)
    # The first place of action, written beside the name; the others are PartnerPlace, which never repeat it.
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="partners", verbose_name=_("territoire d’action")
    )
    overlooked = models.BooleanField(
        _("partenaire oublié"),
        default=False,
        help_text=_("Voit passer tout le monde sans être jamais invité : secrétaire de mairie, café, pharmacie…"),
    )
    legal_form = models.CharField(_("forme juridique"), max_length=200, blank=True)
    seat = models.CharField(_("siège"), max_length=300, blank=True)
    # Kept as typed: a wrong checksum is a warning, never a refusal (project file, rule 10).
    siret = models.CharField(_("SIRET"), max_length=60, blank=True)
    rna = models.CharField(_("RNA"), max_length=60, blank=True)
    bce = models.CharField(_("numéro BCE"), max_length=60, blank=True)
    mission = models.TextField(_("mission"), max_length=20000, blank=True)
    checked_on = models.DateField(_("vérifié le"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archivé le"), null=True, blank=True)

    objects = PartnerQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ("name", "pk")
        indexes = [
            models.Index(fields=("organisation", "name_norm")),
            models.Index(fields=("organisation", "kind")),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PartnerKind.values), name="partner_kind_known"),
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="partner_name_once",
                violation_error_message=_("Un partenaire porte déjà ce nom dans votre annuaire."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_norm = normalise(f"{self.name} {self.short_name}")[:220]
        super().save(*args, **kwargs)

    @property
    def label(self):
        """Return the short name when there is one: what a card or a column shows."""
        return self.short_name or self.name

    @property
    def glyph(self):
        return kind_glyph(self.kind)

    @property
    def other_places(self):
        """Return the Territories where it acts besides the first, in order. Two queries, none when they were prefetched."""
        models.prefetch_related_objects([self], "places__territory")
        # A gesture taken back may have made the first of one of these.
        return [place.territory for place in self.places.all() if place.territory_id != self.territory_id]

    @property
    def number_problems(self):
        """Return what is wrong with the official numbers, one sentence each: kept as typed, they may need checking."""
        return list(doubtful(self).values())


class Contact(Addressable):
    """A named person, or a function, inside a partner. Professional data only."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts")
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="", function="", email="", phone=""),
                name="contact_not_empty",
                violation_error_message=_("Notez au moins un nom, une fonction, un courriel ou un téléphone."),
            )
        ]

    def __str__(self):
        return self.name or self.function or self.email or self.phone
