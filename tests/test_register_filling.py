"""From a company to a partner: readable names, legal forms in words, a kind and a place proposed, partners that may be it."""

from dataclasses import replace

import pytest

from partnerships.forms.register import SearchForm
from partnerships.models import PartnerKind
from partnerships.register.answers import Company, read_answer
from partnerships.register.filling import fields_of, known_among, same_number, seat_of, territory_of
from partnerships.register.legal_forms import kind_of, legal_form
from partnerships.register.spelling import readable
from tests.factories import PartnerFactory, PartnershipFactory, TerritoryFactory
from tests.official import official_places
from tests.register_server import ANSWERS, RNA, SIREN, SIRET

CENTRE = Company(
    siren=SIREN,
    name="CENTRE SOCIAL LES QUATRE VENTS",
    siret=SIRET,
    rna=RNA,
    legal_code="9220",
    activity="88.99B",
    address="12 BIS RUE DE LA POSTE 63600 AMBERT",
    postcode="63600",
    commune="AMBERT",
    commune_code="63003",
    region_code="84",
    is_association=True,
)


@pytest.mark.parametrize(
    ("capitals", "read"),
    [
        ("CENTRE SOCIAL LES QUATRE VENTS", "Centre Social les Quatre Vents"),
        ("LES AMIS DE L'HERM", "Les Amis de l'Herm"),
        ("COMMUNE DE VIC-LE-COMTE", "Commune de Vic-le-Comte"),
        ("MJC DU LIVRADOIS", "MJC du Livradois"),
        ("C.C.A.S. D'AMBERT", "CCAS d'Ambert"),
        ("EHPAD LES TILLEULS", "EHPAD les Tilleuls"),
        ("ÉCOLE JULES FERRY (EJF)", "École Jules Ferry (EJF)"),
        ("Déjà bien écrit CCAS", "Déjà bien écrit CCAS"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_becomes_easier_to_read(capitals, read):
    assert readable(capitals) == read


def test_an_address_has_its_ways_in_small_letters():
    assert readable("12 BIS RUE DE LA POSTE", address=True) == "12 bis rue de la Poste"
    assert readable("PLACE DU 8 MAI 1945", address=True) == "place du 8 Mai 1945"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, PartnerKind.SOCIAL_CENTRE),
        ({"name": "LES JARDINS PARTAGES"}, PartnerKind.ASSOCIATION),
        ({"name": "FEDERATION DES FOYERS RURAUX"}, PartnerKind.FEDERATION),
        ({"name": "MISSION LOCALE DU LIVRADOIS"}, PartnerKind.EMPLOYMENT),
        ({"name": "LES LUTINS", "activity": "88.91A"}, PartnerKind.EARLY_CHILDHOOD),
        ({"name": "ASSOCIATION DE PARENTS DE PERSONNES HANDICAPEES", "activity": "87.30B"}, PartnerKind.MEDICO_SOCIAL),
        ({"name": "COMMUNE DE CENTRE SOCIAL", "legal_code": "7210"}, PartnerKind.MUNICIPALITY),
        ({"name": "CC AMBERT", "legal_code": "7346"}, PartnerKind.INTERMUNICIPALITY),
        ({"name": "CIAS", "legal_code": "7367"}, PartnerKind.SOCIAL_CENTRE_PUBLIC),
        ({"name": "CAISSE D'ALLOCATIONS FAMILIALES DU PUY-DE-DOME", "legal_code": "8110"}, PartnerKind.FAMILY_FUND),
        ({"name": "CAISSE PRIMAIRE D'ASSURANCE MALADIE", "legal_code": "8110"}, PartnerKind.HEALTH_INSURANCE),
        ({"name": "MSA AUVERGNE", "legal_code": "8140"}, PartnerKind.FARM_FUND),
        ({"name": "AGENCE REGIONALE DE SANTE", "legal_code": "7385"}, PartnerKind.HEALTH_AGENCY),
        ({"name": "DDETS 63", "legal_code": "7172"}, PartnerKind.STATE),
        ({"name": "COMPAGNIE DE GENDARMERIE", "legal_code": "7172"}, PartnerKind.POLICE_FIRE),
        ({"name": "GIP MAISON DEPARTEMENTALE DES PERSONNES HANDICAPEES", "legal_code": "7410"}, "disability_house"),
        ({"name": "OPHIS", "legal_code": "4140", "activity": "68.20A"}, PartnerKind.LANDLORD),
        ({"name": "CENTRE HOSPITALIER", "legal_code": "7364"}, PartnerKind.HOSPITAL),
        ({"name": "PHARMACIE", "legal_code": "5485", "activity": "47.73Z"}, PartnerKind.PHARMACY),
        ({"name": "DR MARTIN", "legal_code": "1000", "activity": "86.21Z"}, PartnerKind.HEALTH_PRO),
        ({"name": "CAFE DU CENTRE SOCIAL", "legal_code": "5499", "activity": "56.30Z"}, PartnerKind.SHOP),
        ({"name": "TRANSPORTS", "legal_code": "5710", "activity": "49.39A"}, PartnerKind.COMPANY),
        ({"name": "GAEC", "legal_code": "6533"}, PartnerKind.FARM),
        ({"name": "X", "legal_code": "9900", "is_association": False}, None),
        ({"name": "X", "legal_code": "", "is_association": True}, PartnerKind.ASSOCIATION),
    ],
)
def test_a_kind_is_proposed_from_what_the_register_says(changes, kind):
    assert kind_of(replace(CENTRE, **({"activity": ""} | changes))) == kind


def test_a_legal_form_is_told_in_words_or_by_its_family():
    assert legal_form("9220") == "Association déclarée"
    assert legal_form("5307") == "Société commerciale"
    assert legal_form("") == legal_form("0000") == ""


@pytest.mark.django_db
def test_the_fields_of_a_partner_are_those_of_the_seat():
    official_places()
    fields = fields_of(CENTRE)
    territory = fields.pop("territory")
    assert (territory.kind, territory.code) == ("commune", "63003")
    assert fields == {
        "name": "Centre Social les Quatre Vents",
        "kind": "social_centre",
        "legal_form": "Association déclarée",
        "seat": "12 bis rue de la Poste, 63600 Ambert",
        "siret": "900 000 019 00019",
        "rna": RNA,
    }
    assert fields_of(replace(CENTRE, siret=""))["siret"] == "900 000 019"


def test_a_seat_may_be_half_known():
    assert seat_of(replace(CENTRE, address="")) == ""
    assert seat_of(replace(CENTRE, address="MAIRIE 63600 AMBERT CEDEX")) == "Mairie 63600 Ambert Cedex"


@pytest.mark.django_db
def test_the_place_proposed_is_as_wide_as_the_body():
    official_places()
    epci = TerritoryFactory(kind="epci", code=SIREN, name="Les Quatre Vents", country="FR")
    assert territory_of(replace(CENTRE, legal_code="7346")) == epci
    assert territory_of(replace(CENTRE, legal_code="7220")).key == "FR.departement.63"
    region = TerritoryFactory(kind="region", code="84", name="Auvergne-Rhône-Alpes", country="FR")
    assert territory_of(replace(CENTRE, legal_code="7230")) == region
    assert territory_of(replace(CENTRE, commune_code="99999")) is None
    assert territory_of(replace(CENTRE, commune_code="")) is None


@pytest.mark.django_db
def test_partners_that_may_be_the_company_cost_two_queries(project, django_assert_num_queries):
    same = PartnerFactory(organisation=project.organisation, name="Rien à voir", siret="900 000 019 00027")
    by_rna = PartnershipFactory(project=project, partner__name="Autre nom", partner__rna="w632000001")
    alike = PartnerFactory(organisation=project.organisation, name="Centre social des quatre vents")
    PartnerFactory(name="Centre social les Quatre Vents", siret=SIRET)  # of another organisation
    for number in range(20):
        PartnerFactory(organisation=project.organisation, name=f"Foyer {number}")
    companies = read_answer((ANSWERS / "quatre-vents.json").read_bytes()).companies
    with django_assert_num_queries(2):
        known = known_among(project, companies)
    assert [(row.partner, row.same_number) for row in known[SIREN]] == [
        (same, True),
        (by_rna.partner, True),
        (alike, False),
    ]
    assert [row.partner.in_project for row in known[SIREN]] == [None, by_rna, None]
    assert known_among(project, ()) == {}


@pytest.mark.django_db
def test_the_same_number_is_read_without_its_spaces(project):
    partner = PartnerFactory(organisation=project.organisation, siret="900000019")
    assert same_number(project.organisation, "900 000 019 00019", "") == [partner]
    assert same_number(project.organisation, "", "") == []
    assert same_number(project.organisation, "900 000 027", "W1") == []


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("  Centre   social ", "Centre social"),
        ("900 000 019", "900000019"),
        ("900.000.019.00019", "90000001900019"),
        ("w 632 000 001", "W632000001"),
        ("63600", "63600"),
        ("ligne\r\nX: 1", "ligne X: 1"),
    ],
)
def test_what_is_asked_is_clean(typed, asked):
    form = SearchForm({"registre": typed})
    assert form.is_valid()
    assert form.cleaned_data["registre"] == asked


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Tapez un nom"),
        ("ab", "3\u00a0signes"),
        ("\u200b\u200b\u200b\u200b", "3\u00a0signes"),
        ("900 000 018", "clé"),
        ("90000001900018", "clé"),
        ("123456789012", "SIRET"),
        ("0403.170.701", "BCE"),
        ("BE 0403 170 701", "BCE"),
        ("x" * 101, "100"),
    ],
)
def test_what_cannot_be_asked_says_why(typed, words):
    form = SearchForm({"registre": typed})
    assert not form.is_valid()
    assert words in str(form.errors["registre"])
