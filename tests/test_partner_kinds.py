"""Kinds of actors: those of the glossary, each with a drawing and with its Belgian word."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from partnerships.models import PartnerKind, kind_choices, kind_glyph, kind_label, kinds_named
from partnerships.models.kind import IN_BELGIUM
from projects.models import ProjectTerritory
from tests.factories import PartnerFactory, PartnershipFactory, TerritoryFactory

# Glossary A2, in its order.
GLOSSARY = [
    "municipality",
    "municipal_office",
    "intermunicipality",
    "county",
    "region",
    "state",
    "social_centre_public",
    "family_fund",
    "pension_fund",
    "farm_fund",
    "health_insurance",
    "health_agency",
    "disability_house",
    "france_services",
    "employment",
    "association",
    "social_centre",
    "foundation",
    "federation",
    "medico_social",
    "health_pro",
    "pharmacy",
    "hospital",
    "school",
    "early_childhood",
    "library",
    "landlord",
    "company",
    "shop",
    "farm",
    "media",
    "police_fire",
    "post",
    "resident_relay",
    "resident_group",
    "elected",
    "other",
]


def test_every_kind_of_the_glossary_is_there_and_no_other():
    assert sorted(PartnerKind.values) == sorted(GLOSSARY)


@pytest.mark.parametrize("kind", PartnerKind.values)
def test_every_kind_has_a_drawing_in_the_sprite(kind):
    sprite = (Path(settings.BASE_DIR) / "static" / "glyphes.svg").read_text()
    assert f'id="{kind_glyph(kind)}"' in sprite


def test_a_kind_is_called_by_its_own_word_in_each_country():
    assert kind_label("social_centre_public", "BE") == "CPAS"
    assert kind_label("social_centre_public", "FR") == "CCAS, CIAS, CPAS"
    assert kind_label("health_insurance", "BE") == "Mutualité"
    assert kind_label("pharmacy", "BE") == "Pharmacie"
    assert kind_label("landlord") == "Bailleur social"


def test_a_list_in_belgium_shows_both_words():
    choices = dict(kind_choices("BE"))
    assert choices["landlord"] == "Logement social : SLSP, AIS (Bailleur social)"
    assert choices["pharmacy"] == "Pharmacie"
    assert list(choices) == PartnerKind.values
    assert kind_choices("FR") == list(PartnerKind.choices)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("CPAS", "social_centre_public"),
        ("ccas", "social_centre_public"),
        ("slsp", "landlord"),
        ("Mutualité", "health_insurance"),
    ],
)
def test_a_word_of_either_country_names_the_kind(word, kind):
    assert kind in kinds_named(word)


def test_two_letters_name_no_kind():
    assert kinds_named("ca") == []
    assert all(set(re.findall(r"\w{3,}", str(label))) for label in IN_BELGIUM.values())


@pytest.mark.django_db
def test_a_search_by_the_belgian_word_finds_the_partner_whatever_its_name(project, coordinator, sign_in):
    PartnershipFactory(project=project, partner__name="Action sociale de Namur", partner__kind="social_centre_public")
    idle = PartnerFactory(organisation=project.organisation, name="Solidarité communale", kind="social_centre_public")
    client = sign_in(coordinator)
    listed = client.get(reverse("partnerships:partnership_list", args=[project.slug]), {"q": "cpas"}).content.decode()
    assert "Action sociale de Namur" in listed
    found = client.get(reverse("partnerships:partnership_add", args=[project.slug]), {"q": "CPAS"}).content.decode()
    assert idle.name in found


@pytest.mark.django_db
def test_a_partner_in_belgium_is_shown_by_its_belgian_kind(project, coordinator, sign_in):
    namur = TerritoryFactory(name="Namur", country="BE", code="92094")
    row = PartnershipFactory(
        project=project,
        partner__name="Action sociale",
        partner__kind="health_insurance",
        partner__territory=namur,
    )
    client = sign_in(coordinator)
    for url in (row.get_absolute_url(), reverse("partnerships:partnership_list", args=[project.slug])):
        assert re.search(r">Mutualité[,<]", client.get(url).content.decode())


@pytest.mark.django_db
def test_a_partner_without_a_place_is_called_as_in_the_country_of_the_project(project, coordinator, sign_in):
    ProjectTerritory.objects.create(
        project=project, territory=TerritoryFactory(name="Namur", country="BE", code="92094")
    )
    row = PartnershipFactory(project=project, partner__name="Action sociale", partner__kind="social_centre_public")
    client = sign_in(coordinator)
    assert re.search(r"<span>CPAS</span>", client.get(row.get_absolute_url()).content.decode())
    add = client.get(reverse("partnerships:partnership_add", args=[project.slug])).content.decode()
    assert "CPAS (CCAS, CIAS)" in add
