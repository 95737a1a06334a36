"""What a partner proposes: accepted or refused field by field, as one gesture, never over a change made meanwhile."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Contact, Partner
from privacy.models import Proposal
from projects.models import Operation, undo
from tests.factories import PartnerFactory
from tests.personal_data import make_link, make_partnership

pytestmark = pytest.mark.django_db
CHANGES = [
    ("contact", "phone", "0473000000", "0600000000"),
    ("partner", "seat", "", "Place du marché"),
    ("partnership", "brings", "Une salle", "Une salle\nDu café"),
]


@pytest.fixture
def cafe(project):
    return make_partnership(project)


@pytest.fixture
def send(cafe, coordinator):
    """Return a function that sends corrections through a new link and returns the Proposal."""

    def make(*changes, message=""):
        link, _token = make_link(cafe, coordinator)
        return link.receive(changes, message)

    return make


def url_of(proposal):
    partnership = proposal.partnership
    return reverse(
        "privacy:proposal_settle", args=[partnership.project.slug, partnership.public_id, proposal.public_id]
    )


def post(client, proposal, *choices, checked=False, page=None):
    """Read the page (or use one read before) and send these choices, by order of the corrections."""
    lines = (page or client.get(url_of(proposal))).context["lines"]
    data = {f"vu-{line.change.position}": line.print for line in lines}
    data |= {line.name: choice for line, choice in zip(lines, choices, strict=True)}
    return client.post(url_of(proposal), data | ({"verifie": "on"} if checked else {}))


def values(cafe):
    cafe.refresh_from_db()
    partner = Partner.objects.get(pk=cafe.partner_id)
    return Contact.objects.get(partner=partner).phone, partner.seat, cafe.brings


def test_the_record_and_the_home_say_how_many_corrections_wait(cafe, send, facilitator, sign_in):
    send(*CHANGES)
    client = sign_in(facilitator)
    for page in (cafe.get_absolute_url(), cafe.project.get_absolute_url()):
        assert "Claire Perrin propose 3 corrections" in client.get(page).content.decode()


def test_a_reader_is_not_told(cafe, send, reader, sign_in):
    proposal = send(*CHANGES)
    client = sign_in(reader)
    for page in (cafe.get_absolute_url(), cafe.project.get_absolute_url()):
        assert "propose 3 corrections" not in client.get(page).content.decode()
    assert client.get(url_of(proposal)).status_code == 403
    assert client.post(url_of(proposal)).status_code == 403


def test_a_stranger_and_an_anonymous_person_are_kept_out(send, stranger, sign_in, client):
    proposal = send(*CHANGES)
    assert sign_in(stranger).get(url_of(proposal)).status_code == 404
    assert client.get(url_of(proposal)).status_code == 302


def test_accepted_fields_are_written_and_refused_ones_are_not(cafe, send, facilitator, sign_in):
    proposal = send(*CHANGES)
    response = post(sign_in(facilitator), proposal, "accepted", "refused", "accepted")
    assert response.status_code == 302
    assert values(cafe) == ("0600000000", "", "Une salle\nDu café")
    proposal.refresh_from_db()
    assert proposal.settled_by == facilitator
    assert [change.decision for change in proposal.changes.all()] == ["accepted", "refused", "accepted"]


def test_one_undo_takes_everything_back_and_the_proposal_waits_again(cafe, send, coordinator, sign_in):
    proposal = send(*CHANGES)
    post(sign_in(coordinator), proposal, "accepted", "accepted", "refused", checked=True)
    undo(Operation.objects.first(), by=coordinator)
    assert values(cafe) == ("0473000000", "", "Une salle")
    assert Partner.objects.get(pk=cafe.partner_id).checked_on is None
    proposal.refresh_from_db()
    assert proposal.settled_at is None
    assert {change.decision for change in proposal.changes.all()} == {"pending"}


def test_what_is_left_for_later_still_waits(cafe, send, coordinator, sign_in):
    proposal = send(*CHANGES)
    client = sign_in(coordinator)
    post(client, proposal, "accepted", "", "")
    assert [line.change.field for line in client.get(url_of(proposal)).context["lines"]] == ["seat", "brings"]
    assert "propose 2 corrections" in client.get(cafe.get_absolute_url()).content.decode()


def test_to_choose_nothing_is_told(send, coordinator, sign_in):
    proposal = send(*CHANGES)
    response = post(sign_in(coordinator), proposal, "", "", "")
    assert response.status_code == 422
    assert "Rien n’est choisi" in response.content.decode()


def test_a_field_changed_since_is_told_with_the_three_values_and_not_chosen_beforehand(
    cafe, send, coordinator, sign_in
):
    proposal = send(*CHANGES)
    Contact.objects.update(phone="0499999999")
    response = sign_in(coordinator).get(url_of(proposal))
    line = response.context["lines"][0]
    assert (line.current, line.change.seen, line.change.proposed, line.choice) == (
        "0499999999",
        "0473000000",
        "0600000000",
        "",
    )
    text = response.content.decode()
    assert "La personne avait sous les yeux" in text
    assert "Remplacer" in text


def test_a_write_between_the_page_and_the_choice_is_a_conflict_that_keeps_the_choices(cafe, send, coordinator, sign_in):
    proposal = send(*CHANGES)
    client = sign_in(coordinator)
    page = client.get(url_of(proposal))
    Contact.objects.update(phone="0499999999")
    response = post(client, proposal, "accepted", "refused", "accepted", page=page)
    assert response.status_code == 409
    assert [line.choice for line in response.context["lines"]] == ["accepted", "refused", "accepted"]
    assert values(cafe) == ("0499999999", "", "Une salle")
    assert post(client, proposal, "accepted", "refused", "accepted", page=response).status_code == 302
    assert values(cafe)[0] == "0600000000"


def test_two_people_settle_it_once(cafe, send, coordinator, facilitator, sign_in):
    proposal = send(*CHANGES)
    first, second = sign_in(coordinator), sign_in(facilitator)
    page = second.get(url_of(proposal))
    post(first, proposal, "refused", "refused", "refused")
    assert post(second, proposal, "accepted", "accepted", "accepted", page=page).status_code == 409
    assert values(cafe) == ("0473000000", "", "Une salle")


def test_a_form_open_on_the_partner_becomes_stale(cafe, send, coordinator, sign_in):
    proposal = send(*CHANGES)
    version = cafe.partner.version
    post(sign_in(coordinator), proposal, "refused", "accepted", "refused")
    assert Partner.objects.get(pk=cafe.partner_id).version == version + 1


def test_the_name_of_another_partner_is_refused_and_nothing_is_written(cafe, send, coordinator, sign_in):
    PartnerFactory(organisation=cafe.project.organisation, name="Café du Pont")
    proposal = send(*CHANGES, ("partner", "name", "Café Chez Lison", "Café du pont"))
    response = post(sign_in(coordinator), proposal, "accepted", "accepted", "accepted", "accepted")
    assert response.status_code == 422
    assert "Existe déjà" in response.content.decode()
    assert values(cafe) == ("0473000000", "", "Une salle")


def test_a_person_is_never_left_without_anything(cafe, send, coordinator, sign_in):
    Contact.objects.update(name="Claire", function="", email="")
    proposal = send(("contact", "name", "Claire", ""), ("contact", "phone", "0473000000", ""))
    response = post(sign_in(coordinator), proposal, "accepted", "accepted")
    assert response.status_code == 422
    assert "Il ne resterait rien" in response.content.decode()


def test_a_person_removed_since_can_only_be_refused(cafe, send, coordinator, sign_in):
    proposal = send(*CHANGES)
    Contact.objects.get().delete()
    client = sign_in(coordinator)
    assert "La personne a été retirée depuis" in client.get(url_of(proposal)).content.decode()
    assert post(client, proposal, "accepted", "accepted", "accepted").status_code == 409
    assert post(client, proposal, "refused", "accepted", "accepted").status_code == 302
    cafe.refresh_from_db()
    assert cafe.brings == "Une salle\nDu café"


def test_a_reading_without_correction_dates_the_record(cafe, send, coordinator, sign_in):
    proposal = send()
    client = sign_in(coordinator)
    assert "Claire Perrin a relu sa fiche" in client.get(cafe.get_absolute_url()).content.decode()
    assert post(client, proposal, checked=True).status_code == 302
    assert Partner.objects.get(pk=cafe.partner_id).checked_on == timezone.localdate()
    assert not Proposal.objects.waiting().exists()


def test_a_settled_proposal_is_only_read(send, coordinator, sign_in):
    proposal = send()
    client = sign_in(coordinator)
    post(client, proposal)
    assert "Traité le" in client.get(url_of(proposal)).content.decode()
    assert client.post(url_of(proposal)).status_code == 409
    assert client.put(url_of(proposal)).status_code == 405


def test_what_is_sent_is_text_wherever_it_is_read(cafe, send, coordinator, sign_in):
    proposal = send(("contact", "name", "Claire Perrin", "<script>alert(1)</script>"), message="<b>gras</b>")
    client = sign_in(coordinator)
    for page in (url_of(proposal), cafe.get_absolute_url()):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<b>gras" not in text


def test_the_home_takes_the_same_queries_for_one_proposal_and_for_ten(
    project, coordinator, sign_in, django_assert_num_queries
):
    client = sign_in(coordinator)
    home = project.get_absolute_url()

    def fill(names):
        for name in names:
            link, _token = make_link(make_partnership(project, partner__name=name), coordinator)
            link.receive(CHANGES[:1], "")

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(["Café 0"])
    client.get(home)
    with CaptureQueriesContext(connection) as one:
        client.get(home)
    fill([f"Café {n}" for n in range(1, 10)])
    with django_assert_num_queries(len(one)):
        client.get(home)
