"""The agreement as an .odt to work on: the same parts as the .docx, for those whose word processor is a free one."""

import datetime
import io
import re
from xml.sax.saxutils import escape

from odfdo import Document, Element, Header, List, ListItem, Paragraph
from odfdo import Table as OdtTable

from documents import paths, words
from documents.office import (
    TEXT_WIDTH,
    Heading,
    Picture,
    Points,
    Signatures,
    Table,
    Text,
    foot_of,
    packed,
    parts_of,
    plain,
)

TYPE = "application/vnd.oasis.opendocument.text"
BODY, INTRODUCTION = "Text_20_body", "Introduction"
# The grid of a table and the frames of the signatures, a list of dashes.
STYLES = (
    '<style:style style:name="Grille" style:family="table"><style:table-properties style:width="162mm" '
    'table:align="left" fo:margin-bottom="4mm"/></style:style>',
    '<style:style style:name="Grille.Case" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="1.5mm" fo:border="0.5pt solid #8d8f80"/></style:style>',
    '<style:style style:name="Grille.Ligne" style:family="table-row"><style:table-row-properties '
    'fo:keep-together="always"/></style:style>',
    '<style:style style:name="Cadre.Ligne" style:family="table-row"><style:table-row-properties '
    'style:min-row-height="46mm" fo:keep-together="always"/></style:style>',
)


def convention_odt(document):
    """Return a ConventionDocument as the bytes of an .odt file, the same bytes for the same facts."""
    return _Writer(document).bytes()


class _Writer:
    def __init__(self, document):
        self.document = document
        self.file = Document("text")
        self.body = self.file.body
        self.lists = {}
        self.tables = self.pictures = 0

    def bytes(self):
        self.body.clear()
        self.file.set_part("styles.xml", self._styles())
        for style in STYLES:
            self.file.insert_style(Element.from_tag(style), automatic=True)
        self._head()
        for part in parts_of(self.document):
            _WRITERS[type(part)](self, part)
        self._properties()
        out = io.BytesIO()
        self.file.save(out)
        return packed(out.getvalue(), first=("mimetype",))

    def _properties(self):
        meta, day = self.file.meta, self.document.day
        meta.title, meta.subject = plain(self.document.title), plain(self.document.project)
        meta.language = "fr-FR"
        meta.creation_date = meta.date = datetime.datetime(day.year, day.month, day.day)
        meta.generator = meta.initial_creator = meta.creator = "Maillage"
        meta.editing_cycles = 1

    def _styles(self):
        """Return the styles with what stands on every page; each place is looked for once, in our file alone."""
        reference, footer = foot_of(self.document)
        said = {"reference": reference, "banner": plain(self.document.banner), "footer": footer}
        text = (paths.HERE / "odt_styles.xml").read_text(encoding="utf-8")
        return re.sub(r"\{(reference|banner|footer)\}(?=<)", lambda place: escape(said[place[1]]), text).encode()

    def _head(self):
        self.body.append(Paragraph(plain(self.document.title), style="Title"))
        if self.document.draft:
            version = f"PROJET, version{words.NBSP}{plain(self.document.version)}, {words.day(self.document.day)}"
            self.body.append(Paragraph(version, style="Strong"))

    # --- Parts ------------------------------------------------------------------------------------------------------
    def heading(self, part):
        style = "Annexe" if part.new_page else f"Heading_20_{part.level}"
        header = Header(part.level, part.text)
        header.set_attribute("text:style-name", style)
        if part.mark:
            bookmark = Element.from_tag("text:bookmark")
            bookmark.set_attribute("text:name", part.mark)
            header.append(bookmark)
        self.body.append(header)

    def text(self, part):
        style = "Strong" if part.strong else INTRODUCTION if part.introduces else BODY
        self.body.append(Paragraph(part.text, style=style))

    def points(self, part):
        points = List(style=self._list_style(part.number))
        if part.first > 1:
            points.set_attribute("text:continue-numbering", "true")
        for item in part.items:
            points.append(ListItem(Paragraph(item, style="Point")))
        self.body.append(points)

    def _list_style(self, number):
        """Return the style of a list: « 4.1, 4.2 » in article 4, dashes elsewhere."""
        if number not in self.lists:
            self.lists[number] = name = f"Liste{number or ''}".replace(words.NBSP, "_")
            level = (
                '<text:list-level-style-bullet text:level="1" text:bullet-char="–">{}</text:list-level-style-bullet>'
                if number is None
                else f'<text:list-level-style-number text:level="1" style:num-prefix="{number}." style:num-format="1">'
                "{}</text:list-level-style-number>"
            )
            alignment = (
                '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
                '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="12mm" '
                'fo:text-indent="-12mm" fo:margin-left="12mm"/></style:list-level-properties>'
            )
            style = f'<text:list-style style:name="{name}">{level.format(alignment)}</text:list-style>'
            self.file.insert_style(Element.from_tag(style), automatic=True)
        return self.lists[number]

    def table(self, part):
        if part.title:
            self.body.append(Paragraph(part.title, style="Caption"))
        table = self._new_table(part.widths)
        head = Element.from_tag("table:table-header-rows")
        head.append(_row(part.heads, _cell_styles(part, is_loud=True)))
        table.append(head)
        for place, row in enumerate(part.rows, 1):
            is_total = part.has_total and place == len(part.rows)
            table.append(_row(row, _cell_styles(part, is_loud=is_total)))
        self.body.append(table)

    def picture(self, part):
        self.pictures += 1
        address = self.file.add_file(io.BytesIO(part.content))
        frame = Element.from_tag(
            f'<draw:frame draw:name="Image {self.pictures}" text:anchor-type="as-char" svg:width="{part.width:.1f}mm" '
            f'svg:height="{part.height:.1f}mm"><draw:image xlink:href="{escape(address)}" xlink:type="simple" '
            f'xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>{escape(part.alt)}</svg:desc></draw:frame>'
        )
        paragraph = Paragraph("", style=BODY)
        paragraph.append(frame)
        self.body.append(paragraph)

    def signatures(self, part):
        table = self._new_table([TEXT_WIDTH / 2] * 2)
        for place in range(0, len(part.frames), 2):
            pair = part.frames[place : place + 2]
            row = Element.from_tag("table:table-row")
            row.set_attribute("table:style-name", "Cadre.Ligne")
            for name, who in pair:
                row.append(_cell(((name, "Cell_20_head"), (who, "Cell"), (SIGNED, "Cell"))))
            for _missing in range(2 - len(pair)):
                row.append(_cell(()))
            table.append(row)
        self.body.append(table)

    def _new_table(self, widths):
        self.tables += 1
        table = OdtTable(f"Tableau {self.tables}", style="Grille")
        for rank, width in enumerate(widths, 1):
            name = f"Tableau{self.tables}.{rank}"
            style = (
                f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
                f'style:column-width="{width:.1f}mm"/></style:style>'
            )
            self.file.insert_style(Element.from_tag(style), automatic=True)
            column = Element.from_tag("table:table-column")
            column.set_attribute("table:style-name", name)
            table.append(column)
        return table


SIGNED = "Signature précédée de «\u00a0lu et approuvé\u00a0»"


def _cell_styles(part, *, is_loud):
    return tuple(
        f"Cell{'_20_head' if is_loud or rank == 0 else ''}{'_20_number' if rank in part.numbers else ''}"
        for rank in range(len(part.heads))
    )


def _row(texts, styles):
    row = Element.from_tag("table:table-row")
    row.set_attribute("table:style-name", "Grille.Ligne")
    for text, style in zip(texts, styles, strict=True):
        row.append(_cell(((text, style),)))
    return row


def _cell(paragraphs):
    cell = Element.from_tag("table:table-cell")
    cell.set_attribute("table:style-name", "Grille.Case")
    cell.set_attribute("office:value-type", "string")
    for text, style in paragraphs:
        cell.append(Paragraph(text, style=style))
    return cell


_WRITERS = {
    Heading: _Writer.heading,
    Text: _Writer.text,
    Points: _Writer.points,
    Table: _Writer.table,
    Picture: _Writer.picture,
    Signatures: _Writer.signatures,
}
