"""Values made of other values: lists, groups of keys, maps by identifier, and the people a file names."""

import re
from dataclasses import dataclass

from exchange.fields import KEY_LENGTH, NAME, Field, Item, Text, described, listed, nearest, quoted


@dataclass(frozen=True, kw_only=True)
class ListOf(Field):
    item: Field
    unique: bool = False

    def is_empty(self, node):
        return node.value is None or node.value == []

    def check(self, node, path, checker):
        if not isinstance(node.value, list):
            return checker.add(node, path, f"Il faut une liste, pas {described(node)}.")
        values = []
        first = {}
        for index, child in enumerate(node.value):
            at = f"{path}[{index}]"
            if self.item.is_empty(child):
                checker.add(child, at, "Élément vide\u00a0: complétez-le ou retirez-le.")
                continue
            value = self.item.check(child, at, checker)
            if value is None:
                continue
            if self.unique:
                if value in first:
                    checker.add(child, at, f"{quoted(child.value)} est répété (déjà ligne {first[value]}).")
                    continue
                first[value] = child.line
            values.append(value)
        return values

    def schema(self):
        result = {"type": "array", "items": self.item.schema()}
        if self.required:
            result["minItems"] = 1
        if self.unique:
            result["uniqueItems"] = True
        return result

    def optional(self):
        return self.schema() | {"type": ["array", "null"]}


class Record(Field):
    """A group of known keys. Gives an Item."""

    def __init__(self, keys, *, required=False, about=""):
        super().__init__(required=required, about=about)
        object.__setattr__(self, "keys", keys)

    def is_empty(self, node):
        return node.value is None or node.value == {}

    def check(self, node, path, checker):
        if not isinstance(node.value, dict):
            return checker.add(node, path, f"Il faut un groupe de clés (clé\u00a0: valeur), pas {described(node)}.")
        item = Item(node, path)
        for key, child in node.value.items():
            at = item.path_of(key)
            if key not in self.keys:
                self._unknown(key, item, checker)
            elif not self.keys[key].is_empty(child):
                item[key] = self.keys[key].check(child, at, checker)
        for key, kind in self.keys.items():
            if kind.required and (key not in node.value or kind.is_empty(node.value[key])):
                checker.report(item.line_of(key), item.path_of(key), f"Il manque «\u00a0{key}\u00a0».")
        return item

    def _unknown(self, key, item, checker):
        noun = "Clé" if item.path else "Partie"
        checker.report(
            item.line_of(key),
            item.path_of(key[:KEY_LENGTH]),
            f"{noun} inconnue\u00a0: {quoted(key)}.{nearest(key, self.keys)}"
            f" Clés acceptées\u00a0: {listed(self.keys, 60)}.",
        )

    def schema(self):
        properties = {
            key: ({**kind.schema()} if kind.required else kind.optional())
            | ({"description": kind.about} if kind.about else {})
            for key, kind in self.keys.items()
        }
        result = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [key for key, kind in self.keys.items() if kind.required]
        return result | ({"required": required} if required else {})

    def optional(self):
        if any(kind.required for kind in self.keys.values()):
            return {"anyOf": [self.schema(), {"$ref": "#/$defs/groupe_vide"}]}
        return self.schema() | {"type": ["object", "null"]}


@dataclass(frozen=True, kw_only=True)
class MapOf(Field):
    """Values by the identifier of an item of the list `to`. Gives an Item {identifier: value}."""

    to: str
    value: Field

    def is_empty(self, node):
        return node.value is None or node.value == {}

    def check(self, node, path, checker):
        if not isinstance(node.value, dict):
            return checker.add(
                node, path, f"Il faut un groupe de clés (identifiant\u00a0: valeur), pas {described(node)}."
            )
        item = Item(node, path)
        known = checker.identifiers[self.to]
        for key, child in node.value.items():
            at = item.path_of(key)
            if key not in known:
                checker.report(
                    item.line_of(key),
                    at[:300],
                    f"{quoted(key)} n’existe pas dans «\u00a0{checker.place_of(self.to)}\u00a0».{nearest(key, known)}"
                    f" Identifiants connus\u00a0: {listed(known) or 'aucun'}.",
                )
            elif not self.value.is_empty(child):
                item[key] = self.value.check(child, at, checker)
        return item

    def schema(self):
        value = self.value.optional()
        return {"type": "object", "additionalProperties": value}

    def optional(self):
        return self.schema() | {"type": ["object", "null"]}


# What a person types for an identifier and never for a name: « p07 », « u_2 ».
_LOOKS_LIKE_IDENTIFIER = re.compile(r"[a-z]{1,3}_?[0-9]{1,4}")


def looks_like_identifier(text):
    """Return True when a free name could be taken for the identifier of a partner or of a person."""
    return bool(_LOOKS_LIKE_IDENTIFIER.fullmatch(text))


@dataclass(frozen=True, kw_only=True)
class Who(Field):
    """A partner, a person of the team or a free name, resolved in this order; `{nom: …}` is always a free name.

    Gives ("partner" | "member" | "name", text).
    """

    def check(self, node, path, checker):
        if isinstance(node.value, dict):
            inner = Record({"nom": Text(required=True)}).check(node, path, checker)
            return ("name", inner["nom"]) if inner["nom"] else None
        if not isinstance(node.value, str):
            return checker.add(
                node,
                path,
                f"Il faut l’identifiant d’un partenaire ou d’une personne, ou un nom, pas {described(node)}.",
            )
        text = node.value.strip()
        if text in checker.identifiers["partenaires"]:
            return ("partner", text)
        if text in checker.identifiers["equipe"]:
            return ("member", text)
        if looks_like_identifier(text):
            known = [*checker.identifiers["partenaires"], *checker.identifiers["equipe"]]
            return checker.add(
                node,
                path,
                f"{quoted(text)} n’est ni un partenaire ni une personne de l’équipe.{nearest(text, known)}"
                f' Si c’est un nom libre, écrivez {{nom: "{text}"}}.',
            )
        if len(text) > NAME:
            return checker.add(node, path, f"Nom trop long\u00a0: {len(text)} signes, {NAME} au plus.")
        return ("name", text)

    def schema(self):
        name = {"type": "string", "pattern": r"\S", "maxLength": NAME}
        return {
            "anyOf": [
                name,
                {"type": "object", "properties": {"nom": name}, "required": ["nom"], "additionalProperties": False},
            ]
        }
