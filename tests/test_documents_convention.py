"""The convention on paper: read in order, marked while it is a draft, its gaps dotted, its annexes complete."""

import datetime
from decimal import Decimal
from functools import cache

import pytest
from pdfua import validate

from documents.convention import convention_pdf
from documents.shapes import GAP, ConventionArticle, ConventionMean, Items, Paragraph
from tests.documents_samples import BANNER, board, convention, fonts, opened, pages, party, raci, structure, text

FOOTER = "Modèle d’aide à la rédaction, à faire relire ; ne remplace pas un conseil juridique."
LINE = "………………"
HOSTILE = "<b>&amp; {{ x }} {% load %} url(http://exemple.example) \"' </section>"


@cache
def whole():
    return convention_pdf(convention())


def plain(**changes):
    return convention(**{"board": None, "raci": None, "means": (), **changes})


def test_it_reads_in_order():
    content = text(whole())
    order = [
        *("Convention de partenariat pour la halte", "Centre social du Pays d’Orle", "Commune de Saint-Amelin"),
        *("Représentée par", "Alain Roussel, maire", "Préambule", "1 Objet", "2 Engagements"),
        *("2.1 tenir la halte", "2.2 donner des nouvelles", "Fait à Saint-Amelin, le", "Pour Commune de Saint-Amelin"),
        *("Annexe 1. Répartition des rôles", "Tenir la halte 0", "Annexe 2. Frise des partenariats", "Pharmacie"),
        *("La frise en tableau", "Annexe 3. Apports en nature", "le véhicule"),
    ]
    place = 0
    for words in order:
        assert words in content[place:], words
        place = content.index(words, place)


def test_every_page_carries_the_footer_the_banner_the_number_and_the_initials():
    sheets = pages(whole())
    assert len(sheets) == 5
    for number, sheet in enumerate(sheets, 1):
        assert FOOTER in sheet
        assert BANNER in sheet
        assert f"page {number} sur {len(sheets)}" in sheet
        assert "Paraphes" in sheet


def test_a_draft_says_so_across_each_page_with_its_version_and_date():
    for sheet in pages(whole()):
        assert sheet.count("PROJET") >= 2  # across the page, and in the reference
        assert "version 3, 12 mars 2026" in sheet


def test_a_final_text_is_not_marked_as_a_draft():
    content = text(convention_pdf(convention(draft=False, signed_on=datetime.date(2026, 4, 1))))
    assert "PROJET" not in content
    assert "Convention n° 2026-07, version 3" in content
    assert "Fait à Saint-Amelin, le 1er avril 2026" in content


def test_gaps_are_dotted_lines_everywhere():
    content = text(
        convention_pdf(
            plain(
                place="",
                parties=(party(GAP, "la commune", description=f"commune de {GAP}", signatory="", quality=""), party()),
                articles=(ConventionArticle(1, "Durée", (Paragraph(f"Jusqu’au {GAP}."), Items((f"soit {GAP}",)))),),
            )
        )
    )
    for words in (f"Fait à {LINE}", f"commune de {LINE}", f"Jusqu’au {LINE}", f"soit {LINE}", f"Pour {LINE}"):
        assert words in content
    assert "{{" not in content
    assert GAP not in content


def test_what_people_typed_cannot_become_markup():
    content = text(
        convention_pdf(
            plain(
                title=HOSTILE,
                project=HOSTILE,
                number=HOSTILE,
                place=HOSTILE,
                banner="<i>b",
                footer="<u>p",
                parties=(party(HOSTILE, HOSTILE, description=HOSTILE, signatory=HOSTILE, quality=HOSTILE),),
                preamble=(Paragraph(HOSTILE),),
                articles=(ConventionArticle(1, HOSTILE, (Paragraph(HOSTILE), Items((HOSTILE,)))),),
                means=(ConventionMean(HOSTILE, HOSTILE, None),),
            )
        )
    )
    assert content.count("<b>&amp; {{ x }} {% load %}") >= 12
    assert "<i>b" in content
    assert "<u>p" in content


def test_an_article_is_never_cut_when_it_fits_on_a_page():
    articles = tuple(
        ConventionArticle(
            n, f"Article numéro {n}", tuple(Paragraph(f"Début{n} " + "texte " * 90 + f"fin{n}.") for _ in "ab")
        )
        for n in range(1, 13)
    )
    sheets = pages(convention_pdf(plain(articles=articles)))
    for n in range(1, 13):
        (sheet,) = [sheet for sheet in sheets if f"Article numéro {n} Début{n} " in sheet]
        assert sheet.count(f"fin{n}.") == 2


def test_an_article_longer_than_a_page_is_printed_whole():
    article = ConventionArticle(1, "Longue", tuple(Paragraph(f"Alinéa{n} " + "texte " * 60) for n in range(40)))
    content = text(convention_pdf(plain(articles=(article,))))
    assert all(f"Alinéa{n} " in content for n in range(40))


@pytest.mark.parametrize("filling", [4, 9, 14, 19])
def test_the_signatures_stay_together(filling):
    articles = (ConventionArticle(1, "Objet", tuple(Paragraph("Texte " * 30) for _ in range(filling))),)
    sheets = pages(
        convention_pdf(plain(articles=articles, parties=(party(), party("Caf"), party("MSA"), party("Ulis"))))
    )
    (sheet,) = [sheet for sheet in sheets if "Fait à" in sheet]
    assert sheet.count("lu et approuvé") == 4


def test_contributions_in_kind_are_added_up_in_french():
    content = text(convention_pdf(plain(means=convention().means)))
    for words in ("12 500,50 €", "28 000 €", "Sous-total 40 500,50 €", "non valorisé", "Total valorisé 40 500,50 €"):
        assert words in content


def test_annexes_are_numbered_by_those_there_are():
    assert "Annexe" not in text(convention_pdf(plain()))
    content = text(convention_pdf(plain(means=(ConventionMean("Caf", "un local", Decimal(1)),))))
    assert "Annexe 1. Apports en nature" in content


def test_annexes_that_are_drawn_are_in_landscape():
    file = opened(whole())
    sides = [[round(float(side) / 72 * 25.4) for side in page.MediaBox[2:]] for page in file.pages]
    assert sides == [[210, 297], [297, 210], [297, 210], [297, 210], [210, 297]]


def test_a_reader_finds_the_parts_in_the_bookmarks():
    file = opened(whole())
    with file.open_outline() as outline:
        titles = []
        todo = list(outline.root)
        while todo:
            item = todo.pop(0)
            titles.append(item.title.replace("\u00a0", " "))
            todo = [*item.children, *todo]
    for words in ("Préambule", "Article 1. Objet", "Article 2. Engagements", "Annexe 1. Répartition des rôles"):
        assert words in titles


def test_the_wording_of_a_party_is_not_said_twice():
    said = "Caf, représentée par Mme\u00a0Diaz, directrice, ci-après «\u00a0la Caf\u00a0»"
    content = text(
        convention_pdf(plain(parties=(party("Caf", "la Caf", description=said, signatory="Mme\u00a0Diaz"),)))
    )
    assert "Représentée par" not in content
    assert content.count("« la Caf »") == 1


def test_it_is_tagged_in_french_with_its_title():
    file = opened(whole())
    assert str(file.Root.Lang) == "fr"
    assert file.Root.MarkInfo.Marked
    assert str(file.docinfo["/Title"]).startswith("Convention de partenariat pour la halte (PROJET")
    figures = structure(file, "/Figure")
    assert figures
    assert all(str(figure.Alt) for figure in figures)


@pytest.mark.parametrize("draft", [True, False])
def test_the_checker_of_pdf_ua_finds_nothing(tmp_path, draft):
    path = tmp_path / "convention.pdf"
    path.write_bytes(convention_pdf(convention(draft=draft, raci=raci(20, 30))))
    assert [finding.message for finding in validate(path).findings] == []


def test_only_our_fonts_and_the_same_bytes():
    pdf = whole()
    assert all("Atkinson-Next" in name or "Young-Serif" in name for name in fonts(opened(pdf)))
    assert convention_pdf(convention()) == pdf


def test_long_names_and_many_parties_print():
    many = tuple(party(f"Syndicat intercommunal à vocation multiple numéro {n} de la haute vallée") for n in range(9))
    content = text(convention_pdf(plain(parties=many, board=board(cards=(), waiting=()), articles=(), preamble=())))
    assert all(f"numéro {n} de la haute vallée" in content for n in range(9))
