"""Two texts of an agreement side by side, article by article and word by word. Pure functions: no model, no database.

A text is a list of `Section`: an article, the preamble, the parties. Whatever the length of what is compared, the cost
stays bounded: beyond a budget, a paragraph is told as removed and added whole.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CHANGED, ADDED, REMOVED, MOVED = "same", "changed", "added", "removed", "moved"
ITEM = "- "

# A word with its elision or hyphens, or one sign; what separates it from the next one stays with it.
_WORD = re.compile(r"\s*(?:\w+(?:[’'\-]\w+)*|[^\w\s])\s*")
# Pairs of equal words that one paragraph, and one comparison, may look at; paragraphs of one section paired two by two.
PARAGRAPH_BUDGET, TEXT_BUDGET, PAIRS = 40_000, 400_000, 2_500
# Under this share of common words, a paragraph was not reworded: it was replaced.
ALIKE = 0.25


@dataclass(frozen=True)
class Section:
    """A part of a text. `key` names it in both; `number` is printed, empty without one.

    A paragraph that starts with « - » is an item of a list, as in Article.body.
    """

    key: str
    number: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def heading(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def text(self):
        """Return the title and the paragraphs, one a line."""
        return "\n".join((self.title, *self.paragraphs))


@dataclass(frozen=True)
class Piece:
    """Some words: same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Passage:
    """A paragraph in both texts: `kind` is same, changed, added or removed; `pieces` tell it inline."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def is_item(self):
        """Say whether it is an item of a list."""
        return bool(self.pieces) and self.pieces[0].text.startswith(ITEM)

    @property
    def inline(self):
        """Return the pieces without the dash of an item."""
        return _without_dash(self.pieces) if self.is_item else self.pieces

    @property
    def before(self):
        """Return the pieces of the earlier text, without the dash of an item."""
        return _without_dash(tuple(piece for piece in self.pieces if piece.kind != ADDED))

    @property
    def after(self):
        """Return the pieces of the later text, without the dash of an item."""
        return _without_dash(tuple(piece for piece in self.pieces if piece.kind != REMOVED))


@dataclass(frozen=True)
class SectionChange:
    """A section in both texts. `kind` is same, changed, added, removed or moved; one that is changed may be moved too.

    A new number alone is no change: it follows from what was added or left out before.
    """

    kind: str
    before: Section | None
    after: Section | None
    title: tuple[Piece, ...]
    passages: tuple[Passage, ...]
    is_moved: bool = False

    @property
    def section(self):
        return self.after or self.before

    @property
    def is_same(self):
        return self.kind == SAME


def compare(before, after):
    """Return the SectionChanges from a list of Sections to another, in the order of the later one.

    What was removed stands after what it followed. Sections are matched by key; of two with one key the first counts.
    """
    budget = _Budget(TEXT_BUDGET)
    old, new = _by_key(before), _by_key(after)
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    found = []
    for key in _order(list(old), list(new)):
        if key not in new:
            found.append(_whole(REMOVED, old[key]))
        elif key not in old:
            found.append(_whole(ADDED, new[key]))
        else:
            found.append(_both(old[key], new[key], budget, is_moved=key in moved))
    return found


def compare_words(before, after):
    """Return the Pieces from a paragraph to another."""
    return _words(before, after, _Budget(TEXT_BUDGET))


def summary(changes):
    """Return {kind: number of sections}, kinds without any left out."""
    return dict(Counter(change.kind for change in changes))


def sections_from(frozen):
    """Return the Sections kept under "sections" in the data of a version; whatever is not of that shape is left out."""
    rows = frozen.get("sections") if isinstance(frozen, dict) else None
    return [
        Section(
            str(row.get("key", "")),
            str(row.get("number", "")),
            str(row.get("title", "")),
            tuple(str(paragraph) for paragraph in row.get("paragraphs") or ()),
        )
        for row in rows or ()
        if isinstance(row, dict)
    ]


def sections_as_data(sections):
    """Return the Sections as JSON can carry them: what sections_from reads back."""
    return [
        {"key": part.key, "number": part.number, "title": part.title, "paragraphs": list(part.paragraphs)}
        for part in sections
    ]


# --- Sections -----------------------------------------------------------------------------------------------------


def _by_key(sections):
    found = {}
    for section in sections:
        found.setdefault(section.key, section)
    return found


def _order(old, new):
    """Return every key once: the later text's order, with what was removed after what it followed."""
    there = set(new)
    followers, last = {}, None
    for key in old:
        if key in there:
            last = key
        else:
            followers.setdefault(last, []).append(key)
    ordered = list(followers.get(None, ()))
    for key in new:
        ordered += [key, *followers.get(key, ())]
    return ordered


def _moved(old, new):
    """Return the keys that left their place: all but the longest run of keys that kept their order."""
    rank = {key: position for position, key in enumerate(old)}
    ends, tails, before = [], [], {}
    for key in new:
        place = bisect_left(ends, rank[key])
        if place == len(ends):
            ends.append(rank[key])
            tails.append(key)
        else:
            ends[place] = rank[key]
            tails[place] = key
        before[key] = tails[place - 1] if place else None
    kept, key = set(), tails[-1] if tails else None
    while key is not None:
        kept.add(key)
        key = before[key]
    return set(new) - kept


def _whole(kind, section):
    passages = tuple(Passage(kind, (Piece(kind, paragraph),)) for paragraph in section.paragraphs)
    before, after = (section, None) if kind == REMOVED else (None, section)
    return SectionChange(kind, before, after, (Piece(kind, section.title),), passages)


def _both(old, new, budget, *, is_moved):
    if (old.title, old.paragraphs) == (new.title, new.paragraphs):
        passages = tuple(Passage(SAME, (Piece(SAME, paragraph),)) for paragraph in new.paragraphs)
        kind = MOVED if is_moved else SAME
        return SectionChange(kind, old, new, (Piece(SAME, new.title),), passages, is_moved)
    title = _words(old.title, new.title, budget)
    passages = tuple(_passages(old.paragraphs, new.paragraphs, budget))
    return SectionChange(CHANGED, old, new, title, passages, is_moved)


# --- Paragraphs and words -----------------------------------------------------------------------------------------


class _Budget:
    """Pairs of words that may still be looked at."""

    def __init__(self, left):
        self.left = left

    def take(self, cost):
        """Return whether that much may be spent, and spend it."""
        if cost > min(self.left, PARAGRAPH_BUDGET):
            return False
        self.left -= cost
        return True


def _passages(old, new, budget):
    """Yield the Passages of a section, in reading order."""
    # Paragraphs that are the same at both ends cost nothing.
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield from (Passage(SAME, (Piece(SAME, paragraph),)) for paragraph in new[:start])
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end], budget)
    yield from (Passage(SAME, (Piece(SAME, paragraph),)) for paragraph in new[len(new) - end :])


def _middle(old, new, budget):
    if len(old) * len(new) > PAIRS or not budget.take(_common(old, new)):
        yield from _gone(old, REMOVED)
        yield from _gone(new, ADDED)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Passage(SAME, (Piece(SAME, paragraph),)) for paragraph in new[j1:j2])
        else:
            yield from _paired(old[i1:i2], new[j1:j2], budget)


def _paired(old, new, budget):
    """Yield the Passages of paragraphs that differ: each is told beside the one that it rewords, in order."""
    words = [_bag(paragraph) for paragraph in new]
    position = 0
    for paragraph in old:
        mine = _bag(paragraph)
        likeness = {rank: _likeness(mine, words[rank]) for rank in range(position, len(new))}
        nearest = max(likeness, key=likeness.get, default=None)
        if nearest is None or likeness[nearest] < ALIKE:
            yield Passage(REMOVED, (Piece(REMOVED, paragraph),))
            continue
        yield from _gone(new[position:nearest], ADDED)
        yield Passage(CHANGED, _words(paragraph, new[nearest], budget))
        position = nearest + 1
    yield from _gone(new[position:], ADDED)


def _gone(paragraphs, kind):
    return (Passage(kind, (Piece(kind, paragraph),)) for paragraph in paragraphs)


def _bag(paragraph):
    return frozenset(word.strip().casefold() for word in _WORD.findall(paragraph.removeprefix(ITEM)))


def _likeness(one, other):
    """Return the share of words that two paragraphs have in common, from 0 to 1."""
    return len(one & other) / max(len(one | other), 1)


def _common(old, new):
    """Return how many pairs of equal things a matcher would look at."""
    there = Counter(new)
    return sum(count * there[thing] for thing, count in Counter(old).items())


def _words(old, new, budget):
    """Return the Pieces from a paragraph to another."""
    if old == new:
        return (Piece(SAME, new),) if new else ()
    before, after = _WORD.findall(old), _WORD.findall(new)
    # A space more is no change: words are compared without what separates them.
    bare_before, bare_after = [word.strip() for word in before], [word.strip() for word in after]
    if not budget.take(_common(bare_before, bare_after)):
        return _pieces([(REMOVED, old), (ADDED, new)])
    told = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, bare_before, bare_after, autojunk=False).get_opcodes():
        if tag == "equal":
            told.append([SAME, "".join(before[i1:i2]), "".join(after[j1:j2]), i2 - i1])
        else:
            told.append([CHANGED, "".join(before[i1:i2]), "".join(after[j1:j2]), 0])
    pairs = []
    for rank, (kind, removed, added, count) in enumerate(told):
        # One word kept between two changes is harder to read than the whole told twice.
        if kind == SAME and (count > 1 or rank in (0, len(told) - 1)):
            pairs.append((SAME, removed, added))
        elif pairs and pairs[-1][0] == CHANGED:
            pairs[-1] = (CHANGED, pairs[-1][1] + removed, pairs[-1][2] + added)
        else:
            pairs.append((CHANGED, removed, added))
    pieces = []
    for kind, removed, added in pairs:
        pieces += [(SAME, added)] if kind == SAME else [(REMOVED, removed), (ADDED, added)]
    return _pieces(pieces)


def _without_dash(pieces):
    """Return the pieces without the dash that begins them: once in each of the two texts."""
    shorter, texts = [], {REMOVED, ADDED}
    for piece in pieces:
        begins = {REMOVED, ADDED} if piece.kind == SAME else {piece.kind}
        if begins & texts and piece.text.startswith(ITEM):
            piece = Piece(piece.kind, piece.text.removeprefix(ITEM))
        texts -= begins
        if piece.text:
            shorter.append(piece)
    return tuple(shorter)


def _pieces(pairs):
    return tuple(Piece(kind, text) for kind, text in pairs if text)
