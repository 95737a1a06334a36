"""What a partner says of itself by its personal link: whether it answers for its activities, where it sees itself."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.models import FactKind, Placement, PlacementOpinion, Provenance, RaciAssignment, RaciFact, SaidBy
from privacy.asking import RoleGone, asked_roles
from privacy.models import PartnerLink, Proposal
from privacy.person_file import person_sheet
from projects.models import Operation, operation, undo
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory
from tests.personal_data import make_link, make_partnership, page_of, propose, sent_as_shown

pytestmark = pytest.mark.django_db
SECRET = "Il promet beaucoup"


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    cache.clear()


@pytest.fixture
def cafe(project):
    return make_partnership(project)


@pytest.fixture
def halte(project, cafe):
    """An activity for which the café answers."""
    return RaciFactory(activity=ActivityFactory(project=project, name="Tenir la halte"), partnership=cafe, letters="RA")


@pytest.fixture
def placed(project, cafe):
    """The café, placed « Allié » at the first horizon, for reasons of the team."""
    return PlacementFactory(
        partnership=cafe,
        horizon=project.horizons.first(),
        level=project.levels.get(name="Allié"),
        provenance=Provenance.SUPPOSED,
        reason=SECRET,
    )


@pytest.fixture
def asking(cafe, coordinator):
    """Return a function that gives the token of a link which asks both questions, or those given."""

    def make(**asks):
        return make_link(cafe, coordinator, **({"asks_roles": True, "asks_places": True} | asks))[1]

    return make


def role(cell):
    return f"role_{cell.activity.public_id}"


def place(horizon):
    return f"place_{horizon.public_id}"


def settle_url(proposal):
    partnership = proposal.partnership
    return reverse(
        "privacy:proposal_settle", args=[partnership.project.slug, partnership.public_id, proposal.public_id]
    )


def decide(client, proposal, *choices):
    """Read the page of a proposal and send these choices, by order of its lines."""
    lines = client.get(settle_url(proposal)).context["lines"]
    data = {f"vu-{line.change.position}": line.print for line in lines}
    data |= {line.name: choice for line, choice in zip(lines, choices, strict=True)}
    return client.post(settle_url(proposal), data)


# --- What is asked ---


def test_whoever_makes_the_link_chooses_what_it_asks(cafe, halte, placed, coordinator, sign_in, client):
    address = reverse("privacy:link_create", args=[cafe.project.slug, cafe.public_id])
    data = {"contact": cafe.partner.contacts.get().public_id, "days": 30, "max_submissions": 5}
    shown = sign_in(coordinator).post(address, data | {"asks_places": "on"})
    link = PartnerLink.objects.get()
    assert (link.asks_roles, link.asks_places) == (False, True)
    assert "où vous vous voyez" in shown.context["text"]
    assert "répondez des activités" not in shown.context["text"]
    for asks, heard in (
        ({}, []),
        ({"asks_roles": True}, ["Ce dont vous répondez"]),
        ({"asks_places": True}, ["Où vous vous voyez"]),
    ):
        page = client.get(page_of(make_link(cafe, coordinator, **asks)[1])).content.decode()
        assert [words for words in ("Ce dont vous répondez", "Où vous vous voyez") if words in page] == heard


def test_the_page_names_its_own_lines_and_nothing_that_the_team_thinks_of_them(
    project, cafe, halte, placed, asking, client
):
    other = PartnershipFactory(project=project, partner__name="Mairie d’Évron")
    RaciFactory(activity=ActivityFactory(project=project, name="Voter le budget"), partnership=other, letters="A")
    RaciFactory(activity=ActivityFactory(project=project, name="Prêter la salle"), partnership=cafe, letters="R")
    dropped = ActivityFactory(project=project, name="Abandonnée", status="dropped")
    RaciFactory(activity=dropped, partnership=cafe, letters="A")
    PlacementFactory(partnership=other, horizon=placed.horizon, level=placed.level)
    PlacementOpinion.objects.create(
        partnership=cafe, horizon=placed.horizon, level=project.levels.last(), source="Un atelier", comment=SECRET
    )
    RaciFact.objects.create(
        activity=halte.activity, partnership=cafe, kind=FactKind.ANSWER, agreed=False, text=SECRET, who_name="Rumeur"
    )
    page = client.get(page_of(asking())).content.decode()
    assert "Tenir la halte" in page
    assert "Votre réponse du" in page
    assert "L’équipe vous y voit : Allié." in page.replace("\u00a0", " ")
    hidden = ("Voter le budget", "Prêter la salle", "Abandonnée", "Mairie", "Un atelier", "Rumeur", SECRET, "upposé")
    assert [words for words in hidden if words in page] == []


def test_a_name_that_the_team_typed_is_text_on_the_page(project, placed, asking, client):
    project.levels.filter(pk=placed.level_id).update(name="<i>Allié</i>")
    page = client.get(page_of(asking())).content.decode()
    assert "<i>" not in page
    assert "&lt;i&gt;Allié" in page


def test_who_carries_the_project_has_no_place_to_speak_of(project, coordinator, client):
    lead = make_partnership(project, partner__name="Nous", is_lead=False)
    project.partnerships.filter(is_lead=True).delete()
    project.partnerships.filter(pk=lead.pk).update(is_lead=True)
    page = client.get(page_of(make_link(lead, coordinator, asks_places=True)[1])).content.decode()
    assert "Où vous vous voyez" not in page


def test_the_page_costs_the_same_with_many_activities(project, cafe, halte, placed, asking, client):
    token = asking()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(token)).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _ in range(8):
        RaciFactory(activity=ActivityFactory(project=project), partnership=cafe, letters="A")
    assert cost() == few


# --- « J’en réponds » ---


def test_the_answer_of_the_a_is_written_as_it_comes_with_who_and_when(
    project, cafe, halte, asking, client, coordinator, sign_in
):
    answer = propose(client, asking(), **{role(halte): "oui"})
    assert answer.status_code == 302
    fact = RaciFact.objects.get()
    assert (fact.kind, fact.agreed, fact.day) == (FactKind.ANSWER, True, timezone.localdate())
    assert (fact.channel, fact.who) == (SaidBy.LINK, "Claire Perrin")
    gesture = Operation.objects.first()
    assert gesture.author is None
    assert gesture.label == "Réponse reçue par lien personnel\u00a0: Café Chez Lison"
    team = sign_in(coordinator)
    page = team.get(reverse("partnerships:raci_answers", args=[project.slug])).content.decode()
    assert "par son lien personnel, Claire Perrin" in page
    proposal = Proposal.objects.get()
    assert "Tenir la halte" in team.get(settle_url(proposal)).content.decode()
    undo(gesture, by=coordinator)
    assert not RaciFact.objects.exists()
    assert Proposal.objects.get() == proposal


def test_an_answer_sent_back_untouched_is_not_written_again_and_another_replaces_it(cafe, halte, asking, client):
    token = asking()
    propose(client, token, **{role(halte): "non"})
    RaciFact.objects.update(day="2026-01-01")
    before = Operation.objects.count()
    propose(client, token)
    assert Operation.objects.count() == before
    propose(client, token, **{role(halte): "oui"})
    assert [(fact.agreed, fact.day) for fact in RaciFact.objects.all()] == [(True, timezone.localdate())]


def test_what_the_team_notes_after_is_no_longer_the_word_of_the_partner(
    project, cafe, halte, asking, client, coordinator, sign_in
):
    propose(client, asking(), **{role(halte): "oui"})
    fact = RaciFact.objects.get()
    address = reverse("partnerships:raci_answer", args=[project.slug, halte.activity.public_id, cafe.public_id])
    seen = f"{fact.pk}/{fact.agreed}/{fact.day}"
    assert sign_in(coordinator).post(address, {"aussitot": "non", "vu": seen}).status_code == 302
    fact.refresh_from_db()
    assert (fact.agreed, fact.is_own_word, fact.who) == (False, False, str(project.member_of(coordinator).name))


def test_an_activity_that_is_no_longer_its_own_is_told_and_nothing_is_sent(cafe, halte, asking, client):
    token = asking()
    sent = sent_as_shown(client.get(page_of(token)), **{role(halte): "oui"})
    halte.letters = "C"
    halte.save()
    answer = client.post(page_of(token), sent)
    assert answer.status_code == 422
    assert "a changé pendant que vous répondiez" in answer.content.decode()
    assert not RaciFact.objects.exists()
    assert not Proposal.objects.exists()
    # The same in the very moment of writing.
    assert asked_roles(cafe) == []
    with pytest.raises(RoleGone):
        PartnerLink.objects.get().receive([], "", {halte.activity.public_id: True})
    assert not Proposal.objects.exists()


def test_a_link_that_does_not_ask_takes_no_answer(cafe, halte, coordinator, client):
    _link, token = make_link(cafe, coordinator)
    assert propose(client, token, **{role(halte): "oui"}).status_code == 422
    assert not RaciFact.objects.exists()


# --- « Où je me vois » ---


def test_where_the_partner_sees_itself_waits_for_the_team(project, cafe, placed, asking, client):
    wanted = project.levels.get(name="Co-porteur")
    propose(
        client, asking(), **{place(placed.horizon): wanted.public_id, f"why_{placed.horizon.public_id}": "On est prêts"}
    )
    change = Proposal.objects.get().changes.get()
    assert (change.subject, change.field, change.seen) == ("place", placed.horizon.public_id, placed.level.public_id)
    assert (change.proposed, change.comment) == (wanted.public_id, "On est prêts")
    placed.refresh_from_db()
    assert (placed.level.name, placed.provenance, placed.version) == ("Allié", "supposed", 1)
    assert not PlacementOpinion.objects.exists()


@pytest.mark.parametrize(
    ("choice", "level", "provenance", "opinions"),
    [
        ("accepted", "Co-porteur", "declared", 1),
        ("noted", "Allié", "supposed", 1),
        ("refused", "Allié", "supposed", 0),
    ],
)
def test_the_team_places_it_keeps_it_as_an_opinion_or_refuses(
    choice, level, provenance, opinions, project, cafe, placed, asking, client, coordinator, sign_in
):
    wanted = project.levels.get(name="Co-porteur")
    propose(client, asking(), **{place(placed.horizon): wanted.public_id})
    proposal, team = Proposal.objects.get(), sign_in(coordinator)
    page = team.get(settle_url(proposal))
    assert [line.choice for line in page.context["lines"]] == [""]  # another place asks for a choice
    assert "Co-porteur" in page.content.decode()
    assert decide(team, proposal, choice).status_code == 302
    placed.refresh_from_db()
    assert (placed.level.name, placed.provenance) == (level, provenance)
    heard = list(PlacementOpinion.objects.all())
    assert [(one.voice, one.level, one.source) for one in heard] == [
        ("partner", wanted, "Claire Perrin, par son lien personnel")
    ] * opinions
    page = team.get(settle_url(proposal)).content.decode()
    assert f"{placed.horizon.name}&nbsp;: Co-porteur" in page
    told = [
        line.text
        for section in person_sheet(cafe.partner.contacts.get(), timezone.localdate()).sections
        for line in section.lines
    ]
    assert any("Co-porteur" in text for text in told)
    undo(Operation.objects.first(), by=coordinator)
    placed.refresh_from_db()
    assert (placed.level.name, placed.provenance) == ("Allié", "supposed")
    assert not PlacementOpinion.objects.exists()


def test_agreeing_with_the_team_makes_the_place_declared_at_one_click(
    cafe, placed, asking, client, coordinator, sign_in
):
    propose(client, asking(), **{place(placed.horizon): placed.level.public_id})
    proposal, team = Proposal.objects.get(), sign_in(coordinator)
    assert [line.choice for line in team.get(settle_url(proposal)).context["lines"]] == ["accepted"]
    decide(team, proposal, "accepted")
    placed.refresh_from_db()
    assert (placed.provenance, placed.reason) == ("declared", SECRET)


def test_a_horizon_where_it_stood_nowhere_gets_a_place(project, cafe, asking, client, coordinator, sign_in):
    horizon, wanted = project.horizons.last(), project.levels.get(name="Information")
    propose(client, asking(), **{place(horizon): wanted.public_id})
    decide(sign_in(coordinator), Proposal.objects.get(), "accepted")
    placement = Placement.objects.get()
    assert (placement.horizon, placement.level, placement.provenance) == (horizon, wanted, "declared")
    assert placement.placed_by == coordinator


def test_a_card_moved_meanwhile_is_told_and_stays(project, cafe, placed, asking, client, coordinator, sign_in):
    propose(client, asking(), **{place(placed.horizon): project.levels.get(name="Co-porteur").public_id})
    proposal, team = Proposal.objects.get(), sign_in(coordinator)
    [line] = team.get(settle_url(proposal)).context["lines"]
    with operation(by=coordinator, label="Déplacer", project=project):
        placed.move_to(horizon=placed.horizon, level=project.levels.get(name="Information"), version=1, by=coordinator)
    answer = team.post(settle_url(proposal), {f"vu-{line.change.position}": line.print, line.name: "accepted"})
    assert answer.status_code == 409
    assert "Sa place a changé depuis" in answer.content.decode()
    assert not PlacementOpinion.objects.exists()


def test_a_level_that_has_gone_can_no_longer_be_accepted(project, cafe, placed, asking, client, coordinator, sign_in):
    level = project.levels.create(name="Témoin", position=9)
    propose(client, asking(), **{place(placed.horizon): level.public_id})
    level.delete()
    team, proposal = sign_in(coordinator), Proposal.objects.get()
    page = team.get(settle_url(proposal)).content.decode()
    assert "n’est plus sur la frise" in page
    assert "un niveau retiré" in page
    assert decide(team, proposal, "refused").status_code == 302


def test_a_second_submission_starts_from_the_first(project, cafe, placed, asking, client):
    token, wanted = asking(), project.levels.get(name="Co-porteur")
    why = f"why_{placed.horizon.public_id}"
    propose(client, token, **{place(placed.horizon): wanted.public_id, why: "On est prêts"})
    shown = sent_as_shown(client.get(page_of(token)))
    assert (shown[place(placed.horizon)], shown[why]) == (wanted.public_id, "On est prêts")
    propose(client, token, **{place(placed.horizon): ""})
    assert Proposal.objects.waiting().get().changes.count() == 0


def test_the_raci_keeps_asking_whoever_becomes_the_a(project, cafe, halte, asking, client, coordinator):
    """The word of the A falls with the A, as when the team noted it."""
    propose(client, asking(), **{role(halte): "oui"})
    with operation(by=coordinator, label="Rôle", project=project):
        RaciAssignment.objects.write_cells([(halte.activity_id, cafe.pk, "RA", "R")])
    assert not RaciFact.objects.exists()
