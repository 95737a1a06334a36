"""Texts that no spreadsheet computes when it opens the file they stand in."""

import re

# A cell that begins so may be computed by the spreadsheet that opens it, now or after another "save as".
_COMPUTED = re.compile(r"\s*[=+\-@\t\r]")
_PHONE_OR_FIGURE = re.compile(r"[+\-]?[\d .,()/]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def inert(text):
    """Return the text so that no spreadsheet computes it: an apostrophe before = + - @, a tab or a return.

    A telephone that begins with + stays as it is: figures alone compute nothing.
    """
    text = _FORBIDDEN.sub("", text)
    return f"'{text}" if _COMPUTED.match(text) and not _PHONE_OR_FIGURE.fullmatch(text) else text
