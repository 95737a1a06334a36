"""The agreement as data, inside its own PDF: what the paper says, in JSON, described by docs/convention.schema.json.

Nothing but what is printed: it is made from the same dataclass. Gaps are the text « [à compléter] ».
"""

import json

from documents.board import CERTAINTIES, PROVENANCES
from documents.convention_annexes import annex_number, annexes_in_order
from documents.shapes import GAP, Heading, Items, Picture, Table

NAME = "convention.json"
DESCRIPTION = "Le texte et les données de cette convention, pour les relire sans la ressaisir"
SCHEMA = "urn:maillage:convention:1"
TO_FILL = "[à compléter]"


def convention_json(document):
    """Return the ConventionDocument as the text of a JSON file, the same for the same facts."""
    text = json.dumps(convention_data(document), ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "replace").decode()


def convention_data(document):
    """Return the ConventionDocument as plain data with French keys, dates as 2026-03-12, amounts as « 12500.50 »."""
    data = {
        "schema": SCHEMA,
        "nature": document.reference,
        "titre": _said(document.title),
        "projet": _said(document.project),
        "numero": document.number,
        "version": document.version,
        "etat": "consolide" if document.notice else "projet" if document.draft else "definitif",
        "date": document.day.isoformat(),
        "visas": [_said(visa) for visa in document.visas],
        "parties": [
            {
                "nom": _said(party.name),
                "nom_court": _said(party.short_name),
                "presentation": _said(party.description),
                "signataire": _said(party.signatory),
                "qualite": _said(party.quality),
            }
            | _others(party)
            for party in document.parties
        ],
        "preambule": _blocks(document.preamble),
        "articles": [
            {"numero": article.number, "titre": _said(article.title), "texte": _blocks(article.blocks)}
            | ({"modifie": article.note} if article.note else {})
            for article in document.articles
        ],
        "lieu": _said(document.place),
        "signent_aussi": list(document.hand),
        "signee_le": document.signed_on.isoformat() if document.signed_on else None,
        "originaux": document.originals or None,
        "annexes": [
            {
                "numero": annex_number(annex, rank),
                "titre": annex.title,
                "genre": KINDS[annex.kind],
                "texte": _blocks(annex.blocks),
            }
            for rank, annex in enumerate(annexes_in_order(document), 1)
        ],
        "apports": [
            {
                "partie": _said(mean.party),
                "quoi": _said(mean.what),
                "valeur": None if mean.value is None else f"{mean.value:f}",
            }
            for mean in document.means
        ],
    }
    if document.notice:
        data["avertissement"] = document.notice
    if document.raci is not None:
        data["roles"] = _roles(document.raci)
    if document.board is not None:
        data["frise"] = _board(document.board)
    return data


KINDS = {"text": "texte", "means": "apports", "raci": "roles", "board": "frise"}


def _said(text):
    return text.replace(GAP, TO_FILL)


def _others(party):
    others = [{"signataire": _said(name), "qualite": _said(quality)} for name, quality in party.others]
    return {"autres_signataires": others} if others else {}


def _blocks(blocks):
    return [_block(block) for block in blocks]


def _block(block):
    if isinstance(block, Items):
        return {"liste": [_said(item) for item in block.items]}
    if isinstance(block, Heading):
        return {"intertitre": _said(block.text)}
    if isinstance(block, Table):
        rows = [*block.rows, *([block.total] if block.total else [])]
        return {
            "tableau": {
                "titre": _said(block.title),
                "colonnes": [_said(head) for head in block.heads],
                "lignes": [[_said(cell) for cell in row] for row in rows],
            }
        }
    if isinstance(block, Picture):
        return {"image": {"montre": _said(block.alt), "sha256": block.sha256}}
    return {"alinea": _said(block.text)}


def _roles(table):
    return {
        "acteurs": [column.full_name or column.name for column in table.columns],
        "activites": [
            {"phase": group.name, "nom": row.name, "lettres": list(row.cells)}
            for group in table.groups
            for row in group.rows
        ],
    }


def _board(drawing):
    return {
        "horizons": [horizon.name for horizon in drawing.horizons],
        "places": [
            {
                "partenaire": card.name,
                "horizon": drawing.horizons[card.horizon].name,
                "niveau": drawing.levels[card.level].name,
                "certitude": CERTAINTIES.get(card.certainty, card.certainty.lower()),
                "source": PROVENANCES.get(card.provenance, card.provenance.lower()),
            }
            for card in drawing.cards
        ],
    }
