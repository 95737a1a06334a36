"""An organisation's personal data: its sheet of the register, who is kept until when, and what people are told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from agreements.models import Agreement, AgreementStatus
from partnerships.models import Contact, LogEntry
from privacy.models import DataPolicy
from privacy.notice import first_mail_sentence, full_notice
from privacy.retention import past_term, people, term_of, years_after, years_before
from tests.agreement_facts import make_agreement
from tests.documents_samples import opened
from tests.documents_samples import text as text_of_pdf
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.personal_data import make_link, make_partnership

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def organisation(project):
    return project.organisation


def page(name, organisation):
    return reverse(f"privacy:{name}", args=[organisation.slug])


def noted(contact, day):
    """Say that the contact was noted on that day."""
    contact.history.update(history_date=timezone.make_aware(datetime.datetime.combine(day, datetime.time(12))))


def log(partnership, day):
    LogEntry.objects.create(partnership=partnership, date=day, summary="Vu")


def term(project):
    policy = DataPolicy.of(project.organisation)
    contact = people(project.organisation, TODAY).get()
    return term_of(contact, policy, TODAY)


# --- Register ---


def test_the_register_is_filled_with_the_usual_answers_then_with_ours(organisation, coordinator, sign_in):
    client = sign_in(coordinator)
    first = client.get(page("register", organisation)).content.decode()
    assert "À compléter" in first
    assert "3 ans après le dernier échange" in first
    data = _policy(address="1 rue Haute, Ambert", representative="Mme Roche, présidente", retention_years=2)
    assert client.post(page("policy_edit", organisation), data).status_code == 302
    second = client.get(page("register", organisation)).content.decode()
    assert "1 rue Haute, Ambert" in second
    assert "2 ans après le dernier échange" in second
    assert "Mme Roche, présidente" in second


def _policy(**changed):
    return {
        "seen_version": 1,
        "legal_basis": "public_task",
        "authority": "cnil",
        "retention_years": 3,
        "recipients": "L’équipe",
        "security": "HTTPS",
        "transfers": "Aucun",
    } | changed


def test_the_register_prints_as_a_tagged_pdf(organisation, coordinator, sign_in):
    pdf = sign_in(coordinator).get(page("register_pdf", organisation)).content
    assert "Suivi des partenariats" in text_of_pdf(pdf)
    assert "Intérêt légitime" in text_of_pdf(pdf)
    with opened(pdf) as file:
        assert file.Root.MarkInfo.Marked


@pytest.mark.parametrize(
    "changed", [{"retention_years": 0}, {"retention_years": 11}, {"contact_email": "rien"}, {"authority": "x"}]
)
def test_an_unreadable_sheet_is_refused_and_kept(changed, organisation, coordinator, sign_in):
    response = sign_in(coordinator).post(page("policy_edit", organisation), _policy(address="Ici", **changed))
    assert response.status_code == 422
    assert "Ici" in response.content.decode()
    assert not DataPolicy.objects.exists()


def test_a_second_editor_is_told_and_may_replace(organisation, coordinator, sign_in):
    client = sign_in(coordinator)
    client.post(page("policy_edit", organisation), _policy())
    client.post(page("policy_edit", organisation), _policy(address="Première"))
    response = client.post(page("policy_edit", organisation), _policy(address="Seconde"))
    assert response.status_code == 409
    assert "Première" in response.content.decode()
    assert "Seconde" in response.content.decode()
    again = response.context["form"].data
    assert client.post(page("policy_edit", organisation), again).status_code == 302
    assert DataPolicy.objects.get().address == "Seconde"


def test_who_may_look_after_personal_data(organisation, director, facilitator, reader, stranger, sign_in, client):
    for name in ("register", "register_pdf", "policy_edit", "person_list"):
        address = page(name, organisation)
        assert sign_in(director).get(address).status_code == 200
        assert sign_in(facilitator).get(address).status_code == 403
        assert sign_in(reader).get(address).status_code == 403
        assert sign_in(stranger).get(address).status_code == 404
        assert client.get(address).status_code == 302
        assert sign_in(director).put(address).status_code == 405


def test_the_menu_leads_to_the_one_organisation_or_lets_choose(organisation, coordinator, reader, sign_in):
    chooser = reverse("privacy:organisation_list")
    assert sign_in(coordinator).get(chooser)["Location"] == page("register", organisation)
    assert "y tient le registre" in sign_in(reader).get(chooser).content.decode()
    MembershipFactory(organisation=OrganisationFactory(name="Autre centre"), user=coordinator, role=Role.READER)
    text = sign_in(coordinator).get(chooser).content.decode()
    assert "Autre centre" in text
    assert page("register", organisation) in text
    assert "Aucune organisation" in sign_in(UserFactory()).get(chooser).content.decode()


# --- What people are told ---


def test_the_sentence_of_the_first_courriel_names_whom_to_ask(project):
    assert first_mail_sentence(DataPolicy.of(project.organisation), project).endswith("en répondant à ce courriel.")
    policy = DataPolicy(organisation=project.organisation, contact_name="Mme Roche", contact_email="rgpd@fil.example")
    assert "Mme Roche, rgpd@fil.example" in first_mail_sentence(policy, project)


def test_the_page_of_a_link_says_all_that_article_14_asks(project, coordinator, client):
    _link, token = make_link(make_partnership(project), coordinator)
    text = client.get(reverse("privacy:own_record", args=[token])).content.decode()
    for question, _answer in full_notice(DataPolicy.of(project.organisation)):
        assert question in text


def test_free_notes_carry_the_hint_that_the_person_may_read_them(project, coordinator, sign_in):
    cafe = make_partnership(project)
    for address in (
        reverse("partnerships:record_item_add", args=[project.slug, cafe.public_id, "contacts"]),
        reverse("partnerships:record_item_add", args=[project.slug, cafe.public_id, "freins"]),
        reverse("partnerships:record_item_add", args=[project.slug, cafe.public_id, "relations"]),
    ):
        assert "la personne peut demander à lire" in sign_in(coordinator).get(address).content.decode()


# --- Until when ---


def test_the_term_runs_from_the_last_exchange_in_any_project(project):
    cafe = make_partnership(project)
    noted(cafe.partner.contacts.get(), datetime.date(2019, 1, 1))
    log(cafe, datetime.date(2023, 11, 21))
    assert term(project).is_over
    log(cafe, datetime.date(2023, 11, 22))
    assert (term(project).is_over, term(project).until) == (False, TODAY)
    assert term(project).words == "dernier jour"


def test_without_any_exchange_it_runs_from_the_day_when_the_person_was_noted(project):
    cafe = make_partnership(project)
    noted(cafe.partner.contacts.get(), datetime.date(2020, 5, 4))
    assert (term(project).is_over, term(project).until) == (True, datetime.date(2023, 5, 4))


def test_what_the_person_sends_is_an_exchange(project, coordinator):
    cafe = make_partnership(project)
    noted(cafe.partner.contacts.get(), datetime.date(2020, 5, 4))
    link, _token = make_link(cafe, coordinator)
    link.receive([], "")
    assert not term(project).is_over


@pytest.mark.parametrize(
    ("status", "ends_on", "in_force"),
    [
        (AgreementStatus.SIGNED, TODAY, True),
        (AgreementStatus.SUSPENDED, None, True),
        (AgreementStatus.SIGNED, TODAY - datetime.timedelta(days=1), False),
        (AgreementStatus.DRAFT, None, False),
        (AgreementStatus.ENDED, None, False),
    ],
)
def test_no_term_runs_while_an_agreement_is_in_force(status, ends_on, in_force, project, coordinator):
    cafe = make_partnership(project)
    noted(cafe.partner.contacts.get(), datetime.date(2020, 5, 4))
    agreement = make_agreement(project, coordinator, cafe)
    Agreement.objects.filter(pk=agreement.pk).update(status=status, ends_on=ends_on)
    assert (term(project).until is None) == in_force
    over = past_term(people(project.organisation, TODAY), DataPolicy.of(project.organisation), TODAY)
    assert over.exists() != in_force


def test_the_organisation_sets_the_term(project):
    cafe = make_partnership(project)
    noted(cafe.partner.contacts.get(), datetime.date(2024, 5, 4))
    assert not term(project).is_over
    DataPolicy.objects.create(organisation=project.organisation, retention_years=2)
    assert term(project).is_over


def test_a_leap_day_has_a_term_too():
    assert years_after(datetime.date(2024, 2, 29), 3) == datetime.date(2027, 2, 28)
    assert years_before(datetime.date(2024, 2, 29), 3) == datetime.date(2021, 2, 28)


def test_the_list_shows_the_longest_silence_first_and_can_show_the_overdue_alone(project, coordinator, sign_in):
    old = make_partnership(project, partner__name="Vieux café").partner.contacts.get()
    Contact.objects.filter(pk=old.pk).update(name="Anne Ancienne")
    noted(old, datetime.date(2015, 1, 1))
    make_partnership(project)
    client = sign_in(coordinator)
    address = page("person_list", project.organisation)
    everybody = client.get(address).context
    assert [contact.name for contact, _term in everybody["rows"]] == ["Anne Ancienne", "Claire Perrin"]
    assert everybody["over_count"] == 1
    alone = client.get(address, {"echeance": "depasse"}).context
    assert [contact.name for contact, _term in alone["rows"]] == ["Anne Ancienne"]
    found = client.get(address, {"q": "perrin"}).context
    assert [contact.name for contact, _term in found["rows"]] == ["Claire Perrin"]


def test_a_function_without_anybody_is_no_person(project):
    contact = make_partnership(project).partner.contacts.get()
    Contact.objects.filter(pk=contact.pk).update(name="", email="", phone="")
    assert not people(project.organisation, TODAY).exists()


def test_people_of_another_organisation_are_not_listed(project, stranger):
    make_partnership(stranger.project_places.get().project)
    assert not people(project.organisation, TODAY).exists()


def test_the_list_takes_the_same_queries_for_one_person_and_for_forty(
    project, coordinator, sign_in, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(coordinator)
    address = page("person_list", project.organisation)
    make_partnership(project)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for n in range(40):
        make_partnership(project, partner__name=f"Café {n}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one) <= 10
