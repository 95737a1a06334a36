"""Legal categories in French words, and the kind of actor that a company may be: proposed, never decided.

Codes and names: INSEE, « Catégories juridiques », level III (September 2022), those that a social project meets; level I for
the others. Activities: NAF rév. 2 (INSEE).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from partnerships.models import PartnerKind
from territories.names import normalise

K = PartnerKind


@dataclass(frozen=True)
class LegalForm:
    """`kind`: the PartnerKind that the category says by itself, or None."""

    label: str
    kind: str | None = None


_FORMS = {
    "1000": LegalForm(_("Entrepreneur individuel")),
    "4110": LegalForm(_("Établissement public national industriel ou commercial")),
    "4120": LegalForm(_("Établissement public national industriel ou commercial")),
    "4140": LegalForm(_("Établissement public local industriel ou commercial")),
    "4150": LegalForm(_("Régie d’une collectivité locale, industrielle ou commerciale")),
    "5202": LegalForm(_("Société en nom collectif")),
    "5410": LegalForm(_("SARL nationale")),
    "5415": LegalForm(_("SARL d’économie mixte")),
    "5458": LegalForm(_("SARL coopérative de production (Scop)")),
    "5460": LegalForm(_("SARL coopérative")),
    "5485": LegalForm(_("Société d’exercice libéral à responsabilité limitée")),
    "5499": LegalForm(_("Société à responsabilité limitée (SARL)")),
    "5510": LegalForm(_("Société anonyme nationale")),
    "5515": LegalForm(_("Société anonyme d’économie mixte")),
    "5546": LegalForm(_("Société anonyme d’HLM"), K.LANDLORD),
    "5547": LegalForm(_("Société anonyme coopérative d’HLM"), K.LANDLORD),
    "5558": LegalForm(_("Société anonyme coopérative de production (Scop)")),
    "5560": LegalForm(_("Société anonyme coopérative")),
    "5599": LegalForm(_("Société anonyme")),
    "5646": LegalForm(_("Société anonyme d’HLM"), K.LANDLORD),
    "5647": LegalForm(_("Société anonyme coopérative d’HLM"), K.LANDLORD),
    "5699": LegalForm(_("Société anonyme")),
    "5710": LegalForm(_("Société par actions simplifiée (SAS)")),
    "5785": LegalForm(_("Société d’exercice libéral par actions simplifiée")),
    "6100": LegalForm(_("Caisse d’épargne")),
    "6220": LegalForm(_("Groupement d’intérêt économique (GIE)")),
    "6316": LegalForm(_("Coopérative d’utilisation de matériel agricole (Cuma)"), K.FARM),
    "6317": LegalForm(_("Société coopérative agricole"), K.FARM),
    "6411": LegalForm(_("Société d’assurance à forme mutuelle")),
    "6511": LegalForm(_("Société interprofessionnelle de soins ambulatoires"), K.HEALTH_PRO),
    "6533": LegalForm(_("Groupement agricole d’exploitation en commun (Gaec)"), K.FARM),
    "6540": LegalForm(_("Société civile immobilière")),
    "6571": LegalForm(_("Société civile professionnelle de médecins"), K.HEALTH_PRO),
    "6572": LegalForm(_("Société civile professionnelle de dentistes"), K.HEALTH_PRO),
    "6573": LegalForm(_("Société civile professionnelle d’infirmiers"), K.HEALTH_PRO),
    "6574": LegalForm(_("Société civile professionnelle de masseurs-kinésithérapeutes"), K.HEALTH_PRO),
    "6589": LegalForm(_("Société civile de moyens")),
    "6597": LegalForm(_("Société civile d’exploitation agricole"), K.FARM),
    "6598": LegalForm(_("Exploitation agricole à responsabilité limitée"), K.FARM),
    "6599": LegalForm(_("Société civile")),
    "7112": LegalForm(_("Autorité administrative ou publique indépendante"), K.STATE),
    "7113": LegalForm(_("Ministère"), K.STATE),
    "7120": LegalForm(_("Service central d’un ministère"), K.STATE),
    "7160": LegalForm(_("Service déconcentré à compétence nationale d’un ministère"), K.STATE),
    "7171": LegalForm(_("Service déconcentré régional de l’État"), K.STATE),
    "7172": LegalForm(_("Service déconcentré départemental de l’État"), K.STATE),
    "7179": LegalForm(_("Service déconcentré de l’État"), K.STATE),
    "7210": LegalForm(_("Commune"), K.MUNICIPALITY),
    "7220": LegalForm(_("Département"), K.COUNTY),
    "7225": LegalForm(_("Collectivité d’outre-mer")),
    "7229": LegalForm(_("Collectivité territoriale")),
    "7230": LegalForm(_("Région"), K.REGION),
    "7312": LegalForm(_("Commune associée ou déléguée"), K.MUNICIPALITY),
    "7331": LegalForm(_("Établissement public local d’enseignement"), K.SCHOOL),
    "7340": LegalForm(_("Pôle métropolitain"), K.INTERMUNICIPALITY),
    "7343": LegalForm(_("Communauté urbaine"), K.INTERMUNICIPALITY),
    "7344": LegalForm(_("Métropole"), K.INTERMUNICIPALITY),
    "7345": LegalForm(_("Syndicat intercommunal à vocation multiple (Sivom)"), K.INTERMUNICIPALITY),
    "7346": LegalForm(_("Communauté de communes"), K.INTERMUNICIPALITY),
    "7348": LegalForm(_("Communauté d’agglomération"), K.INTERMUNICIPALITY),
    "7353": LegalForm(_("Syndicat intercommunal à vocation unique (Sivu)"), K.INTERMUNICIPALITY),
    "7354": LegalForm(_("Syndicat mixte fermé"), K.INTERMUNICIPALITY),
    "7355": LegalForm(_("Syndicat mixte ouvert"), K.INTERMUNICIPALITY),
    "7357": LegalForm(_("Pôle d’équilibre territorial et rural (PETR)"), K.INTERMUNICIPALITY),
    "7361": LegalForm(_("Centre communal d’action sociale"), K.SOCIAL_CENTRE_PUBLIC),
    "7362": LegalForm(_("Caisse des écoles")),
    "7364": LegalForm(_("Établissement public d’hospitalisation"), K.HOSPITAL),
    "7366": LegalForm(_("Établissement public local social ou médico-social"), K.MEDICO_SOCIAL),
    "7367": LegalForm(_("Centre intercommunal d’action sociale"), K.SOCIAL_CENTRE_PUBLIC),
    "7371": LegalForm(_("Office public de l’habitat"), K.LANDLORD),
    "7372": LegalForm(_("Service départemental d’incendie et de secours"), K.POLICE_FIRE),
    "7373": LegalForm(_("Établissement public local culturel")),
    "7378": LegalForm(_("Régie administrative d’une collectivité locale")),
    "7379": LegalForm(_("Établissement public administratif local")),
    "7381": LegalForm(_("Organisme consulaire")),
    "7383": LegalForm(_("Établissement public scientifique, culturel et professionnel")),
    "7384": LegalForm(_("Établissement public national d’enseignement"), K.SCHOOL),
    "7385": LegalForm(_("Établissement public national administratif à compétence territoriale")),
    "7389": LegalForm(_("Établissement public national administratif")),
    "7410": LegalForm(_("Groupement d’intérêt public (GIP)")),
    "7490": LegalForm(_("Personne morale de droit administratif")),
    "8110": LegalForm(_("Régime général de la Sécurité sociale")),
    "8120": LegalForm(_("Régime spécial de Sécurité sociale")),
    "8130": LegalForm(_("Institution de retraite complémentaire"), K.PENSION_FUND),
    "8140": LegalForm(_("Mutualité sociale agricole"), K.FARM_FUND),
    "8160": LegalForm(_("Régime vieillesse hors régime général"), K.PENSION_FUND),
    "8170": LegalForm(_("Régime d’assurance chômage"), K.EMPLOYMENT),
    "8210": LegalForm(_("Mutuelle"), K.HEALTH_INSURANCE),
    "8290": LegalForm(_("Organisme mutualiste"), K.HEALTH_INSURANCE),
    "8410": LegalForm(_("Syndicat de salariés")),
    "8420": LegalForm(_("Syndicat patronal")),
    "8450": LegalForm(_("Ordre professionnel")),
    "8510": LegalForm(_("Institution de prévoyance"), K.PENSION_FUND),
    "9210": LegalForm(_("Association non déclarée"), K.ASSOCIATION),
    "9220": LegalForm(_("Association déclarée"), K.ASSOCIATION),
    "9221": LegalForm(_("Association d’insertion par l’économique"), K.ASSOCIATION),
    "9222": LegalForm(_("Association intermédiaire"), K.ASSOCIATION),
    "9223": LegalForm(_("Groupement d’employeurs"), K.ASSOCIATION),
    "9230": LegalForm(_("Association reconnue d’utilité publique"), K.ASSOCIATION),
    "9240": LegalForm(_("Congrégation")),
    "9260": LegalForm(_("Association de droit local (Alsace-Moselle)"), K.ASSOCIATION),
    "9300": LegalForm(_("Fondation"), K.FOUNDATION),
    "9900": LegalForm(_("Personne morale de droit privé")),
    "9970": LegalForm(_("Groupement de coopération sanitaire privé")),
}
_FAMILIES = {
    "1": _("Personne physique"),
    "2": _("Groupement de droit privé sans personnalité morale"),
    "3": _("Personne morale de droit étranger"),
    "4": _("Personne morale de droit public soumise au droit commercial"),
    "5": _("Société commerciale"),
    "6": _("Autre personne morale immatriculée"),
    "7": _("Personne morale de droit administratif"),
    "8": _("Organisme privé spécialisé"),
    "9": _("Groupement de droit privé"),
}

# Words that say more than the legal form; the first found wins.
_WORDS = (
    ("agence regionale de sante", K.HEALTH_AGENCY),
    ("allocations familiales", K.FAMILY_FUND),
    ("assurance retraite", K.PENSION_FUND),
    ("assurance maladie", K.HEALTH_INSURANCE),
    ("mutualite sociale agricole", K.FARM_FUND),
    ("maison departementale des personnes handicapees", K.DISABILITY_HOUSE),
    ("maison de l autonomie", K.DISABILITY_HOUSE),
    ("france services", K.FRANCE_SERVICES),
    ("france travail", K.EMPLOYMENT),
    ("pole emploi", K.EMPLOYMENT),
    ("mission locale", K.EMPLOYMENT),
    ("cap emploi", K.EMPLOYMENT),
    ("gendarmerie", K.POLICE_FIRE),
    ("sapeurs pompiers", K.POLICE_FIRE),
)
# Said by associations and by the bodies that they carry, not by companies (« Fédération » may name a café).
_WORDS_OF_ASSOCIATIONS = (
    ("centre social", K.SOCIAL_CENTRE),
    ("centre socio culturel", K.SOCIAL_CENTRE),
    ("centre socioculturel", K.SOCIAL_CENTRE),
    ("espace de vie sociale", K.SOCIAL_CENTRE),
    ("federation", K.FEDERATION),
    ("union departementale", K.FEDERATION),
    ("union regionale", K.FEDERATION),
    ("fonds de dotation", K.FOUNDATION),
)
# Starts of NAF codes, the longest first.
_ACTIVITIES = (
    ("47.73", K.PHARMACY),
    ("53.10", K.POST),
    ("58.13", K.MEDIA),
    ("60.10", K.MEDIA),
    ("84.24", K.POLICE_FIRE),
    ("84.25", K.POLICE_FIRE),
    ("86.10", K.HOSPITAL),
    ("86.2", K.HEALTH_PRO),
    ("86.90", K.HEALTH_PRO),
    ("88.10", K.MEDICO_SOCIAL),
    ("88.91A", K.EARLY_CHILDHOOD),
    ("88.91B", K.MEDICO_SOCIAL),
    ("91.01", K.LIBRARY),
    ("85.1", K.SCHOOL),
    ("85.2", K.SCHOOL),
    ("85.3", K.SCHOOL),
    ("87.", K.MEDICO_SOCIAL),
    ("01.", K.FARM),
)
_TRADES = (("47.", K.SHOP), ("56.", K.SHOP), ("10.71", K.SHOP))


def legal_form(code):
    """Return the French name of a legal category, that of its family for one we do not list, or an empty text."""
    if code in _FORMS:
        return str(_FORMS[code].label)
    return str(_FAMILIES.get(code[:1], ""))


def kind_of(company):
    """Return the PartnerKind that the name, the legal category and the activity suggest, or None when they say nothing."""
    name = normalise(company.name)
    form = _FORMS.get(company.legal_code)
    by_form = form.kind if form else None
    private = company.legal_code[:1] in "156" if company.legal_code else False
    for words, kind in _WORDS if private else (*_WORDS, *_WORDS_OF_ASSOCIATIONS):
        # A commune keeps its kind whatever its name holds, and so does whatever the legal form names by itself.
        if words in name and by_form in (None, K.ASSOCIATION, K.STATE):
            return kind
    if by_form not in (None, K.ASSOCIATION):
        return by_form
    if company.legal_code == "4140" and company.activity.startswith("68.20"):
        return K.LANDLORD  # offices publics de l'habitat
    for start, kind in _ACTIVITIES:
        if company.activity.startswith(start):
            return kind
    if private:
        return next((kind for start, kind in _TRADES if company.activity.startswith(start)), K.COMPANY)
    return by_form or (K.ASSOCIATION if company.is_association else None)
