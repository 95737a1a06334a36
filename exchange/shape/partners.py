"""Keys of the partners and of what hangs on them: frise, RACI, links, pas de côté, journal."""

from exchange import codes
from exchange.fields import TEXT, Date, Email, Flag, Identifier, Text, Whole
from exchange.groups import ListOf, Record, Who
from exchange.shape.parts import FACTS, FOLLOW_UP, IDENTITY, line, name, own_id, several, text, texts, to, word

_CONTACT = Record(
    {
        "nom": line(),
        "fonction": line(),
        "courriel": Email(),
        "telephone": line(40),
        "autre_telephone": line(40),
        "autre_moyen": line(200, "Messagerie, adresse d’une page, jour de permanence…"),
        "prefere": word(codes.CHANNELS, "Comment cette personne veut être jointe."),
        "parti_le": Date(about="N’y travaille plus depuis ce jour."),
    },
    about="Coordonnées professionnelles.",
)

# What two people think of one place is the team's, whoever thinks it.
_OPINION = Record(
    {
        "horizon": to("horizons", required=True),
        "ligne": to("lignes", required=True),
        "voix": word(codes.VOICES, "Qui le pense. Absente\u00a0: equipe."),
        "personne": to("equipe"),
        "source": line(200, "Une réunion, un appel, un atelier."),
        "date": Date(required=True),
        "note": text(),
    },
    about="Un avis sur sa place, qui n’est pas la place. Privé à l’équipe.",
)

_STAGE_ENTRY = Record(
    {"etape": word(codes.STAGES, required=True), "depuis_le": Date(required=True), "note": text()},
    about="Un passage d’une étape à une autre. Privé à l’équipe.",
)

_MANDATE = Record(
    {
        "qui": Who(about="Qui parle pour nous."),
        "donne_par": line(200, "Une personne ou une instance."),
        "donne_le": Date(),
        "jusqu_au": Date(),
        "marge": text("Ce qui se décide sans revenir."),
        "questions": text("Ce qui se rapporte à l’instance."),
    },
    about="Privé à l’équipe.",
)

_POINT = Record(
    {
        "etape": word(codes.STAGES, required=True),
        "date": Date(required=True),
        "texte": Text(limit=TEXT, required=True),
        "valide_par": line(),
        "valide_le": Date(),
    },
    about="Le point écrit d’un tour, et sa validation en interne. Privé à l’équipe.",
)

PARTNER = Record(
    {
        "id": own_id("partenaires"),
        "nom": name(),
        "court": line(60, "Nom court, pour les fiches et le RACI."),
        "type": word(codes.PARTNER_KINDS, "Absent\u00a0: autre."),
        "territoire": to("territoires", "Le premier où il agit\u00a0: celui qui suit son nom."),
        "autres_territoires": several("territoires", "Les autres où il agit."),
        "nature_lien": word(codes.LINK_NATURES),
        "intensite": word(codes.LINK_INTENSITIES),
        "formalisation": word(codes.FORMALISATIONS, "Absente\u00a0: aucune."),
        "etape": word(codes.STAGES, "Absente\u00a0: repéré."),
        "engagement_x": word(codes.COMMITMENTS, "Où en est l’acteur aujourd’hui. Privé à l’équipe."),
        "engagement_o": word(codes.COMMITMENTS, "Le minimum nécessaire. Privé à l’équipe."),
        "influence": Whole(low=1, high=5, about="Privé à l’équipe."),
        "interet": Whole(low=1, high=5, about="Privé à l’équipe."),
        "synergie": Whole(low=1, high=4, about="Privé à l’équipe."),
        "antagonisme": Whole(low=1, high=4, about="Privé à l’équipe."),
        "confiance": Whole(low=0, high=4, about="Privé à l’équipe."),
        "positions_au": Date(about="Le jour de ces positions. Privé à l’équipe."),
        "oublie": Flag(about="Partenaire oublié (moins visible)."),
        "porteur": Flag(about="D’accord avec projet.porteur."),
        "contact": _CONTACT,
        "autres_contacts": ListOf(item=_CONTACT),
        "apport": text("Une idée par ligne."),
        "attente": text("Une idée par ligne."),
        "limites": text("Une idée par ligne."),
        "interets_communs": text("Une idée par ligne."),
        "suivi_par": to("equipe"),
        **IDENTITY,
        "mission": text(),
        "mentions": text("Ce que portait une fiche réunie à celle-ci\u00a0: un autre nom, un autre numéro."),
        "verifie_le": Date(),
        "archive_le": Date(about="Fiche qui ne sert plus depuis ce jour."),
        "niveau_espere": Record(
            {
                "ligne": to("lignes", required=True),
                "provenance": word(codes.PROVENANCES, "Qui le dit. Absente\u00a0: suppose."),
                "note": text("Pourquoi."),
            },
            about="Où l’on aimerait se retrouver. Privé à l’équipe.",
        ),
        "a_solliciter": Record(
            {"date": Date(), "moment": word(codes.PHASE_MOMENTS), "note": text("Pourquoi à ce moment.")},
            about="Le meilleur moment pour lui demander. Privé à l’équipe.",
        ),
        "phases": several("phases", "Les phases où il est présent."),
        "avis": ListOf(item=_OPINION),
        "passages": ListOf(item=_STAGE_ENTRY),
        "mandats": ListOf(item=_MANDATE),
        "points": ListOf(item=_POINT),
        **FACTS,
        "suites": ListOf(item=Record(FOLLOW_UP), about="Promesses sans échange noté au journal."),
    }
)

LINK = Record(
    {
        "a": to("partenaires", required=True),
        "b": to("partenaires", required=True),
        "mode": word(codes.LINK_INTENSITIES, required=True),
        "nature": word(codes.LINK_NATURES),
        "depuis": Date(),
        "jusqu_au": Date(about="Le lien ne tient plus ce jour-là."),
        "note": text("Privée à l’équipe."),
        "tension": text("Privée à l’équipe."),
    }
)

DRAWN = Record(
    {
        "partenaire": to("partenaires", required=True),
        "angle": Whole(high=359, about="Sur la carte, en degrés."),
        "colonne": Whole(high=100, about="Sur le graphe."),
        "rang": Whole(high=1000, about="Sur le graphe."),
    }
)

SET_ASIDE = Record(
    {
        "regle": Text(limit=60, required=True, about="Le nom de la règle qui pose la question."),
        "question": Text(limit=500, required=True, about="La question, telle que l’application la pose."),
        "raison": Text(limit=2000, required=True),
        "date": Date(about="Quand l’équipe l’a dit."),
        "revenue": Flag(about="Ce que la question regarde a changé depuis\u00a0: elle se pose à nouveau."),
    }
)

PLACEMENT = Record(
    {
        "id": Identifier(of="placements"),
        "partenaire": to("partenaires", required=True),
        "horizon": to("horizons", required=True),
        "ligne": to("lignes", required=True),
        "date": Date(),
        "certitude": word(codes.CERTAINTIES, "Absente\u00a0: probable."),
        "provenance": word(codes.PROVENANCES, "Qui le dit. Absente\u00a0: suppose."),
        "note": text(),
    }
)

RACI_FACT = Record(
    {
        "activite": to("activites", required=True),
        "partenaire": to("partenaires", required=True),
        "nature": word(codes.RACI_FACTS, required=True),
        "role": word(codes.RACI_CELLS, "Ce qui est refusé, demandé (C) ou dit (I)."),
        "en_repond": Flag(about="Pour une réponse\u00a0: absent veut dire «\u00a0j’en réponds\u00a0»."),
        "date": Date(),
        "moyen": word(codes.SAID_BY),
        "qui": Who(),
        "texte": Text(limit=2000, about="Privé à l’équipe."),
    }
)

_SIGNAL = Record(
    {
        "code": Text(limit=60, required=True),
        "acteur": to("partenaires"),
        "activite": to("activites"),
        "horizon": to("horizons"),
        "detail": text(),
    }
)

EXPECTED_SIGNALS = Record(
    {"erreurs": ListOf(item=_SIGNAL), "alertes": ListOf(item=_SIGNAL)},
    about="Ce que le contrôle du RACI doit trouver\u00a0: vérifié, jamais gardé.",
)

PERSPECTIVE = Record(
    {
        "acteur": to("partenaires", required=True),
        "joue_par": Who(),
        "portrait": text(),
        **FACTS,
    }
)

MISSING = Record(
    {
        "acteur": Text(limit=100, required=True, about="Le nom de l’acteur attendu, dans la liste de l’organisation."),
        "question": line(300, "Sert à ajouter à la liste un acteur qui n’y est pas."),
        "famille": word(codes.ACTOR_FAMILIES, "Idem. Absente\u00a0: associations."),
        "types": ListOf(item=word(codes.PARTNER_KINDS), unique=True, about="Idem\u00a0: les types qui y répondent."),
        "mots": texts("Idem\u00a0: des mots du nom."),
        "oublie": Flag(about="Idem\u00a0: souvent oublié."),
        "sans_objet": Text(limit=2000, about="Pourquoi la question est sans objet, ou bien partenaire."),
        "partenaire": to("partenaires", "Qui y répond, ou bien sans_objet."),
        "date": Date(about="Quand l’équipe l’a dit."),
    }
)

LOG_ENTRY = Record(
    {
        "id": own_id("journal"),
        "date": Date(required=True),
        "partenaire": to("partenaires", required=True),
        "type": word(codes.LOG_KINDS, "Absent\u00a0: autre."),
        "lieu": line(),
        "presents": ListOf(item=Who()),
        "resume": Text(limit=TEXT, required=True, about="Aucun nom d’habitante ou d’habitant."),
        "decision": text(),
        "suite": Record(FOLLOW_UP),
        "ressenti": word(codes.MOODS, "Privé à l’équipe."),
    }
)
