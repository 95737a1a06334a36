"""The agreement as a .docx to work on: real headings, lists and tables, French, the same text as the PDF.

Each article carries a bookmark, so that it is found again when the file comes back (agreements.taking_back).
"""

import datetime
import io

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from documents import words
from documents.office import Heading, Picture, Points, Signatures, Table, Text, foot_of, packed, parts_of, plain

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GREEN, INK, GREY = RGBColor(0x14, 0x59, 0x4B), RGBColor(0x1A, 0x24, 0x21), RGBColor(0x43, 0x50, 0x4B)
POINT = "Point de convention"
# In the default file of python-docx and of no use to a reader: its picture, a second copy of the styles.
LEFT_OUT = ("/thumbnail", "/stylesWithEffects")


def convention_docx(document):
    """Return a ConventionDocument as the bytes of a .docx file, the same bytes for the same facts."""
    return _Writer(document).bytes()


class _Writer:
    def __init__(self, document):
        self.document = document
        self.file = docx.Document()
        self.lists = _Lists(self.file)
        self.bookmarks = 0

    def bytes(self):
        self._properties()
        self._styles()
        self._page()
        self._head()
        for part in parts_of(self.document):
            _WRITERS[type(part)](self, part)
        out = io.BytesIO()
        self.file.save(out)
        return packed(out.getvalue())

    # --- The file as a whole ----------------------------------------------------------------------------------------
    def _properties(self):
        for relations in (self.file.part.package.rels, self.file.part.rels):
            for key in [key for key, relation in relations.items() if relation.reltype.endswith(LEFT_OUT)]:
                del relations[key]
        core, day = self.file.core_properties, self.document.day
        core.title = plain(self.document.title)[:255]
        core.subject = plain(self.document.project)[:255]
        core.author = core.last_modified_by = "Maillage"
        core.comments = ""
        core.language = "fr-FR"
        core.created = core.modified = datetime.datetime(day.year, day.month, day.day)
        core.revision = 1

    def _styles(self):
        styles = self.file.styles
        normal = styles["Normal"]
        _font(normal, "Calibri", 11, INK)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.15
        for properties in (
            normal.element.get_or_add_rPr(),
            styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"),
        ):
            for old in properties.findall(qn("w:lang")):
                properties.remove(old)
            properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>'))
        for name, size, colour, before in (
            ("Title", 22, INK, 0),
            ("Heading 1", 14, GREEN, 16),
            ("Heading 2", 12, INK, 10),
            ("Caption", 9.5, GREY, 6),
        ):
            style = styles[name]
            _font(style, "Georgia" if name != "Caption" else "Calibri", size, colour)
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(6)
            style.paragraph_format.keep_with_next = True
        styles["Title"].element.get_or_add_pPr().remove_all("w:pBdr")
        for name in ("Header", "Footer"):  # with a stop in the middle, where the banner would stand
            styles[name].element.get_or_add_pPr().remove_all("w:tabs")
        point = styles.add_style(POINT, WD_STYLE_TYPE.PARAGRAPH)
        point.base_style = normal
        point.paragraph_format.space_after = Pt(3)

    def _page(self):
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
        section.top_margin, section.bottom_margin = Mm(22), Mm(24)
        reference, footer = foot_of(self.document)
        for area, left, right in (
            (section.header, reference, plain(self.document.banner)),
            (section.footer, footer, None),
        ):
            paragraph = area.paragraphs[0]
            paragraph.paragraph_format.tab_stops.clear_all()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(162), WD_TAB_ALIGNMENT.RIGHT)
            self._small(paragraph, left)
            if right is None:
                self._small(paragraph, "\tpage\u00a0")
                _field(paragraph, "PAGE")
                self._small(paragraph, " sur\u00a0")
                _field(paragraph, "NUMPAGES")
            elif right:
                self._small(paragraph, f"\t{right}")

    def _small(self, paragraph, text):
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(8), GREY

    def _head(self):
        self.file.add_paragraph(plain(self.document.title), style="Title")
        if self.document.draft:
            paragraph = self.file.add_paragraph()
            paragraph.add_run("PROJET").bold = True
            paragraph.add_run(f", version{words.NBSP}{plain(self.document.version)}, {words.day(self.document.day)}")

    # --- Parts ------------------------------------------------------------------------------------------------------
    def heading(self, part):
        paragraph = self.file.add_paragraph(style=f"Heading {part.level}")
        paragraph.paragraph_format.page_break_before = part.new_page or None
        if part.mark:
            self.bookmarks += 1
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            start.set(qn("w:id"), str(self.bookmarks))
            start.set(qn("w:name"), part.mark)
            end.set(qn("w:id"), str(self.bookmarks))
            paragraph._p.append(start)
            paragraph.add_run(part.text)
            paragraph._p.append(end)
        else:
            paragraph.add_run(part.text)

    def text(self, part):
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = part.introduces or None
        paragraph.add_run(part.text).bold = part.strong or None

    def points(self, part):
        number = self.lists.list_of(part)
        for item in part.items:
            paragraph = self.file.add_paragraph(item, style=POINT)
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
            )

    def table(self, part):
        if part.title:
            self.file.add_paragraph(part.title, style="Caption")
        table = self.file.add_table(rows=1, cols=len(part.heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        widths = [Mm(width) for width in part.widths]
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        rows = [table.rows[0], *(table.add_row() for _ in part.rows)]
        _repeated(rows[0])
        for place, (row, texts) in enumerate(zip(rows, (part.heads, *part.rows), strict=True)):
            _uncut(row)
            is_loud = place == 0 or (part.has_total and place == len(part.rows))
            for rank, (cell, text) in enumerate(zip(row._tr.tc_lst, texts, strict=True)):
                cell.width = widths[rank]
                paragraph = cell.p_lst[0]
                if rank in part.numbers:
                    paragraph.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="right"/>'))
                paragraph.add_r().text = text
                if is_loud or rank == 0:
                    paragraph.r_lst[0].get_or_add_rPr().append(OxmlElement("w:b"))
        self.file.add_paragraph()

    def picture(self, part):
        run = self.file.add_paragraph().add_run()
        run.add_picture(io.BytesIO(part.content), width=Mm(part.width), height=Mm(part.height))
        run._r.find(f".//{qn('wp:docPr')}").set("descr", part.alt)

    def signatures(self, part):
        pairs = [part.frames[place : place + 2] for place in range(0, len(part.frames), 2)]
        table = self.file.add_table(rows=len(pairs), cols=2, style="Table Grid")
        for row, pair in zip(table.rows, pairs, strict=True):
            _uncut(row)
            row.height = Mm(46)
            for cell, (name, who) in zip(row.cells, pair, strict=False):
                cell.paragraphs[0].add_run(name).bold = True
                cell.add_paragraph(who)
                cell.add_paragraph("Signature précédée de «\u00a0lu et approuvé\u00a0»")


_WRITERS = {
    Heading: _Writer.heading,
    Text: _Writer.text,
    Points: _Writer.points,
    Table: _Writer.table,
    Picture: _Writer.picture,
    Signatures: _Writer.signatures,
}


class _Lists:
    """The lists of the file: « 4.1, 4.2 » in article 4, dashes elsewhere. Replaces those of the default file."""

    def __init__(self, file):
        self.numbering = file.part.numbering_part.element
        for child in list(self.numbering):
            self.numbering.remove(child)
        self.known = {}

    def list_of(self, part):
        """Return the number of a list to give its items; a second list of one article goes on counting."""
        dash = part.number is None
        if part.number in self.known and (dash or part.first > 1):
            return self.known[part.number]
        here = self.known[part.number] = len(self.numbering.findall(qn("w:num"))) + 1
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{here}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="{part.first}"/><w:numFmt w:val="{"bullet" if dash else "decimal"}"/>'
            f'<w:lvlText w:val="{"–" if dash else f"{part.number}.%1"}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl></w:abstractNum>'
        )
        number = parse_xml(f'<w:num {nsdecls("w")} w:numId="{here}"><w:abstractNumId w:val="{here}"/></w:num>')
        first_number = self.numbering.find(qn("w:num"))
        if first_number is None:
            self.numbering.append(abstract)
        else:
            first_number.addprevious(abstract)  # the norm wants every definition before the lists
        self.numbering.append(number)
        return here


def _font(style, name, size, colour):
    style.font.name, style.font.size, style.font.color.rgb = name, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _field(paragraph, code):
    """Add a number that the word processor counts: the page, or how many there are."""
    for kind, text in (("begin", ""), (None, code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8), GREY
        if kind is None:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {text} </w:instrText>'))
        elif kind == "text":
            run._r.append(parse_xml(f"<w:t {nsdecls('w')}>{text}</w:t>"))
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _repeated(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _uncut(row):
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
