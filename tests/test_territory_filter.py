"""Filtering a list by a place: what is in the place answers too."""

import django_filters
import pytest

from partnerships.models import Partner
from territories.filters import TerritoryFilter
from tests.factories import OrganisationFactory, PartnerFactory, TerritoryFactory


class Filters(django_filters.FilterSet):
    territory = TerritoryFilter(field_name="territory", label="Territoire")

    class Meta:
        model = Partner
        fields = ()


@pytest.fixture
def partners(db):
    departement = TerritoryFactory(kind="departement", code="63", name="Puy-de-Dôme")
    epci = TerritoryFactory(kind="epci", code="200070761", name="CC Ambert", departement=departement)
    cunlhat = TerritoryFactory(code="63132", name="Cunlhat", epci=epci, departement=departement)
    elsewhere = TerritoryFactory(code="69123", name="Lyon")
    for name, place in (("Commune", cunlhat), ("CC", epci), ("Caf", departement), ("Loin", elsewhere), ("Sans", None)):
        PartnerFactory(name=name, territory=place)


def names(**data):
    filters = Filters(data, queryset=Partner.objects.all())
    assert filters.form.is_valid(), filters.form.errors
    return sorted(partner.name for partner in filters.qs)


def test_a_place_finds_its_own_and_what_it_contains(partners):
    assert names(territory="cunlhat") == ["Commune"]
    assert names(territory="CC Ambert (EPCI, 63)") == ["CC", "Commune"]
    assert names(territory="FR.departement.63") == ["CC", "Caf", "Commune"]


def test_an_empty_filter_keeps_everything(partners):
    assert len(names()) == len(names(territory="")) == 5


def test_an_unknown_place_is_an_error_of_the_filter(partners):
    filters = Filters({"territory": "nulle part"}, queryset=Partner.objects.all())
    assert not filters.form.is_valid()


def test_own_places_may_be_filtered_once_the_organisation_is_said(partners):
    organisation = OrganisationFactory()
    own = TerritoryFactory(name="Les Genêts", kind="quartier", code="", organisation=organisation)
    PartnerFactory(name="Conseil citoyen", territory=own)
    filters = Filters({"territory": "genets"}, queryset=Partner.objects.all())
    filters.form.fields["territory"].organisation = organisation
    assert [partner.name for partner in filters.qs] == ["Conseil citoyen"]
