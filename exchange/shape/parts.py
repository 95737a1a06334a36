"""What several parts of the format share: short ways to declare a key, and groups of keys used in two places."""

from exchange import codes
from exchange.fields import TEXT, Code, Date, Flag, Identifier, Number, Reference, Text, Whole
from exchange.groups import ListOf, Record, Who


def name(about="", **options):
    """Return a short text that the record cannot do without."""
    return Text(required=True, about=about, **options)


def text(about="", **options):
    """Return a long text."""
    return Text(limit=TEXT, about=about, **options)


def line(limit=200, about=""):
    """Return a text of one line."""
    return Text(limit=limit, about=about)


def texts(about=""):
    """Return a list of long texts."""
    return ListOf(item=Text(limit=TEXT), about=about)


def own_id(of, about="Identifiant dans le fichier."):
    """Return the identifier of an item of the list `of`."""
    return Identifier(of=of, required=True, about=about)


def to(target, about="", required=False):
    """Return the identifier of an item of the list `target`."""
    return Reference(to=target, required=required, about=about)


def several(target, about=""):
    """Return different identifiers of items of the list `target`."""
    return ListOf(item=Reference(to=target), unique=True, about=about)


def word(vocabulary, about="", required=False):
    """Return a word of a vocabulary."""
    return Code(vocabulary=vocabulary, required=required, about=about)


def money(about="Montant en euros.", required=False):
    """Return an amount in euros."""
    return Number(about=about, required=required)


FOLLOW_UP = {
    "quoi": Text(limit=TEXT, required=True, about="Ce qui est promis."),
    "qui": Who(about="Qui le fait."),
    "pour_le": Date(about="Pour quand."),
    "fait": Flag(about="Absent\u00a0: pas encore."),
}

_FACT = Record(
    {
        "id": Identifier(about="Utile aux parades."),
        "texte": Text(limit=TEXT, required=True),
        "categorie": word(codes.OBSTACLE_CATEGORIES),
        "force": Whole(low=1, high=3),
        "statut": word(codes.FACT_STATUSES, "Absent\u00a0: hypothese (notre idée)."),
    }
)

FACTS = {
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

IDENTITY = {
    "forme": line(200, "Forme juridique."),
    "siege": line(300, "Adresse du siège."),
    "siret": line(60, "Gardé comme il est écrit\u00a0; une clé fausse est signalée."),
    "rna": line(60),
    "bce": line(60, "Belgique."),
}
