"""Cards typed one a line, « Mairie > court > co-porteur »: from text to parts, and from a word to a horizon or a level."""

import re
from typing import NamedTuple

from territories.names import normalise

MOST_LINES = 30
EXAMPLE = "Mairie > court > co-porteur"
_BULLET = re.compile(r"^[-–—•*]\s+")
_SEPARATOR = re.compile(r"[-=]{0,5}>|→|;|\t")


class Line(NamedTuple):
    """A line that says something. `number` counts from 1 in the text, empty lines included."""

    number: int
    text: str
    parts: list[str]


def read_lines(text):
    """Return the Lines of a text, without those that are empty; a bullet before the name is left out."""
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        said = _BULLET.sub("", raw.strip())
        if said:
            found.append(Line(number, said, [part.strip() for part in _SEPARATOR.split(said)]))
    return found


def find_edge(word, rows):
    """Return the rows, horizons or levels in their order, that a word may mean: one when it is clear, none when unknown.

    By the first of these that finds some: the name, the rank, the first letters (« CT »), the beginning of the name, the
    beginning of one of its words. Accents, capitals and hyphens do not count.
    """
    said = normalise(word)
    if not said:
        return []
    joined = said.replace(" ", "")
    names = [(row, normalise(row.name)) for row in rows]
    ranked = [rows[int(joined) - 1]] if joined.isdigit() and 0 < int(joined) <= len(rows) else []
    for found in (
        [row for row, name in names if name.replace(" ", "") == joined],
        ranked,
        [row for row, name in names if len(joined) > 1 and "".join(part[0] for part in name.split()) == joined],
        [row for row, name in names if name.replace(" ", "").startswith(joined)],
        [row for row, name in names if any(part.startswith(joined) for part in name.split())],
    ):
        if found:
            return found
    return []
