"""The project file, format version 1: every key it may hold. The checker, the JSON Schema and the page of docs/
all come from here. Keys are in the order in which a file is written.
"""

from exchange import codes
from exchange.fields import (
    TEXT,
    Code,
    Date,
    Email,
    Flag,
    Identifier,
    Number,
    Pattern,
    Reference,
    Text,
    Whole,
    Word,
)
from exchange.groups import ListOf, MapOf, Record, Who

VERSION = 1


def _name(about="", **options):
    return Text(required=True, about=about, **options)


def _text(about="", **options):
    return Text(limit=TEXT, about=about, **options)


def _line(limit=200, about=""):
    return Text(limit=limit, about=about)


def _texts(about=""):
    return ListOf(item=Text(limit=TEXT), about=about)


def _id(of, about="Identifiant dans le fichier."):
    return Identifier(of=of, required=True, about=about)


def _to(target, about="", required=False):
    return Reference(to=target, required=required, about=about)


def _several(target, about=""):
    return ListOf(item=Reference(to=target), unique=True, about=about)


def _code(vocabulary, about="", required=False):
    return Code(vocabulary=vocabulary, required=required, about=about)


def _money(about="Montant en euros.", required=False):
    return Number(about=about, required=required)


def _own_words(vocabulary):
    return ListOf(
        item=Record(
            {
                "id": Word(required=True, about="Le mot du fichier."),
                "code": Code(vocabulary=vocabulary, only_codes=True, required=True, about="Le sens."),
                "nom": Text(about="Ce qui se lit."),
            }
        ),
        about="Mots du fichier pour cette liste.",
    )


_FOLLOW_UP = {
    "quoi": Text(limit=TEXT, required=True, about="Ce qui est promis."),
    "qui": Who(about="Qui le fait."),
    "pour_le": Date(about="Pour quand."),
    "fait": Flag(about="Absent\u00a0: pas encore."),
}

_FACT = Record(
    {
        "id": Identifier(about="Utile aux parades."),
        "texte": Text(limit=TEXT, required=True),
        "categorie": _code(codes.OBSTACLE_CATEGORIES),
        "force": Whole(low=1, high=3),
        "statut": _code(codes.FACT_STATUSES, "Absent\u00a0: hypothese (notre idée)."),
    }
)
_FACTS = {
    "freins": ListOf(item=_FACT, about="Ce qui retient."),
    "leviers": ListOf(item=_FACT, about="Ce qui attire."),
    "parades": ListOf(
        item=Record(
            {
                "frein": Text(limit=100, required=True, about="Un frein de la même liste."),
                "texte": Text(limit=TEXT, required=True),
                "qui": Who(),
                "pour_le": Date(),
                "fait": Flag(),
            }
        ),
        about="Ce que l’on fait de chaque frein.",
    ),
}

_CONTACT = Record(
    {
        "nom": _line(),
        "fonction": _line(),
        "courriel": Email(),
        "telephone": _line(40),
    },
    about="Coordonnées professionnelles.",
)

_IDENTITY = {
    "forme": _line(200, "Forme juridique."),
    "siege": _line(300, "Adresse du siège."),
    "siret": _line(60, "Gardé comme il est écrit\u00a0; une clé fausse est signalée."),
    "rna": _line(60),
    "bce": _line(60, "Belgique."),
}

LISTS = Record(
    {
        "horizons": ListOf(
            item=Record(
                {
                    "id": _id("horizons"),
                    "nom": _name(),
                    "sous_titre": _line(),
                    "debut": Date(),
                    "fin": Date(),
                    "intention": _text(),
                }
            ),
            required=True,
            about="Colonnes de la frise.",
        ),
        "lignes": ListOf(
            item=Record(
                {
                    "id": _id("lignes"),
                    "code": _code(
                        codes.LEVEL_CODES,
                        "Sens de la ligne. co_porteur, allie, contributeur et information le portent par leur nom.",
                    ),
                    "nom": _name(),
                    "couleur": Pattern(pattern="#[0-9A-Fa-f]{6}", example="#1F7A8C"),
                    "definition": _line(300),
                }
            ),
            required=True,
            about="Lignes de la frise.",
        ),
        **{section: _own_words(vocabulary) for section, vocabulary in codes.OWN_WORDS.items()},
        "phases": ListOf(
            item=Record(
                {
                    "id": _id("phases"),
                    "nom": _name(),
                    "moment": _code(codes.PHASE_MOMENTS),
                }
            ),
            about="Groupes d’activités du RACI.",
        ),
    },
    required=True,
)

TERRITORY = Record(
    {
        "id": _id("territoires"),
        "type": _code(codes.TERRITORY_KINDS, required=True),
        "nom": _name(),
        "pays": _code(codes.COUNTRIES, "Absent\u00a0: FR."),
        "code": _line(20, "Code officiel (SIREN d’un EPCI, numéro d’un département, code NIS en Belgique)."),
        "code_insee": _line(20, "Code officiel d’une commune de France."),
        "code_postal": _line(400, "Plusieurs codes\u00a0: séparés par une espace."),
        "population": Whole(),
        "communes": Whole(about="Nombre de communes."),
        "departement": _line(20, "Numéro du département."),
        "epci": _to("territoires", "Intercommunalité de la commune."),
        "a_verifier": _line(300),
    }
)

PROJECT = Record(
    {
        "id": Identifier(of="projet", required=True),
        "nom": _name(),
        "sous_titre": _line(),
        "porteur": _to("partenaires", "La structure porteuse.", required=True),
        "cadre": _line(300),
        "territoires": _several("territoires", "Où le projet agit."),
        "publics": _several("publics", "Pour qui."),
        "debut": Date(),
        "fin": Date(),
        "etape": _code(codes.STAGES, "Absente\u00a0: idée première."),
        "constat": _text(),
        "pourquoi": _text(),
        "objectifs": _texts(),
        "ce_que_nous_ne_ferons_pas": _text(),
        "equipe": ListOf(
            item=Record(
                {
                    "id": _id("equipe"),
                    "nom": _name(),
                    "role": _line(200, "Fonction dans l’équipe."),
                    "droits": _code(codes.ROLES, "Absents\u00a0: lecture_et_atelier. Ne crée aucun compte."),
                }
            )
        ),
        "jalons": ListOf(item=Record({"date": Date(required=True), "titre": _name()})),
    },
    required=True,
)

PARTNER = Record(
    {
        "id": _id("partenaires"),
        "nom": _name(),
        "court": _line(60, "Nom court, pour les fiches et le RACI."),
        "type": _code(codes.PARTNER_KINDS, "Absent\u00a0: autre."),
        "territoire": _to("territoires"),
        "nature_lien": _code(codes.LINK_NATURES),
        "intensite": _code(codes.LINK_INTENSITIES),
        "formalisation": _code(codes.FORMALISATIONS, "Absente\u00a0: aucune."),
        "etape": _code(codes.STAGES, "Absente\u00a0: repéré."),
        "engagement_x": _code(codes.COMMITMENTS, "Où en est l’acteur aujourd’hui. Privé à l’équipe."),
        "engagement_o": _code(codes.COMMITMENTS, "Le minimum nécessaire. Privé à l’équipe."),
        "influence": Whole(low=1, high=5, about="Privé à l’équipe."),
        "interet": Whole(low=1, high=5, about="Privé à l’équipe."),
        "synergie": Whole(low=1, high=4, about="Privé à l’équipe."),
        "antagonisme": Whole(low=1, high=4, about="Privé à l’équipe."),
        "confiance": Whole(low=0, high=4, about="Privé à l’équipe."),
        "oublie": Flag(about="Partenaire oublié (moins visible)."),
        "porteur": Flag(about="D’accord avec projet.porteur."),
        "contact": _CONTACT,
        "autres_contacts": ListOf(item=_CONTACT),
        "apport": _text("Une idée par ligne."),
        "attente": _text("Une idée par ligne."),
        "limites": _text("Une idée par ligne."),
        "interets_communs": _text("Une idée par ligne."),
        "suivi_par": _to("equipe"),
        **_IDENTITY,
        "mission": _text(),
        "verifie_le": Date(),
        **_FACTS,
        "suites": ListOf(item=Record(_FOLLOW_UP), about="Promesses sans échange noté au journal."),
    }
)

LINK = Record(
    {
        "a": _to("partenaires", required=True),
        "b": _to("partenaires", required=True),
        "mode": _code(codes.LINK_INTENSITIES, required=True),
        "tension": _text("Privée à l’équipe."),
    }
)

PLACEMENT = Record(
    {
        "id": Identifier(of="placements"),
        "partenaire": _to("partenaires", required=True),
        "horizon": _to("horizons", required=True),
        "ligne": _to("lignes", required=True),
        "date": Date(),
        "certitude": _code(codes.CERTAINTIES, "Absente\u00a0: probable."),
        "provenance": _code(codes.PROVENANCES, "Qui le dit. Absente\u00a0: suppose."),
        "note": _text(),
    }
)

ACTIVITY = Record(
    {
        "id": _id("activites"),
        "nom": _name(),
        "phase": _to("phases"),
        "debut": Date(),
        "fin": Date(),
        "statut": _code(codes.ACTIVITY_STATUSES, "Absent\u00a0: prevue."),
    }
)

_SIGNAL = Record(
    {
        "code": Text(limit=60, required=True),
        "acteur": _to("partenaires"),
        "activite": _to("activites"),
        "horizon": _to("horizons"),
        "detail": _text(),
    }
)
EXPECTED_SIGNALS = Record(
    {"erreurs": ListOf(item=_SIGNAL), "alertes": ListOf(item=_SIGNAL)},
    about="Ce que le contrôle du RACI doit trouver\u00a0: vérifié, jamais gardé.",
)

PERSPECTIVE = Record(
    {
        "acteur": _to("partenaires", required=True),
        "joue_par": Who(),
        "portrait": _text(),
        **_FACTS,
    }
)

SITUATION = Record(
    {
        "id": _id("situations"),
        "nom": _name(),
        "signes": _texts(),
        "bascule": _text(),
        "liens": ListOf(
            item=Record(
                {"acteur": _to("partenaires", required=True), "role": _code(codes.SITUATION_ROLES, required=True)}
            )
        ),
        "trou": _text(),
        "action": _to("fiches_action", "La fiche action qui y répond."),
        "actions": _several("fiches_action", "Quand plusieurs fiches y répondent."),
    },
)

LOG_ENTRY = Record(
    {
        "id": _id("journal"),
        "date": Date(required=True),
        "partenaire": _to("partenaires", required=True),
        "type": _code(codes.LOG_KINDS, "Absent\u00a0: autre."),
        "lieu": _line(),
        "presents": ListOf(item=Who()),
        "resume": Text(limit=TEXT, required=True, about="Aucun nom d’habitante ou d’habitant."),
        "decision": _text(),
        "suite": Record(_FOLLOW_UP),
        "ressenti": _code(codes.MOODS, "Privé à l’équipe."),
    }
)

PARTY = Record(
    {
        "partenaire": _to("partenaires", required=True),
        **_IDENTITY,
        "signataire": _line(),
        "qualite": _line(),
        "habilitation": _line(300),
        "mission": _text(),
    }
)

_CHARGE = Record({"poste": Text(limit=300, required=True), "montant": _money(required=True)})
_INCOME = Record({"source": _to("partenaires"), "libelle": _line(300), "montant": _money(required=True)})
_VALUED = Record({"quoi": Text(limit=300, required=True), "valeur": _money("Euros par an.")})

AGREEMENT = Record(
    {
        "id": _id("conventions"),
        "numero": _line(40),
        "modele": _code(codes.TEMPLATES, required=True),
        "titre": _name(limit=300),
        "parties": ListOf(item=PARTY),
        "statut": _code(codes.AGREEMENT_STATUSES, "Absent\u00a0: brouillon."),
        "etapes_texte": ListOf(
            item=Record(
                {
                    "version": Whole(low=1, required=True),
                    "date": Date(required=True),
                    "valide_par": _line(300),
                }
            )
        ),
        "constat": _text(),
        "origine_projet": _text(),
        "objectifs": _texts(),
        "publics": _several("publics"),
        "territoires": _several("territoires"),
        "engagements": MapOf(to="partenaires", value=_texts(), about="Engagements de chaque partie."),
        "moyens": ListOf(
            item=Record(
                {
                    "partenaire": _to("partenaires", required=True),
                    "quoi": Text(limit=300, required=True),
                    "valeur": _money("Euros par an."),
                }
            )
        ),
        "gouvernance": Record(
            {
                "instance": _line(),
                "frequence": _line(),
                "referents": MapOf(to="partenaires", value=Who()),
            }
        ),
        "indicateurs": _texts(),
        "rgpd": _code(codes.DATA_OPTIONS),
        "secret": Flag(about="Partage d’informations nominatives."),
        "date_demande": Date(),
        "deliberation": Record(
            {
                "organe": _line(),
                "date_prevue": Date(),
                "numero": _line(100),
                "date": Date(),
                "executoire_le": Date(),
            }
        ),
        "signature_prevue": Date(),
        "date_effet": Date(),
        "fin": Date(),
        "duree": _line(),
        "preavis": _line(100),
        "delai_mise_en_demeure": _line(100),
        "bilan_intermediaire": Date(),
        "subvention": ListOf(
            item=Record({"exercice": Whole(low=1900, high=2200, required=True), "montant": _money(required=True)})
        ),
        "montant_total": _money("Somme de subvention\u00a0: vérifiée, jamais gardée."),
        "nature": ListOf(item=_VALUED, about="Apports en nature pour toute la convention."),
        "montant_cumule_annuel": _money(
            "Plus forte subvention annuelle et apports en nature\u00a0: vérifié, jamais gardé."
        ),
        "echeancier": ListOf(
            item=Record(
                {
                    "part": Number(low=0, high=100, about="Pour cent."),
                    "quand": Text(limit=300, required=True),
                    "montant": _money(required=True),
                }
            )
        ),
        "budget_annuel": Record(
            {
                "exercice": Whole(low=1900, high=2200),
                "charges": ListOf(item=_CHARGE),
                "produits": ListOf(item=_INCOME),
                "total": _money("Somme des charges et des produits\u00a0: vérifiée, jamais gardée."),
                "contributions_volontaires": ListOf(
                    item=Record({"quoi": Text(limit=300, required=True), "valeur": _money(required=True)})
                ),
            }
        ),
        "contrat_engagement_republicain": Record({"souscrit": Flag(), "date": Date()}),
        "reversement": Flag(),
        "excedent_max": Number(low=0, high=100, about="Pour cent."),
        "alertes_attendues": _texts("Points d’attention."),
        "juridiction": _line(300),
        "lieu": _line(),
        "date_signature": Date(),
        "nb_originaux": Whole(high=32_767),
        "signature_electronique": Flag(),
        "fiches": _several("fiches_action", "Fiches annexées."),
        "articles": ListOf(
            item=Record(
                {
                    "article": _line(40, "Nom de l’article dans le modèle\u00a0; absent pour un article de l’équipe."),
                    "titre": _name(),
                    "texte": _text(),
                    "facultatif": Flag(about="Absent\u00a0: non."),
                    "retenu": Flag(about="Absent\u00a0: oui."),
                }
            ),
            about="Le texte, quand il a été modifié.",
        ),
    }
)

ARRANGEMENT = Record(
    {
        "partenaire": _to("partenaires", required=True),
        "formalisation": _code(codes.FORMALISATIONS, required=True),
        "objet": Text(limit=300, required=True),
        "date": Date(),
        "fin": Date(),
        "valeur_annuelle": _money(),
        "montant": _money(),
    }
)

INVESTMENT = Record(
    {
        "objet": Text(limit=300, required=True),
        "charges": ListOf(item=_CHARGE),
        "produits": ListOf(item=_INCOME),
        "total": _money("Somme des charges et des produits\u00a0: vérifiée, jamais gardée."),
    }
)

SHEET = Record(
    {
        "id": _id("fiches_action"),
        "numero": Whole(),
        "titre": _name(),
        "axe": _line(300),
        "constat": _text(),
        "source": _line(300),
        "objectif_general": _text(),
        "objectifs_operationnels": _texts(),
        "publics": _several("publics"),
        "territoires": _several("territoires"),
        "activites": _several("activites", "Lignes du RACI."),
        "description": _text(),
        "calendrier": _text(),
        "pilote": _to("partenaires"),
        "partenaires": ListOf(
            item=Record(
                {
                    "partenaire": _to("partenaires", required=True),
                    "role": _code(codes.RACI_LETTERS),
                    "apport": _line(300),
                }
            )
        ),
        "place_habitants": _text(),
        "moyens": Record(
            {"etp": Number(low=0, high=9999, about="Équivalent temps plein."), "materiel": _text(), "budget": _money()}
        ),
        "indicateurs": ListOf(
            item=Record(
                {
                    "nom": _name(),
                    "unite": _line(60),
                    "base": Number(),
                    "cible": Number(),
                    "valeur": Number(),
                    "periode": _line(),
                    "type": _code(codes.INDICATOR_KINDS),
                }
            )
        ),
        "statut": _code(codes.SHEET_STATUSES, "Absent\u00a0: idee."),
        "convention": _to("conventions", "La convention de la fiche."),
    }
)

_THEME = Number(low=0, high=4, about="Moyenne de 0 à 4.")

REVIEW = Record(
    {
        "id": _id("bilans"),
        "type": _code(codes.REVIEW_KINDS, required=True),
        "titre": _name(),
        "periode": Record({"debut": Date(), "fin": Date()}),
        "date": Date(),
        "participants": _several("partenaires"),
        "chiffres": ListOf(item=Record({"nom": _name(), "prevu": Number(), "realise": Number(), "note": _line(300)})),
        "par_commune": ListOf(
            item=Record(
                {
                    "territoire": _to("territoires", required=True),
                    "haltes": Whole(),
                    "passages": Whole(),
                    "personnes": Whole(),
                }
            )
        ),
        "par_age": ListOf(item=Record({"tranche": Text(limit=100, required=True), "personnes": Whole()})),
        "orientations": ListOf(item=Record({"vers": _to("partenaires", required=True), "nombre": Whole()})),
        "partenaires_actifs": Record({"actifs": Whole(), "places": Whole(), "source": _line(300)}),
        "aide": _texts("Ce qui a aidé."),
        "freine": _texts("Ce qui a freiné."),
        "paroles": _texts("Sans nom de personne."),
        "partenariat": Record(
            {
                "repondants": Whole(),
                "points_de_vue": _THEME,
                "association_precoce": _THEME,
                "poids_decisions": _THEME,
                "bons_acteurs": _THEME,
                "rapports_equilibres": _THEME,
                "construction_commune": _THEME,
            }
        ),
        "budget": Record({"prevu": _money(), "realise": _money()}),
        "decisions": ListOf(item=Record(_FOLLOW_UP)),
        "suite": _text(),
    }
)

COMMITTEE = Record(
    {
        "id": _id("instances"),
        "type": _code(codes.COMMITTEE_KINDS, required=True),
        "nom": _name(),
        "frequence": _line(),
        "membres": _several("partenaires"),
        "reunions": ListOf(
            item=Record(
                {
                    "date": Date(required=True),
                    "ordre_du_jour": _texts(),
                    "presents": ListOf(item=Who()),
                    "decisions": _texts(),
                }
            )
        ),
    }
)

WORKSHOP = Record(
    {
        "id": _id("ateliers"),
        "script": _code(codes.SCRIPTS, required=True),
        "date": Date(),
        "animation": Who(),
        "participants": Whole(),
        "cartes": Whole(),
        "fusionnees": Whole(),
        "engagements": _texts(),
    }
)

FILE = Record(
    {
        "version": Whole(low=VERSION, high=VERSION, required=True),
        "langue": _line(5),
        "date_reference": Date(about="« Aujourd’hui » du fichier\u00a0: sert à décaler les dates."),
        "mention": _line(200, "Affichée sur chaque écran et chaque document."),
        "listes": LISTS,
        "territoires": ListOf(item=TERRITORY),
        "publics": ListOf(item=Record({"id": _id("publics"), "nom": _name()})),
        "projet": PROJECT,
        "partenaires": ListOf(item=PARTNER, required=True),
        "liens": ListOf(item=LINK, about="Qui travaille déjà avec qui."),
        "placements": ListOf(item=PLACEMENT),
        "activites": ListOf(item=ACTIVITY),
        "raci": MapOf(to="activites", value=MapOf(to="partenaires", value=_code(codes.RACI_LETTERS))),
        "raci_signaux_attendus": EXPECTED_SIGNALS,
        "pas_de_cote": ListOf(item=PERSPECTIVE, about="Privé à l’équipe."),
        "situations": ListOf(item=SITUATION, about="Des situations types, jamais des personnes."),
        "journal": ListOf(item=LOG_ENTRY),
        "conventions": ListOf(item=AGREEMENT),
        "autres_accords": ListOf(item=ARRANGEMENT),
        "investissement": INVESTMENT,
        "fiches_action": ListOf(item=SHEET),
        "bilans": ListOf(item=REVIEW),
        "instances": ListOf(item=COMMITTEE),
        "ateliers": ListOf(item=WORKSHOP),
    }
)

# Where the lists that references look in stand in the file.
PLACES = {
    "horizons": "listes.horizons",
    "lignes": "listes.lignes",
    "phases": "listes.phases",
    "equipe": "projet.equipe",
}
