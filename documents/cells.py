"""Cells of a large table at the price of a line of text.

WeasyPrint spends about a millisecond on a table cell, and a RACI may have 2 400 of them. Such a row is written as one
`<td data-cells colspan=…>` whose words stand for its cells, with one space between two of them (two in a row: an empty
cell). Once the pages are drawn, `cut_rows` puts each word in the middle of its column, in a `/TD` of its own: whoever
reads the file finds the same table as if each cell had been written by itself.
"""

import re

import pydyf

WHITE = b"1 1 1 rg"
_PIECES = re.compile(rb"<([0-9a-f]*)>|([-+.\d]+)")


def cut_rows(document, pdf):
    """Cut the rows of cells of a drawn document. A finisher of WeasyPrint 70."""
    numbers = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    fonts = {font.hash.encode(): font for font in document.fonts.values()}
    for index, page in enumerate(document.pages):
        rows = [box for box in page._page_box.descendants() if _is_row(box)]
        if not rows:
            continue
        stream = _object(pdf, _object(pdf, pdf.page_references[index])["Contents"])
        owners = numbers[2 * index + 1]  # of each marked content of the page, its structure element
        starts = {item["MCID"]: place for place, item in enumerate(stream.stream) if isinstance(item, dict)}
        drawn = []  # (first, last, replacement) in the stream
        for box in rows:
            first = starts[_object(pdf, box.mark["K"][0])["K"][0]] - 1  # the tag comes before its properties
            last = stream.stream.index(b"EMC", first)
            drawn.append((first, last, _cut(pdf, box, stream.stream[first : last + 1], owners, fonts)))
        for first, last, replacement in sorted(drawn, reverse=True):
            stream.stream[first : last + 1] = replacement


def _object(pdf, reference):
    return pdf.objects[int(reference.split()[0])]


def _is_row(box):
    """Tell whether a box is a row to cut. One cell with nothing in it holds no text: it is already what it should be."""
    return box.element is not None and "data-cells" in box.element.attrib and box.element.text and hasattr(box, "mark")


def _cut(pdf, box, drawn, owners, fonts):
    """Return what draws the words of a row one by one, and give each its cell in the structure."""
    texts = box.element.text.split(" ")
    state, baseline, words = _words(drawn, fonts)
    words += [[] for _ in texts[len(words) :]]  # a line of nothing but spaces is not drawn at all
    cells = _cells(pdf, box.mark, len(texts))
    white = box.element.get("data-white", "").split()
    step = box.width / len(texts)
    operators = state
    for place, (text, word, cell) in enumerate(zip(texts, words, cells, strict=True)):
        if not word:
            continue
        x = box.content_box_x() + step * (place + 0.5) - sum(advance for *_, advance in word) / 2
        cell["K"] = pydyf.Array([len(owners)])
        operators += [b"/TD", pydyf.Dictionary({"MCID": len(owners)}), b"BDC", b"q"]
        operators += [WHITE] if text in white else []
        operators += [b"BT", b"1 0 0 -1 %.3f %b Tm" % (x, baseline)]
        for font, glyphs, _advance in word:
            operators += [font, b"[" + glyphs + b"] TJ"]
        operators += [b"ET", b"Q", b"EMC"]
        owners.append(cell.reference)
    return operators


def _cells(pdf, spanning, count):
    """Put `count` cells in the structure, in the place of the one that spanned their columns. Return them."""
    row = _object(pdf, spanning["P"])
    _empty(_object(pdf, spanning["K"][0]))  # the text of the whole row
    cells = [
        pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/TD", "K": pydyf.Array(), "Pg": spanning["Pg"], "P": spanning["P"]}
        )
        for _ in range(count)
    ]
    for cell in cells:
        pdf.add_object(cell)
    place = row["K"].index(spanning.reference)
    row["K"][place : place + 1] = [cell.reference for cell in cells]
    _empty(spanning)
    return cells


def _empty(thing):
    """Leave an object that nothing refers to any more, without what it held.

    Freed, it would shift the index that pydyf 0.13 writes of all the others: a strict reader would not find them.
    """
    thing.clear()


def _words(drawn, fonts):
    """Return (operators that set the colour, baseline, words) of a line; a word is a list of (font, glyphs, advance)."""
    start = drawn.index(b"BT")
    state, baseline, font, words = drawn[3:start], b"0", None, [[]]
    for operator in drawn[start:]:
        if operator.endswith(b" Tm"):
            baseline = operator.split()[5]
        elif operator.endswith(b" Tf"):
            font = operator
        elif operator.endswith(b"] TJ"):
            for word in _split(operator, font, fonts, words.pop()):
                words.append(word)
    return state, baseline, words


def _split(shown, font, fonts, word):
    """Yield the words of a run of glyphs, the first of which goes on from `word`."""
    name, size, _operator = font.split()
    face, size = fonts[name[1:]], float(size)
    glyphs, advance = [], 0

    def close():
        return [*word, (font, b"".join(glyphs), advance * size / 1000)] if glyphs else word

    for codes, kerning in _PIECES.findall(shown):
        if kerning and glyphs:
            glyphs.append(kerning)
            advance -= float(kerning)
        for code in (codes[place : place + 4] for place in range(0, len(codes), 4)):
            if face.to_unicode.get(int(code, 16)) == " ":
                yield close()
                word, glyphs, advance = [], [], 0
            else:
                glyphs.append(b"<" + code + b">")
                advance += face.widths[int(code, 16)]
    yield close()
