"""The last hand on a drawn PDF: archivable (PDF/A-3) and accessible (PDF/UA-1) at once, the same bytes each time.

WeasyPrint 70 follows one norm at a time and leaves four things out: what a tagged archive says of PDF/UA, the scope of
header cells, words on its inner links, and it names each file that travels along twice. Mended on its own objects before
they are written, which costs nothing; a second reading of the finished file would cost a tenth of a page.
"""

import pydyf

from documents.cells import cut_rows

# PDF/UA-1 declared in an archive: the norm of archives wants the words of any other norm described beside them.
ACCESSIBLE = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
END = b"</rdf:RDF>"


def finish(document, pdf):
    """Mend a drawn document. A finisher of WeasyPrint 70."""
    cut_rows(document, pdf)
    name_the_scope_of_headers(document, pdf)
    name_the_links(document)


def finish_archive(document, pdf):
    """Mend a document drawn as PDF/A-3a, and declare that it is PDF/UA-1 too."""
    finish(document, pdf)
    declare_accessible(pdf)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def declare_accessible(pdf):
    """Write PDF/UA-1 inside the one rdf:RDF of the file: a second one is read by nobody, and lost by a signature."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (packet,) = metadata.stream
    before, end, after = packet.rpartition(END)
    metadata.stream = [before + ACCESSIBLE + end + after]


def name_the_links(document):
    """Write where a link of the contents leads, in words; WeasyPrint writes the name of the anchor."""
    for page in document.pages:
        if not page.links:
            continue
        for box in page._page_box.descendants():
            annotation = getattr(box, "link_annotation", None)
            if annotation is not None and box.element is not None and box.element.get("data-titre"):
                annotation["Contents"] = pydyf.String(box.element.get("data-titre"))


def name_the_scope_of_headers(document, pdf):
    """Write /Scope on the header cells, which WeasyPrint 70 leaves out, and drop the lists of headers of each cell.

    Our tables are regular: a scope says the same as one list a cell, which took a third of the size of a large table.
    """

    def number(reference):
        return int(bytes(reference).split()[0]) if isinstance(reference, bytes) else None

    for row in pdf.objects:
        if not isinstance(row, dict) or row.get("S") != "/TR":
            continue
        cells = [pdf.objects[number(kid)] for kid in row["K"] if number(kid) is not None]
        heads_a_row = any(cell.get("S") == "/TD" for cell in cells)
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"]["Scope"] = "/Row" if heads_a_row else "/Column"
            elif "Headers" in cell.get("A", ()):
                del cell["A"]["Headers"]
