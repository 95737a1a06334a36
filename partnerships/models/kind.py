"""Kinds of actors and their families (glossary A2), what each is called in France and in Belgium, and its drawing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from territories.models import Country
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


# The Belgian counterpart, where it has another name (glossary A2).
IN_BELGIUM = {
    PartnerKind.MUNICIPAL_OFFICE: _("Administration communale"),
    PartnerKind.INTERMUNICIPALITY: _("Intercommunale, association de projet"),
    PartnerKind.COUNTY: _("Province"),
    PartnerKind.REGION: _("Région, Communauté (FWB, COCOF, COCOM)"),
    PartnerKind.STATE: _("État fédéral : SPF, SPP"),
    PartnerKind.SOCIAL_CENTRE_PUBLIC: _("CPAS"),
    PartnerKind.PENSION_FUND: _("Service des pensions"),
    PartnerKind.HEALTH_INSURANCE: _("Mutualité"),
    PartnerKind.HEALTH_AGENCY: _("AVIQ, Vivalis, Iriscare, ONE"),
    PartnerKind.DISABILITY_HOUSE: _("AVIQ, PHARE"),
    PartnerKind.EMPLOYMENT: _("Emploi : Forem, Actiris, MIRE"),
    PartnerKind.ASSOCIATION: _("ASBL, association de fait"),
    PartnerKind.SOCIAL_CENTRE: _("Maison de quartier, centre d’action sociale globale"),
    PartnerKind.HEALTH_PRO: _("Maison médicale, cabinet"),
    PartnerKind.SCHOOL: _("École, CPMS, PSE"),
    PartnerKind.LANDLORD: _("Logement social : SLSP, AIS"),
    PartnerKind.POLICE_FIRE: _("Zone de police, pompiers"),
}


def kind_label(kind, country=""):
    """Return what a PartnerKind code is called in a country; a country unknown is called as in France."""
    known = PartnerKind(kind)
    return str(IN_BELGIUM.get(known, known.label) if country == Country.BELGIUM else known.label)


def kind_choices(country=""):
    """Return the choices of a list of kinds; in Belgium both words stand, its own first."""
    if country != Country.BELGIUM:
        return list(PartnerKind.choices)
    found = []
    for kind in PartnerKind:
        label = kind_label(kind, country)
        known = normalise(label).split()
        rest = [part for part in str(kind.label).split(", ") if not set(normalise(part).split()) <= set(known)]
        found.append((kind.value, f"{label} ({', '.join(rest)})" if rest else label))
    return found


def kinds_named(word):
    """Return the codes of the kinds of which a word, spelled anyhow, is a word: of France or of Belgium alike."""
    wanted = normalise(word)
    if len(wanted) < 3:
        return []
    return [
        kind.value
        for kind in PartnerKind
        if any(
            part.startswith(wanted)
            for label in (kind.label, IN_BELGIUM.get(kind, ""))
            for part in normalise(str(label)).split()
        )
    ]
