"""The mark of a seal on the last page: two small lines at the foot, and their words for who reads by ear. No Django here.

Drawn as outlines of our own letters: a font would have to be embedded anew in a file that is already an archive. The field
gets its place in the tags (a /Form), so that the sealed file stays readable by any means.
"""

from functools import cache

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, VisibleSigSettings, append_signature_field

NAME = "Cachet"
MILLIMETRE = 72 / 25.4
# Under the foot of each page, whose margins are those of css/convention.css.
MARGIN, MARGIN_OF_LANDSCAPE, BOTTOM, HEIGHT = 24 * MILLIMETRE, 14 * MILLIMETRE, 5 * MILLIMETRE, 6 * MILLIMETRE
SIZE, LEADING = 7, 8.4
INK = "0.263 0.314 0.294 rg"  # that of the foot of each page
HOW = "Sa date se lit, et le fichier se vérifie, dans un lecteur de PDF."


def add_sealed_field(writer, who):
    """Add the field of the seal on the last page of an incremental writer, its mark drawn and tagged."""
    page_ref = writer.find_page_for_modification(-1)[0]
    page = page_ref.get_object()
    left, bottom, right, top = (float(side) for side in page["/MediaBox"])
    margin = MARGIN_OF_LANDSCAPE if right - left > top - bottom else MARGIN
    width = right - left - 2 * margin
    lines = (_clipped(f"Cachet électronique de {who}", width), HOW)
    words = f"{lines[0]}. {HOW}"
    box = (left + margin, bottom + BOTTOM, right - margin, bottom + BOTTOM + HEIGHT)
    append_signature_field(
        writer,
        SigFieldSpec(
            NAME,
            on_page=-1,
            box=box,
            readable_field_name=words,
            visible_sig_settings=VisibleSigSettings(rotate_with_page=True, scale_with_page_zoom=True),
        ),
    )
    field_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    field = field_ref.get_object()
    drawn = RawContent(_outlines(lines), box=BoxConstraints(width=width, height=HEIGHT)).as_form_xobject()
    drawn.compress()
    field["/AP"] = DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
    _tag(writer, field, field_ref, page, page_ref, words)
    writer.update_container(field)


def _tag(writer, field, field_ref, page, page_ref, words):
    """Name the field in the tags of the file, at the end of the reading; a file without tags has none to give it."""
    if "/StructTreeRoot" not in writer.root:
        return
    tree = writer.root["/StructTreeRoot"]
    parents = tree["/ParentTree"]["/Nums"]
    kids = tree["/K"]
    holder_ref = kids.raw_get(0) if isinstance(kids, ArrayObject) else tree.raw_get("/K")
    holder = holder_ref.get_object()
    key = 1 + max((int(parents[place]) for place in range(0, len(parents), 2)), default=-1)
    element = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): holder_ref,
            pdf_name("/Alt"): TextStringObject(words),
            pdf_name("/K"): DictionaryObject(
                {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field_ref, pdf_name("/Pg"): page_ref}
            ),
        }
    )
    element_ref = writer.add_object(element)
    holder["/K"].append(element_ref)
    writer.update_container(holder["/K"])
    parents.append(NumberObject(key))
    parents.append(element_ref)
    writer.update_container(parents)
    field[pdf_name("/StructParent")] = NumberObject(key)
    page[pdf_name("/Tabs")] = pdf_name("/S")
    writer.update_container(page)


# --- Letters ----------------------------------------------------------------------------------------------------------
@cache
def _faces():
    from fontTools.ttLib import TTFont

    from documents import paths
    from documents.fonts import FILES

    fonts = [TTFont(paths.FONTS / FILES["text"].format(letters)) for letters in ("latin", "latin-ext")]
    return [(font.getBestCmap(), font.getGlyphSet(), 1 / font["head"].unitsPerEm) for font in fonts]


def _clipped(text, width):
    """Return the text on one line, without a letter that our fonts lack."""
    from documents.fonts import clip, drawable

    return clip(" ".join(drawable(text).split()), width, SIZE)


def _outlines(lines):
    """Return the drawing of lines of text, from the top of the box, as PDF operators."""
    drawn = [INK]
    for rank, line in enumerate(lines, 1):
        left = 0.0
        for letter in line:
            for letters, glyphs, em in _faces():
                if ord(letter) in letters:
                    glyph = glyphs[letters[ord(letter)]]
                    pen = _pen(glyphs, SIZE * em, left, HEIGHT - rank * LEADING + 1.4)
                    glyph.draw(pen)
                    drawn += pen.operators
                    left += glyph.width * SIZE * em
                    break
    return " ".join([*drawn, "f"]).encode()


def _pen(glyphs, scale, left, bottom):
    from fontTools.pens.basePen import BasePen

    class Pen(BasePen):
        def __init__(self):
            super().__init__(glyphs)
            self.operators = []

        def _write(self, points, operator):
            places = (f"{left + x * scale:.2f} {bottom + y * scale:.2f}" for x, y in points)
            self.operators.append(f"{' '.join(places)} {operator}")

        def _moveTo(self, pt):
            self._write((pt,), "m")

        def _lineTo(self, pt):
            self._write((pt,), "l")

        def _curveToOne(self, pt1, pt2, pt3):
            self._write((pt1, pt2, pt3), "c")

        def _closePath(self):
            self.operators.append("h")

    return Pen()
