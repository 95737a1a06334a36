"""Internal validation: whose turn it is, on which text, and what a change of the text does to the answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from agreements.models import Agreement, Blocked, Decision, Validation, ValidationRound, WrongMoment
from agreements.validating import ask, standing_now, standings, waiting_for, what_validation_lacks
from projects.models import Operation, operation, undo
from tests.agreement_facts import make_agreement, make_complete, read
from tests.factories import ProjectMemberFactory
from tests.validation_facts import DAY, circuit, reword, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator, director):
    circuit(project, Role.COORDINATOR, Role.DIRECTOR, "Conseil d’administration")
    return submit(make_complete(project, coordinator), coordinator, note="L’article 5 a bougé")


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def seen(agreement):
    """Return what the page of the text posts: its fingerprint now."""
    from agreements.fingerprint import fingerprint_now

    return {"fingerprint": fingerprint_now(read(agreement))}


def turn(agreement):
    found = standing_now(read(agreement)).turn
    return found.name if found else None


def validate(client, agreement):
    return client.post(url("text_validate", agreement), seen(agreement))


def test_each_step_comes_after_the_other_and_the_last_one_makes_the_text_ready(
    agreement, coordinator, director, sign_in
):
    day = {"decided_on": "2026-11-20", "reference": "PV du 20 novembre"}
    assert turn(agreement) == "Coordination"
    assert validate(sign_in(director), agreement).status_code == 403
    assert validate(sign_in(coordinator), agreement).status_code == 302
    assert turn(agreement) == "Direction"
    assert validate(sign_in(director), agreement).status_code == 302
    with pytest.raises(Blocked) as blocked:
        read(agreement).mark_ready(on=DAY)
    assert "Conseil d’administration" in blocked.value.findings[0].message
    noted = sign_in(coordinator).post(
        url("decision_note", agreement), seen(agreement) | day | {"decision": Decision.VALIDATED}
    )
    assert noted.status_code == 302
    assert standing_now(read(agreement)).is_complete
    read(agreement).mark_ready(on=DAY)
    version = Agreement.objects.get().versions.get()
    assert version.validated_by == "Coordination, Direction, Conseil d’administration (PV du 20 novembre)"


def test_a_text_that_changes_is_asked_again_from_whoever_had_said_yes(agreement, coordinator, director, sign_in):
    validate(sign_in(coordinator), agreement)
    reword(agreement, coordinator)
    standing = standing_now(read(agreement))
    assert (standing.turn.name, standing.is_changed, standing.is_complete) == ("Coordination", True, False)
    # Lists read what the last gesture left: they say the same.
    assert standings([agreement.pk])[agreement.pk].is_changed
    assert "Le texte a changé depuis sa validation" in what_validation_lacks(read(agreement))
    page = sign_in(coordinator).get(url("validation_detail", agreement)).content.decode()
    assert "Le texte a changé depuis la validation" in page
    validate(sign_in(coordinator), agreement)
    assert turn(agreement) == "Direction"


def test_undoing_the_change_gives_the_validation_back(agreement, coordinator, sign_in):
    validate(sign_in(coordinator), agreement)
    reword(agreement, coordinator)
    undo(Operation.objects.first(), by=coordinator)
    assert turn(agreement) == "Direction"
    assert ValidationRound.objects.get().current == ValidationRound.objects.get().text.fingerprint


def test_a_text_that_changes_under_the_eyes_is_not_validated(agreement, coordinator, sign_in):
    before = seen(agreement)
    reword(agreement, coordinator)
    response = sign_in(coordinator).post(url("text_validate", agreement), before)
    assert response.status_code == 409
    assert "vient de changer" in response.content.decode()
    assert not Validation.objects.filter(decision=Decision.VALIDATED).exists()


def test_a_change_asked_for_sends_the_text_back_with_its_reason_and_its_article(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    address = url("change_ask", agreement)
    article = "1. Objet"
    asked = {"reason": "Trop long", "article": article}
    assert client.post(address, seen(agreement) | {"reason": ""}).status_code == 422
    stale = client.post(address, {"fingerprint": "0" * 64} | asked)
    assert stale.status_code == 409
    assert "Trop long" in stale.content.decode()
    assert client.post(address, seen(agreement) | asked).status_code == 302
    standing = standing_now(read(agreement))
    assert (standing.turn, standing.sent_back.reason, standing.sent_back.article) == (None, "Trop long", article)
    page = client.get(url("validation_detail", agreement)).content.decode()
    assert "Trop long" in page
    assert article in page
    assert "Demander de nouveau" in page
    assert "Trop long" in what_validation_lacks(read(agreement))
    submit(agreement, coordinator)
    assert turn(agreement) == "Coordination"


def test_the_same_text_is_not_asked_about_twice(agreement, coordinator, sign_in):
    with pytest.raises(WrongMoment), operation(by=coordinator, label="-", project=agreement.project):
        ask(read(agreement), on=DAY, by=coordinator)
    assert sign_in(coordinator).post(url("validation_ask", agreement)).status_code == 409
    reword(agreement, coordinator)
    assert sign_in(coordinator).post(url("validation_ask", agreement)).status_code == 302
    assert ValidationRound.objects.count() == 2


def test_a_request_is_withdrawn_once(agreement, coordinator, director, sign_in):
    validate(sign_in(coordinator), agreement)
    client = sign_in(coordinator)
    assert client.post(url("validation_withdraw", agreement)).status_code == 302
    assert standing_now(read(agreement)).is_withdrawn
    assert client.post(url("validation_withdraw", agreement)).status_code == 409
    assert validate(sign_in(director), agreement).status_code == 409


def test_a_circuit_that_changes_meanwhile_frees_nobody(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    validate(client, agreement)
    agreement.project.validation_steps.exclude(role=Role.COORDINATOR).delete()
    # The request keeps its steps, and says so where it is read and where the circuit is set.
    assert turn(agreement) == "Direction"
    page = client.get(url("validation_detail", agreement)).content.decode()
    assert "cette demande garde ses étapes" in page
    page = client.get(reverse("agreements:circuit", args=[agreement.project.slug])).content.decode()
    assert "gardent jusqu’au bout les étapes" in page
    assert "Coordination, puis Direction, puis Conseil d’administration." in page
    # Neither another text nor an emptied circuit makes it shorter.
    reword(agreement, coordinator)
    submit(agreement, coordinator)
    names = [answer.step.name for answer in standing_now(read(agreement)).answers]
    assert names == ["Coordination", "Direction", "Conseil d’administration"]
    agreement.project.validation_steps.all().delete()
    assert "attend encore" in what_validation_lacks(read(agreement))
    with pytest.raises(Blocked):
        read(agreement).mark_ready(on=DAY)
    # Withdrawn, it stays written; the next one follows the circuit of the day and says who it leaves out.
    client.post(url("validation_withdraw", agreement))
    assert what_validation_lacks(read(agreement)) is None
    circuit(agreement.project, Role.COORDINATOR)
    submit(agreement, coordinator)
    for name in ("validation_detail", "text_validate"):
        page = client.get(url(name, agreement)).content.decode()
        assert "Le tour précédent passait aussi par\xa0: Direction, Conseil d’administration." in page.replace(
            "&nbsp;", "\xa0"
        )


def test_a_change_asked_for_is_neither_withdrawn_nor_forgotten_with_the_circuit(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    client.post(url("change_ask", agreement), seen(agreement) | {"reason": "Trop long"})
    assert client.post(url("validation_withdraw", agreement)).status_code == 409
    agreement.project.validation_steps.all().delete()
    assert "Trop long" in what_validation_lacks(read(agreement))
    assert "choisissez les étapes" in client.get(url("validation_detail", agreement)).content.decode()


def test_an_answer_taken_back_waits_again(agreement, coordinator, sign_in):
    validate(sign_in(coordinator), agreement)
    undo(Operation.objects.first(), by=coordinator)
    assert turn(agreement) == "Coordination"


def test_somebody_named_answers_whatever_their_role_and_only_they(project, coordinator, director, reader, sign_in):
    circuit(project, project.members.get(user=reader))
    agreement = submit(make_complete(project, coordinator), coordinator)
    assert validate(sign_in(director), agreement).status_code == 403
    assert validate(sign_in(coordinator), agreement).status_code == 403
    page = sign_in(reader).get(url("text_validate", agreement)).content.decode()
    assert "Valider ce texte" in page
    assert "Valider ce texte" not in sign_in(coordinator).get(url("text_validate", agreement)).content.decode()
    response = sign_in(reader).post(url("text_validate", agreement), seen(agreement), follow=True)
    assert standing_now(read(agreement)).is_complete
    # Taking it back asks for somebody who runs the project: no button that would answer 403.
    assert "Annuler" not in response.content.decode()


def test_somebody_without_account_is_noted_by_the_coordination_and_a_body_has_a_reference(
    project, coordinator, sign_in
):
    circuit(project, ProjectMemberFactory(project=project, user=None, name="Ada Roche"))
    agreement = submit(make_complete(project, coordinator), coordinator)
    client, address = sign_in(coordinator), url("decision_note", agreement)
    assert "Ada Roche" in client.get(address).content.decode()
    facts = seen(agreement) | {"decision": Decision.CHANGE, "decided_on": "2026-11-20", "reference": "courriel"}
    assert client.post(address, facts).status_code == 422
    assert client.post(address, facts | {"reason": "Non", "decided_on": "2999-01-01"}).status_code == 422
    assert client.post(address, facts | {"reason": "Non"}).status_code == 302
    assert Validation.objects.get().reason == "Non"


def test_an_empty_circuit_asks_nothing(project, coordinator, sign_in):
    agreement = make_complete(project, coordinator)
    assert what_validation_lacks(agreement) is None
    assert "n’a pas de circuit" in sign_in(coordinator).get(url("validation_detail", agreement)).content.decode()
    assert sign_in(coordinator).post(url("validation_ask", agreement)).status_code == 409


def test_the_page_of_the_text_says_what_changes_since_the_text_that_the_person_validated(
    agreement, coordinator, sign_in
):
    client = sign_in(coordinator)
    first = client.get(url("text_validate", agreement)).content.decode()
    assert "Premier texte" in first
    validate(client, agreement)
    reword(agreement, coordinator)
    page = client.get(url("text_validate", agreement)).content.decode()
    assert "depuis le texte que vous avez validé" in page
    assert "autrement" in page.partition("<ins>")[2]
    assert "Direction, puis Conseil d’administration." in page


def test_screens_of_the_agreement_say_who_holds_it(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    pages = [url("agreement_edit", agreement), url("agreement_detail", agreement)]
    for address in (*pages, reverse("agreements:agreement_list", args=[agreement.project.slug])):
        page = " ".join(client.get(address).content.decode().split())
        assert "attend Coordination depuis le 2 novembre 2026" in page


# --- What waits for a person ---


def test_what_waits_is_shown_to_whose_turn_it_is_with_the_days(agreement, coordinator, director, reader, sign_in):
    (mine,) = waiting_for(coordinator, DAY.replace(day=12))
    assert (mine.agreement, mine.days, mine.changed) == (agreement, 10, False)
    assert waiting_for(director, DAY) == waiting_for(reader, DAY) == []
    for address in ("/", reverse("home:waiting_list")):
        page = sign_in(coordinator).get(address).content.decode()
        assert agreement.title in page
        assert "L’article 5 a bougé" in page
        assert url("text_validate", agreement) in page
    assert "Rien ne vous attend" in sign_in(director).get(reverse("home:waiting_list")).content.decode()
    assert "Ce qui vous attend" not in sign_in(director).get("/").content.decode().partition("<main")[2]


def test_a_text_that_changed_waits_again_for_who_had_validated_it(agreement, coordinator, director, sign_in):
    validate(sign_in(coordinator), agreement)
    reword(agreement, coordinator)
    (again,) = waiting_for(coordinator, DAY)
    assert again.changed
    assert waiting_for(director, DAY) == []
    assert "Le texte a changé depuis votre validation" in sign_in(coordinator).get("/a-valider/").content.decode()


def test_a_body_s_decision_waits_for_who_coordinates(project, coordinator, director):
    circuit(project, "Bureau")
    submit(make_complete(project, coordinator), coordinator)
    (one,) = waiting_for(coordinator, DAY)
    assert one.is_noted
    assert waiting_for(director, DAY) == []


def test_a_closed_agreement_waits_for_nobody(agreement, coordinator, sign_in):
    Agreement.objects.update(status="signed")
    assert waiting_for(coordinator, DAY) == []
    assert validate(sign_in(coordinator), agreement).status_code == 409


def test_what_waits_takes_the_same_queries_for_one_and_for_many(
    project, agreement, coordinator, sign_in, django_assert_max_num_queries
):
    client = sign_in(coordinator)

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/", "/a-valider/")
    few = [count(address) for address in addresses]
    for _rank in range(3):
        submit(make_agreement(project, coordinator), coordinator)
    assert [count(address) for address in addresses] == few
    assert max(few) <= 10


def test_who_sees_and_who_asks(agreement, facilitator, reader, stranger, client, sign_in):
    assert client.get("/a-valider/").status_code == 302
    assert sign_in(stranger).get(url("text_validate", agreement)).status_code == 404
    for user in (facilitator, reader):
        asking = sign_in(user)
        assert asking.get(url("text_validate", agreement)).status_code == 200
        assert asking.post(url("validation_ask", agreement)).status_code == 403
        assert asking.get(url("decision_note", agreement)).status_code == 403
        assert validate(asking, agreement).status_code == 403
        assert asking.get(url("change_ask", agreement)).status_code == 403
