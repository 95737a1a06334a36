"""The RACI on paper: a real table, readable in black, cut into pages that each repeat their header."""

import pytest
from pdfua import validate

from documents.raci import raci_pages, raci_pdf
from documents.shapes import RaciColumn, RaciGroup, RaciRow, RaciTable
from tests.documents_samples import BANNER, DAY, fonts, opened, pages, raci, structure, text


def test_rows_columns_and_roles_are_read_in_order():
    content = text(raci_pdf(raci(columns=5, rows=2)))
    assert "En amont Tenir la halte 0 R A C I R A Pendant Tenir la halte 1 A C I R A (A)" in content
    assert "répond par délégation" in content


def test_it_is_a_table_with_headers_of_rows_columns_and_phases():
    file = opened(raci_pdf(raci(columns=5, rows=2)))
    scopes = [str(header.A.Scope) for header in structure(file, "/TH")]
    assert scopes == ["/Column"] * 6 + ["/Column", "/Row"] * 2
    assert len(structure(file, "/TD")) == 10
    assert not any("/Headers" in cell.A for cell in structure(file, "/TD"))  # the scopes say it, at a third of the size


def test_twelve_actors_fit_on_one_page_in_landscape():
    pdf = raci_pdf(raci(columns=12, rows=12))
    file = opened(pdf)
    assert [round(float(side) / 72 * 25.4) for side in file.pages[0].MediaBox[2:]] == [297, 210]
    first, *rest = pages(pdf)
    assert all(f"Acteur {n}" in first for n in range(12))
    assert not any("Activité" in page for page in rest)


def test_many_actors_are_cut_over_pages_and_every_cell_is_printed_once():
    table = raci(columns=40, rows=60)
    pdf = raci_pdf(table)
    tables = [page for page in pages(pdf) if "Activité" in page]
    assert len(tables) > 6
    assert "acteurs 1 à 14 sur 40" in tables[0]
    assert all("est consulté" in page and BANNER in page for page in tables)
    assert len(structure(opened(pdf), "/TD")) == 2400


def test_a_phase_cut_by_a_page_is_named_again():
    assert "Pendant (suite)" in text(raci_pdf(raci(columns=3, rows=60)))


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (5, 40), (14, 25), (17, 30), (18, 30), (40, 60)])
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
    assert 'fill="#14594b"' in svg["A"]
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


def test_the_checker_of_pdf_ua_finds_nothing(tmp_path):
    path = tmp_path / "raci.pdf"
    path.write_bytes(raci_pdf(raci(columns=20, rows=30)))
    assert [finding.message for finding in validate(path).findings] == []


def test_only_our_fonts_and_the_same_bytes():
    pdf = raci_pdf(raci())
    assert all("Atkinson-Next" in name or "Young-Serif" in name for name in fonts(opened(pdf)))
    assert raci_pdf(raci()) == pdf
