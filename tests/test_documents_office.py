"""The agreement to work on: docx and odt have real headings, lists and tables, and hold whatever was typed."""

import io
import zipfile
from functools import cache

import docx
import pytest
from lxml import etree
from odfdo import Document

from documents.docx import convention_docx
from documents.odt import convention_odt
from documents.shapes import GAP, ConventionArticle, Items, Paragraph
from tests.documents_samples import convention, party, raci
from tests.fuzzed_agreements import fuzzed
from tests.office_texts import bare, docx_articles, odt_articles

pytestmark = pytest.mark.once
HOSTILE = "<b>&amp; {{ x }} ]]> \x07\"'"


def sample(**changes):
    articles = (
        ConventionArticle(1, "Objet", (Paragraph("La convention fixe les conditions de la halte."),), mark="aaa"),
        ConventionArticle(
            2,
            "Engagements & suites",
            (Items(("tenir la halte\u00a0;", f"prévenir le {GAP}.")), Paragraph("Ensuite."), Items(("dire",))),
            mark="bbb",
        ),
        ConventionArticle(3, "Durée", (Paragraph(f"Trois  ans, jusqu’au {GAP}."),), mark="ccc"),
    )
    return convention(**{"articles": articles, "preamble_mark": "ppp", **changes})


@cache
def files():
    return convention_docx(sample()), convention_odt(sample())


def test_agreements_drawn_at_random_are_the_same_in_both():
    for seed in range(5):
        document = fuzzed(seed)
        in_docx, in_odt = convention_docx(document), convention_odt(document)
        assert docx_articles(in_docx) == odt_articles(in_odt)
        assert len(docx_articles(in_docx)) >= len(document.articles)


def test_every_part_of_a_file_has_the_same_day():
    for data in files():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_docx_is_made_to_be_worked_on():
    file = docx.Document(io.BytesIO(files()[0]))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs if paragraph.text]
    assert styles[0] == ("Title", "Convention de partenariat pour la halte")
    assert ("Heading 1", "Article\u00a02. Engagements & suites") in styles
    assert ("Heading 1", "Annexe\u00a01. Répartition des rôles") in styles
    points = [paragraph for paragraph in file.paragraphs if paragraph.style.name == "Point de convention"]
    assert all(point._p.pPr.numPr is not None for point in points)
    numbering = etree.tostring(file.part.numbering_part.element).decode()
    assert "2.%1" in numbering
    tables = file.tables
    assert [table.rows[0].cells[0].text for table in tables[1:]] == ["Activité", "Partenaire", "Partie"]
    assert all(table.rows[0]._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None for table in tables[1:])
    assert "Pour Commune de Saint-Amelin" in tables[0].rows[0].cells[1].text
    section = file.sections[0]
    assert "PROJET · Convention n°\u00a02026-07, version\u00a03" in section.header.paragraphs[0].text
    assert "relire" in section.footer.paragraphs[0].text
    assert "NUMPAGES" in etree.tostring(section.footer._element).decode()
    with zipfile.ZipFile(io.BytesIO(files()[0])) as archive:
        assert b'w:lang w:val="fr-FR"' in archive.read("word/styles.xml")
        assert not [name for name in archive.namelist() if "thumbnail" in name or "stylesWithEffects" in name]
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    assert len(files()[0]) < 60_000


def test_the_odt_is_made_to_be_worked_on():
    with zipfile.ZipFile(io.BytesIO(files()[1])) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        content, styles = archive.read("content.xml").decode(), archive.read("styles.xml").decode()
        listed = archive.read("META-INF/manifest.xml").decode()
        names = [name for name in archive.namelist() if name not in ("mimetype", "META-INF/manifest.xml")]
    assert all(f'full-path="{name}"' in listed for name in names)
    assert 'fo:language="fr"' in styles
    assert "PROJET · Convention n°" in styles
    assert "{footer}" not in styles
    assert "table:table-header-rows" in content
    assert 'style:num-prefix="2."' in content
    file = Document(io.BytesIO(files()[1]))
    assert file.meta.title == "Convention de partenariat pour la halte"
    assert {str(header.level) for header in file.body.headers} == {"1"}


def test_what_people_typed_cannot_break_a_file():
    document = sample(
        title=HOSTILE,
        project=HOSTILE,
        number=HOSTILE,
        banner=HOSTILE,
        footer=HOSTILE,
        parties=(party(HOSTILE, HOSTILE, description=HOSTILE, signatory=HOSTILE),),
        articles=(ConventionArticle(1, HOSTILE, (Paragraph(HOSTILE), Items((HOSTILE,))), mark="aaa"),),
        raci=raci(3, 2, name=HOSTILE),
    )
    said = bare(HOSTILE.replace("\x07", ""))
    articles = docx_articles(convention_docx(document))
    assert articles[-1] == ("aaa", said, [said, said])
    assert odt_articles(convention_odt(document)) == articles


def test_an_empty_agreement_is_written():
    document = sample(parties=(), preamble=(), articles=(), raci=None, board=None, means=())
    assert docx_articles(convention_docx(document)) == odt_articles(convention_odt(document)) == []
