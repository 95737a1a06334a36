"""What our fonts hold: how wide a text is, so that drawings never overflow, and which letters they can draw."""

import re
import unicodedata
from functools import cache, lru_cache
from html import escape

from documents import paths

FILES = {
    "text": "atkinson-hyperlegible-next-{}-400-normal.woff2",
    "strong": "atkinson-hyperlegible-next-{}-700-normal.woff2",
    "title": "young-serif-{}-400-normal.woff2",
}
# What word processors put in the texts that people paste, and that our fonts lack: the sign that says the same.
LIKE = {
    **dict.fromkeys("\u2010\u2011\u2043", "-"),
    "\u2012": "–",
    "\u2015": "—",
    **dict.fromkeys("●■▪◦‣➢➤\uf0b7\uf0a7\uf0d8", "•"),
    **dict.fromkeys("→⇒➔", "->"),
    **dict.fromkeys("✓✔", "×"),
    **dict.fromkeys("☑☒", "(×)"),
    "☐": "(\u00a0)",
}
ELLIPSIS = "…"
UNKNOWN = "?"


@cache
def _advances(face):
    """Return {character: width in em} of a face; the widest letter stands for a character that the face has not."""
    from fontTools.ttLib import TTFont

    advances = {}
    for letters in ("latin-ext", "latin"):  # the first family of the styles wins
        font = TTFont(paths.FONTS / FILES[face].format(letters))
        units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        advances |= {chr(code): widths[name][0] / units for code, name in font.getBestCmap().items()}
    return advances, max(advances[letter] for letter in "MW@")


@lru_cache(maxsize=8192)
def _width_in_em(text, face):
    advances, unknown = _advances(face)
    return sum(advances.get(character, unknown) for character in text)


def text_width(text, size, face="text"):
    """Return the width of `text` at `size`, in the unit of `size`. Kerning is left out: it only narrows."""
    return _width_in_em(text, face) * size


def clip(text, width, size, face="text"):
    """Return `text`, or its longest beginning that fits in `width` with an ellipsis."""
    if text_width(text, size, face) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, face)
    end = 0
    while end < len(text) and text_width(text[: end + 1], size, face) <= room:
        end += 1
    return text[:end].rstrip(" \u00a0-–,") + ELLIPSIS


def wrap(text, width, size, face="text", lines=2):
    """Return `text` in at most `lines` lines of `width`: words kept whole while they fit, the last line clipped."""
    rows, words = [""], text.split(" ")
    for index, word in enumerate(words):
        longer = f"{rows[-1]} {word}".strip()
        if text_width(longer, size, face) <= width:
            rows[-1] = longer
            continue
        if len(rows) == lines:
            rows[-1] = clip(" ".join([rows[-1], *words[index:]]).strip(), width, size, face)
            return rows
        if rows[-1]:
            rows.append("")
        for piece in _pieces(word, width, size, face):
            if text_width(piece, size, face) > width or rows[-1]:
                if len(rows) == lines:
                    rest = " ".join([piece.rstrip("-"), *words[index + 1 :]])
                    rows[-1] = clip((rows[-1] + rest), width, size, face)
                    return rows
                rows.append("")
            rows[-1] = piece
    return rows


def _pieces(word, width, size, face):
    """Return the word cut where it has a hyphen, else anywhere, in pieces that fit."""
    while text_width(word, size, face) > width and len(word) > 1:
        room = width - text_width("-", size, face)
        end = 1
        while end < len(word) - 1 and text_width(word[: end + 1], size, face) <= room:
            end += 1
        hyphen = word.rfind("-", 1, end + 1)
        if hyphen > 0:
            yield word[: hyphen + 1]
            word = word[hyphen + 1 :]
        else:
            yield word[:end] + "-"
            word = word[end:]
    yield word


@cache
def _drawn():
    """Return the characters that one of our faces has: the engine looks in all of them for a letter that one lacks."""
    return frozenset("\n\r\t").union(*(_advances(face)[0] for face in FILES))


def drawable(markup):
    """Return a text of HTML or SVG without a character that our fonts lack, which would print as an empty box.

    An accent written apart joins its letter, a letter of another width or form becomes the plain one, an unknown space a
    space, an invisible sign nothing, a hyphen or a bullet of a word processor ours; what is left, such as the letters of
    another script, becomes « ? ».
    """
    if not unicodedata.is_normalized(
        "NFC", markup
    ):  # never across a tag: « > » and a bar over it are one letter, « ≯ »
        markup = re.sub(r"[^<>=]+", lambda piece: unicodedata.normalize("NFC", piece[0]), markup)
    strange = set(markup) - _drawn()
    return markup.translate({ord(letter): _instead(letter) for letter in strange}) if strange else markup


def _instead(letter):
    if letter in LIKE:
        return escape(LIKE[letter])
    category = unicodedata.category(letter)
    if category in ("Zl", "Zp"):
        return " "
    if category == "Zs":
        return "\u00a0"
    if category in ("Cc", "Cf", "Cs", "Mn", "Me"):
        return ""
    for form in ("NFKC", "NFKD"):
        plain = "".join(sign for sign in unicodedata.normalize(form, letter) if not unicodedata.combining(sign))
        if plain and set(plain) <= _drawn():
            return escape(plain)  # « ＜ » would open a tag
    return UNKNOWN
