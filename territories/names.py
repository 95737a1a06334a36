"""One spelling to compare place names by: no accent, no hyphen, no capital, saint for st."""

import re
import unicodedata

_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def normalise(text):
    """Return the text in lower-case ASCII words separated by one space; st and ste become saint and sainte.

    >>> normalise("St-Germain-l'Herm")
    'saint germain l herm'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).lower()
    unaccented = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", " ", unaccented).split()
    return " ".join(_SAINTS.get(word, word) for word in words)
