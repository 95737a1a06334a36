"""The personal link of a contact: made by who runs the project, shown once, kept as a hash, dead in one and the same way."""

import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.tokens import digest
from partnerships.models import Contact
from privacy.logs import without_token
from privacy.models import PartnerLink, Proposal
from projects.models import Operation, operation, undo
from tests.personal_data import expire, make_link, make_partnership, page_of, propose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    cache.clear()


@pytest.fixture
def cafe(project):
    return make_partnership(project)


@pytest.fixture
def claire(cafe):
    return cafe.partner.contacts.get()


def create_url(partnership):
    return reverse("privacy:link_create", args=[partnership.project.slug, partnership.public_id])


def revoke_url(link):
    partnership = link.partnership
    return reverse("privacy:link_revoke", args=[partnership.project.slug, partnership.public_id, link.public_id])


def create(client, cafe, claire, **fields):
    return client.post(create_url(cafe), {"contact": claire.public_id, "days": 30, "max_submissions": 5} | fields)


# --- Making one ---


def test_a_coordinator_makes_a_link_which_is_shown_once_and_kept_as_a_hash(cafe, claire, coordinator, sign_in):
    client = sign_in(coordinator)
    response = create(client, cafe, claire)
    token = re.search(r"/ma-fiche/([\w-]+)/", response.content.decode())[1]
    link = PartnerLink.objects.get()
    assert link.token_hash == digest(token)
    assert (link.created_by, link.organisation, link.max_submissions) == (coordinator, cafe.project.organisation, 5)
    assert "no-store" in response["Cache-Control"]
    pages = [create_url(cafe), cafe.get_absolute_url(), reverse("projects:operation_list", args=[cafe.project.slug])]
    assert not [page for page in pages if token in client.get(page).content.decode()]


def test_the_token_stands_in_no_row_of_the_database(cafe, claire, coordinator, sign_in):
    token = re.search(r"/ma-fiche/([\w-]+)/", create(sign_in(coordinator), cafe, claire).content.decode())[1]
    rows = [*PartnerLink.objects.values(), *PartnerLink.history.values(), *Operation.objects.values()]
    assert token not in repr(rows)
    assert digest(token) not in repr(list(PartnerLink.history.values()))


def test_the_courriel_is_ready_to_copy_with_the_information_sentence(cafe, claire, coordinator, sign_in):
    text = create(sign_in(coordinator), cafe, claire).context["text"]
    assert "Bonjour Claire Perrin" in text
    assert "Vos coordonnées professionnelles figurent dans le carnet de partenaires" in text
    assert "Le Détour" in text


def test_without_a_mail_server_nothing_is_sent_and_the_page_says_so(cafe, claire, coordinator, sign_in):
    client = sign_in(coordinator)
    assert "Aucun serveur de courriel" in client.get(create_url(cafe)).content.decode()
    assert "rien n’est parti" in create(client, cafe, claire, send="on").content.decode()
    assert mail.outbox == []


def test_with_a_mail_server_the_courriel_leaves_when_asked(cafe, claire, coordinator, sign_in, settings):
    settings.EMAIL_HOST = "smtp.exemple.example"
    create(sign_in(coordinator), cafe, claire)
    assert mail.outbox == []
    create(sign_in(coordinator), cafe, claire, send="on")
    assert [message.to for message in mail.outbox] == [["claire@cafe.example"]]
    assert "/ma-fiche/" in mail.outbox[0].body


def test_a_courriel_that_the_server_refuses_is_told(cafe, claire, coordinator, sign_in, settings):
    settings.EMAIL_HOST = "smtp.exemple.example"
    settings.EMAIL_BACKEND = "tests.test_personal_links.RefusingBackend"
    text = create(sign_in(coordinator), cafe, claire, send="on").content.decode()
    assert "Le courriel n’est pas parti" in text
    assert PartnerLink.objects.count() == 1


class RefusingBackend:
    """A mail server that is down."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.mark.parametrize(
    "fields", [{"contact": "inconnu"}, {"days": 0}, {"days": 366}, {"max_submissions": 0}, {"max_submissions": 21}]
)
def test_an_impossible_link_is_refused(fields, cafe, claire, coordinator, sign_in):
    assert create(sign_in(coordinator), cafe, claire, **fields).status_code == 422
    assert not PartnerLink.objects.exists()


def test_a_person_of_another_partner_cannot_be_chosen(cafe, project, coordinator, sign_in):
    other = make_partnership(project, partner__name="Autre café").partner.contacts.get()
    assert create(sign_in(coordinator), cafe, other).status_code == 422


def test_a_link_cannot_be_sent_to_who_has_no_address(cafe, claire, coordinator, sign_in, settings):
    settings.EMAIL_HOST = "smtp.exemple.example"
    Contact.objects.filter(pk=claire.pk).update(email="")
    assert create(sign_in(coordinator), cafe, claire, send="on").status_code == 422


def test_a_partner_without_anybody_says_to_add_somebody_first(cafe, claire, coordinator, sign_in):
    claire.delete()
    assert "Ajouter une personne" in sign_in(coordinator).get(create_url(cafe)).content.decode()


def test_who_may_make_and_revoke_a_link(cafe, claire, coordinator, facilitator, reader, stranger, sign_in):
    link, _token = make_link(cafe, coordinator)
    for user, status in ((facilitator, 403), (reader, 403), (stranger, 404)):
        assert create(sign_in(user), cafe, claire).status_code == status
        assert sign_in(user).post(revoke_url(link)).status_code == status
    anonymous = Client()
    assert create(anonymous, cafe, claire).status_code == 302
    assert anonymous.post(revoke_url(link)).status_code == 302
    assert sign_in(coordinator).get(revoke_url(link)).status_code == 405
    link.refresh_from_db()
    assert link.token_hash


# --- Dead links ---


def kill_by_expiry(link, user):
    expire(link)


def kill_by_revoking(link, user):
    with operation(by=user, label="Révoquer", project=link.partnership.project):
        link.revoke()


def kill_by_use(link, user):
    link.receive([], "")


def kill_with_the_person(link, user):
    link.contact.delete()


def test_every_dead_link_says_the_same_and_nothing_else(cafe, coordinator, client):
    unknown = client.get(page_of("inconnu"))
    assert unknown.status_code == 404
    for kill in (kill_by_expiry, kill_by_revoking, kill_by_use, kill_with_the_person):
        link, token = make_link(
            make_partnership(cafe.project, partner__name=kill.__name__), coordinator, max_submissions=1
        )
        assert client.get(page_of(token)).status_code == 200
        kill(link, coordinator)
        for dead in (client.get(page_of(token)), client.post(page_of(token), {"message": "x"})):
            assert (dead.status_code, dead.content) == (404, unknown.content), kill.__name__
            assert dead["Referrer-Policy"] == "no-referrer"
            assert "no-store" in dead["Cache-Control"]


def test_a_revoked_link_comes_back_by_no_undo(cafe, coordinator, client, sign_in):
    link, token = make_link(cafe, coordinator)
    sign_in(coordinator).post(revoke_url(link))
    undo(Operation.objects.first(), by=coordinator)
    assert client.get(page_of(token)).status_code == 404


def test_a_link_that_left_with_its_partner_comes_back_dead(project, cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    with operation(by=coordinator, label="Retirer", project=project) as gesture:
        cafe.delete()
    assert client.get(page_of(token)).status_code == 404
    undo(gesture, by=coordinator)
    assert PartnerLink.objects.get().state == "révoqué"
    assert client.get(page_of(token)).status_code == 404


def test_a_link_does_not_hold_a_partner_in_the_project(cafe, coordinator, sign_in):
    link, _token = make_link(cafe, coordinator)
    link.receive([], "Bonjour")
    url = reverse("partnerships:partnership_remove", args=[cafe.project.slug, cafe.public_id])
    assert "liens personnels" in sign_in(coordinator).get(url).content.decode()
    assert sign_in(coordinator).post(url).status_code == 302


def test_undoing_the_making_of_a_link_kills_it(cafe, claire, coordinator, client, sign_in):
    token = re.search(r"/ma-fiche/([\w-]+)/", create(sign_in(coordinator), cafe, claire).content.decode())[1]
    undo(Operation.objects.first(), by=coordinator)
    assert client.get(page_of(token)).status_code == 404


# --- The page ---


def test_the_page_opens_without_account_and_shows_no_navigation_of_the_team(cafe, coordinator, client):
    link, token = make_link(cafe, coordinator)
    response = client.get(page_of(token))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Café Chez Lison" in text
    assert "Une salle" in text
    assert "/projets/" not in text
    assert "<script" not in text
    link.refresh_from_db()
    assert link.last_opened_at is not None


def test_the_page_is_neither_cached_nor_followed_nor_indexed(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    response = client.get(page_of(token))
    assert response["Referrer-Policy"] == "no-referrer"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert "noindex" in response["X-Robots-Tag"]
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", response.content.decode())


def test_a_submission_leads_to_a_page_whose_address_has_no_token(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    response = propose(client, token, contact_phone="0600000000")
    assert (response.status_code, response["Location"]) == (302, reverse("privacy:own_record_sent"))
    assert client.get(response["Location"]).status_code == 200


def test_what_is_sent_is_a_proposal_and_changes_nothing(cafe, claire, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    revision = cafe.project.revision
    propose(client, token, contact_phone="0600000000", partnership_brings="Une salle\r\nDu café", message="Bonjour")
    proposal = Proposal.objects.get()
    assert [(change.subject, change.field, change.seen, change.proposed) for change in proposal.changes.all()] == [
        ("contact", "phone", "0473000000", "0600000000"),
        ("partnership", "brings", "Une salle", "Une salle\nDu café"),
    ]
    assert (proposal.who, proposal.message) == ("Claire Perrin", "Bonjour")
    claire.refresh_from_db()
    cafe.refresh_from_db()
    assert (claire.phone, cafe.brings) == ("0473000000", "Une salle")
    cafe.project.refresh_from_db()
    assert cafe.project.revision == revision + 1  # the making of the link, nothing since


def test_sending_it_untouched_says_that_everything_is_right(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    propose(client, token)
    assert not Proposal.objects.get().changes.exists()


def test_a_second_submission_starts_from_the_first_and_replaces_it(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    propose(client, token, contact_phone="0600000000")
    page = client.get(page_of(token))
    assert "0600000000" in page.content.decode()
    propose(client, token, contact_function="Patronne")
    first, second = Proposal.objects.order_by("pk")
    assert [change.decision for change in first.changes.all()] == ["replaced"]
    assert {change.field for change in second.changes.all()} == {"phone", "function"}
    assert list(Proposal.objects.waiting()) == [second]


@pytest.mark.parametrize(
    "typed",
    [
        {"partner_name": ""},
        {"contact_email": "pas une adresse"},
        {"contact_name": "", "contact_function": "", "contact_email": "", "contact_phone": ""},
        {"message": "x" * 2001},
        {"contact_phone": "0" * 41},
    ],
)
def test_what_cannot_be_read_is_refused_and_kept_on_the_screen(typed, cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    response = propose(client, token, partnership_expects="Des visiteurs", **typed)
    assert response.status_code == 422
    assert "Des visiteurs" in response.content.decode()
    assert not Proposal.objects.exists()


def test_what_the_person_saw_cannot_be_made_up(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    propose(client, token, contact_phone="0600000000", seen="invente")
    assert Proposal.objects.get().changes.get().seen == "0473000000"


def test_the_last_submission_is_taken_once(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator, max_submissions=1)
    assert propose(client, token).status_code == 302
    assert client.get(page_of(token)).status_code == 404
    assert Proposal.objects.count() == 1


def test_the_page_exists_for_get_and_post_only(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    assert client.put(page_of(token)).status_code == 405
    assert client.delete(page_of(token)).status_code == 405


# --- CSRF: a page without referrer sends « Origin: null » ---


def test_a_submission_needs_the_csrf_token(cafe, coordinator):
    _link, token = make_link(cafe, coordinator)
    browser = Client(enforce_csrf_checks=True)
    browser.get(page_of(token))
    refused = browser.post(page_of(token), {"partner_name": "Pirate"}, headers={"origin": "null"})
    assert refused.status_code == 403
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("origin", "status"), [("null", 302), ("https://ailleurs.example", 403)])
def test_the_check_reads_the_token_and_still_refuses_another_site(origin, status, cafe, coordinator):
    _link, token = make_link(cafe, coordinator)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(page_of(token), secure=True)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    data = {"partner_name": "Café Chez Lison", "contact_name": "Claire Perrin", "csrfmiddlewaretoken": csrf}
    answer = browser.post(page_of(token), data, secure=True, headers={"origin": origin})
    assert answer.status_code == status


# --- Limits ---


def test_who_tries_tokens_is_slowed_and_the_office_next_door_is_not(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    answers = [client.get(page_of(f"essai-{n}")).status_code for n in range(31)]
    assert answers == [404] * 30 + [429]
    assert client.get(page_of("encore"))["Retry-After"] == "600"
    assert client.get(page_of(token)).status_code == 200
    assert propose(client, token).status_code == 302


def test_a_link_submitted_without_end_is_slowed_for_that_address_alone(cafe, coordinator, client):
    _link, token = make_link(cafe, coordinator, max_submissions=20)
    answers = [propose(client, token).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
    assert (
        Client(REMOTE_ADDR="192.0.2.7").post(page_of(token), {"partner_name": "Café", "contact_name": "C"}).status_code
        == 302
    )


# --- Logs ---


def test_no_log_record_carries_the_token(cafe, coordinator, client, caplog):
    link, token = make_link(cafe, coordinator)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("uvicorn.access").warning(
            '%s - "%s %s HTTP/%s" %d', "127.0.0.1", "GET", page_of(token), "1.1", 200
        )
        client.get(page_of(token))
        expire(link)
        client.get(page_of(token))
        Client(enforce_csrf_checks=True).post(page_of(token))
    text = " ".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert "/ma-fiche/…/" in text
    assert token not in text


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("/ma-fiche/abc-DEF_1/", "/ma-fiche/…/"),
        ("GET /ma-fiche/abc?x=1 HTTP/1.1", "GET /ma-fiche/…/?x=1 HTTP/1.1"),
        ("/ma-fiche/merci/", "/ma-fiche/merci/"),
        ("/live/eyJ1IjoxfQ:1vM:aB_-/", "/live/…/"),
        ("GET /live/eyJ1IjoxfQ:1vM:aB_-/version/?vu=4 HTTP/1.1", "GET /live/…/version/?vu=4 HTTP/1.1"),
        ("POST /live/eyJ%3A1vM/ici/ HTTP/1.1", "POST /live/…/ici/ HTTP/1.1"),
        ("/projets/le-detour/", "/projets/le-detour/"),
        (12, 12),
    ],
)
def test_the_token_is_what_goes_from_a_log_line(written, logged):
    assert without_token(written) == logged


# --- On the record ---


def test_the_record_tells_who_made_the_link_until_when_and_when_it_was_opened(cafe, coordinator, client, sign_in):
    _link, token = make_link(cafe, coordinator)
    record = sign_in(coordinator)
    assert "pas encore ouvert" in record.get(cafe.get_absolute_url()).content.decode()
    client.get(page_of(token))
    text = record.get(cafe.get_absolute_url()).content.decode()
    assert "ouvert en dernier" in text
    assert f"par {coordinator}" in text
    assert "0 envoi sur 5" in text


def test_a_reader_and_a_facilitator_see_no_link_on_the_record(cafe, coordinator, facilitator, reader, sign_in):
    make_link(cafe, coordinator)
    for user in (facilitator, reader):
        assert "Relecture par le partenaire" not in sign_in(user).get(cafe.get_absolute_url()).content.decode()
