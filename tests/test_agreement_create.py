"""A new agreement is written from the project: nothing is typed twice."""

import datetime

import pytest
from django.urls import reverse

from agreements.models import Agreement, Party
from partnerships.models import Analysis, Contact
from projects.models import Audience, Committee, CommitteeKind, Operation, ProjectTerritory, undo
from tests.agreement_facts import make_agreement, partner_of
from tests.factories import ActivityFactory, PartnershipFactory, RaciFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def create_url(project):
    return reverse("agreements:agreement_create", args=[project.slug])


def post(client, project, partnership, **data):
    return client.post(
        create_url(project), {"partnership": partnership.public_id, "title": "Convention de partenariat"} | data
    )


def test_the_coordinator_creates_an_agreement_with_the_lead_as_first_party(project, coordinator, sign_in):
    partnership = partner_of(project)
    response = post(sign_in(coordinator), project, partnership)
    agreement = Agreement.objects.get()
    assert response.status_code == 302
    assert response.url == agreement.get_absolute_url()
    assert [party.partnership.is_lead for party in agreement.parties.all()] == [True, False]
    assert agreement.articles.count() == 21
    assert agreement.created_by == coordinator


def test_the_form_proposes_the_title_and_the_partner_of_the_address(project, coordinator, sign_in):
    partnership = partner_of(project)
    page = sign_in(coordinator).get(create_url(project), {"partenaire": partnership.public_id}).content.decode()
    assert "Convention de partenariat –" in page
    assert f'value="{partnership.public_id}" selected' in page


def test_numbers_follow_one_another_in_a_year(project, coordinator):
    first = make_agreement(project, coordinator, day=datetime.date(2026, 5, 1))
    second = make_agreement(project, coordinator, day=datetime.date(2026, 9, 1))
    third = make_agreement(project, coordinator, day=datetime.date(2027, 1, 2))
    assert [first.number, second.number, third.number] == ["2026-01", "2026-02", "2027-01"]


def test_facts_come_from_the_project(project, coordinator):
    project.finding, project.objectives = "Peu de transport.", ["Tenir une halte"]
    project.save()
    audience = Audience.objects.create(project=project, name="Personnes âgées")
    Audience.objects.create(project=project, name="Jeunes", targeted=False, position=1)
    territory = TerritoryFactory(name="Olliergues")
    ProjectTerritory.objects.create(project=project, territory=territory)
    Committee.objects.create(
        project=project, kind=CommitteeKind.STEERING, name="Comité de pilotage", frequency="deux fois par an"
    )
    agreement = make_agreement(project, coordinator)
    assert agreement.finding == "Peu de transport."
    assert agreement.objectives == ["Tenir une halte"]
    assert list(agreement.audiences.all()) == [audience]
    assert list(agreement.territories.all()) == [territory]
    assert agreement.governance_body == "le comité de pilotage"
    assert agreement.governance_frequency == "deux fois par an"
    assert agreement.ends_on == project.end


def test_commitments_come_from_the_raci_and_from_what_the_partner_brings(project, coordinator):
    partnership = partner_of(project, brings="Une salle\n\nDeux bénévoles")
    for name, letters in [("Tenir la halte", "R"), ("Écrire le bilan", "A"), ("Prévenir", "C"), ("Inviter", "RA")]:
        RaciFactory(activity=ActivityFactory(project=project, name=name), partnership=partnership, letters=letters)
    agreement = make_agreement(project, coordinator, partnership)
    party = agreement.parties.get(partnership=partnership)
    assert [commitment.text for commitment in party.commitments.all()] == [
        "réaliser\u00a0: tenir la halte",
        "répondre de\u00a0: écrire le bilan",
        "réaliser et répondre de\u00a0: inviter",
        "apporter\u00a0: une salle",
        "apporter\u00a0: deux bénévoles",
    ]
    assert [mean.what for mean in agreement.means.all()] == ["Une salle", "Deux bénévoles"]


def test_the_identity_of_a_party_comes_from_its_last_agreement_then_from_the_directory(project, coordinator):
    partnership = partner_of(project)
    partnership.partner.legal_form, partnership.partner.seat = "association", "Ambert"
    partnership.partner.save()
    Contact.objects.create(partner=partnership.partner, name="Jeanne Coudert", function="présidente")
    first = make_agreement(project, coordinator, partnership).parties.get(partnership=partnership)
    assert (first.legal_form, first.seat, first.who) == ("association", "Ambert", "Jeanne Coudert, présidente")
    Party.objects.filter(pk=first.pk).update(seat="Cunlhat", signatory="Jeanne Coudert", quality="présidente")
    second = make_agreement(project, coordinator, partnership).parties.get(partnership=partnership)
    assert (second.seat, second.signatory, second.quality) == ("Cunlhat", "Jeanne Coudert", "présidente")


def test_nothing_private_enters_the_agreement(project, coordinator, sign_in):
    marker = "MARQUEPRIVEE"
    partnership = partner_of(project, brings="Une salle", limits=marker, expects=marker)
    Analysis.objects.create(partnership=partnership, trust=1)
    agreement = make_agreement(project, coordinator, partnership)
    page = sign_in(coordinator).get(agreement.get_absolute_url()).content.decode()
    detail = sign_in(coordinator).get(reverse("agreements:agreement_detail", args=[project.slug, agreement.public_id]))
    assert marker not in page
    assert marker not in detail.content.decode()


def test_one_undo_takes_the_whole_agreement_back(project, coordinator, sign_in):
    post(sign_in(coordinator), project, partner_of(project))
    undo(Operation.objects.get(), by=coordinator)
    assert not Agreement.objects.exists()


def test_a_project_without_a_lead_is_told_why(project, coordinator, sign_in):
    project.partnerships.all().delete()
    assert "Qui porte le projet" in sign_in(coordinator).get(create_url(project)).content.decode()


def test_a_project_without_a_partner_leads_to_the_first_one(project, coordinator, sign_in):
    page = sign_in(coordinator).get(create_url(project)).content.decode()
    assert reverse("partnerships:partnership_add", args=[project.slug]) in page
    assert "<form" not in page.partition("<main")[2]


def test_a_form_without_a_partner_comes_back_with_what_was_typed(project, coordinator, sign_in):
    response = sign_in(coordinator).post(create_url(project), {"partnership": "inconnu", "title": "Titre tapé"})
    assert response.status_code == 422
    assert "Titre tapé" in response.content.decode()
    assert not Agreement.objects.exists()


def test_a_form_without_a_title_comes_back(project, coordinator, sign_in):
    assert post(sign_in(coordinator), project, partner_of(project), title="").status_code == 422


def test_the_lead_and_the_partners_of_another_project_cannot_be_chosen(project, coordinator, sign_in):
    client = sign_in(coordinator)
    assert post(client, project, project.partnerships.get(is_lead=True)).status_code == 422
    assert post(client, project, PartnershipFactory()).status_code == 422


def test_who_may_create(project, facilitator, reader, stranger, sign_in, client):
    assert client.get(create_url(project)).status_code == 302
    assert sign_in(facilitator).get(create_url(project)).status_code == 403
    assert post(sign_in(reader), project, partner_of(project)).status_code == 403
    assert sign_in(stranger).get(create_url(project)).status_code == 404


def test_creation_is_a_post(project, coordinator, sign_in):
    assert sign_in(coordinator).put(create_url(project)).status_code == 405
