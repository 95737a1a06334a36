"""French typography of the wording: the apostrophe, and the spaces that must not break."""

import re

NBSP = "\u00a0"


def french(text):
    """Return the text with ’ for ', and a non-breaking space before « : ; ? ! » % » and after « and n°,
    and inside « L. 1611-4 ».

    Only existing spaces change, so that « 17:30 » and marks such as {article:fiches} stay whole.
    """
    text = text.replace("'", "’")
    text = re.sub(r" (?=[:;?!»%€])", NBSP, text)
    text = re.sub(r"\b([LR]\.) (?=\d)", rf"\1{NBSP}", text)
    return re.sub(r"(?<=[«°]) ", NBSP, text)


def french_list(items):
    """Return « a, b et c »."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def lower_first(text):
    """Return the text with a small first letter, unless its first word is an acronym."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text):
    return text[:1].upper() + text[1:]
