"""The facts of an agreement, form by form; state; checks passed over; annexes."""

import datetime

import pytest
from django.urls import reverse

from agreements.forms.agreement import GROUPS, groups_of
from agreements.models import Agreement, AgreementMean, AgreementVersion, CheckOverride, Party
from partnerships.models import PartnerKind
from projects.models import Audience, Operation, undo
from tests.agreement_facts import make_agreement, make_complete, partner_of, read
from tests.agreement_texts import make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator)


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def party_of(agreement, position=1):
    return Party.objects.get(agreement=agreement, position=position)


DATES = {"effective_on": "2027-01-01", "ends_on": "2029-12-31", "notice": "trois mois"}


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_has_its_form(agreement, coordinator, sign_in, group):
    page = sign_in(coordinator).get(url("facts_edit", agreement, group)).content.decode()
    assert 'name="version" value="1"' in page
    assert "Enregistrer" in page


def test_a_group_asks_only_what_the_model_of_text_uses(project, coordinator):
    simple, subsidised = (make_text(project, coordinator, code) for code in ("T1", "T2"))
    assert {"subvention", "lieu", "budget"}.isdisjoint(key for key, _title in groups_of(simple))
    assert {"subvention", "budget"} <= {key for key, _title in groups_of(subsidised)}
    asked = {code: set(GROUPS["dates"][1](instance=row).fields) for code, row in (("T1", simple), ("T2", subsidised))}
    assert asked["T2"] - asked["T1"] == {"public_notice", "court_town"}


def test_without_publics_nor_places_the_form_leads_to_where_they_are_noted(agreement, coordinator, sign_in):
    page = sign_in(coordinator).get(url("facts_edit", agreement, "publics")).content.decode()
    assert reverse("projects:item_add", args=[agreement.project.slug, "publics"]) in page
    assert reverse("projects:places_edit", args=[agreement.project.slug]) in page
    Audience.objects.create(project=agreement.project, name="Aînés")
    page = sign_in(coordinator).get(url("facts_edit", agreement, "publics")).content.decode()
    assert reverse("projects:item_add", args=[agreement.project.slug, "publics"]) not in page


def test_an_unknown_group_is_not_found(agreement, coordinator, sign_in):
    assert sign_in(coordinator).get(url("facts_edit", agreement, "prix")).status_code == 404


def test_dates_are_written_and_undone(agreement, coordinator, sign_in):
    response = sign_in(coordinator).post(url("facts_edit", agreement, "dates"), DATES | {"version": 1})
    assert response.status_code == 302
    assert read(agreement).notice == "trois mois"
    undo(Operation.objects.first(), by=coordinator)
    assert read(agreement).notice == ""


def test_an_end_before_the_start_is_refused_and_the_text_kept(agreement, coordinator, sign_in):
    data = DATES | {"version": 1, "ends_on": "2026-01-01"}
    response = sign_in(coordinator).post(url("facts_edit", agreement, "dates"), data)
    assert response.status_code == 422
    assert 'value="trois mois"' in response.content.decode()
    assert read(agreement).notice == ""


def test_the_second_writer_of_facts_sees_the_current_value(agreement, coordinator, director, sign_in):
    address = url("facts_edit", agreement, "dates")
    sign_in(coordinator).post(address, DATES | {"version": 1})
    response = sign_in(director).post(address, DATES | {"version": 1, "notice": "six mois"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Préavis, valeur actuelle" in page
    assert "trois mois" in page
    assert 'value="six mois"' in page
    assert read(agreement).notice == "trois mois"


def test_objectives_are_typed_one_a_line(agreement, coordinator, sign_in):
    data = {"version": 1, "finding": "", "objectives": "Tenir\r\n\r\n Écouter ", "indicators": ""}
    sign_in(coordinator).post(url("facts_edit", agreement, "pourquoi"), data)
    assert read(agreement).objectives == ["Tenir", "Écouter"]


def test_publics_are_chosen_in_the_project_and_undone(agreement, project, coordinator, sign_in):
    chosen = Audience.objects.create(project=project, name="Aidants")
    foreign = Audience.objects.create(
        project=partner_of(project).project.__class__.objects.create(
            organisation=project.organisation, slug="autre", name="Autre"
        ),
        name="Ailleurs",
    )
    client = sign_in(coordinator)
    address = url("facts_edit", agreement, "publics")
    assert client.post(address, {"version": 1, "audiences": [foreign.pk]}).status_code == 422
    assert client.post(address, {"version": 1, "audiences": [chosen.pk]}).status_code == 302
    assert list(read(agreement).audiences.all()) == [chosen]
    undo(Operation.objects.first(), by=coordinator)
    assert list(read(agreement).audiences.all()) == []


def test_a_party_is_identified(agreement, coordinator, sign_in):
    party = party_of(agreement)
    data = {"version": 1, "seat": "Olliergues", "signatory": "Jeanne Coudert", "quality": "présidente"}
    response = sign_in(coordinator).post(url("party_edit", agreement, party.public_id), data | {"who_name": "Thibault"})
    assert response.status_code == 302
    party.refresh_from_db()
    assert (party.seat, party.who) == ("Olliergues", "Thibault")


def test_one_referent_is_named_not_two(agreement, project, coordinator, sign_in):
    party = party_of(agreement)
    data = {"version": 1, "who_name": "Thibault", "who_member": project.members.first().pk}
    assert sign_in(coordinator).post(url("party_edit", agreement, party.public_id), data).status_code == 422


def test_the_second_writer_of_a_party_is_told(agreement, coordinator, director, sign_in):
    address = url("party_edit", agreement, party_of(agreement).public_id)
    sign_in(coordinator).post(address, {"version": 1, "seat": "Olliergues"})
    response = sign_in(director).post(address, {"version": 1, "seat": "Cunlhat"})
    assert response.status_code == 409
    assert "Olliergues" in response.content.decode()
    assert party_of(agreement).seat == "Olliergues"


def test_commitments_are_typed_one_a_line_and_guarded(agreement, coordinator, director, sign_in):
    party = party_of(agreement)
    address = url("commitments_edit", agreement, party.public_id)
    client = sign_in(coordinator)
    client.post(address, {"version": 1, "commitments": "prévenir\nassurer le retour"})
    client.post(address, {"version": 2, "commitments": "assurer le retour"})
    assert [item.text for item in party_of(agreement).commitments.all()] == ["assurer le retour"]
    stale = sign_in(director).post(address, {"version": 1, "commitments": "autre chose"})
    assert stale.status_code == 409
    assert "assurer le retour" in stale.content.decode()
    undo(Operation.objects.first(), by=coordinator)
    assert [item.text for item in party_of(agreement).commitments.all()] == ["prévenir", "assurer le retour"]


def means_data(agreement, *rows, version=1):
    count = AgreementMean.objects.filter(agreement=agreement).count()
    data = {"version": version, "apports-TOTAL_FORMS": len(rows), "apports-INITIAL_FORMS": count}
    for index, (what, value) in enumerate(rows):
        data |= {f"apports-{index}-what": what, f"apports-{index}-value": value}
    return data


def test_means_are_rows_and_an_emptied_row_goes_away(agreement, coordinator, director, sign_in):
    client, address = sign_in(coordinator), url("means_edit", agreement)
    assert client.get(address).status_code == 200
    assert client.post(address, means_data(agreement, ("Salle", "480"), ("Temps", ""), ("", ""))).status_code == 302
    assert [(mean.what, mean.value) for mean in read(agreement).means.all()] == [("Salle", 480), ("Temps", None)]
    client.post(address, means_data(agreement, ("", ""), ("Temps", "20"), version=2))
    assert [mean.what for mean in read(agreement).means.all()] == ["Temps"]
    stale = sign_in(director).post(address, means_data(agreement, ("Temps", "99"), version=2))
    assert stale.status_code == 409
    assert 'value="99"' in stale.content.decode()
    assert [mean.value for mean in read(agreement).means.all()] == [20]


def test_a_value_is_of_something_and_not_negative(agreement, coordinator, sign_in):
    client, address = sign_in(coordinator), url("means_edit", agreement)
    assert client.post(address, means_data(agreement, ("", "20"))).status_code == 422
    assert client.post(address, means_data(agreement, ("Salle", "-1"))).status_code == 422


def test_an_annex_is_joined_or_left_out(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    assert client.post(url("annex_switch", agreement, "raci"), {"version": 1}).status_code == 302
    assert read(agreement).annex_raci is False
    assert client.post(url("annex_switch", agreement, "raci"), {"version": 1}).status_code == 409
    assert client.post(url("annex_switch", agreement, "budget"), {"version": 2}).status_code == 404


def test_state_goes_from_draft_to_signed_and_back_by_undo(project, coordinator, sign_in):
    agreement = make_complete(project, coordinator)
    client, address = sign_in(coordinator), url("agreement_status", agreement)
    client.post(address, {"version": 1, "gesture": "negocier"})
    client.post(address, {"version": 2, "gesture": "prete"})
    assert read(agreement).status == "ready"
    assert [version.number for version in AgreementVersion.objects.filter(agreement=agreement)] == [1, 2]
    assert client.post(address, {"version": 3, "gesture": "signer"}).status_code == 422
    client.post(address, {"version": 3, "gesture": "signer", "signed_on": "2026-11-20"})
    assert (read(agreement).status, read(agreement).signed_on) == ("signed", datetime.date(2026, 11, 20))
    undo(Operation.objects.first(), by=coordinator)
    assert (read(agreement).status, read(agreement).signed_on) == ("ready", None)


def test_a_state_out_of_turn_is_refused(agreement, coordinator, sign_in):
    client, address = sign_in(coordinator), url("agreement_status", agreement)
    response = client.post(address, {"version": 1, "gesture": "signer", "signed_on": "2026-11-20"})
    assert response.status_code == 409
    assert client.post(address, {"version": 7, "gesture": "negocier"}).status_code == 409
    assert read(agreement).status == "draft"


def test_ready_needs_no_blocking_check(agreement, coordinator, sign_in):
    client, address = sign_in(coordinator), url("agreement_status", agreement)
    response = client.post(address, {"version": 1, "gesture": "prete"})
    assert response.status_code == 422
    assert "il manque le siège" in response.content.decode()
    assert read(agreement).status == "draft"


def test_a_public_party_does_not_sign_before_its_decision_is_enforceable(project, coordinator, sign_in):
    partnership = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY)
    decided = datetime.date(2026, 12, 10)
    agreement = make_complete(
        project,
        coordinator,
        partnership,
        deliberation_number="41",
        deliberation_on=decided,
        deliberation_enforceable_on=decided,
        status="ready",
    )
    client, address = sign_in(coordinator), url("agreement_status", agreement)
    too_early = client.post(address, {"version": 1, "gesture": "signer", "signed_on": "2026-12-10"})
    assert too_early.status_code == 422
    assert read(agreement).signed_on is None
    assert client.post(address, {"version": 1, "gesture": "signer", "signed_on": "2026-12-11"}).status_code == 302


def test_a_check_is_passed_over_with_a_reason_and_taken_back(project, coordinator, sign_in):
    agreement = make_complete(project, coordinator, partner_of(project, partner__kind=PartnerKind.MUNICIPALITY))
    client = sign_in(coordinator)
    assert client.post(url("override_add", agreement, 2), {"reason": ""}).status_code == 422
    client.post(url("override_add", agreement, 2), {"reason": "délégation au maire"})
    page = client.get(url("missing_list", agreement)).content.decode()
    assert "délégation au maire" in page
    assert client.post(url("override_add", agreement, 1), {"reason": "non"}).status_code == 404
    client.post(url("override_remove", agreement, 2))
    assert not CheckOverride.objects.exists()


POSTS = [("agreement_status", ()), ("annex_switch", ("raci",)), ("override_add", (2,)), ("article_start", ())]
PAGES = [("facts_edit", ("dates",)), ("means_edit", ()), ("missing_list", ()), ("article_add", ())]


@pytest.mark.parametrize(("name", "rest"), POSTS)
def test_gestures_are_posts(agreement, coordinator, sign_in, name, rest):
    assert sign_in(coordinator).get(url(name, agreement, *rest)).status_code == 405


@pytest.mark.parametrize(("name", "rest"), POSTS + PAGES)
def test_who_may_write(agreement, facilitator, reader, stranger, client, sign_in, name, rest):
    address = url(name, agreement, *rest)
    method = "post" if (name, rest) in POSTS else "get"
    assert getattr(client, method)(address).status_code == 302
    assert getattr(sign_in(stranger), method)(address).status_code == 404
    for user in (facilitator, reader):
        assert getattr(sign_in(user), method)(address).status_code == 403
    assert Agreement.objects.get().version == 1
