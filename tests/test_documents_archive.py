"""The PDF to keep: archive and accessible at once, its data inside, contents when long, frames never cut."""

import dataclasses
import datetime
import io
import json
from functools import cache

import jsonschema
import pikepdf
import pytest
from django.conf import settings
from pdfua import validate
from pypdf import PdfReader

from documents import attach
from documents.convention import convention_pdf, expected_pages
from documents.engine import html_to_pdf
from documents.fonts import drawable
from documents.shapes import ConventionAnnex, ConventionArticle, Items, Paragraph
from tests.documents_samples import convention, opened, pages, party, text
from tests.fuzzed_agreements import fuzzed
from tests.office_texts import pdf_articles
from tests.pdf_geometry import outside, page_boxes, shown

pytestmark = pytest.mark.once
MILLIMETRE = 72 / 25.4


def plain(**changes):
    return convention(**{"board": None, "raci": None, "means": (), **changes})


@cache
def whole():
    return convention_pdf(convention())


@cache
def long_one():
    articles = tuple(
        ConventionArticle(
            rank, f"Engagement numéro {rank}", (Paragraph("Les parties s’informent sans attendre. " * 30),)
        )
        for rank in range(1, 31)
    )
    return convention_pdf(plain(articles=articles, annexes=(ConventionAnnex("text", "Charte", (Paragraph("Dire."),)),)))


def test_it_declares_both_norms_in_one_place(tmp_path):
    file = opened(whole())
    packet = file.Root.Metadata.read_bytes()
    assert packet.count(b"<rdf:RDF") == 1
    with file.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert b"pdfaSchema:prefix>pdfuaid<" in packet
    assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert file.check_pdf_syntax() == []
    for name, pdf in (("whole", whole()), ("long", long_one())):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        assert [finding.message for finding in validate(path).findings] == []
        # A strict reader finds every object where the file says that it is.
        assert "Convention de partenariat" in PdfReader(io.BytesIO(pdf), strict=True).metadata.title


def test_its_data_travel_with_it_and_follow_the_schema():
    file = opened(whole())
    (attached,) = file.Root.AF  # once, though WeasyPrint writes it twice
    assert str(attached.AFRelationship) == "/Data"
    assert list(file.attachments) == [attach.NAME]
    specification = file.attachments[attach.NAME]
    assert specification.get_file().creation_date == datetime.datetime(2026, 3, 12, tzinfo=datetime.UTC)
    data = json.loads(specification.get_file().read_bytes())
    schema = json.loads((settings.BASE_DIR / "docs" / "convention.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    assert data["schema"] == schema["$id"]
    assert data == attach.convention_data(convention())
    assert data["articles"][1]["texte"] == [
        {"liste": ["tenir la halte\u00a0;", "donner des nouvelles le [à compléter]."]}
    ]
    assert [annex["genre"] for annex in data["annexes"]] == ["roles", "frise", "apports"]
    # The control: the schema refuses what is not of its shape.
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"confiance": 3}, schema)
    for seed in range(8):
        jsonschema.validate(json.loads(attach.convention_json(fuzzed(seed))), schema)


def test_a_text_in_force_is_tagged_and_archived_as_well_and_has_no_place_to_sign(tmp_path):
    first, *others = convention().articles
    changed = dataclasses.replace(first, number="1\u00a0bis", note="Ajouté par l’avenant n°\u00a01.")
    notice = "Texte consolidé au 12\u00a0mars\u00a02026, sans valeur juridique propre."
    text = dataclasses.replace(convention(), articles=(changed, *others), notice=notice, version="")
    pdf = convention_pdf(text)
    path = tmp_path / "texte.pdf"
    path.write_bytes(pdf)
    assert [finding.message for finding in validate(path).findings] == []
    file = opened(pdf)
    data = json.loads(file.attachments[attach.NAME].get_file().read_bytes())
    schema = json.loads((settings.BASE_DIR / "docs" / "convention.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert (data["etat"], data["avertissement"], data["articles"][0]["modifie"]) == ("consolide", notice, changed.note)
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\u00a0", " ")
    assert "sans valeur juridique propre" in printed
    assert [said for said in ("Fait à", "Paraphes", "lu et approuvé") if said in printed] == []


def test_the_data_hold_what_is_printed_and_nothing_else():
    assert {field.name for field in dataclasses.fields(convention())} == {
        *(
            "title",
            "project",
            "banner",
            "number",
            "version",
            "day",
            "draft",
            "parties",
            "preamble",
            "articles",
            "place",
        ),
        *(
            "signed_on",
            "notice",
            "means",
            "board",
            "raci",
            "originals",
            "annexes",
            "preamble_mark",
            "footer",
            "visas",
            "hand",
            "reference",
        ),
    }


def test_a_long_one_has_its_contents_with_the_right_pages():
    sheets = pages(long_one())
    assert len(sheets) > 8
    assert "Sommaire" in sheets[0]
    lines = [
        line for sheet in PdfReader(io.BytesIO(long_one())).pages[:3] for line in sheet.extract_text().splitlines()
    ]
    for rank, _title in pdf_articles(long_one()):
        where = next(
            number for number, sheet in enumerate(sheets, 1) if f"{rank} Engagement numéro {rank} Les" in sheet
        )
        (line,) = [line for line in lines if f"Engagement numéro {rank}." in line.replace(" .", ".")]
        assert line.rstrip().endswith(str(where)), line
    links = [str(link.Contents) for page in opened(long_one()).pages for link in page.get("/Annots", ())]
    assert "Article 30. Engagement numéro 30" in links
    assert "Annexe\u00a01. Charte" in links
    assert all(link.F == 4 for page in opened(long_one()).pages for link in page.get("/Annots", ()))


def test_a_short_one_has_none():
    assert "Sommaire" not in text(whole())
    assert expected_pages(convention()) < 8


@pytest.mark.parametrize(("count", "filling"), [(9, 0), (7, 13), (2, 17)])
def test_a_frame_to_sign_in_is_never_cut(count, filling):
    many = tuple(
        party(f"Syndicat intercommunal à vocation multiple de la haute vallée, numéro {n}", signatory="Une élue " * 12)
        for n in range(count)
    )
    articles = (ConventionArticle(1, "Objet", tuple(Paragraph("Texte " * 30) for _ in range(filling))),)
    pdf = convention_pdf(plain(parties=many, articles=articles, draft=False))
    sheets = pages(pdf)
    assert sum(sheet.count("lu et approuvé") for sheet in sheets) == count
    for sheet in sheets:  # a frame begins with « Pour » and ends with the mention, on one sheet
        assert sheet.count("Pour Syndicat") == sheet.count("lu et approuvé")
    # The room to sign in, under the mention, is on the sheet too: nothing of the text stands in the margin of the foot.
    lowest = [run.bottom for run in shown(pdf) if run.bottom > 26 * MILLIMETRE - 1]
    signed_pages = {number for number, sheet in enumerate(sheets) if "lu et approuvé" in sheet}
    mentions = [
        min(run.bottom for run in shown(pdf) if run.page == number and run.bottom > 26 * MILLIMETRE)
        for number in signed_pages
    ]
    assert lowest
    assert all(bottom > (26 + 16) * MILLIMETRE for bottom in mentions)
    assert outside(pdf) == []


def test_words_longer_than_a_line_stay_on_the_sheet():
    word = "anticonstitutionnellement" * 20
    pdf = convention_pdf(
        plain(
            title=word,
            project=word,
            place=word,
            parties=(party(word, word[:60], description=word, signatory=word, quality=word), party()),
            articles=(ConventionArticle(1, word, (Paragraph(word), Items((word,)))),),
            means=convention().means,
        )
    )
    assert outside(pdf) == []
    assert page_boxes(pdf)[0] == pytest.approx((210 * MILLIMETRE, 297 * MILLIMETRE), abs=0.1)
    # The control: the same word where nothing cuts it.
    loose = html_to_pdf(f"<body><p>{word}</p></body>", title="Essai")
    assert outside(loose)


def test_letters_that_our_fonts_lack_are_replaced_and_open_no_tag():
    assert (
        drawable("<p>Łódź, e\u0301té, ﬁn, x\u202fy, \u0007合同＜b＞</p>")
        == "<p>Łódź, été, fin, x\u00a0y, ??&lt;b&gt;</p>"
    )
    assert drawable("<p>\u0338texte</p>") == "<p>texte</p>"
    pasted = "ci\u2011après, ● un → deux, ☐ oui ☒ non \uf0b7"
    assert drawable(pasted) == "ci-après, • un -&gt; deux, (\u00a0) oui (×) non •"
    assert drawable("<p>été</p>") == "<p>été</p>"


@pytest.mark.parametrize("seed", [1, 14, 66])
def test_agreements_drawn_at_random_stay_on_their_sheets(seed):
    document = fuzzed(seed)
    pdf = convention_pdf(document)
    assert outside(pdf) == []
    assert [number for number, _title in pdf_articles(pdf)] == [article.number for article in document.articles]
    assert "{{" not in text(pdf).replace("{{ projet }}", "")
    assert isinstance(opened(pdf), pikepdf.Pdf)
