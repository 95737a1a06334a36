"""Read a .docx in a process of its own, under limits. Run as a script by documents.docx_reading. No Django here.

Looked at before it is opened, then read article by article; nothing of it is ever run. A file that is not read is Refused
with a code, whose words documents.docx_reading knows.
"""

import io
import re
import sys
import zipfile
from pathlib import Path

from lxml import etree

MEGABYTES, SECONDS = 512, 10
MAX_UNPACKED = 60_000_000
# A text of sixty pages is half a megabyte of XML, and ten times that when every word of it was changed under revision.
MAX_XML = 6_000_000
MAX_RATIO = 200
SMALL = 2_000_000  # below, a ratio means nothing
MAX_ENTRIES = 500
MAX_LETTERS = 400_000
MAX_PARAGRAPHS = 5_000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
POINT = "point de convention"


class Refused(Exception):
    """The file is not read; the text is a code."""


def main():
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from documents.apart import answer, asked, limit

    limit(megabytes=MEGABYTES, seconds=SECONDS)
    head, content = asked()
    answer(look(content, head))


def look(content, head):
    """Return {articles: [[mark, title, [[text, is_item]]]], told: [French sentences]}, or {refused: code}.

    `head["mark"]` is what the bookmark of an article of ours begins with.
    """
    try:
        return parsed(content, head["mark"])
    except Refused as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"refused": "heavy"}
    except Exception:  # whatever a hostile file breaks, it breaks here
        return {"refused": "damaged"}


def parsed(content, mark):
    with _archive(content) as archive:
        names = set(archive.namelist())
        _refuse_links(archive, names)
        styles = _Styles(_xml(archive, "word/styles.xml") if "word/styles.xml" in names else None)
        body = _xml(archive, DOCUMENT).find(f"{W}body")
    if body is None:
        raise Refused("damaged")
    return _Reader(styles, mark).read(body)


# --- Before opening -------------------------------------------------------------------------------------------------
def _archive(data):
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused("old")
    if not data.startswith(b"PK"):
        raise Refused("other")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OSError) as error:
        raise Refused("damaged") from error
    swollen = any(
        entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or swollen
        or _overlap(entries)
    ):
        raise Refused("swollen")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)) or not {DOCUMENT, TYPES} <= set(names):
        raise Refused("other")
    said = {part.get("PartName"): part.get("ContentType", "") for part in _xml(archive, TYPES)}
    macros = any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in said.values())
    if macros or any("vbaproject" in name.lower() for name in names):
        raise Refused("macros")
    if said.get(f"/{DOCUMENT}") != MAIN:
        raise Refused("other")
    return archive


def _overlap(entries):
    """Return whether two entries share their bytes, which only a bomb does."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False


def _xml(archive, name):
    """Return the root of a part. No entity is resolved, none may even be declared; what lies about its size is cut."""
    try:
        with archive.open(name) as part:
            content = part.read(MAX_XML + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refused("damaged") from error
    if len(content) > MAX_XML:
        raise Refused("heavy")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("declarations")
    return root


def _refuse_links(archive, names):
    """Raise Refused when a part loads something from elsewhere. A hyperlink loads nothing: its words stay."""
    for name in sorted(names):
        if not name.endswith(".rels"):
            continue
        for relation in _xml(archive, name).iter(RELATION):
            if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
                raise Refused("elsewhere")
        if any(relation.get("Type", "").endswith("/aFChunk") for relation in _xml(archive, name).iter(RELATION)):
            raise Refused("holds_another")


# --- Reading --------------------------------------------------------------------------------------------------------
class _Styles:
    """What the styles of the file mean: a heading of an article, an item of a list."""

    def __init__(self, root):
        self.known = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            name, based = style.find(f"{W}name"), style.find(f"{W}basedOn")
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            self.known[style.get(f"{W}styleId")] = (
                (name.get(f"{W}val") if name is not None else "").lower(),
                based.get(f"{W}val") if based is not None else None,
                outline.get(f"{W}val") if outline is not None else None,
                style.find(f"{W}pPr/{W}numPr") is not None,
            )

    def _chain(self, key):
        for _step in range(20):  # a file may base a style on itself
            if key not in self.known:
                return
            yield self.known[key]
            key = self.known[key][1]

    def level(self, key):
        """Return 1 for « Heading 1 » and what is based on it, 2… below, 0 for a plain paragraph."""
        for name, _based, outline, _listed in self._chain(key):
            found = re.fullmatch(r"(?:heading|titre) ([1-9])", name)
            if found:
                return int(found[1])
            if outline and outline.isdecimal() and int(outline) < 9:
                return int(outline) + 1
        return 0

    def is_item(self, key):
        return any(listed or name == POINT for name, _based, _outline, listed in self._chain(key))


# What a paragraph may hold besides its words, and how it is told.
NOT_TAKEN = {
    f"{W}drawing": "une image ou une forme",
    f"{W}pict": "une image ou une forme",
    f"{W}object": "un objet d’un autre logiciel",
    f"{W}footnoteReference": "une note de bas de page",
    f"{W}endnoteReference": "une note de fin",
    f"{W}commentReference": "un commentaire",
    f"{W}sym": "un symbole",
}
GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"}
SPACES = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_ARTICLE = re.compile(r"^\s*article\s+\d+\s*(?:er)?\s*[.:–—-]*\s*", re.IGNORECASE)
_APART = re.compile(r"^\s*(entre|signatures?|annexes?\s.*|annexe\s*\d+.*|sommaire)\s*$", re.IGNORECASE)
ITEM = "- "


class _Article:
    def __init__(self, mark, title):
        self.mark, self.title = mark, title
        self.paragraphs = []  # [text, is_item]


class _Reader:
    def __init__(self, styles, mark):
        self.styles = styles
        self.mark = mark
        self.told = {}
        self.articles = []
        self.here = None  # the article being read; None outside of any
        self.letters = self.paragraphs = 0

    def read(self, body):
        for block in self._blocks(body):
            if block.tag == f"{W}p":
                self._paragraph(block)
            elif block.tag == f"{W}tbl" and self.here is not None:
                self._tell("un tableau")
        told = [
            f"Dans «\u00a0{where}\u00a0»\u00a0: {what}, qui n’est pas repris." if where else f"{what}."
            for what, where in self.told
        ]
        return {"articles": [[one.mark, one.title, one.paragraphs] for one in self.articles], "told": told}

    def _blocks(self, parent):
        """Yield the paragraphs and tables, also those inside the fields and boxes that a word processor adds."""
        for child in parent:
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag in (f"{W}sdt", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"):
                content = child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else child
                if content is not None:
                    yield from self._blocks(content)

    def _tell(self, what):
        self.told[what, self.here.title if self.here else ""] = None

    def _paragraph(self, paragraph):
        self.paragraphs += 1
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        key = style.get(f"{W}val") if style is not None else None
        level = self.styles.level(key)
        mark = next(
            (
                start.get(f"{W}name").removeprefix(self.mark)
                for start in paragraph.iter(f"{W}bookmarkStart")
                if start.get(f"{W}name", "").startswith(self.mark)
            ),
            "",
        )
        text = " ".join("".join(self._words(paragraph)).split(" ")).strip()
        text = re.sub(r"[ \t\n]+", " ", text)
        self.letters += len(text)
        if self.letters > MAX_LETTERS or self.paragraphs > MAX_PARAGRAPHS:
            raise Refused("long")
        if mark or level == 1:
            self._heading(mark, text)
        elif self.here is not None and text:
            if level:
                self.told["un intertitre, repris comme un alinéa", self.here.title] = None
            self._add(properties, key, text)

    def _heading(self, mark, text):
        if not text:
            return
        if not mark and _APART.match(text):
            self.here = None
            return
        self.here = _Article(mark, _ARTICLE.sub("", text) or text)
        self.articles.append(self.here)

    def _add(self, properties, key, text):
        listed = properties is not None and properties.find(f"{W}numPr") is not None
        is_item = listed or self.styles.is_item(key)
        if not is_item and text.startswith(ITEM):  # a dash typed by hand, as in the body of an article
            is_item, text = True, text.removeprefix(ITEM).lstrip()
        self.here.paragraphs.append([text, is_item])

    def _words(self, element):
        """Yield the words of a paragraph in order, as if every tracked change had been accepted."""
        for child in element:
            tag = child.tag
            if tag in GONE or not isinstance(tag, str):
                if tag in (f"{W}del", f"{W}moveFrom"):
                    self.told["Les modifications suivies sont lues comme acceptées", ""] = None
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag in SPACES:
                yield SPACES[tag]
            elif tag in NOT_TAKEN:
                self._tell(NOT_TAKEN[tag])
            elif tag.endswith("}AlternateContent"):
                self._tell(NOT_TAKEN[f"{W}drawing"])
            else:
                if tag == f"{W}ins":
                    self.told["Les modifications suivies sont lues comme acceptées", ""] = None
                yield from self._words(child)


if __name__ == "__main__":
    main()
