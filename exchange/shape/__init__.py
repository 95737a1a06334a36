"""The project file, format version 1: every key it may hold. The checker, the JSON Schema and the page of docs/
all come from here. Keys are in the order in which a file is written.
"""

from exchange import codes
from exchange.fields import Date, Whole
from exchange.groups import ListOf, MapOf, Record
from exchange.shape.agreements import AGREEMENT, ARRANGEMENT, INVESTMENT, SHEET
from exchange.shape.frame import ACTIVITY, LISTS, PROJECT, SITUATION, TERRITORY
from exchange.shape.life import COMMITTEE, REVIEW, WORKSHOP
from exchange.shape.partners import (
    DRAWN,
    EXPECTED_SIGNALS,
    LINK,
    LOG_ENTRY,
    MISSING,
    PARTNER,
    PERSPECTIVE,
    PLACEMENT,
    RACI_FACT,
    SET_ASIDE,
)
from exchange.shape.parts import line, name, own_id, word
from exchange.shape.signing import CIRCUIT

VERSION = 1

FILE = Record(
    {
        "version": Whole(low=VERSION, high=VERSION, required=True),
        "langue": line(5),
        "date_reference": Date(about="«\u00a0Aujourd’hui\u00a0» du fichier\u00a0: sert à décaler les dates."),
        "mention": line(200, "Affichée sur chaque écran et chaque document."),
        "listes": LISTS,
        "territoires": ListOf(item=TERRITORY),
        "publics": ListOf(item=Record({"id": own_id("publics"), "nom": name()})),
        "projet": PROJECT,
        "partenaires": ListOf(item=PARTNER, required=True),
        "liens": ListOf(item=LINK, about="Qui travaille déjà avec qui."),
        "dessin_relations": ListOf(item=DRAWN, about="Où chacun se tient sur la carte et sur le graphe."),
        "placements": ListOf(item=PLACEMENT),
        "activites": ListOf(item=ACTIVITY),
        "raci": MapOf(to="activites", value=MapOf(to="partenaires", value=word(codes.RACI_CELLS))),
        "raci_faits": ListOf(
            item=RACI_FACT, about="Notes, réponses des A, avis demandés, propositions refusées. Privé à l’équipe."
        ),
        "raci_signaux_attendus": EXPECTED_SIGNALS,
        "pas_de_cote": ListOf(item=PERSPECTIVE, about="Privé à l’équipe."),
        "situations": ListOf(item=SITUATION, about="Des situations types, jamais des personnes."),
        "qui_manque": ListOf(item=MISSING, about="Ce que l’équipe répond des acteurs attendus. Privé à l’équipe."),
        "questions_de_cote": ListOf(item=SET_ASIDE, about="«\u00a0Pas pour nous, parce que…\u00a0» Privé à l’équipe."),
        "journal": ListOf(item=LOG_ENTRY),
        "circuit_validation": CIRCUIT,
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
