"""What is wrong in a text of a model: unknown marks and conditions, brackets left open, with their lines."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

_CONDITION = re.compile(r"\[si ([^:\[\]{}]*)(:?)")
_RANKED = re.compile(r"p(\d+)\.(.+)")


@dataclass(frozen=True)
class Vocabulary:
    """What a text may say. `marks` and `party_marks` (without « p1. ») are names; `conditions` too; `keys` of articles.

    `annexes` are keys of annexes, `parties` the most parties that the model takes.
    """

    marks: frozenset
    party_marks: frozenset
    conditions: frozenset
    keys: frozenset
    annexes: frozenset
    parties: int


@dataclass(frozen=True)
class Problem:
    """`line` counts from 1."""

    line: int
    message: str

    def __str__(self):
        return _("Ligne %(line)d\u00a0: %(message)s") % {"line": self.line, "message": self.message}


def problems(text, words, *, each_party=False, presents=False):
    """Return the Problems of a text, in order. `each_party`: `{p.court}` may stand alone; `presents`: `{court}` too.

    `presents` is for the words that present a party, whose marks speak of that party.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        found += [Problem(number, message) for message in _of_line(line, words, each_party, presents)]
    return found


def _of_line(line, words, each_party, presents):
    yield from _unclosed(line)
    for name in re.findall(r"\{([^{}]*)\}", line):
        inside = each_party or _in_each(line, name)
        message = _of_mark(name.strip(), words, inside, presents)
        if message:
            yield message
    for name, colon in _CONDITION.findall(line):
        name = name.strip()
        if not colon:
            yield _("après «\u00a0[si %(name)s\u00a0», mettez deux-points") % {"name": name}
        elif not _condition_known(name, words):
            yield _("condition inconnue\u00a0: «\u00a0%(name)s\u00a0»") % {"name": name}


def _unclosed(line):
    """Yield one message a kind of bracket that does not close on its line, or closes what was not open."""
    for opening, closing, what in (
        ("{", "}", _("accolade")),
        ("[", "]", _("crochet")),
    ):
        depth = 0
        for sign in line:
            if sign == opening:
                if depth:
                    yield _("%(what)s dans une autre\u00a0: fermez la première d’abord") % {"what": what}
                    break
                depth += 1
            elif sign == closing:
                if not depth:
                    yield _("%(what)s fermante sans ouvrante") % {"what": what}
                    break
                depth -= 1
        else:
            if depth:
                yield _("%(what)s ouverte et jamais fermée sur cette ligne") % {"what": what}


def _in_each(line, name):
    """Say whether the mark stands in a part said once for each party."""
    return any(f"{{{name}}}" in part for part in re.findall(r"\[chaque partie\s*:([^\[\]]*)\]", line))


def _of_mark(name, words, each_party, presents):
    """Return what is wrong with a mark, or None."""
    if not name:
        return _("repère vide «\u00a0{}\u00a0»")
    if name in words.marks or (presents and name in words.party_marks | {"rang"}):
        return None
    ranked = _RANKED.fullmatch(name)
    if ranked and ranked.group(2) in words.party_marks:
        if 1 <= int(ranked.group(1)) <= words.parties:
            return None
        return _("«\u00a0{%(name)s}\u00a0»\u00a0: ce texte a %(count)d parties au plus") % {
            "name": name,
            "count": words.parties,
        }
    if name.startswith("p.") and name[2:] in words.party_marks:
        if each_party:
            return None
        return _("«\u00a0{%(name)s}\u00a0» demande un article écrit pour chaque partie") % {"name": name}
    kind, colon, rest = name.partition(":")
    if colon and kind in ("article", "des_articles"):
        unknown = [key for key in rest.split(",") if not _key_known(key.strip(), words)]
        return _("aucun article ne s’appelle «\u00a0%(key)s\u00a0»") % {"key": unknown[0]} if unknown else None
    if colon and kind == "annexe":
        return None if rest in words.annexes else _("aucune annexe ne s’appelle «\u00a0%(key)s\u00a0»") % {"key": rest}
    return _("repère inconnu\u00a0: «\u00a0{%(name)s}\u00a0»") % {"name": name}


def _key_known(key, words):
    base, _mark, rank = key.rpartition("_p")
    return key in words.keys or (rank.isdigit() and base in words.keys)


def _condition_known(name, words):
    kind, _space, rest = name.partition(" ")
    if kind == "article":
        return _key_known(rest, words)
    if kind == "annexe":
        return rest in words.annexes
    return name in words.conditions
