"""A new agreement is chosen in four steps and written from the project: nothing is typed twice, nothing is lost."""

import datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from agreements.drafting import proposed_title, write_support
from agreements.models import Agreement, AgreementMean, Arrangement, MoneyLine, Party
from agreements.models_text import MODELS
from partnerships.models import Analysis, Contact, PartnerKind
from projects.models import Audience, Committee, CommitteeKind, Operation, ProjectTerritory, operation, undo
from tests.agreement_facts import make_agreement, partner_of
from tests.factories import ActivityFactory, PartnershipFactory, RaciFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def create_url(project):
    return reverse("agreements:agreement_create", args=[project.slug])


def post(client, project, *partnerships, **data):
    typed = {"avec": [one.public_id for one in partnerships], "modele": "T1", "titre": "Convention de partenariat"}
    return client.post(create_url(project), typed | data)


def see(client, project, *partnerships, etape, **data):
    return client.get(create_url(project), {"avec": [one.public_id for one in partnerships], "etape": etape} | data)


def test_the_coordinator_creates_an_agreement_with_the_lead_as_first_party(project, coordinator, sign_in):
    partnership = partner_of(project)
    response = post(sign_in(coordinator), project, partnership)
    agreement = Agreement.objects.get()
    assert response.status_code == 302
    assert response.url == agreement.get_absolute_url()
    assert [party.partnership.is_lead for party in agreement.parties.all()] == [True, False]
    assert agreement.articles.count() == len(MODELS["T1"].articles_for(2))
    assert agreement.created_by == coordinator


def test_the_steps_show_one_another_in_order_and_carry_what_was_typed(project, coordinator, sign_in):
    client = sign_in(coordinator)
    partnership = partner_of(project)
    first = client.get(create_url(project), {"partenaire": partnership.public_id}).content.decode()
    assert f'value="{partnership.public_id}"' in first
    assert first.count(" checked") == 1
    case = see(client, project, partnership, etape="questions")
    assert case.status_code == 200
    assert f'<input type="hidden" name="avec" value="{partnership.public_id}">' in case.content.decode()
    said = {"argent": "subvention", "numeraire": "30000", "titre": "Titre déjà tapé"}
    text = see(client, project, partnership, etape="modele", **said).content.decode()
    assert "une convention écrite est obligatoire" in text
    assert "Loi du 12\u00a0avril 2000, article 10" in text
    assert '<input type="hidden" name="titre" value="Titre déjà tapé">' in text
    back = see(client, project, partnership, etape="questions", **said).content.decode()
    assert 'value="30000"' in back
    last = see(client, project, partnership, etape="titre", modele="T1", **said).content.decode()
    assert 'value="Titre déjà tapé"' in last
    assert not Agreement.objects.exists()


def test_going_back_from_the_last_step_keeps_all_and_leaves_the_token_of_the_form(project, coordinator, sign_in):
    partnership = partner_of(project)
    response = post(
        sign_in(coordinator), project, partnership, etape="modele", fin="2028-01-01", csrfmiddlewaretoken="jeton"
    )
    assert response.status_code == 302
    kept = parse_qs(urlsplit(response.url).query)
    assert kept == {
        "etape": ["modele"],
        "avec": [partnership.public_id],
        "modele": ["T1"],
        "titre": ["Convention de partenariat"],
        "fin": ["2028-01-01"],
    }
    assert not Agreement.objects.exists()


def test_a_step_asked_for_too_early_shows_the_one_that_does_not_hold(project, coordinator, sign_in):
    client = sign_in(coordinator)
    partnership = partner_of(project)
    nobody = client.get(create_url(project), {"etape": "modele"})
    assert nobody.status_code == 422
    assert "Choisissez un partenaire au moins." in nobody.content.decode()
    unknown = see(client, project, partnership, etape="titre", modele="T9")
    assert unknown.status_code == 422
    assert see(client, project, partnership, etape="inconnue").status_code == 200


def test_the_employee_lent_has_a_row_to_complete_by_the_one_who_employs(project, coordinator, sign_in):
    client = sign_in(coordinator)
    town = partner_of(project, partner__name="Commune", partner__kind=PartnerKind.MUNICIPALITY)
    assert post(client, project, town, personne="agent").status_code == 302
    (lent,) = Agreement.objects.get().means.filter(is_staff=True)
    assert (lent.partnership, lent.what) == (town, "Agent·e mis·e à disposition")
    panel = client.get(reverse("agreements:staff_edit", args=[project.slug, Agreement.objects.get().public_id]))
    assert "Agent·e mis·e à disposition" in panel.content.decode()
    # Two who may employ: nobody is chosen for the team; a letter says nothing of it.
    post(client, project, partner_of(project), personne="salarie")
    assert Agreement.objects.latest("pk").means.get(is_staff=True).partnership is None
    post(client, project, partner_of(project), personne="salarie", modele="LI")
    assert not Agreement.objects.latest("pk").means.exists()


def test_more_than_nine_parties_are_refused(project, coordinator, sign_in):
    partners = [partner_of(project) for _rank in range(9)]
    assert see(sign_in(coordinator), project, *partners, etape="questions").status_code == 422
    assert see(sign_in(coordinator), project, *partners[:8], etape="questions").status_code == 200


def test_the_models_offered_take_that_number_of_parties(project, coordinator, sign_in):
    client = sign_in(coordinator)
    partners = [partner_of(project) for _rank in range(3)]
    page = see(client, project, *partners, etape="modele").content.decode()
    for code, model in MODELS.items():
        offered = model.parties_min <= 4 <= model.parties_max and code not in ("AV", "IM")
        assert (f'name="modele" value="{code}"' in page) is offered
    assert 'name="modele" value="oral"' in page
    assert 'name="modele" value="EXT"' in page


def test_what_the_case_said_is_written_on_the_agreement(project, coordinator, sign_in):
    post(
        sign_in(coordinator),
        project,
        partner_of(project),
        donnees="B",
        nominatif="on",
        effet="2026-09-01",
        fin="2027-08-31",
    )
    agreement = Agreement.objects.get()
    assert (agreement.data_option, agreement.nominative_sharing) == ("B", True)
    assert (agreement.effective_on, agreement.ends_on) == (datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))


def test_a_subsidy_is_written_year_by_year_with_what_is_given_in_kind(project, coordinator):
    commune = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY)
    agreement = make_agreement(
        project, coordinator, commune, effective_on=datetime.date(2026, 9, 1), ends_on=datetime.date(2028, 8, 31)
    )
    with operation(by=coordinator, label="Subvention", project=project):
        write_support(agreement, cash=Decimal(12000), kind=Decimal(3000))
    lines = MoneyLine.objects.filter(agreement=agreement).values_list("year", "amount")
    assert list(lines) == [(year, Decimal(12000)) for year in (2026, 2027, 2028)]
    assert list(AgreementMean.objects.values_list("partnership", "value")) == [(commune.pk, Decimal(3000))]


def test_the_public_body_stands_first_in_a_text_of_subsidy(project, coordinator, sign_in):
    commune = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY)
    said = {"modele": "T2", "argent": "subvention", "numeraire": "12000", "nature": "3000", "fin": "2026-12-31"}
    post(sign_in(coordinator), project, commune, effet="2026-09-01", **said)
    agreement = Agreement.objects.get()
    assert agreement.parties.first().partnership == commune
    assert agreement.money_lines.get().amount == Decimal(12000)
    assert agreement.means.get().value == Decimal(3000)


def test_several_partners_sign_with_the_lead(project, coordinator, sign_in):
    partners = [partner_of(project, brings="Une salle") for _rank in range(3)]
    post(sign_in(coordinator), project, *partners, modele="T4", images="mineurs")
    agreement = Agreement.objects.get()
    assert (agreement.template, agreement.annex_image) == ("T4", True)
    assert agreement.originals == 4
    assert {party.partnership_id for party in agreement.parties.all()} >= {one.pk for one in partners}
    assert agreement.means.count() == 3


def test_an_oral_agreement_is_noted_with_each_partner(project, coordinator, sign_in):
    partners = [partner_of(project) for _rank in range(2)]
    response = post(
        sign_in(coordinator), project, *partners, modele="oral", titre="Prêter la salle", effet="2026-03-01"
    )
    assert response.url == reverse("agreements:agreement_list", args=[project.slug])
    assert not Agreement.objects.exists()
    noted = Arrangement.objects.values_list("partnership", "formalisation", "purpose", "date")
    assert set(noted) == {(one.pk, "oral", "Prêter la salle", datetime.date(2026, 3, 1)) for one in partners}
    undo(Operation.objects.get(), by=coordinator)
    assert not Arrangement.objects.exists()


def test_a_text_written_elsewhere_is_followed_without_articles(project, coordinator, sign_in):
    client = sign_in(coordinator)
    post(client, project, partner_of(project), modele="EXT", titre="Convention de la Caf", signee="2026-02-03", fin="")
    signed = Agreement.objects.get()
    assert (signed.template, signed.status, signed.signed_on) == ("EXT", "signed", datetime.date(2026, 2, 3))
    assert not signed.articles.exists()
    assert client.get(signed.get_absolute_url(), follow=True).status_code == 200
    post(client, project, partner_of(project), modele="EXT", titre="Autre")
    draft = Agreement.objects.get(title="Autre")
    base = [project.slug, draft.public_id]
    page = client.get(reverse("agreements:facts_edit", args=[*base, "dates"]))
    assert page.status_code == 200
    assert "Ajouter un article" not in page.content.decode()
    assert (
        client.post(
            reverse("agreements:agreement_status", args=base), {"gesture": "prete", "version": draft.version}
        ).status_code
        == 302
    )
    draft.refresh_from_db()
    assert draft.status == "ready"


def test_numbers_follow_one_another_in_a_year(project, coordinator):
    first = make_agreement(project, coordinator, day=datetime.date(2026, 5, 1))
    second = make_agreement(project, coordinator, day=datetime.date(2026, 9, 1))
    third = make_agreement(project, coordinator, day=datetime.date(2027, 1, 2))
    assert [first.number, second.number, third.number] == ["2026-01", "2026-02", "2027-01"]


def test_the_title_proposed_holds_no_mark(project):
    for model in MODELS.values():
        assert "{" not in proposed_title(project, model)
    assert project.name in proposed_title(project)


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


def test_a_form_that_does_not_hold_comes_back_with_what_was_typed(project, coordinator, sign_in):
    client = sign_in(coordinator)
    partnership = partner_of(project)
    nobody = client.post(create_url(project), {"avec": "inconnu", "titre": "Titre tapé"})
    assert nobody.status_code == 422
    assert "Titre tapé" in nobody.content.decode()
    assert post(client, project, partnership, titre="").status_code == 422
    backwards = post(client, project, partnership, effet="2027-01-01", fin="2026-01-01")
    assert backwards.status_code == 422
    assert "La fin vient avant le début." in backwards.content.decode()
    assert not Agreement.objects.exists()


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


def test_the_questions_cost_the_same_for_two_partners_and_for_twenty(
    project, coordinator, sign_in, django_assert_max_num_queries
):
    client = sign_in(coordinator)
    partners = [partner_of(project) for _rank in range(20)]
    with django_assert_max_num_queries(10):
        see(client, project, *partners[:8], etape="modele")
