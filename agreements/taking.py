"""A wording that came from outside, filled and without marks, becomes the body of an article.

What has not changed keeps its marks: each line of the body is found again in the text that it gave; only what was really
reworded becomes plain words.
"""

from difflib import SequenceMatcher

from agreements.comparing import ITEM
from agreements.freezing import plain

# Lines that a matcher may look at, two by two.
PAIRS = 40_000


def body_with_marks(writer, article, paragraphs):
    """Return the body that gives these paragraphs, with the marks of the lines that they do not change.

    `writer` is the Writer of the agreement. A line that shows nothing today (a condition that does not hold) stays
    where it was: it is not the partner's to remove.
    """
    lines = [(line.strip(), rendered(writer, article, line)) for line in article.body.splitlines() if line.strip()]
    flat, owner = [], []
    for rank, (_line, texts) in enumerate(lines):
        flat += texts
        owner += [rank] * len(texts)
    kept = _kept(flat, list(paragraphs), owner, lines)
    body, position = [], 0
    for rank, (line, texts) in enumerate(lines):
        if not texts:
            body.append(line)
        elif rank in kept:
            start = kept[rank]
            body += paragraphs[position:start]
            body.append(line)
            position = start + len(texts)
    return "\n".join([*body, *paragraphs[position:]])


def rendered(writer, article, line):
    """Return the paragraphs that one line of a body gives, items with their dash."""
    blocks = writer.write(article, body=line).blocks
    return [f"{ITEM}{plain(block.text)}" if block.item else plain(block.text) for block in blocks]


def _kept(flat, paragraphs, owner, lines):
    """Return {rank of a line: where its paragraphs begin in the new text} for lines found there whole and in order."""
    if len(flat) * len(paragraphs) > PAIRS:
        return {}
    found = {}
    for old, new, size in SequenceMatcher(None, flat, paragraphs, autojunk=False).get_matching_blocks():
        for offset in range(size):
            found.setdefault(owner[old + offset], []).append((old + offset, new + offset))
    kept = {}
    for rank, pairs in found.items():
        places = [place for _source, place in pairs]
        whole = len(pairs) == len(lines[rank][1])
        if whole and places == list(range(places[0], places[0] + len(places))):
            kept[rank] = places[0]
    return kept
