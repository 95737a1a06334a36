"""What the register sends is read as hostile: a wrong field is left empty, a wrong company out, a wrong answer refused."""

import json

import pytest

from partnerships.register.answers import Company, clean_text, read_answer
from partnerships.register.troubles import Unreadable
from tests.register_server import ANSWERS, RNA, SIREN, SIRET


def answer(name):
    return read_answer((ANSWERS / name).read_bytes())


def test_a_company_is_read_field_by_field():
    found = answer("quatre-vents.json")
    assert (found.total, found.left_out) == (3, 0)
    centre, ccas, cafe = found.companies
    assert centre == Company(
        siren=SIREN,
        name="CENTRE SOCIAL LES QUATRE VENTS",
        siret=SIRET,
        rna=RNA,
        legal_code="9220",
        activity="88.99B",
        address="12 RUE DE LA POSTE 63600 AMBERT",
        postcode="63600",
        commune="AMBERT",
        commune_code="63003",
        region_code="84",
        is_association=True,
    )
    assert (ccas.acronym, ccas.is_public, ccas.closed) == ("CCAS", True, False)
    assert (cafe.closed, cafe.is_association) == (True, False)


def test_no_name_of_an_elected_person_is_kept():
    (commune,) = answer("commune.json").companies
    assert "EXEMPLE" in (ANSWERS / "commune.json").read_text()
    assert "EXEMPLE" not in repr(commune)
    assert "ODILE" not in repr(commune)


def test_what_is_withheld_is_not_shown_as_a_value():
    found = answer("withheld.json")
    (refuge,) = found.companies
    assert found.left_out == 1  # the person whose name is withheld
    assert (refuge.address, refuge.postcode, refuge.withheld) == ("", "", True)
    assert "DIFFUSIBLE" not in repr(found)


def test_hundreds_of_answers_say_how_many_they_are():
    found = answer("hundreds.json")
    assert (found.total, len(found.companies)) == (8432, 10)
    assert answer("nothing.json") == read_answer(b'{"results": [], "total_results": 0}')


def test_more_companies_than_asked_for_are_not_read():
    rows = json.loads((ANSWERS / "hundreds.json").read_text())["results"] * 50
    assert len(read_answer(json.dumps({"results": rows, "total_results": 3}).encode()).companies) == 10


def test_a_hostile_answer_leaves_nothing_but_texts_and_true_numbers():
    found = answer("hostile.json")
    script, foyer, no_seat, endless = found.companies
    assert found.left_out == 5
    assert script.name == '<script>alert(1)</script> & "AMIS"'  # kept: it is the page that escapes
    assert (script.siret, script.wrong_siret, script.commune) == ("", True, "AMBERT")
    assert foyer.name == "FOYER LARUR DU PONT <b>"
    assert (foyer.acronym, foyer.legal_code, foyer.activity, foyer.closed) == ("", "", "", False)
    assert (no_seat.siret, no_seat.address, no_seat.wrong_siret) == ("", "", False)
    assert len(endless.name) == 200
    assert (endless.commune_code, endless.postcode, endless.region_code, endless.rna) == ("", "", "", "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"12",
        b"[]",
        b"<html><body>429 Too Many Requests</body></html>",
        b'{"results": [',
        (ANSWERS / "one.json").read_bytes()[:-40],
        b'{"results": {}, "total_results": 1}',
        b'{"results": [], "total_results": "1"}',
        b'{"results": [], "total_results": true}',
        b'{"results": [], "total_results": -1}',
        b'{"results": [{"siren": "12"}], "total_results": 1}',
        b"[" * 400_000,
        b'{"results": [], "total_results": ' + b"9" * 10_000 + b"}",
        b'{"results": [], "total_results": 0}\xff',
        (ANSWERS / "other-shape.json").read_bytes(),
        (ANSWERS / "refused.json").read_bytes(),
    ],
    ids=lambda body: body[:30].decode(errors="replace"),
)
def test_another_thing_than_an_answer_is_unreadable(body):
    with pytest.raises(Unreadable):
        read_answer(body)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Deux   mots ", "Deux mots"),
        ("ligne\r\nX-Autre: 1", "ligne X-Autre: 1"),
        ("\u202egauche\u202c\u2066 et \u2069droite", "gauche et droite"),
        ("zéro\u200b\ufeff largeur", "zéro largeur"),
        ("e\u0301te\u0301", "été"),
        ("\ud800seul", "seul"),
        ("[NON-DIFFUSIBLE]", ""),
        (None, ""),
        (12, ""),
        (["a"], ""),
        ({"a": 1}, ""),
        (True, ""),
    ],
)
def test_a_text_is_one_clean_line_or_nothing(sent, kept):
    assert clean_text(sent, 50) == kept
