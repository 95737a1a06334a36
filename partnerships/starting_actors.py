"""The list of actors that « Qui manque ? » starts from: six families (Fonda) and those who are often forgotten.

Forgotten partners: domain notes, decision 5, and the steps « Les oubliés » of the workshop of the frise. Wording is ours.
Plain values: the data migration and the application both read them.
"""

from typing import NamedTuple

# One family: any partner of its kinds answers (ActorFamily.kinds).
FAMILIES = (
    (
        "famille_etat",
        "state",
        "Quels services de l’État, quelles caisses sont concernés : préfecture, Caf, MSA, CPAM ?",
    ),
    ("famille_collectivites", "local", "Quelle commune, quelle intercommunalité, quel CCAS a son mot à dire ?"),
    ("famille_associations", "associations", "Quelles associations rencontrent déjà ces personnes ?"),
    (
        "famille_entreprises",
        "companies",
        "Qui, parmi les commerces et les entreprises, voit passer les habitantes et habitants ?",
    ),
    ("famille_sante", "research", "Qui soigne, qui enseigne, qui étudie ce territoire ?"),
    ("famille_habitants", "individuals", "Quelles habitantes, quels habitants sont là en leur nom ?"),
)


class Forgotten(NamedTuple):
    """Somebody who sees everyone without being invited. `words`: beginnings of words of the names that answer it.

    Without words, any partner of the kinds answers; without kinds, any name with one of the words (ExpectedActor).
    """

    key: str
    label: str
    question: str
    family: str
    kinds: tuple
    words: tuple = ()


FORGOTTEN = (
    Forgotten(
        "secretaire_mairie",
        "Secrétaire de mairie",
        "Qui tient l’accueil de la mairie et entend chaque demande ?",
        "local",
        ("municipal_office",),
    ),
    Forgotten("pharmacie", "Pharmacie", "À quel comptoir de pharmacie se confie-t-on ?", "research", ("pharmacy",)),
    Forgotten(
        "cafe",
        "Café, bar, restaurant",
        "Dans quel café se croisent ceux qu’on ne voit nulle part ailleurs ?",
        "companies",
        ("shop", "company"),
        ("café", "bar", "bistrot", "brasserie", "auberge", "restaurant", "buvette"),
    ),
    Forgotten(
        "marche",
        "Commerces et marché",
        "Qui, parmi les commerces, voit passer les habitantes et habitants ?",
        "companies",
        ("shop",),
    ),
    Forgotten(
        "tournee",
        "Boulangerie itinérante, tournée",
        "Quelle tournée passe encore de hameau en hameau, de palier en palier ?",
        "companies",
        ("shop", "company", "association", "farm"),
        ("itinérant", "ambulant", "tournée", "boulang", "épicerie", "camion", "colporteur"),
    ),
    Forgotten(
        "facteur",
        "Facteur, factrice",
        "Qui distribue le courrier et remarque les volets fermés ?",
        "companies",
        ("post",),
    ),
    Forgotten(
        "gardien",
        "Gardienne, gardien d’immeuble",
        "Qui garde les immeubles et connaît chaque palier ?",
        "companies",
        (),
        ("gardien", "concierge"),
    ),
    Forgotten("ecole", "École", "Qui, à l’école, parle aux parents à la sortie ?", "research", ("school",)),
    Forgotten(
        "bibliotheque", "Bibliothèque", "Qui accueille sans rien demander, livres en main ?", "research", ("library",)
    ),
    Forgotten(
        "aide_domicile",
        "Aide à domicile, soins à domicile",
        "Qui entre chez les gens chaque semaine ?",
        "research",
        ("medico_social", "health_pro", "association", "company"),
        ("domicile", "admr", "saad", "ssiad", "infirmi", "portage"),
    ),
    Forgotten(
        "pompiers",
        "Pompiers",
        "Qui intervient la nuit et relève les personnes tombées ?",
        "state",
        ("police_fire",),
        ("pompier", "sapeur", "caserne", "sdis", "secours"),
    ),
    Forgotten(
        "conduite",
        "Car, taxi, transport",
        "Qui conduit le car, le taxi, et sait qui ne monte plus ?",
        "companies",
        (),
        ("taxi", "car", "autocar", "bus", "transport", "mobil", "ambulance"),
    ),
    Forgotten(
        "agriculteurs",
        "Exploitations agricoles",
        "Qui travaille dehors tous les jours, et voit qui ne sort plus ?",
        "companies",
        ("farm",),
    ),
)


def starting_rows():
    """Return the fields of each ExpectedActor of the starting list, in its order."""
    from partnerships.models.kind import ActorFamily

    families = [
        {"key": key, "label": str(ActorFamily(family).label), "question": question, "family": family, "words": []}
        | {"kinds": list(ActorFamily(family).kinds), "overlooked": False}
        for key, family, question in FAMILIES
    ]
    forgotten = [
        {**actor._asdict(), "kinds": list(actor.kinds), "words": list(actor.words), "overlooked": True}
        for actor in FORGOTTEN
    ]
    rows = [*families, *forgotten]
    for position, row in enumerate(rows):
        # A question never begins a line with its mark.
        row["question"] = row["question"].replace(" ?", "\u00a0?").replace(" :", "\u00a0:")
        row["position"] = position
    return rows
