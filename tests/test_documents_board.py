"""The frise on paper: all is on it, nothing overflows, no thread crosses a card, a table stands behind it."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from documents.board import ANNEX, POSTER, board_pdf, board_svg, board_table
from documents.board_layout import Layout
from documents.fonts import text_width
from documents.shapes import BoardCard, BoardHorizon, BoardLevel, BoardPoster
from tests.documents_samples import BANNER, board, crowded_board, fonts, opened, pages, structure, text

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> & {{ project }} url(http://exemple.example/x) \"'"


def words_of(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_drawing_shows_the_frame_the_cards_and_the_legend():
    words = words_of(board_svg(board()))
    for word in ("Le Détour", BANNER, "Court terme", "janv. – juin 2026", "Co-porteur", "Pharmacie", "12\u00a0mars"):
        assert word in words
    for word in ("sûr", "probable", "espéré", "continue", "À placer", "Notaire d’Ambert", "supposé par nous"):
        assert word in words


def test_the_drawing_is_complete_by_itself_and_named():
    root = ElementTree.fromstring(board_svg(board()))
    assert root.get("role") == "img"
    assert (
        root.get("aria-label")
        == root.find(f"{SVG}title").text
        == "Frise des partenariats\u00a0: Le Détour, au 12\u00a0mars\u00a02026"
    )
    assert root.find(f"{SVG}desc").text.startswith("2 partenaires.")
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "text", "rect", "path", "circle"}
        assert not {"style", "class", "id", "href"} & set(element.keys())


def test_what_people_typed_cannot_become_markup():
    cards = (BoardCard("a", HOSTILE, "t-<b>", 0, 0, HOSTILE, HOSTILE),)
    drawing = board(cards=cards, project=HOSTILE, banner="<b>", waiting=(HOSTILE,))
    words = " ".join(words_of(board_svg(drawing)))
    assert "<script>" in words
    content = text(board_pdf(BoardPoster(drawing)))
    assert "<script>alert(1)</script> & {{ project }} url(http://exemple.example/x)" in content


LAYOUTS = {
    "poster": lambda: Layout(board(), *POSTER, heading=True),
    "annex": lambda: Layout(board(), *ANNEX, heading=False),
    "sixty partners": lambda: Layout(crowded_board(), *POSTER, heading=True),
    "annex of sixty": lambda: Layout(crowded_board(), *ANNEX, heading=False),
    "one cell": lambda: Layout(
        board(cards=tuple(BoardCard(f"p{n}", f"Partenaire {n}", "", 1, 1, "sure", "") for n in range(40))),
        *POSTER,
        True,
    ),
    "six horizons": lambda: Layout(
        board(
            horizons=tuple(BoardHorizon(f"Année {n}", "", None, None) for n in range(6)),
            cards=tuple(BoardCard("a", "CCAS", "t-social", n, n % 4, "sure", "supposed") for n in (0, 2, 3, 5)),
        ),
        *POSTER,
        heading=True,
    ),
}


@pytest.mark.parametrize("make", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_card_is_in_its_cell_and_no_two_overlap(make):
    layout = make()
    assert len(layout.cards) == len(layout.drawing.cards)
    boxes = []
    for placed in layout.cards:
        column, lane = layout.columns[placed.card.horizon], layout.lanes[placed.card.level]
        assert column.x <= placed.x
        assert placed.x + placed.width <= column.x + column.width + 0.1
        assert lane.top <= placed.y
        assert placed.y + placed.height <= lane.top + lane.height + 0.1
        for x, y, width, height in boxes:
            apart = placed.x >= x + width or x >= placed.x + placed.width
            assert apart or placed.y >= y + height or y >= placed.y + placed.height
        boxes.append((placed.x, placed.y, placed.width, placed.height))
    last = layout.lanes[-1]
    assert last.top + last.height <= layout.lanes_bottom + 0.1


@pytest.mark.parametrize("make", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_no_name_runs_out_of_its_card(make):
    layout = make()
    for placed in layout.cards:
        leading = placed.size * 1.12 * len(placed.lines)
        assert leading <= placed.height + 0.5
        for line in placed.lines:
            assert text_width(line, placed.size, "strong") + 1.42 * layout.size + 16 <= placed.width


@pytest.mark.parametrize("make", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_no_thread_crosses_a_card(make):
    layout = make()
    for path, ends in layout.threads:
        for x, y in _points(path):
            for placed in layout.cards:
                inside = (
                    placed.x + 1 < x < placed.x + placed.width - 1 and placed.y + 1 < y < placed.y + placed.height - 1
                )
                assert not inside, (path, placed)
        assert ends[0][0] < ends[1][0]


def _points(path):
    """Yield points along a path made of M, H, C, Q and T, absolute."""
    x = y = 0.0
    control = (0.0, 0.0)
    for letter, numbers in re.findall(r"([MHCQT])([^MHCQT]*)", path):
        values = [float(number) for number in numbers.split()]
        start = (x, y)
        if letter == "M":
            x, y = values
            continue
        if letter == "H":
            curve = [start, (values[0], y)]
        elif letter == "C":
            curve = [start, tuple(values[:2]), tuple(values[2:4]), tuple(values[4:])]
        elif letter == "Q":
            control = tuple(values[:2])
            curve = [start, control, tuple(values[2:])]
        else:
            control = (2 * x - control[0], 2 * y - control[1])
            curve = [start, control, tuple(values)]
        x, y = curve[-1]
        for step in range(41):
            points, t = curve, step / 40
            while len(points) > 1:
                pairs = pairwise(points)
                points = [tuple(a + (b - a) * t for a, b in zip(p, q, strict=True)) for p, q in pairs]
            yield points[0]


def test_a_partner_that_keeps_its_level_is_shown_as_going_on():
    placed = {(p.card.partner, p.card.horizon): p.goes_on for p in Layout(board(), *POSTER, heading=True).cards}
    assert placed["a", 2] is True
    assert placed["a", 1] is placed["a", 0] is placed["b", 2] is False


def test_a_thread_joins_each_card_of_a_partner_to_its_next():
    assert len(Layout(board(), *POSTER, heading=True).threads) == 3


def test_names_are_large_when_there_is_room():
    """Two metres away, letters need about 5 mm of type; the unit is a quarter of a millimetre."""
    assert Layout(board(), *POSTER, heading=True).size >= 20


def test_who_waits_and_does_not_fit_is_counted():
    lines = Layout(crowded_board(), *POSTER, heading=True).waiting
    assert len(lines) == 3
    assert re.search(r"et \d+ autres$", lines[-1])


def test_the_file_is_an_a3_drawing_then_a_table():
    pdf = board_pdf(BoardPoster(board()))
    file = opened(pdf)
    assert [round(float(side) / 72 * 25.4) for side in file.pages[0].MediaBox[2:]] == [420, 297]
    figure = structure(file, "/Figure")[0]
    assert str(figure.Alt).startswith("Frise des partenariats")
    assert len(structure(file, "/Table")) == 1
    first, second = pages(pdf)
    assert "Pharmacie" in first
    assert "Mairie de Saint-Amelin Information sûr, convenu Allié probable, supposé Allié espéré, supposé" in second
    assert "Notaire d’Ambert à placer à placer à placer" in second
    assert fonts(file)


def test_each_page_carries_the_banner():
    assert all(BANNER in page for page in pages(board_pdf(BoardPoster(crowded_board()))))


def test_names_with_an_accent_stand_at_their_place_in_the_table():
    cards = tuple(BoardCard(name, name, "t-asso", 0, 0, "sure", "") for name in ("Zoo", "École", "Fablab", "Œuvres"))
    names = re.findall(r'<th scope="row">([^<]+)</th>', board_table(board(cards=cards, waiting=())))
    assert names == ["École", "Fablab", "Œuvres", "Zoo"]


def test_an_empty_frise_prints_its_frame():
    content = text(board_pdf(BoardPoster(board(cards=(), waiting=()))))
    assert "Court terme" in content
    assert "Aucun partenaire n’est encore posé sur la frise." in content


def test_a_frise_without_level_nor_horizon_prints():
    assert board_pdf(BoardPoster(board(cards=(), waiting=(), levels=(), horizons=()))).startswith(b"%PDF")


def test_a_level_of_their_own_and_unknown_words_print():
    levels = (BoardLevel("Parrain ou marraine de très longue date", "Un mot " * 40, "autre"),)
    cards = (BoardCard("a", "Caf", "inconnu", 0, 0, "autre", "autre"),)
    assert "Caf" in text(board_pdf(BoardPoster(board(cards=cards, levels=levels))))


def test_the_same_facts_give_the_same_bytes():
    assert board_pdf(BoardPoster(board())) == board_pdf(BoardPoster(board()))
