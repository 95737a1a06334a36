"""A project to its file: the whole of it, the team's private reading included."""

import datetime
import json
import re

import yaml
from django.db import transaction

from exchange.exporters import agreements, frame, life, missing, partners, signing
from exchange.exporters.names import Names, group
from exchange.shape import VERSION

HEADER = """\
# Fichier de projet Maillage, format version 1 (docs/project-file.md).
# Il contient tout le projet, y compris la lecture privée de l'équipe : engagement, influence, freins, tensions,
# ressenti. Ne le transmettez pas à un partenaire.
"""

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def export_project(project):
    """Return the project as a dict of the file's keys, in the order of the file; dates are datetime.date.

    About fifty queries whatever the size of the project, all on the same state of the database.
    """
    with transaction.atomic():
        names = Names(project)
        frame.name_rows(names)
        facts = partners.Facts(names)
        territories = frame.territories(names)
        content = {
            "territoires": territories,
            "publics": frame.audiences(names),
            "projet": frame.project(names),
            "partenaires": partners.partners(names, facts),
            "liens": partners.links(names),
            "dessin_relations": partners.drawn(names),
            "placements": partners.placements(names),
            "activites": frame.activities(names),
            "raci": partners.raci(names),
            "raci_faits": partners.raci_facts(names),
            "pas_de_cote": partners.perspectives(names, facts),
            "situations": frame.situations(names, agreements.answers(names)),
            "qui_manque": missing.answers(names),
            "questions_de_cote": missing.set_aside(names),
            "journal": partners.journal(names),
            "circuit_validation": signing.circuit(names),
            "conventions": agreements.agreements(names),
            "autres_accords": agreements.arrangements(names),
            "investissement": agreements.investment(names),
            "fiches_action": agreements.sheets(names),
            "bilans": life.reviews(names),
            "instances": life.committees(names),
            "ateliers": life.workshops(names),
        }
        # The lists come first in the file and last here: by now every word they must hold is known.
        return group(
            version=VERSION,
            langue=project.language,
            date_reference=project.reference_date,
            mention=project.banner,
            listes=frame.lists(names),
            **content,
        )


def to_json(content):
    """Return the bytes of the file in JSON."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=datetime.date.isoformat)
    return f"{text}\n".encode()


def to_yaml(content):
    """Return the bytes of the file in YAML, for people: a short group on one line, a blank line between parts."""
    parts = [HEADER]
    for key, value in content.items():
        node = yaml.MappingNode(_MAP, [(_scalar(key), _node(value, depth=1))], flow_style=False)
        parts.append(yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=1_000_000))
    simple = [
        part for part, value in zip(parts[1:], content.values(), strict=True) if not isinstance(value, (dict, list))
    ]
    others = [part for part, value in zip(parts[1:], content.values(), strict=True) if isinstance(value, (dict, list))]
    return "\n".join([HEADER + "".join(simple), *others]).encode()


_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
_SCALARS = {bool: "bool", int: "int", float: "float", str: "str", datetime.date: "timestamp"}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ONE_LINE = 1000


def _node(value, depth):
    if isinstance(value, dict):
        on_one_line = depth > 1 and _is_short(value)
        pairs = [(_scalar(key), _node(child, depth + 1)) for key, child in value.items()]
        return yaml.MappingNode(_MAP, pairs, flow_style=on_one_line)
    if isinstance(value, list):
        on_one_line = not any(isinstance(child, dict) for child in value) and len(str(value)) <= 200
        on_one_line = on_one_line and not any(_has_lines(child) for child in value)
        return yaml.SequenceNode(_SEQ, [_node(child, depth + 1) for child in value], flow_style=on_one_line)
    return _scalar(value)


def _is_short(value):
    """Return True for a group that reads well on one line: no list of groups, no text of several lines."""
    inner = [child for child in value.values() if isinstance(child, (dict, list))]
    flat = all(
        not isinstance(grandchild, (dict, list)) and not _has_lines(grandchild)
        for child in inner
        for grandchild in (child.values() if isinstance(child, dict) else child)
    )
    return flat and not any(_has_lines(child) for child in value.values()) and len(str(value)) <= _ONE_LINE


def _has_lines(value):
    return isinstance(value, str) and "\n" in value


def _scalar(value):
    tag = f"tag:yaml.org,2002:{_SCALARS[type(value)]}"
    if isinstance(value, bool):
        return yaml.ScalarNode(tag, "true" if value else "false")
    if isinstance(value, datetime.date):
        return yaml.ScalarNode(tag, value.isoformat())
    if not isinstance(value, str):
        return yaml.ScalarNode(tag, str(value))
    if _PLAIN.match(value):
        return yaml.ScalarNode(tag, value)
    # A literal block turns every line end into one sign: only for texts that have no other.
    is_block = "\n" in value and "\r" not in value and not re.search(r"[ \t](\n|\Z)|^\s", value)
    return yaml.ScalarNode(tag, value, style="|" if is_block else '"')
