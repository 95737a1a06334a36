"""The frise to write on, without colour, on A4 sheets to paste together; the cards to cut out."""

import datetime
import re
from xml.etree import ElementTree

import pytest

from documents.board import POSTER, board_pdf
from documents.board_layout import Layout
from documents.board_paint import paint
from documents.board_sheets import HEIGHT, OVERLAP, WIDTH, Tiling, paint_sheet
from documents.cards import cards_pdf
from documents.shapes import BoardPoster, CutCard, CutCards
from tests.documents_samples import BANNER, board, crowded_board, opened, pages, structure

pytestmark = pytest.mark.once
ASKED = "Qui pourrait vous appuyer ici\u00a0?"


# --- To write on --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("drawing", [board(), crowded_board(), board(cards=(), waiting=())])
def test_every_cell_keeps_a_line_to_write_on_clear_of_the_cards(drawing):
    layout = Layout(drawing, *POSTER, heading=True, writing=True)
    for column in layout.columns:
        for lane in layout.lanes:
            inside = [
                (x, y, width)
                for x, y, width in layout.rules
                if column.x <= x and x + width <= column.x + column.width and lane.top < y < lane.top + lane.height
            ]
            assert inside
            lowest = [
                card.y + card.height
                for card in layout.cards
                if column.x <= card.x < column.x + column.width and lane.top <= card.y < lane.top + lane.height
            ]
            assert all(y > max(lowest, default=0) for _x, y, _width in inside)
    assert not Layout(drawing, *POSTER, heading=True).rules


def test_an_empty_cell_asks_its_question_above_the_lines():
    layout = Layout(board(asks=((1, 0, ASKED), (0, 3, "Une case pleine"))), *POSTER, heading=True, writing=True)
    (x, y, text) = layout.asked[0]
    assert [words for _x, _y, words in layout.asked] == [ASKED]
    assert text == ASKED
    assert layout.columns[1].x < x < layout.columns[2].x
    assert y < min(rule for left, rule, _width in layout.rules if left == x and rule > layout.lanes[0].top)


# --- Without colour -----------------------------------------------------------------------------------------------


def test_without_colour_every_ink_is_black_or_white_and_text_is_left_alone():
    drawing = board(project='Le "#14594b"')
    svg = paint(Layout(drawing, *POSTER, heading=True), black=True)
    inks = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', svg))
    assert inks == {"#000", "#fff"}
    texts = [element.text for element in ElementTree.fromstring(svg).iter() if element.text]
    assert 'Le "#14594b"' in texts


def test_a_card_that_goes_on_has_a_second_line_besides_its_tint():
    layout = Layout(board(), *POSTER, heading=True)
    placed = next(one for one in layout.cards if one.goes_on)
    assert f"M{placed.x + 12.5:.1f} {placed.y:.1f}v{placed.height:.1f}" in paint(layout)


# --- On A4 sheets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "names"), [(4, "A1 A2 B1 B2"), (9, "A1 A2 A3 B1 B2 B3 C1 C2 C3")])
def test_the_sheets_cover_the_drawing_and_share_their_edges(count, names):
    tiling = Tiling(count)
    (wide, tall), (width, height) = tiling.size, tiling.window
    assert [sheet.name for sheet in tiling.sheets] == names.split()
    assert tiling.overlap * tiling.unit == pytest.approx(OVERLAP)
    assert width * tiling.unit == pytest.approx(WIDTH)
    assert height * tiling.unit == pytest.approx(HEIGHT)
    last = tiling.sheets[-1]
    assert last.x + width == pytest.approx(wide, abs=1)
    assert last.y + height == pytest.approx(tall, abs=1)
    for sheet in tiling.sheets:
        for other in tiling.sheets:
            if (other.row, other.column) == (sheet.row, sheet.column + 1):
                assert other.left == sheet.name
                assert sheet.x + width - other.x == pytest.approx(tiling.overlap)


def test_crosses_fall_on_each_other_and_only_a_cut_edge_has_dashes():
    tiling = Tiling(4)
    crosses, cuts = {}, {}
    for sheet in tiling.sheets:
        marks = paint_sheet([], tiling, sheet)
        cuts[sheet.name] = re.findall(r'<path d="(M0 0[^"]*)"', marks)
        steps = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)M", marks)
        crosses[sheet.name] = {
            (round(float(x) + float(h) / 2 + sheet.x), round(float(y) + sheet.y)) for x, y, h in steps
        }
    assert cuts["A1"] == []
    assert len(cuts["B2"]) == 1
    assert len(crosses["A1"] & crosses["A2"]) == 2
    assert len(crosses["A1"] & crosses["B1"]) == 2
    assert len(crosses["B1"] & crosses["B2"]) == 2


def test_a_sheet_leaves_out_the_letters_of_the_others_and_none_of_its_own():
    """Nothing that touches a sheet is missing: of two neighbours, both have what lies on their shared edge."""
    tiling = Tiling(4)
    texts = [
        f'<text x="{x}" y="{y}" font-size="20" fill="#000">Caf</text>' for x in range(0, 1700, 50) for y in (100, 800)
    ]
    shown = {sheet.name: set(re.findall(r"<text[^>]*>", paint_sheet(texts, tiling, sheet))) for sheet in tiling.sheets}
    assert len(set().union(*shown.values())) == len(texts)
    assert not shown["A1"] & shown["B2"]
    assert shown["A1"] & shown["A2"]


def test_the_file_says_how_to_paste_then_gives_each_sheet_then_the_table():
    pdf = board_pdf(BoardPoster(board(), sheets=4, writing=True, black=True))
    file, read = opened(pdf), pages(pdf)
    for page in file.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.MediaBox[2:]] == [297, 210]
    assert "Une frise de 54 × 35 cm, en 4 feuilles A4" in read[0]
    for name, page in zip(("A1", "A2", "B1", "B2"), read[1:5], strict=True):
        assert f"{name} " in page
    assert "Coupez à gauche et en haut, collez sur B1 et A2." in read[4]
    assert all(BANNER in page for page in read)
    assert "Mairie de Saint-Amelin Information" in read[5]
    assert len(structure(file, "/Figure")) == 5
    assert all(str(figure.Alt) for figure in structure(file, "/Figure"))


# --- Cards --------------------------------------------------------------------------------------------------------


def cut(count, **changes):
    long = "Établissement public de coopération intercommunale du Pays d’Orle et des Trois Vallées réunies"
    names = ["Mairie de Saint-Amelin", long, "<b>Café</b> & « Co »"]
    cards = tuple(CutCard(f"{names[n % 3]} {n}", "t-commune", "Commune", "Saint-Amelin") for n in range(count))
    day = datetime.date(2026, 3, 12)
    return CutCards(**{"project": "Le Détour", "banner": BANNER, "day": day, "cards": cards} | changes)


def test_cards_fill_whole_sheets_and_empty_ones_end_the_last():
    pdf = cards_pdf(cut(11, blanks=2))
    read = pages(pdf)
    assert len(read) == 2
    assert read[0].count("Commune Mairie") == 4
    assert "Commune Établissement public" in read[0]
    assert read[1].count("Qui ?") == 9
    assert "<b>Café</b> & « Co »" in read[0]
    assert all(BANNER in page and "Le Détour" in page for page in read)
    file = opened(pdf)
    assert [round(float(side) / 72 * 25.4) for side in file.pages[0].MediaBox[2:]] == [210, 297]


def test_eight_larger_cards_and_none_but_empty_ones():
    assert [page.count("Qui ?") for page in pages(cards_pdf(cut(0, per_page=8, blanks=9)))] == [8, 8]
    assert [page.count("Qui ?") for page in pages(cards_pdf(cut(0)))] == [10]
