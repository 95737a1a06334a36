"""French typography of the wording: the apostrophe, and the spaces that must not break."""

import re

NBSP = "\u00a0"
_MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_ARTICLES = (
    ("le ", r"comité|point|groupe|conseil|collectif|bureau|copil|cotech|cercle|pôle"),
    ("la ", r"commission|réunion|coordination|rencontre|conférence"),
    ("l’", r"assemblée|équipe|instance|atelier"),
)


def french(text):
    """Return the text with ’ for ', and a non-breaking space before « : ; ? ! » % » and after « and n°, inside « L. 1611-4 »,
    « 3 mars 2026 » and « 23 000 ».

    Only existing spaces change, so that « 17:30 » and marks such as {article:fiches} stay whole.
    """
    text = text.replace("'", "’")
    text = re.sub(r" (?=[:;?!»%€])", NBSP, text)
    text = re.sub(r"\b([LR]\.) (?=\d)", rf"\1{NBSP}", text)
    text = re.sub(rf"(?:(?<=\d)|(?<=1er)) (?=(?:{_MONTH})\b)|(?<=\d) (?=\d{{3}}(?:\d\d)?\b)", NBSP, text)
    text = re.sub(rf"\b({_MONTH}) (?=\d{{4}}\b)", rf"\1{NBSP}", text)
    return re.sub(r"(?<=[«°]) ", NBSP, text)


def with_article(name):
    """Return « le comité de pilotage »: a body stands inside a sentence (« au sein du comité… »). One unknown stays."""
    for article, words in _ARTICLES:
        if re.match(rf"(?:{words})\b", name, re.I):
            return article + lower_first(name)
    return name


def seated(seat):
    """Return a seat behind « situé »: « à Ambert », « 3, place du Vieux Pont, 63880 Olliergues »."""
    if not seat or re.search(r"\d", seat) or "," in seat or not seat[0].isupper():
        return seat
    if re.match(
        r"(?:place|rue|avenue|boulevard|chemin|route|impasse|allée|quai|mairie|hôtel|maison|lieu-dit|bourg)\b",
        seat,
        re.I,
    ):
        return seat
    town = re.match(r"(les?) ", seat, re.I)
    if town:
        return f"{'au' if len(town[1]) == 2 else 'aux'} {seat[town.end() :]}"
    return f"à {seat}"


def french_list(items):
    """Return « a, b et c »; « a, b ; c » when an item has a comma of its own."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    if any("," in item for item in items):
        return f"{NBSP}; ".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def lower_first(text):
    """Return the text with a small first letter, unless its first word is an acronym."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text):
    return text[:1].upper() + text[1:]
