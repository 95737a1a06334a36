"""True parallel writers, on PostgreSQL: of people who saw the same thing, one writes and the others are told.

Each race has its control: the same race without the guard loses what somebody wrote.
"""

import threading

import pytest
from django.db import connection, connections

from agreements.models import Article
from partnerships.forms.expected import ReasonForm
from partnerships.models import ActorAnswer, ExpectedActor, Placement, RaciAssignment, SituationActor
from partnerships.models.raci import CellChanged
from projects.models import Operation, Situation, StaleVersion, operation
from tests.agreement_facts import make_agreement
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE = 8


def race(write):
    """Run write(n) for each person at the same moment, each on a connection of its own; return the results in order."""
    start, results = threading.Barrier(PEOPLE), [None] * PEOPLE

    def person(n):
        try:
            start.wait(timeout=20)
            results[n] = write(n)
        except (StaleVersion, CellChanged) as refusal:
            results[n] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=person, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def winners(results):
    return [n for n, result in enumerate(results) if result == "written"]


@pytest.fixture(autouse=True)
def on_postgresql():
    assert connection.vendor == "postgresql", "run these with DATABASE_URL set to a PostgreSQL server"


@pytest.fixture
def placement(project):
    partnership = PartnershipFactory(project=project)
    return PlacementFactory(
        partnership=partnership, horizon=project.horizons.first(), level=project.levels.first(), reason="au départ"
    )


def test_one_placement_many_hands_one_is_written_and_the_others_see_it(project, coordinator, placement):
    seen = placement.version

    def write(n):
        row = Placement.objects.get(pk=placement.pk)
        with operation(by=coordinator, label=f"Main {n}", project=project):
            row.claim(seen)
            row.reason = f"main {n}"
            row.save()
        return "written"

    results = race(write)
    (winner,) = winners(results)
    assert Placement.objects.get(pk=placement.pk).reason == f"main {winner}"
    others = [result for n, result in enumerate(results) if n != winner]
    assert all(isinstance(result, StaleVersion) and result.current.reason == f"main {winner}" for result in others)
    assert Operation.objects.filter(project=project).count() == 1


def test_without_the_guard_the_same_race_loses_what_was_written(project, coordinator, placement):
    both_read = threading.Barrier(PEOPLE)

    def write(n):
        row = Placement.objects.get(pk=placement.pk)
        both_read.wait(timeout=20)
        row.reason = f"{row.reason}, main {n}"
        row.save()
        return "written"

    results = race(write)
    assert winners(results) == list(range(PEOPLE))
    kept = Placement.objects.get(pk=placement.pk).reason
    assert sum(f"main {n}" in kept for n in range(PEOPLE)) < PEOPLE


@pytest.mark.parametrize("before", ["", "C"], ids=["empty cell", "filled cell"])
def test_one_raci_cell_many_hands_one_is_written(project, coordinator, before):
    activity, partnership = ActivityFactory(project=project), PartnershipFactory(project=project)
    if before:
        RaciAssignment.objects.create(activity=activity, partnership=partnership, letters=before)

    def write(n):
        letters = "R" if n % 2 else "A"
        with operation(by=coordinator, label=f"Main {n}", project=project):
            RaciAssignment.objects.write_cells([(activity.pk, partnership.pk, before, letters)])
        return "written"

    results = race(write)
    (winner,) = winners(results)
    assert RaciAssignment.objects.get().letters == ("R" if winner % 2 else "A")
    assert all(isinstance(result, CellChanged) for n, result in enumerate(results) if n != winner)


def situation_race(project, before, write_cell):
    """Race eight people who saw the same actors in one cell, each to put another one there; return (situation, results)."""
    situation = Situation.objects.create(project=project, name="Seule après une chute")
    actors = [PartnershipFactory(project=project) for _n in range(PEOPLE + before)]
    seen = [actor.pk for actor in actors[:before]]
    for key in seen:
        SituationActor.objects.create(situation=situation, partnership_id=key, role="spots")

    def write(n):
        write_cell(situation, seen, [actors[before + n].pk])
        return "written"

    return situation, race(write)


@pytest.mark.parametrize("before", [0, 2], ids=["empty cell", "filled cell"])
def test_one_cell_of_the_situations_many_hands_one_is_written(project, coordinator, before):
    def write_cell(situation, seen, wanted):
        with operation(by=coordinator, label="Main", project=project):
            SituationActor.objects.write_cell(situation, "spots", seen, wanted)

    situation, results = situation_race(project, before, write_cell)
    assert len(winners(results)) == 1
    assert situation.actors.count() == 1
    assert sum(isinstance(result, CellChanged) for result in results) == PEOPLE - 1


def test_without_what_was_seen_the_cell_keeps_what_everybody_wrote(project, coordinator):
    def write_cell(situation, _seen, wanted):
        with operation(by=coordinator, label="Main", project=project):
            SituationActor.objects.create(situation=situation, partnership_id=wanted[0], role="spots")

    situation, results = situation_race(project, 0, write_cell)
    assert len(winners(results)) == PEOPLE
    assert situation.actors.count() == PEOPLE


def test_one_question_many_hands_one_reason_is_kept(project, coordinator):
    ExpectedActor.objects.provide(project.organisation)
    actor = project.organisation.expected_actors.first()

    def write(n):
        form = ReasonForm(
            {"reason": f"main {n}", "seen_version": 0}, instance=ActorAnswer(project=project, actor=actor)
        )
        assert form.is_valid(), form.errors
        with operation(by=coordinator, label=f"Main {n}", project=project):
            form.write(by=coordinator)
        return "written"

    results = race(write)
    (winner,) = winners(results)
    assert project.actor_answers.get().reason == f"main {winner}"
    assert all(isinstance(result, StaleVersion) for n, result in enumerate(results) if n != winner)


def test_the_starting_list_is_given_once_to_those_who_ask_together(project):
    def write(_n):
        return "written" if ExpectedActor.objects.provide(project.organisation) else "already there"

    assert len(winners(race(write))) == 1
    assert project.organisation.expected_actors.filter(key="pharmacie").count() == 1


def test_one_article_many_hands_one_is_written(project, coordinator):
    agreement = make_agreement(project, coordinator)
    article = agreement.articles.first()
    seen = article.version

    def write(n):
        row = Article.objects.get(pk=article.pk)
        with operation(by=coordinator, label=f"Main {n}", project=project):
            row.claim(seen)
            row.body = f"Texte de la main {n}."
            row.save()
        return "written"

    (winner,) = winners(race(write))
    assert Article.objects.get(pk=article.pk).body == f"Texte de la main {winner}."


def test_two_undo_of_one_gesture_happen_once(project, coordinator, placement):
    from projects.models import CannotUndo, undo

    with operation(by=coordinator, label="Changer la raison", project=project) as gesture:
        row = Placement.objects.get(pk=placement.pk)
        row.claim(row.version)
        row.reason = "changée"
        row.save()

    def write(n):
        try:
            undo(Operation.objects.select_related("project", "organisation").get(pk=gesture.pk), by=coordinator)
        except CannotUndo:
            return "refused"
        return "written"

    assert len(winners(race(write))) == 1
    assert Placement.objects.get(pk=placement.pk).reason == "au départ"
