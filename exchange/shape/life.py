"""Keys of how the project lives: bilans, instances, ateliers."""

from exchange import codes
from exchange.fields import Date, Number, Text, Whole
from exchange.groups import ListOf, Record, Who
from exchange.shape.parts import FOLLOW_UP, line, money, name, own_id, several, text, texts, to, word

_THEME = Number(low=0, high=4, about="Moyenne de 0 à 4.")

REVIEW = Record(
    {
        "id": own_id("bilans"),
        "type": word(codes.REVIEW_KINDS, required=True),
        "titre": name(),
        "periode": Record({"debut": Date(), "fin": Date()}),
        "date": Date(),
        "participants": several("partenaires"),
        "chiffres": ListOf(item=Record({"nom": name(), "prevu": Number(), "realise": Number(), "note": line(300)})),
        "par_commune": ListOf(
            item=Record(
                {
                    "territoire": to("territoires", required=True),
                    "haltes": Whole(),
                    "passages": Whole(),
                    "personnes": Whole(),
                }
            )
        ),
        "par_age": ListOf(item=Record({"tranche": Text(limit=100, required=True), "personnes": Whole()})),
        "orientations": ListOf(item=Record({"vers": to("partenaires", required=True), "nombre": Whole()})),
        "partenaires_actifs": Record({"actifs": Whole(), "places": Whole(), "source": line(300)}),
        "aide": texts("Ce qui a aidé."),
        "freine": texts("Ce qui a freiné."),
        "paroles": texts("Sans nom de personne."),
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
        "budget": Record({"prevu": money(), "realise": money()}),
        "decisions": ListOf(item=Record(FOLLOW_UP)),
        "suite": text(),
    }
)

COMMITTEE = Record(
    {
        "id": own_id("instances"),
        "type": word(codes.COMMITTEE_KINDS, required=True),
        "nom": name(),
        "frequence": line(),
        "membres": several("partenaires"),
        "reunions": ListOf(
            item=Record(
                {
                    "date": Date(required=True),
                    "ordre_du_jour": texts(),
                    "presents": ListOf(item=Who()),
                    "decisions": texts(),
                }
            )
        ),
    }
)

WORKSHOP = Record(
    {
        "id": own_id("ateliers"),
        "script": word(codes.SCRIPTS, required=True),
        "date": Date(),
        "animation": Who(),
        "participants": Whole(),
        "cartes": Whole(),
        "fusionnees": Whole(),
        "engagements": texts(),
    }
)
