"""Keys of how a text is validated and signed: the circuit of a project, the rounds and the signatures of an agreement."""

from exchange import codes
from exchange.fields import Date, Email, Text, Whole
from exchange.groups import ListOf, Record
from exchange.shape.parts import line, name, texts, to, word

_APPROVER = {
    "nom": name("L’étape\u00a0: direction, conseil d’administration.", limit=120),
    "qui": word(codes.APPROVERS, "Absent\u00a0: role."),
    "role": word(codes.ROLES, "Quand c’est un rôle."),
    "personne": to("equipe", "Quand c’est une personne."),
}

CIRCUIT = ListOf(item=Record(_APPROVER), about="Qui valide un texte avant sa signature, dans l’ordre.")

_TEXT = Record(
    {
        "parties": ListOf(
            item=Record(
                {
                    "cle": Text(limit=60, required=True),
                    "numero": line(20),
                    "titre": line(300),
                    "alineas": texts("Un alinéa par ligne\u00a0; «\u00a0-\u00a0» commence un élément de liste."),
                }
            ),
            required=True,
        )
    }
)

_RANK = "Rang du texte dans textes_soumis, à partir de 1."

_ANSWER = Record(
    {
        **_APPROVER,
        "decision": word(codes.DECISIONS, "Absente\u00a0: en_attente."),
        "attend_depuis": Date(),
        "le": Date(),
        "texte": Whole(low=1, about=_RANK),
        "motif": line(2000, "Ce qui doit changer."),
        "article": line(300),
        "reference": line(300, "Procès-verbal, courriel\u00a0: ce qui prouve la décision."),
    }
)

ROUNDS = {
    "textes_soumis": ListOf(item=_TEXT, about="Les textes sur lesquels une validation a été demandée ou donnée."),
    "validations": ListOf(
        item=Record(
            {
                "tour": Whole(low=1, required=True),
                "texte": Whole(low=1, required=True, about=_RANK),
                "demandee_le": Date(required=True),
                "mot": line(500),
                "etapes": ListOf(item=_ANSWER, required=True),
            }
        ),
        about="Validation interne\u00a0: un tour par demande.",
    ),
    "signatures": ListOf(
        item=Record(
            {
                "partie": to("partenaires", required=True),
                "signataire": name(),
                "qualite": line(),
                "rang": Whole(low=1, high=32_767, about="Le même pour tous\u00a0: sans ordre. Absent\u00a0: 1."),
                "courriel": Email(),
                "etat": word(codes.SIGNATURE_STATES, "Absent\u00a0: a_signer."),
                "motif": line(500, "Du refus."),
                "signee_le": Date(),
                "demandee_le": Date(),
                "relancee_le": Date(),
            }
        ),
        about="Une par signataire. Les copies numérisées restent sur le serveur qui les garde.",
    ),
}
