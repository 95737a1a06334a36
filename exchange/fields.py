"""The kinds of values a project file is made of. Each checks a node and gives its own JSON Schema, side by side.

`check(node, path, checker)` returns the value for the importer and adds what is wrong to the checker. Absent, null
and empty mean the same: such a node never reaches `check`, a Record sees to it.
"""

import datetime
import difflib
import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from exchange.codes import Vocabulary

# What means the same as an absent value; the schema defines it once.
EMPTY = {"$ref": "#/$defs/vide"}
KEY_LENGTH = 100
NAME = 200
TEXT = 20_000


class Item(dict):
    """The checked values of one group of keys, and where it stands in the file."""

    def __init__(self, node, path):
        super().__init__()
        self.line = node.line
        self.path = path
        self.lines = node.key_lines

    def __missing__(self, key):
        return None

    def line_of(self, key):
        return self.lines.get(key, self.line)

    def path_of(self, key):
        return f"{self.path}.{key}" if self.path else key


def quoted(value):
    """Return the value of the file between quotes, cut short."""
    text = (
        {None: "null", True: "true", False: "false"}.get(value, value)
        if not isinstance(value, (int, Decimal)) or isinstance(value, bool)
        else value
    )
    text = str(text)
    return f"«\u00a0{text[:60]}{'…' if len(text) > 60 else ''}\u00a0»"


def nearest(value, known):
    """Return « Vouliez-vous dire … ? » for the known word that looks most like the value, or nothing."""
    close = difflib.get_close_matches(str(value)[:100], [str(word) for word in known], 1, 0.6)
    return f" Vouliez-vous dire «\u00a0{close[0]}\u00a0»\u00a0?" if close else ""


def listed(words, limit=40):
    words = [str(word) for word in words]
    return ", ".join(words[:limit]) + (f"… ({len(words)} au total)" if len(words) > limit else "")


def described(node):
    """Return what a node is, for a sentence that says what it should have been."""
    if isinstance(node.value, dict):
        return "un groupe de clés"
    if isinstance(node.value, list):
        return "une liste"
    if isinstance(node.value, bool):
        return quoted(node.value)
    if isinstance(node.value, (int, Decimal)):
        return f"le nombre {node.value}"
    return quoted(node.value)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A value of the file. `about` is a short sentence of the documentation."""

    required: bool = False
    about: str = ""

    def is_empty(self, node):
        return node.value is None or (isinstance(node.value, str) and not node.value.strip())

    def check(self, node, path, checker):
        raise NotImplementedError

    def schema(self):
        raise NotImplementedError

    def optional(self):
        """Return the JSON Schema of the value or of its absence."""
        return {"anyOf": [self.schema(), EMPTY]}


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    limit: int = NAME

    def check(self, node, path, checker):
        if not isinstance(node.value, str):
            hint = "\u00a0: entourez-le de guillemets" if isinstance(node.value, (int, Decimal)) else ""
            return checker.add(node, path, f"Il faut un texte, pas {described(node)}{hint}.")
        if len(node.value) > self.limit:
            return checker.add(node, path, f"Texte trop long\u00a0: {len(node.value)} signes, {self.limit} au plus.")
        return node.value.strip() if self.limit < TEXT else node.value

    def schema(self):
        return {"type": "string", "pattern": r"\S", "maxLength": self.limit}

    def optional(self):
        if type(self).schema is Text.schema:
            return {"type": ["string", "null"], "maxLength": self.limit}
        return super().optional()


@dataclass(frozen=True, kw_only=True)
class Email(Text):
    limit: int = 254

    def check(self, node, path, checker):
        text = super().check(node, path, checker)
        if text is None:
            return None
        try:
            validate_email(text)
        except ValidationError:
            return checker.add(node, path, f"{quoted(text)} n’est pas une adresse de courriel (nom@domaine.fr).")
        return text

    def schema(self):
        return {"type": "string", "pattern": r"^\s*[^@\s]+@[^@\s]+\s*$", "maxLength": self.limit}


@dataclass(frozen=True, kw_only=True)
class Pattern(Text):
    pattern: str
    example: str

    def check(self, node, path, checker):
        text = super().check(node, path, checker)
        if text is not None and not re.fullmatch(self.pattern, text):
            return checker.add(node, path, f"{quoted(text)} n’a pas la forme attendue, par exemple {self.example}.")
        return text

    def schema(self):
        return {"type": "string", "pattern": f"^{self.pattern}$"}


@dataclass(frozen=True, kw_only=True)
class Identifier(Text):
    """The name of an item inside the file, unique in its list. `of` is the list that references look in."""

    limit: int = KEY_LENGTH
    of: str = ""

    def check(self, node, path, checker):
        text = super().check(node, path, checker)
        return checker.register(node, path, text) if text is not None else None


@dataclass(frozen=True, kw_only=True)
class Word(Field):
    """An identifier of a small vocabulary: a text or a whole number."""

    def check(self, node, path, checker):
        if isinstance(node.value, bool) or not isinstance(node.value, (str, int)) or len(str(node.value)) > KEY_LENGTH:
            return checker.add(node, path, f"Il faut un mot ou un nombre entier, pas {described(node)}.")
        return checker.register(node, path, node.value)

    def schema(self):
        return {"anyOf": [{"type": "string", "pattern": r"\S", "maxLength": KEY_LENGTH}, {"type": "integer"}]}


@dataclass(frozen=True, kw_only=True)
class Reference(Text):
    """The identifier of an item of the list `to`."""

    limit: int = KEY_LENGTH
    to: str

    def check(self, node, path, checker):
        text = super().check(node, path, checker)
        if text is None:
            return None
        known = checker.identifiers[self.to]
        if text not in known:
            return checker.add(
                node,
                path,
                f"{quoted(text)} n’existe pas dans «\u00a0{checker.place_of(self.to)}\u00a0»."
                f"{nearest(text, known)} Identifiants connus\u00a0: {listed(known) or 'aucun'}.",
            )
        return text


@dataclass(frozen=True, kw_only=True)
class Code(Field):
    """A word of a closed list. Gives the value of the model."""

    vocabulary: Vocabulary
    only_codes: bool = False

    def check(self, node, path, checker):
        accepted = self.vocabulary.codes if self.only_codes else checker.words_of(self.vocabulary)
        value = node.value
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value in accepted:
            return accepted[value]
        if isinstance(value, (dict, list)):
            return checker.add(
                node,
                path,
                f"Il faut un mot de la liste, pas {described(node)}. Valeurs acceptées\u00a0: {listed(accepted)}.",
            )
        return checker.add(
            node,
            path,
            f"Valeur inconnue\u00a0: {quoted(value)}.{nearest(value, accepted)}"
            f" Valeurs acceptées\u00a0: {listed(accepted)}.",
        )

    def schema(self):
        if self.only_codes:
            return {"enum": list(self.vocabulary.codes)}
        if self.vocabulary.section:
            # The file may bring its own words, which a schema cannot follow.
            return {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "integer"}]}
        return {"enum": list(self.vocabulary.accepted)}


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    low: int = 0
    high: int = 2_147_483_647

    def check(self, node, path, checker):
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            return checker.add(node, path, f"Il faut un nombre entier, pas {described(node)}.")
        if not self.low <= node.value <= self.high:
            return checker.add(node, path, f"{node.value} sort de l’échelle\u00a0: de {self.low} à {self.high}.")
        return node.value

    def schema(self):
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number of at most two decimals, as a Decimal. Money is in euros."""

    low: int = -999_999_999_999
    high: int = 999_999_999_999

    def check(self, node, path, checker):
        if isinstance(node.value, bool) or not isinstance(node.value, (int, Decimal)):
            return checker.add(node, path, f"Il faut un nombre, pas {described(node)}.")
        value = Decimal(node.value)
        if not self.low <= value <= self.high:
            return checker.add(node, path, f"{node.value} sort de l’échelle\u00a0: de {self.low} à {self.high}.")
        if value != value.quantize(Decimal("0.01")):
            return checker.add(node, path, f"{node.value} a plus de deux décimales.")
        return value

    def schema(self):
        # No multipleOf: 0.01 has no exact binary form and validators disagree on it.
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    def check(self, node, path, checker):
        if not isinstance(node.value, bool):
            return checker.add(node, path, f"Il faut true (oui) ou false (non), pas {described(node)}.")
        return node.value

    def schema(self):
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    def check(self, node, path, checker):
        text = node.value.strip() if isinstance(node.value, str) else None
        if text is None or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return checker.add(node, path, f"Il faut une date année-mois-jour (2026-11-16), pas {described(node)}.")
        try:
            date = datetime.date.fromisoformat(text)
        except ValueError:
            return checker.add(node, path, f"{quoted(text)} n’est pas une date du calendrier.")
        if not 1900 <= date.year <= 2200:
            return checker.add(node, path, f"{quoted(text)}\u00a0: l’année doit être entre 1900 et 2200.")
        return checker.shifted(date)

    def schema(self):
        return {"type": "string", "pattern": r"^\s*(19|20|21|22)[0-9]{2}-[0-9]{2}-[0-9]{2}\s*$"}
