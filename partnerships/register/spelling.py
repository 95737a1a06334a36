"""The register writes in capitals. The same, easier to read; the person corrects what a rule cannot know."""

import re

from partnerships.likeness import ACRONYMS, undotted

_SMALL = re.compile("a|à|aux?|d|des?|du|en|et|l|la|les?|lès|par|pour|sous|sur")
# Written small in an address: 12 bis rue de la Poste.
_WAYS = re.compile(
    "all[ée]e|avenue|bis|boulevard|chemin|cit[ée]|cours?|esplanade|faubourg|impasse|mont[ée]e|passage|place|promenade|quai|"
    "quartier|r[ée]sidence|route|rue|ruelle|sente|sentier|square|ter|traverse|voie"
)
_WORD = re.compile(r"[^\W_]+")


def readable(text, *, address=False):
    """Return a text in capitals with capitals where French puts them; a text that has small letters comes back as it is."""
    if text != text.upper():
        return text
    first = True

    def written(match):
        nonlocal first
        word = match[0]
        begins, first = first, False
        small = word.lower()
        before = text[match.start() - 1 : match.start()]
        if address and _WAYS.fullmatch(small):
            return small
        if _SMALL.fullmatch(small) and not begins and before != "(":
            return small
        return word if _is_acronym(word, before) else word.capitalize()

    return _WORD.sub(written, undotted(text))


def _is_acronym(word, before):
    """Return whether a word in capitals keeps them: known, between brackets, or impossible to say."""
    known = word.lower() in ACRONYMS or (before == "(" and len(word) <= 8)
    return known or (2 <= len(word) <= 5 and word.isalpha() and not re.search("[AEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜŒÆ]", word))
