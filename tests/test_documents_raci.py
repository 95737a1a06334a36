"""The RACI on paper: a real table, readable in black, cut into pages that each repeat their header."""

import pytest
from pdfua import validate

from documents.fonts import text_width
from documents.raci import raci_pages, raci_pdf
from documents.raci_layout import DENSE, TURNED_LEADING, TURNED_SIZE, paginate
from documents.shapes import RaciColumn, RaciGroup, RaciRow, RaciTable
from tests.documents_samples import BANNER, DAY, fonts, opened, pages, raci, structure, text


def test_rows_columns_and_roles_are_read_in_order():
    content = text(raci_pdf(raci(columns=5, rows=2)))
    assert "En amont Tenir la halte 0 R A C I RA Pendant Tenir la halte 1 A C I RA (A)" in content
    assert "répond par délégation" in content


def test_it_is_a_table_with_headers_of_rows_columns_and_phases():
    file = opened(raci_pdf(raci(columns=5, rows=2)))
    scopes = [str(header.A.Scope) for header in structure(file, "/TH")]
    assert scopes == ["/Column"] * 6 + ["/Column", "/Row"] * 2
    assert len(structure(file, "/TD")) == 10
    assert not any(
        "/Headers" in cell.get("/A", ()) for cell in structure(file, "/TD")
    )  # the scopes say it, at a third of the size


def test_twelve_actors_fit_on_one_page_in_landscape():
    pdf = raci_pdf(raci(columns=12, rows=12))
    file = opened(pdf)
    assert [round(float(side) / 72 * 25.4) for side in file.pages[0].MediaBox[2:]] == [297, 210]
    first, *rest = pages(pdf)
    assert all(f"Acteur {n}" in first for n in range(12))
    assert not any("Activité" in page for page in rest)


def test_forty_actors_fit_across_one_sheet_under_names_turned_on_their_side():
    pdf = raci_pdf(raci(columns=40, rows=60))
    tables = [page for page in pages(pdf) if "Activité" in page]
    assert len(tables) == 3
    assert all("est consulté" in page and BANNER in page and "Acteur 39" in page for page in tables)
    assert len(structure(opened(pdf), "/TD")) == 2400
    assert len(structure(opened(pdf), "/Table")) == 3


def test_more_actors_are_cut_in_blocks_of_the_same_size_and_every_cell_is_printed_once():
    pdf = raci_pdf(raci(columns=50, rows=10))
    tables = [page for page in pages(pdf) if "Activité" in page]
    assert [part in page for part, page in zip(("acteurs 1 à 25 sur 50", "acteurs 26 à 50"), tables, strict=True)]
    assert len(structure(opened(pdf), "/TD")) == 500


@pytest.mark.parametrize("columns", [18, 25, 40, 42, 60])
def test_narrow_columns_hold_their_shapes_and_their_names(columns):
    for page in paginate(raci(columns=columns, rows=3, name="Préparer avec les habitants le calendrier")):
        assert page.density is DENSE
        assert page.step >= 1.35 * DENSE.shape  # the widest shape is that of RA
        for name in page.names:
            assert len(name) * TURNED_LEADING <= page.step or len(name) == 1
            assert all(text_width(line, TURNED_SIZE, "strong") <= page.header - 9 + 0.01 for line in name)
        for line in page.lines:
            assert all(text_width(part, DENSE.type_size) <= page.activity - 3 for part in line.name)


def test_a_name_cut_in_its_column_is_given_in_full():
    long = "Association départementale des familles rurales et des aînés de la haute vallée"
    columns = tuple(RaciColumn(f"{long} {n}", f"{long} {n}", "t-asso") for n in range(40))
    table = RaciTable("Le Détour", BANNER, DAY, columns, (RaciGroup("", (RaciRow("Agir", ("R",) * 40),)),))
    content = text(raci_pdf(table))
    assert all(f"{long} {n}" in content for n in range(40))


def test_a_phase_cut_by_a_page_is_named_again():
    assert "Pendant (suite)" in text(raci_pdf(raci(columns=3, rows=60)))


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (5, 40), (14, 25), (17, 30), (18, 30), (42, 60), (50, 9)])
def test_no_page_is_fuller_than_the_paper(columns, rows):
    """The drawing behind a table is one page high: were a table cut by the engine, its shapes would be elsewhere."""
    html, pictures = raci_pages(
        raci(columns, rows, name="Préparer avec les habitants le calendrier"), level="h1", title="R"
    )
    pdf = raci_pdf(raci(columns, rows, name="Préparer avec les habitants le calendrier"))
    assert str(html).count("<table") == len(pictures) == sum("Activité" in page for page in pages(pdf))


def test_each_role_has_a_shape_of_its_own():
    svg = {
        role: raci_pages(_one(role), level="h1", title="R")[1]["raci-1"]
        for role in ("R", "A", "C", "I", "RA", "(A)", "")
    }
    assert len({svg[role] for role in ("R", "A", "C", "I", "RA")}) == 5
    assert 'stroke-linecap="round"' in svg["C"]
    assert 'stroke="#14594b"' in svg["A"]
    assert "dasharray" in svg["I"]


def _one(role, name="Caf", activity="Agir", full_name="Caf"):
    groups = (RaciGroup("", (RaciRow(activity, (role,)),)),)
    return RaciTable("Le Détour", BANNER, DAY, (RaciColumn(name, full_name, "t-financeur"),), groups)


def test_shortened_names_are_given_in_full():
    assert "Caf Caisse d’allocations familiales" in text(
        raci_pdf(_one("R", full_name="Caisse d’allocations familiales"))
    )
    assert "Les acteurs" not in text(raci_pdf(_one("R")))


def test_what_people_typed_cannot_become_markup():
    hostile = "<b>&amp; {{ x }} url(http://exemple.example)"
    content = text(raci_pdf(_one("<i>", name=hostile, activity=hostile, full_name=hostile)))
    assert hostile in content
    assert "<i>" in content


def test_long_names_without_a_space_stay_in_their_column():
    content = text(raci_pdf(_one("R", activity="Anticonstitutionnellement" * 20)))
    assert "…" in content


def test_an_empty_table_says_so():
    assert "Le tableau ne contient encore aucun rôle." in text(raci_pdf(raci(columns=0, rows=0)))
    assert "Le tableau ne contient encore aucun rôle." in text(raci_pdf(raci(columns=3, rows=0)))


def test_a_project_with_one_actor_who_has_no_role_yet_is_drawn_too(tmp_path):
    path = tmp_path / "raci.pdf"
    path.write_bytes(raci_pdf(_one("")))
    assert "Agir" in text(path.read_bytes())
    assert not validate(path).findings


def test_the_checker_of_pdf_ua_finds_nothing(tmp_path):
    path = tmp_path / "raci.pdf"
    path.write_bytes(raci_pdf(raci(columns=20, rows=30)))
    assert [finding.message for finding in validate(path).findings] == []


def test_only_our_fonts_and_the_same_bytes():
    pdf = raci_pdf(raci())
    assert all("Atkinson-Next" in name or "Young-Serif" in name for name in fonts(opened(pdf)))
    assert raci_pdf(raci()) == pdf
