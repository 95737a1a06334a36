"""French words and marks shared by the documents: dates, amounts, gaps."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents.shapes import GAP

NBSP = "\u00a0"
DOTS = "…" * 14
# A line of dots or dashes that somebody typed: no engine breaks it, and it would leave the sheet.
_RULE = re.compile(r"([^\w\s])\1{29,}")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)


def day(value):
    """Return a date as « 1er mars 2026 »."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def period(start, end):
    """Return « janv. – juin 2026 » or « juil. 2026 – juin 2027 »; what is known when a bound is missing."""
    if start and end and start.year == end.year:
        if start.month == end.month:
            return f"{MONTHS[start.month - 1]} {start.year}"
        return f"{SHORT_MONTHS[start.month - 1]} – {SHORT_MONTHS[end.month - 1]} {end.year}"
    bounds = [f"{SHORT_MONTHS[bound.month - 1]} {bound.year}" if bound else "" for bound in (start, end)]
    if start and end:
        return " – ".join(bounds)
    if start:
        return f"à partir de {bounds[0]}"
    return f"jusqu’à {bounds[1]}" if end else ""


def between(start, end):
    """Return « du 1er mars 2026 au 30 juin 2026 », or what is known of it; empty text when nothing is."""
    if start and end:
        return day(start) if start == end else f"du {day(start)} au {day(end)}"
    if start:
        return f"à partir du {day(start)}"
    return f"jusqu’au {day(end)}" if end else ""


def euros(value):
    """Return an amount as « 28 000 € », without cents when there are none."""
    amount = f"{value:,.2f}".replace(",", NBSP).replace(".", ",")
    return f"{amount.removesuffix(',00')}{NBSP}€"


def spelled(text):
    """Return the text by which names are put in order: « École » stands before « Fablab », not behind « Zoo »."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def printed(text):
    """Return what people typed, escaped, line ends kept and each GAP as a dotted line to fill by hand.

    No box inside a line: WeasyPrint 70 sometimes breaks the line before one after its first word.
    """
    text = _RULE.sub(lambda rule: "\u200b".join(re.findall(".{1,30}", rule[0])), text)
    safe = str(escape(text)).replace("\r\n", "\n").replace("\n", "<br>")
    return mark_safe(safe.replace(GAP, DOTS))
