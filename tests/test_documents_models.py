"""Each of our models, written to the end: the same articles in the same order on paper, in docx and in odt; norms kept."""

import io
import json
import re
from functools import cache

import jsonschema
import pikepdf
import pytest
from django.conf import settings
from pdfua import validate

from agreements.models_text import MODELS
from agreements.wording import convention_document
from documents import attach
from documents.convention import convention_pdf, reference_of
from documents.docx import convention_docx
from documents.odt import convention_odt
from documents.office import plain
from documents.shapes import Items
from tests.agreement_facts import DAY
from tests.agreement_whole import make_whole
from tests.office_texts import bare, docx_articles, docx_headings, odt_articles, odt_headings, pdf_headings, pdf_text
from tests.pdf_geometry import outside
from tests.pdf_tags import read_aloud

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# How many annexes each model has when it has all of them.
ANNEXES = {"T1": 8, "T2": 9, "T3": 9, "T4": 10, "T5": 8, "LI": 3, "CH": 2, "AV": 7, "A26": 2, "IM": 1}
PART = re.compile(r"Préambule$|Article\s|Annexe\s")


@cache
def schema():
    return json.loads((settings.BASE_DIR / "docs" / "convention.schema.json").read_text(encoding="utf-8"))


def written(document):
    """Return [(mark, title, [texts])] of the preamble and of the articles, without spaces."""

    def texts(blocks):
        return [bare(plain(text)) for block in blocks for text in (getattr(block, "items", None) or [block.text])]

    preamble = [(document.preamble_mark, "Préambule", texts(document.preamble))] if document.preamble else []
    return preamble + [(one.mark, bare(one.title), texts(one.blocks)) for one in document.articles]


def on_paper(article):
    """Return an article as the page prints it, without spaces: its number, and that of each of its items."""
    said, rank = f"{article.number}{article.title}", 0
    for block in article.blocks:
        if not isinstance(block, Items):
            said += block.text
            continue
        for item in block.items:
            rank += 1
            said += f"{article.items_after or article.number}.{rank}{item}"
    return bare(plain(said))


def parts(headings):
    return [" ".join(heading.split()) for heading in headings if PART.match(heading)]


@pytest.mark.parametrize("code", MODELS)
def test_a_model_says_the_same_in_its_three_files_and_keeps_to_the_norms(project, coordinator, tmp_path, code):
    document = convention_document(make_whole(project, coordinator, code), day=DAY, draft=False)
    pdf, in_docx, in_odt = (render(document) for render in (convention_pdf, convention_docx, convention_odt))

    # The same articles, title and words, in the same order: in the two texts to work on, then on paper.
    assert docx_articles(in_docx) == odt_articles(in_odt) == written(document)
    printed = pdf_text(pdf, reference_of(document), document.banner, document.footer)
    assert "".join(on_paper(article) for article in document.articles) in printed
    assert parts(pdf_headings(pdf)) == parts(docx_headings(in_docx)) == parts(odt_headings(in_odt))
    assert len(document.annexes) == ANNEXES[code]
    assert not re.search(r"[{}\ufffc]", printed)

    # What a screen reader says, in its order, is what the page says.
    path = tmp_path / "convention.pdf"
    path.write_bytes(pdf)
    assert [finding.message for finding in validate(path).findings] == []
    assert read_aloud(pdf) == sorted(read_aloud(pdf))
    assert outside(pdf) == []

    # What qpdf checks, and the data that travel along.
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.check_pdf_syntax() == []
        data = json.loads(file.attachments[attach.NAME].get_file().read_bytes())
    jsonschema.validate(data, schema())
    assert [article["titre"] for article in data["articles"]] == [article.title for article in document.articles]

    # The same bytes again; a long text costs seconds on paper, where bench.fuzz_agreements says the same of any.
    assert (convention_docx(document), convention_odt(document)) == (in_docx, in_odt)
    if len(document.articles) < 8:
        assert convention_pdf(document) == pdf
