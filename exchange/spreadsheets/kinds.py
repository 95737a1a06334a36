"""The kind of an actor, from what a cell says or, failing that, from the first words of its name."""

import re

from partnerships.likeness import undotted
from partnerships.models import PartnerKind
from territories.names import normalise

# First match wins: the more precise stand before.
_WORDS = (
    ("municipal_office", r"secretariat de mairie|secretaire de mairie|agent communal|administration communale"),
    ("social_centre_public", r"ccas|cias|cpas|centre (inter)?communal d action sociale|centre public d action sociale"),
    ("family_fund", r"caf|caisse d allocations? familiales?"),
    ("farm_fund", r"msa|mutualite sociale agricole"),
    ("pension_fund", r"carsat|cnav|caisse de retraite|agirc arrco"),
    ("health_insurance", r"cpam|assurance maladie|mutuelle|mutualite"),
    ("health_agency", r"ars|agence (regionale )?de sante|aviq|vivalis|iriscare"),
    ("disability_house", r"mdph|mda|maison departementale (des personnes handicapees|de l autonomie)"),
    ("france_services", r"france services|maison de services au public|msap"),
    ("employment", r"france travail|pole emploi|mission locale|forem|actiris|cap emploi|emploi"),
    ("social_centre", r"centre social|centre socio ?culturel|espace de vie sociale|evs|maison de quartier|csc"),
    ("foundation", r"fondation|fonds de dotation"),
    ("federation", r"federation|tete de reseau|udaf|union departementale|reseau"),
    ("hospital", r"hopital|centre hospitalier|ch|chu|clinique"),
    ("pharmacy", r"pharmacie"),
    (
        "medico_social",
        r"ehpad|residence autonomie|esat|ime|savs|saad|ssiad|sessad|camsp|chrs|"
        r"foyer (?:de vie|logement|d accueil|d hebergement)|etablissement ou service medico social|"
        r"medico social|maison de retraite",
    ),
    (
        "health_pro",
        r"cabinet|maison de sante|msp|cpts|maison medicale|medecin|infirmiere?s?|kinesitherapeute|sage femme|sante",
    ),
    ("early_childhood", r"creche|petite enfance|rpe|ram|micro creche|halte garderie|multi accueil"),
    ("school", r"ecole|college|lycee|groupe scolaire|mfr|education nationale|enseignement|scolaire"),
    ("library", r"mediatheque|bibliotheque|ludotheque"),
    ("landlord", r"bailleur( social)?|oph|hlm|opac|office public de l habitat|logement social"),
    ("police_fire", r"gendarmerie|pompiers?|sdis|police|commissariat"),
    ("post", r"la poste|facteur|factrice|agence postale|poste"),
    ("media", r"presse|radio|journal|media|gazette"),
    ("farm", r"gaec|exploitation agricole|ferme|earl|agriculteur"),
    (
        "shop",
        r"cafe|bar|boulangerie|epicerie(?! sociale| solidaire)|marche|commerce|commercants?|tabac|restaurant|auberge|superette",
    ),
    ("resident_relay", r"habitante? relais|habitant relais"),
    ("resident_group", r"collectif d habitants?|conseil citoyen|collectif|groupe d habitants?|habitants?"),
    ("elected", r"elue?|conseill(er|ere) (municipale?|departementale?)"),
    (
        "intermunicipality",
        r"communaute (de communes|d agglomeration|urbaine)|cc|metropole|epci|intercommunalite|agglomeration",
    ),
    ("county", r"conseil departemental|departement|maison des solidarites|province"),
    ("region", r"conseil regional|region"),
    ("state", r"prefecture|ddets|etat|rectorat|sous prefecture|drac|dsden|service de l etat"),
    ("municipality", r"mairie|commune|ville|municipalite|collectivite"),
    ("company", r"entreprise|sarl|sas|sa|societe|scop|scic"),
    ("association", r"association|asso|asbl|club|amicale|comite|mjc|secours|restos|loi 1901|foyer rural"),
)
_PATTERNS = tuple((kind, re.compile(rf"(?:{pattern})(?= |$)")) for kind, pattern in _WORDS)
_LABELS = {normalise(str(label)): code for code, label in PartnerKind.choices} | {
    code: code for code in PartnerKind.values
}
_LABELS |= {
    normalise(part): code for code, label in PartnerKind.choices for part in re.split(r"[,:(]", str(label)) if part
}


def kind_of(text):
    """Return the PartnerKind code that a cell names, or "" when it names none that we know."""
    words = normalise(text)
    if not words:
        return ""
    if words in _LABELS:
        return _LABELS[words]
    singular = re.sub(r"s\b", "", words)
    for known, code in _LABELS.items():
        if re.sub(r"s\b", "", known) == singular:
            return code
    return _search(words) or _search(singular)


def _search(words):
    """Return the kind whose pattern begins the earliest in the words."""
    found = []
    for rank, (kind, pattern) in enumerate(_PATTERNS):
        match = re.search(rf"(?:^| )(?:{pattern.pattern})", words)
        if match:
            found.append((match.start(), rank, kind))
    return min(found)[2] if found else ""


def kind_of_name(name):
    """Return the kind that the first words of a name give away (« Pharmacie du Centre »), or ""."""
    words = normalise(undotted(name))
    return next((kind for kind, pattern in _PATTERNS if pattern.match(words)), "")
