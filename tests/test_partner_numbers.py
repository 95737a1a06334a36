"""SIREN, SIRET, RNA and BCE: read as people write them, checked, and refused in a form when they are new and wrong."""

import pytest

from partnerships.numbers import is_bce, is_rna, is_siren, read_bce, read_rna, read_siret
from tests.factories import PartnershipFactory


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("73282932000074", "732 829 320 00074"),
        ("732.829.320 00074", "732 829 320 00074"),
        ("732829320", "732 829 320"),
        ("35600000000048", "356 000 000 00048"),  # La Poste has its own rule
        ("", ""),
    ],
)
def test_a_siret_or_a_siren_is_kept_with_its_spaces(typed, kept):
    read = read_siret(typed)
    assert (read.text, read.problem) == (kept, "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("7,32829E+13", "arrondi"),
        ("73282932000075", "clé"),
        ("1234", "14\u00a0chiffres"),
        ("à demander", "14\u00a0chiffres"),
    ],
)
def test_a_wrong_siret_says_what_is_wrong(typed, words):
    assert words in read_siret(typed).problem


def test_an_association_and_a_belgian_enterprise():
    assert read_rna("w 632 005 678").text == "W632005678"
    assert "RNA" in read_rna("632005678").problem
    assert read_bce("BE 403.170.701").text == "0403.170.701"
    assert "BCE" in read_bce("0403.170.702").problem
    assert is_rna("W632005678")
    assert is_bce("0403170701")
    assert is_siren("732 829 320")


@pytest.fixture
def edit(project, coordinator, sign_in):
    """Return a function that posts the identity of a partner with some values changed."""
    partner = PartnershipFactory(project=project, partner__name="Café du Pont").partner
    partnership = partner.partnerships.get()
    path = f"/projets/le-detour/partenaires/{partnership.public_id}/modifier/identite/"

    def post(**values):
        client = sign_in(coordinator)
        seen = client.get(path).context["edition"].form["seen_version"].value()
        data = {"name": partner.name, "kind": "shop", "seen_version": seen} | values
        response = client.post(path, data)
        partner.refresh_from_db()
        return response, partner

    return post


@pytest.mark.django_db
def test_a_wrong_number_typed_in_the_record_is_refused_with_its_reason(edit):
    response, partner = edit(siret="73282932000075")
    assert response.status_code == 422
    assert "clé" in response.content.decode()
    assert partner.siret == ""


@pytest.mark.django_db
def test_a_right_number_is_kept_in_its_usual_form(edit):
    response, partner = edit(siret="73282932000074", rna="w632005678", bce="be0403170701")
    assert response.status_code == 302
    assert (partner.siret, partner.rna, partner.bce) == ("732 829 320 00074", "W632005678", "0403.170.701")


@pytest.mark.django_db
def test_a_wrong_number_that_stood_there_before_holds_nothing_up_and_is_said(edit):
    _response, partner = edit()
    partner.siret = "000 000 000 00018 (fictif)"
    partner.save()
    response, partner = edit(siret="000 000 000 00018 (fictif)", mission="Un lieu")
    assert (response.status_code, partner.mission) == (302, "Un lieu")
    assert len(partner.number_problems) == 1
