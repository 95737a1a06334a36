"""Keys of the project itself: lists, territories, project, activities, situations."""

from exchange import codes
from exchange.fields import Code, Date, Identifier, Pattern, Text, Whole, Word
from exchange.groups import ListOf, Record
from exchange.shape.parts import line, name, own_id, several, text, texts, to, word


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


LISTS = Record(
    {
        "horizons": ListOf(
            item=Record(
                {
                    "id": own_id("horizons"),
                    "nom": name(),
                    "sous_titre": line(),
                    "debut": Date(),
                    "fin": Date(),
                    "intention": text(),
                }
            ),
            required=True,
            about="Colonnes de la frise.",
        ),
        "lignes": ListOf(
            item=Record(
                {
                    "id": own_id("lignes"),
                    "code": word(
                        codes.LEVEL_CODES,
                        "Sens de la ligne. co_porteur, allie, contributeur et information le portent par leur nom.",
                    ),
                    "nom": name(),
                    "couleur": Pattern(pattern="#[0-9A-Fa-f]{6}", example="#1F7A8C"),
                    "definition": line(300),
                }
            ),
            required=True,
            about="Lignes de la frise.",
        ),
        **{section: _own_words(vocabulary) for section, vocabulary in codes.OWN_WORDS.items()},
        "phases": ListOf(
            item=Record(
                {
                    "id": own_id("phases"),
                    "nom": name(),
                    "moment": word(codes.PHASE_MOMENTS),
                }
            ),
            about="Groupes d’activités du RACI.",
        ),
    },
    required=True,
)

TERRITORY = Record(
    {
        "id": own_id("territoires"),
        "type": word(codes.TERRITORY_KINDS, required=True),
        "nom": name(),
        "pays": word(codes.COUNTRIES, "Absent\u00a0: FR."),
        "code": line(20, "Code officiel (SIREN d’un EPCI, numéro d’un département, code NIS en Belgique)."),
        "code_insee": line(20, "Code officiel d’une commune de France."),
        "code_postal": line(400, "Plusieurs codes\u00a0: séparés par une espace."),
        "population": Whole(),
        "communes": Whole(about="Nombre de communes."),
        "departement": line(20, "Numéro du département."),
        "epci": to("territoires", "Intercommunalité de la commune."),
        "compose_de": several("territoires", "Les communes d’un territoire à soi, ou celle d’un quartier."),
        "zonages": ListOf(item=word(codes.ZONINGS), about="Politiques publiques qui distinguent le lieu."),
        "a_verifier": line(300),
    }
)

PROJECT = Record(
    {
        "id": Identifier(of="projet", required=True),
        "nom": name(),
        "sous_titre": line(),
        "porteur": to("partenaires", "La structure porteuse.", required=True),
        "cadre": line(300),
        "territoires": several("territoires", "Où le projet agit."),
        "publics": several("publics", "Pour qui."),
        "debut": Date(),
        "fin": Date(),
        "etape": word(codes.STAGES, "Absente\u00a0: idée première."),
        "variante_raci": word(codes.RACI_VARIANTS, "Les lettres du tableau des rôles. Absente\u00a0: raci."),
        "constat": text(),
        "pourquoi": text(),
        "objectifs": texts(),
        "ce_que_nous_ne_ferons_pas": text(),
        "equipe": ListOf(
            item=Record(
                {
                    "id": own_id("equipe"),
                    "nom": name(),
                    "role": line(200, "Fonction dans l’équipe."),
                    "droits": word(codes.ROLES, "Absents\u00a0: lecture_et_atelier. Ne crée aucun compte."),
                }
            )
        ),
        "jalons": ListOf(item=Record({"date": Date(required=True), "titre": name()})),
    },
    required=True,
)

ACTIVITY = Record(
    {
        "id": own_id("activites"),
        "nom": name(),
        "phase": to("phases"),
        "debut": Date(),
        "fin": Date(),
        "statut": word(codes.ACTIVITY_STATUSES, "Absent\u00a0: prevue."),
    }
)

SITUATION = Record(
    {
        "id": own_id("situations"),
        "nom": name(),
        "signes": texts(),
        "bascule": text(),
        "liens": ListOf(
            item=Record(
                {"acteur": to("partenaires", required=True), "role": word(codes.SITUATION_ROLES, required=True)}
            )
        ),
        "trou": text(),
        "action": to("fiches_action", "La fiche action qui y répond."),
        "actions": several("fiches_action", "Quand plusieurs fiches y répondent."),
    },
)
