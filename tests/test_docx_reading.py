"""A .docx that comes back: hostile ones are refused before they are opened, what is read is read as a person would."""

import io
import random
import re
import time
import zipfile

import pytest

from documents import apart, docx_parser, docx_reading
from documents.docx import convention_docx
from documents.docx_reading import MAX_BYTES, DocxRefused, read_docx
from documents.errors import Busy
from documents.shapes import ConventionArticle, Items, Paragraph
from tests.documents_samples import convention

pytestmark = pytest.mark.once
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
END = "<w:t>Trois ans.</w:t></w:r></w:p>"
DOCUMENT, TYPES, RELATIONS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"


@pytest.fixture
def _here(monkeypatch):
    """Read in this process: what is tested is what is read, and a process for each file takes a fifth of a second."""
    look = docx_parser.look
    monkeypatch.setattr(docx_reading, "run_apart", lambda script, head, data, seconds: (look(data, head), b""))


def ours():
    articles = (
        ConventionArticle(1, "Objet", (Paragraph("Tenir la halte."), Items(("dire", "entendre"))), mark="aaa"),
        ConventionArticle(2, "Durée", (Paragraph("Trois ans."),), mark="bbb"),
    )
    return convention_docx(convention(articles=articles, preamble_mark="ppp", board=None, raci=None, means=()))


def changed(parts=None, replace=None, data=None):
    """Return a .docx with parts added or replaced, or words replaced in some: {part: [(before, after)]}."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or ours())) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in given.namelist():
            content = given.read(name)
            for before, after in (replace or {}).get(name, ()):
                assert before.encode() in content, before
                content = content.replace(before.encode(), after.encode(), 1)
            if name not in (parts or {}):
                archive.writestr(name, content)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def read(data):
    return {
        article.mark or article.title: (article.title, [(part.text, part.is_item) for part in article.paragraphs])
        for article in read_docx(data).articles
    }


@pytest.mark.usefixtures("_here")
def test_what_we_wrote_is_read_back():
    assert read(ours()) == {
        "ppp": ("Préambule", [("Les habitants disent manquer d’un lieu.", False)]),
        "aaa": ("Objet", [("Tenir la halte.", False), ("dire", True), ("entendre", True)]),
        "bbb": ("Durée", [("Trois ans.", False)]),
    }


@pytest.mark.usefixtures("_here")
def test_tracked_changes_are_read_as_accepted_and_said():
    data = changed(
        replace={
            DOCUMENT: [
                (
                    "<w:t>Trois ans.</w:t></w:r>",
                    "<w:t xml:space='preserve'>Trois </w:t></w:r>"
                    "<w:del w:id='90' w:author='x'><w:r><w:delText>ans</w:delText></w:r></w:del>"
                    "<w:ins w:id='91' w:author='x'><w:r><w:t>années</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r>",
                )
            ]
        }
    )
    assert read(data)["bbb"] == ("Durée", [("Trois années.", False)])
    assert read_docx(data).told == ["Les modifications suivies sont lues comme acceptées."]


@pytest.mark.usefixtures("_here")
def test_what_cannot_be_taken_is_said_where_it_stands():
    table = f"<w:tbl {W}><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = changed(
        replace={
            DOCUMENT: [
                (
                    "<w:t>Trois ans.</w:t>",
                    "<w:t>Trois ans.</w:t><w:drawing/><w:footnoteReference w:id='1'/><w:tab/><w:br/>",
                ),
                ("<w:sectPr", "<w:altChunk r:id='rId1' xmlns:r='x'/><w:sectPr"),
            ]
        }
    )
    told = read_docx(data).told
    assert told == [
        "Dans «\u00a0Durée\u00a0»\u00a0: une image ou une forme, qui n’est pas repris.",
        "Dans «\u00a0Durée\u00a0»\u00a0: une note de bas de page, qui n’est pas repris.",
    ]
    data = changed(
        replace={DOCUMENT: [("<w:t>Trois ans.</w:t></w:r></w:p>", f"<w:t>Trois ans.</w:t></w:r></w:p>{table}")]}
    )
    assert read_docx(data).told == ["Dans «\u00a0Durée\u00a0»\u00a0: un tableau, qui n’est pas repris."]
    assert read(data)["bbb"] == ("Durée", [("Trois ans.", False)])


@pytest.mark.usefixtures("_here")
def test_new_articles_are_those_with_a_title_of_the_same_level():
    heading = (
        f'<w:p {W}><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Article 3 – Image</w:t></w:r></w:p>'
        f"<w:p {W}><w:r><w:t>- demander l’accord</w:t></w:r></w:p>"
    )
    data = changed(
        replace={DOCUMENT: [("<w:t>Trois ans.</w:t></w:r></w:p>", f"<w:t>Trois ans.</w:t></w:r></w:p>{heading}")]}
    )
    assert read(data)["Image"] == ("Image", [("demander l’accord", True)])
    assert list(read(data)) == ["ppp", "aaa", "bbb", "Image"]  # parties, signatures and annexes are none


MACROS = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
          "application/vnd.ms-word.document.macroEnabled.main+xml")  # fmt: skip
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
TEMPLATE = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://exemple.example/modele.dotm" TargetMode="External"/></Relationships>'
)
LINK = TEMPLATE.replace("attachedTemplate", "hyperlink")


def bomb():
    return changed({"word/media/a.bin": b"0" * 70_000_000})


def noise():
    """Return more XML than any agreement has, which no ratio gives away."""
    dice = random.Random(1)
    return "".join(f'<w:p w:rsidR="{dice.getrandbits(64):016X}"/>' for _ in range(200_000))


def entities():
    with zipfile.ZipFile(io.BytesIO(ours())) as archive:
        content = archive.read(DOCUMENT).decode()
    head, body = content.split("<w:document", 1)
    return changed({DOCUMENT: f"{head}{ENTITIES}<w:document{body}".replace("Trois ans.", "Trois &b;")})


@pytest.mark.usefixtures("_here")
def test_hostile_files_are_refused_at_once_with_a_reason():
    hostile = {
        "démesurée": bomb(),
        "macros": changed(replace={TYPES: [MACROS]}),
        "(de petits programmes)": changed({"word/vbaProject.bin": b"x"}),
        "ailleurs": changed(replace={RELATIONS: [("</Relationships>", TEMPLATE)]}),
        "déclarations": entities(),
        "abîmé": changed({DOCUMENT: "<w:document"}),
        "Ce fichier est abîmé": ours()[:2000],
        "5\u00a0Mo": b"PK" + b"0" * MAX_BYTES,
        "Ce n’est pas un document .docx": b"%PDF-1.7",
        "ancien format": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100,
        "sans le renommer": changed(replace={TYPES: [("wordprocessingml.document.main", "spreadsheetml.sheet.main")]}),
        "plus long": changed(replace={DOCUMENT: [("Trois ans.", "mot " * 150_000)]}),
        "trop lourd": changed(replace={DOCUMENT: [("<w:sectPr", f"{noise()}<w:sectPr")]}),
    }
    for words, data in hostile.items():
        began = time.process_time()
        with pytest.raises(DocxRefused, match=words.replace("(", r"\(").replace(")", r"\)")):
            read_docx(data)
        assert time.process_time() - began < 1
    # The control: a link that a word processor makes of an address loads nothing, and is read.
    assert "bbb" in read(changed(replace={RELATIONS: [("</Relationships>", LINK)]}))


@pytest.mark.usefixtures("_here")
def test_a_style_based_on_itself_ends():
    with zipfile.ZipFile(io.BytesIO(ours())) as archive:
        styles = archive.read("word/styles.xml").decode()
    loop = (
        '<w:style w:type="paragraph" w:styleId="Boucle"><w:name w:val="Boucle"/><w:basedOn w:val="Boucle"/></w:style>'
    )
    more = '<w:p><w:pPr><w:pStyle w:val="Boucle"/></w:pPr><w:r><w:t>Et plus.</w:t></w:r></w:p>'
    data = changed(
        {"word/styles.xml": styles.replace("</w:styles>", f"{loop}</w:styles>")},
        {DOCUMENT: [(END, END + more)]},
    )
    assert read(data)["bbb"][1] == [("Trois ans.", False), ("Et plus.", False)]


def test_a_file_is_read_in_a_process_of_its_own_that_its_limits_kill(monkeypatch):
    assert [article.mark for article in read_docx(ours()).articles] == ["ppp", "aaa", "bbb"]
    with pytest.raises(DocxRefused, match="abîmé"):
        read_docx(changed({DOCUMENT: "<w:document"}))

    def killed(script, head, data, seconds):
        raise apart.Stopped(-9)

    monkeypatch.setattr(docx_reading, "run_apart", killed)
    with pytest.raises(DocxRefused, match="trop lourd") as refused:
        read_docx(ours())
    assert refused.value.status == 413


def test_a_text_of_sixty_pages_amended_everywhere_is_read():
    words = "Les Parties s’informent sans attendre de tout fait qui pourrait gêner le Projet. " * 4
    articles = tuple(
        ConventionArticle(rank, f"Engagement {rank}", (Paragraph(words),) * 12, mark=f"a{rank}")
        for rank in range(1, 61)
    )
    data = convention_docx(convention(preamble=(), articles=articles, board=None, raci=None, means=()))
    tracked = re.sub(
        rb"<w:r>(?:<w:rPr/>)?<w:t[^>]*>([^<]{200,})</w:t></w:r>",
        lambda run: b"".join(
            b'<w:ins w:id="1" w:author="Une personne" w:date="2026-03-12T10:00:00Z"><w:r w:rsidR="00A77B3E">'
            b'<w:rPr><w:lang w:val="fr-FR"/></w:rPr><w:t xml:space="preserve">%s </w:t></w:r></w:ins>' % word
            for word in re.findall(rb"\S+ \S+", run[1])
        ),
        zipfile.ZipFile(io.BytesIO(data)).read(DOCUMENT),
    )
    assert len(tracked) > 3_000_000
    assert len(read_docx(changed({DOCUMENT: tracked}, data=data)).articles) == 60


def test_beyond_two_files_at_once_the_next_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS_TO_WAIT", 0)
    with apart._room, apart._room, pytest.raises(Busy, match="Réessayez"):
        read_docx(ours())
    assert read_docx(ours()).articles
