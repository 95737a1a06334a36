"""Numbers of the articles of a signed text: they never move, what is added between two takes « bis », « ter »…

French drafting numbers so (Guide de légistique, 3.3.1): whoever quotes article 8 in a letter, a deliberation or another article
finds it there after ten amendments. An article that is deleted keeps its number, which nothing else takes.
"""

import re

from agreements.typography import NBSP

LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")
_SPACE = r"[ \u00a0]"
_ONE = rf"\d{{1,3}}(?:{_SPACE}(?:{'|'.join(LATIN)})\b)?"
_LABEL = re.compile(rf"(\d{{1,5}})(?:{_SPACE}({'|'.join(LATIN)}))?")
# « l’article 7 bis », « des articles 4 à 7 et 11 »; not those of a law.
_QUOTED = re.compile(
    rf"\barticles?{_SPACE}+({_ONE}(?:(?:,|{_SPACE}(?:et|ou|à)){_SPACE}{_ONE})*)(?![\d.-])"
    rf"(?!{_SPACE}(?:du|de{_SPACE}la|de{_SPACE}l’|des|de{_SPACE}ses|de{_SPACE}leurs)"
    rf"{_SPACE}?(?:code|loi|décret|règlement|RGPD|ordonnance|arrêté|statuts|circulaire|directive|avenant))",
    re.I,
)


def label(number, rank):
    """Return what is printed of an article: 7 as it is, « 7 bis » for the first one added after it."""
    return f"{number}{NBSP}{LATIN[rank - 1]}" if rank else number


def read_label(text):
    """Return (number, rank) of « 7 » or « 7 bis », None of anything else."""
    found = _LABEL.fullmatch(text.strip().lower())
    if not found:
        return None
    return int(found[1]), LATIN.index(found[2]) + 1 if found[2] else 0


def next_label(after, taken):
    """Return (number, rank) of an article added after number `after`; None when its series is full.

    `taken`: all the (number, rank) there are. After the last one it takes the number that follows, else the next « bis ».
    """
    if after == max(number for number, _rank in taken):
        return after + 1, 0
    rank = 1 + max((rank for number, rank in taken if number == after), default=0)
    return (after, rank) if rank <= len(LATIN) else None


def quoted(text):
    """Return the (number, rank) of the articles that a text refers to, « 4 à 7 » counted whole; not those of a law."""
    found = set()
    for match in _QUOTED.finditer(text):
        last = None
        for sign, one in re.findall(rf"(,|et|ou|à)?{_SPACE}?({_ONE})", match[1], re.I):
            key = read_label(one)
            if sign == "à" and last and last[0] < key[0]:
                found |= {(number, 0) for number in range(last[0] + 1, key[0])}
            found.add(key)
            last = key
    return found
