"""What docs/ says of the project file, written from the shape: the JSON Schema and the reference tables."""

import json

from exchange import codes
from exchange.fields import TEXT, Code, Date, Email, Flag, Identifier, Number, Pattern, Reference, Text, Whole, Word
from exchange.groups import ListOf, MapOf, Record, Who
from exchange.shape import FILE, PLACES

BEGIN = "<!-- Écrit par manage.py write_project_file_docs : ne pas corriger à la main. -->"
END = "<!-- Fin de ce qui est écrit par la commande. -->"


def json_schema():
    """Return the JSON Schema (draft 2020-12) of the project file, as a text."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fichier de projet Maillage, version 1",
        "description": "Structure et types. Les renvois, les doubles, les périodes, les sommes et les codes officiels"
        " des territoires sont vérifiés à l’import (docs/project-file.md).",
        "$defs": {
            "vide": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]},
            "groupe_vide": {"anyOf": [{"type": "null"}, {"type": "object", "maxProperties": 0}]},
        },
        **FILE.schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def reference():
    """Return the reference of every key and every word, in Markdown."""
    parts = [_table("Le fichier", FILE)]
    for key, kind in FILE.keys.items():
        parts += _tables(key, kind)
    parts.append(_words())
    return "\n\n".join(parts)


def _tables(path, kind):
    """Return the tables of the groups of keys under `path`, outermost first."""
    if isinstance(kind, ListOf):
        return _tables(f"{path}[]", kind.item)
    if isinstance(kind, MapOf):
        return _tables(f"{path}.*", kind.value)
    if not isinstance(kind, Record):
        return []
    tables = [_table(f"`{path}`", kind)]
    for key, inner in kind.keys.items():
        tables += _tables(f"{path}.{key}", inner)
    return tables


def _table(title, record):
    lines = [f"### {title}", "", "| Clé | Nécessaire | Forme | Sens |", "|---|---|---|---|"]
    for key, kind in record.keys.items():
        lines.append(f"| `{key}` | {'oui' if kind.required else ''} | {_form(kind)} | {kind.about} |")
    return "\n".join(lines)


def _form(kind):
    """Return how a value is written, in a few words."""
    simple = {
        Date: "date",
        Flag: "true ou false",
        Email: "adresse de courriel",
        Identifier: "identifiant",
        Word: "mot ou nombre entier",
        Who: "partenaire, personne de l’équipe ou nom libre",
        Record: "groupe de clés",
    }
    if type(kind) in simple:
        return simple[type(kind)]
    if isinstance(kind, Reference):
        return f"identifiant de `{PLACES.get(kind.to, kind.to)}`"
    if isinstance(kind, Pattern):
        return f"par exemple `{kind.example}`"
    if isinstance(kind, Text):
        return "texte" if kind.limit == TEXT else f"texte court ({kind.limit})"
    if isinstance(kind, Code):
        return f"mot de {_anchor(kind.vocabulary)}" if not kind.only_codes else f"code de {_anchor(kind.vocabulary)}"
    if isinstance(kind, (Whole, Number)):
        noun = "nombre entier" if isinstance(kind, Whole) else "nombre"
        bounds = f" de {kind.low} à {kind.high}" if kind.high <= 32_767 and kind.low != kind.high else ""
        return f"{noun}{bounds}" if kind.low != kind.high else f"{kind.low}"
    if isinstance(kind, MapOf):
        return f"{_form(kind.value)}, par identifiant de `{PLACES.get(kind.to, kind.to)}`"
    return f"liste\u00a0: {_form(kind.item)}"


# In the order in which the page lists them.
TITLES = (
    (codes.STAGES, "Étapes"),
    (codes.LINK_NATURES, "Natures du lien"),
    (codes.LINK_INTENSITIES, "Intensités du lien"),
    (codes.COMMITMENTS, "Engagements"),
    (codes.FORMALISATIONS, "Formalisations"),
    (codes.PARTNER_KINDS, "Types d’acteurs"),
    (codes.TERRITORY_KINDS, "Types de territoires"),
    (codes.ZONINGS, "Zonages"),
    (codes.COUNTRIES, "Pays"),
    (codes.LEVEL_CODES, "Sens des lignes"),
    (codes.PHASE_MOMENTS, "Moments des phases"),
    (codes.ROLES, "Droits"),
    (codes.CERTAINTIES, "Certitudes"),
    (codes.PROVENANCES, "Provenances"),
    (codes.VOICES, "Voix"),
    (codes.ACTIVITY_STATUSES, "Statuts d’activité"),
    (codes.RACI_VARIANTS, "Variantes du tableau des rôles"),
    (codes.RACI_CELLS, "Lettres du tableau des rôles"),
    (codes.RACI_FACTS, "Faits notés sur un rôle"),
    (codes.SAID_BY, "Moyens de dire"),
    (codes.FACT_STATUSES, "Statuts de frein et de levier"),
    (codes.OBSTACLE_CATEGORIES, "Catégories de freins et de leviers"),
    (codes.ACTOR_FAMILIES, "Familles d’acteurs"),
    (codes.SITUATION_ROLES, "Rôles dans une situation"),
    (codes.LOG_KINDS, "Types d’échange"),
    (codes.MOODS, "Ressentis"),
    (codes.CHANNELS, "Moyens de joindre"),
    (codes.TEMPLATES, "Modèles de convention"),
    (codes.AGREEMENT_STATUSES, "Statuts de convention"),
    (codes.APPROVERS, "Qui valide"),
    (codes.DECISIONS, "Réponses d’une étape de validation"),
    (codes.SIGNATURE_STATES, "États de signature"),
    (codes.DATA_OPTIONS, "Données personnelles"),
    (codes.PREMISES_DOMAINS, "À qui est un lieu prêté"),
    (codes.AMENDS, "Ce qu’un article d’avenant fait"),
    (codes.RENEWALS, "Reconductions de convention"),
    (codes.TURNS, "Événements de convention"),
    (codes.SHEET_FRAMEWORKS, "Cadres de fiche action"),
    (codes.SHEET_STATUSES, "Statuts de fiche action"),
    (codes.ANSWER_KINDS, "Réponses d’une partie"),
    (codes.ANSWER_WAYS, "Moyens d’une réponse"),
    (codes.INDICATOR_KINDS, "Types d’indicateur"),
    (codes.REVIEW_KINDS, "Types de bilan"),
    (codes.COMMITTEE_KINDS, "Types d’instance"),
    (codes.SCRIPTS, "Déroulés d’atelier"),
)


def _anchor(vocabulary):
    return next(f"«\u00a0{title}\u00a0»" for known, title in TITLES if known is vocabulary)


def _words():
    parts = ["### Mots acceptés"]
    for vocabulary, title in TITLES:
        own = (
            f" Le fichier peut donner ses propres mots dans `listes.{vocabulary.section}`."
            if vocabulary.section
            else ""
        )
        lines = [f"**{title}.**{own}", "", "| Mot | Code | Se lit |", "|---|---|---|"]
        for word, value in vocabulary.words.items():
            code = next((code for code, known in vocabulary.codes.items() if known == value), "")
            lines.append(f"| `{word}` | {f'`{code}`' if code else ''} | {vocabulary.label(value)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
