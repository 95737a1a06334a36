"""Names that may be the same organisation's: proposed, never decided."""

import pytest

from partnerships.forms.directory import lookalikes
from partnerships.likeness import ALIKE, Names, likeness
from partnerships.models import Partner
from tests.factories import PartnerFactory, PartnershipFactory, TerritoryFactory

ADD = "/projets/le-detour/partenaires/ajouter/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CCAS d'Ambert", "Centre communal d’action sociale d’Ambert"),
        ("C.C.A.S. d'Ambert", "CCAS Ambert"),
        ("MJC d'Ambert", "Maison des Jeunes et de la Culture"),
        ("MSA Auvergne", "Mutualité sociale agricole d'Auvergne"),
        ("EHPAD Les Tilleuls", "Ehpad les Tilleul"),
        ("Mairie d'Ambert", "Commune d'Ambert"),
        ("Association Les Amis du Marché", "Les amis du marché"),
        ("Ecole Jules Ferry", "École Jules-Ferry"),
    ],
)
def test_these_are_alike(one, other):
    assert likeness(one, other) == likeness(other, one) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mairie d'Ambert", "Mairie de Cunlhat"),
        ("École Jean-Moulin", "Collège Jean-Moulin"),
        ("Secours catholique", "Secours populaire"),
        ("École maternelle", "École élémentaire"),
        ("Mairie", "Mairie d'Ambert"),
        ("Caf", "Carsat"),
    ],
)
def test_these_are_not(one, other):
    assert likeness(one, other) < ALIKE


def test_names_are_compared_within_a_place_and_with_those_of_no_place():
    names = Names()
    names.add("Pharmacie du Centre", 1, "ambert")
    names.add("Pharmacie du Centre", None, "somewhere")
    assert [what for _score, what in names.near("Pharmacie du Centre", 2)] == ["somewhere"]
    assert {what for _score, what in names.near("Pharmacie Centre", 1)} == {"ambert", "somewhere"}
    assert {what for _score, what in names.near("Pharmacie du centre", None)} == {"ambert", "somewhere"}


@pytest.mark.django_db
def test_lookalikes_cost_two_queries_whatever_the_directory_holds(project, django_assert_num_queries):
    for number in range(20):
        PartnerFactory(organisation=project.organisation, name=f"Foyer rural numéro {number}")
    with django_assert_num_queries(2):
        found = lookalikes(project.organisation, "Foyer rural numero 7")
    assert found[0].name == "Foyer rural numéro 7"


@pytest.mark.django_db
def test_a_new_partner_with_a_close_name_is_asked_about_then_added_on_demand(project, coordinator, sign_in):
    known = PartnerFactory(organisation=project.organisation, name="Maison des jeunes et de la culture d’Ambert")
    present = PartnershipFactory(project=project, partner__name="MJC Ambert")
    client = sign_in(coordinator)
    response = client.post(ADD, {"name": "M.J.C. d'Ambert", "kind": "association"})
    page = response.content.decode()
    assert response.status_code == 422
    assert known.public_id in page
    assert f"/partenaires/{present.public_id}/" in page
    assert 'type="checkbox" name="another"' in page
    assert "M.J.C. d&#x27;Ambert" in page
    assert not Partner.objects.filter(name="M.J.C. d'Ambert").exists()
    response = client.post(ADD, {"name": "M.J.C. d'Ambert", "kind": "association", "another": "on"})
    assert response.status_code == 302
    assert Partner.objects.filter(name="M.J.C. d'Ambert").exists()


@pytest.mark.django_db
def test_a_namesake_of_another_place_is_no_question(project, coordinator, sign_in):
    here, there = TerritoryFactory(name="Ambert"), TerritoryFactory(name="Cunlhat")
    PartnerFactory(organisation=project.organisation, name="Pharmacie du Centre bourg", territory=there)
    assert lookalikes(project.organisation, "Pharmacie du Centre", [here]) == []
    assert len(lookalikes(project.organisation, "Pharmacie du Centre", [there])) == 1
    PartnerFactory(name="Pharmacie du Centre bourg")  # of another organisation
    assert len(lookalikes(project.organisation, "Pharmacie du Centre")) == 1


def test_who_works_in_a_town_hall_is_not_the_town():
    assert likeness("Commune d’Olliergues", "Secrétariat de mairie d’Olliergues") < ALIKE
    assert likeness("Mairie d’Olliergues", "Commune d’Olliergues") >= ALIKE
    assert likeness("Secrétaire de mairie d’Olliergues", "Secrétariat de mairie d’Olliergues") >= ALIKE


def test_a_number_tells_two_names_apart():
    assert likeness("Résidence du Parc 12", "Résidence du Parc 14") < ALIKE
    assert likeness("Foyer rural numéro 7", "Foyer rural numero 7") >= ALIKE
