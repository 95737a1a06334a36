"""Moving a card: one verb on the model, one address for the dialogue, the drag and the plain form."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import HorizonTaken, Placement, Provenance
from projects.models import Operation, StaleVersion, operation, undo
from tests.factories import HorizonFactory, LevelFactory, PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture
def mairie(project):
    """A partner placed at « Information », court terme."""
    return PlacementFactory(
        partnership=PartnershipFactory(project=project, partner__name="Mairie de Saint-Amelin"),
        horizon=project.horizons.get(name="Court terme"),
        level=project.levels.get(name="Information"),
    )


def url(partnership):
    return reverse("partnerships:board_move", args=[partnership.project.slug, partnership.public_id])


def fields(placement, horizon="Court terme", level="Allié", **more):
    project = placement.partnership.project
    return {
        "placement": placement.public_id,
        "version": placement.version,
        "horizon": project.horizons.get(name=horizon).public_id,
        "level": project.levels.get(name=level).public_id,
    } | more


def where(partnership):
    rows = partnership.placements.order_by("horizon__position")
    return [(row.horizon.name, row.level.name) for row in rows.select_related("horizon", "level")]


# --- The verbs of the model -----------------------------------------------------------------------------------------


def test_a_horizon_or_a_level_of_another_project_is_refused(mairie, coordinator):
    project = mairie.partnership.project
    with operation(by=coordinator, label="Déplacer", project=project):
        for edges in (
            {"horizon": HorizonFactory(), "level": mairie.level},
            {"horizon": mairie.horizon, "level": LevelFactory()},
        ):
            with pytest.raises(ValueError, match="one project"):
                mairie.move_to(version=1, by=coordinator, **edges)
            with pytest.raises(ValueError, match="one project"):
                Placement.objects.place(mairie.partnership, by=coordinator, **edges)


def test_a_placement_never_gives_way_in_silence(mairie, coordinator, project):
    later = PlacementFactory(partnership=mairie.partnership, horizon=project.horizons.last(), level=mairie.level)
    with operation(by=coordinator, label="Déplacer", project=project):
        with pytest.raises(HorizonTaken) as taken:
            mairie.move_to(horizon=later.horizon, level=mairie.level, version=1, by=coordinator)
        assert taken.value.placement == later
        with pytest.raises(HorizonTaken):
            Placement.objects.place(mairie.partnership, horizon=later.horizon, level=later.level, by=coordinator)


def test_the_second_of_two_people_is_told(mairie, coordinator, project):
    with operation(by=coordinator, label="Déplacer", project=project):
        Placement.objects.get(pk=mairie.pk).move_to(
            horizon=mairie.horizon, level=project.levels.first(), version=1, by=coordinator
        )
        for gesture in (
            lambda: mairie.move_to(horizon=mairie.horizon, level=mairie.level, version=1, by=coordinator),
            lambda: mairie.take_off(version=1),
        ):
            with pytest.raises(StaleVersion):
                gesture()


# --- The address ----------------------------------------------------------------------------------------------------


def test_a_move_is_written_told_and_can_be_undone(mairie, facilitator, sign_in):
    answer = sign_in(facilitator).post(url(mairie.partnership), fields(mairie), headers=JSON)
    assert answer.status_code == 200
    data = answer.json()
    assert data["said"] == "Mairie de Saint-Amelin passe à « Allié », court terme".replace("« ", "«\u00a0").replace(
        " »", "\u00a0»"
    )
    assert [card["cell"] for card in data["cards"]] == [f"case-{mairie.horizon.public_id}-{_level(mairie, 'Allié')}"]
    assert where(mairie.partnership) == [("Court terme", "Allié")]
    mairie.refresh_from_db()
    assert (mairie.placed_by, mairie.version) == (facilitator, 2)
    gesture = Operation.objects.get(label=data["said"])
    assert data["undo"].endswith(f"{gesture.public_id}/annuler/")
    undo(gesture, by=facilitator)
    assert where(mairie.partnership) == [("Court terme", "Information")]


def _level(placement, name):
    return placement.partnership.project.levels.get(name=name).public_id


def test_a_plain_form_brings_back_to_the_frise_with_a_way_to_undo(mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    choice = fields(mairie)
    cell = f"{choice.pop('horizon')}/{choice.pop('level')}"
    answer = client.post(url(mairie.partnership), choice | {"cell": cell}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain
    assert "passe à" in html
    assert "/annuler/" in html
    assert where(mairie.partnership) == [("Court terme", "Allié")]


def test_dropping_in_another_horizon_moves_that_placement(mairie, coordinator, sign_in):
    sign_in(coordinator).post(url(mairie.partnership), fields(mairie, "Long terme", "Co-porteur"), headers=JSON)
    assert where(mairie.partnership) == [("Long terme", "Co-porteur")]


def test_a_horizon_already_taken_asks_then_replaces(mairie, coordinator, sign_in, project):
    PlacementFactory(
        partnership=mairie.partnership,
        horizon=project.horizons.get(name="Long terme"),
        level=project.levels.get(name="Allié"),
        reason="Voté par le conseil",
    )
    client = sign_in(coordinator)
    choice = fields(mairie, "Long terme", "Co-porteur")
    asked = client.post(url(mairie.partnership), choice, headers=JSON)
    assert asked.status_code == 409
    assert "est déjà" in asked.json()["form"]
    assert "Remplacer" in asked.json()["form"]
    assert where(mairie.partnership) == [("Court terme", "Information"), ("Long terme", "Allié")]
    seen = project.partnerships.get(pk=mairie.partnership_id).placements.get(horizon__name="Long terme").seen
    assert f'name="replacing" value="{seen}"' in asked.json()["form"]
    done = client.post(url(mairie.partnership), choice | {"replacing": seen}, headers=JSON)
    assert done.status_code == 200
    assert where(mairie.partnership) == [("Long terme", "Co-porteur")]
    undo(Operation.objects.get(label=done.json()["said"]), by=coordinator)
    assert where(mairie.partnership) == [("Court terme", "Information"), ("Long terme", "Allié")]


@pytest.mark.parametrize("from_tray", [False, True])
def test_nobody_replaces_a_card_that_has_changed_since_it_was_shown(
    mairie, coordinator, facilitator, sign_in, project, from_tray
):
    later = PlacementFactory(
        partnership=mairie.partnership,
        horizon=project.horizons.get(name="Long terme"),
        level=project.levels.get(name="Allié"),
    )
    seen = fields(mairie, "Long terme", "Co-porteur") | {"replacing": later.seen}
    if from_tray:
        seen |= {"placement": "", "version": "0"}
    moved = fields(later, "Long terme", "Information")
    assert sign_in(facilitator).post(url(mairie.partnership), moved, headers=JSON).status_code == 200
    client = sign_in(coordinator)
    refused = client.post(url(mairie.partnership), seen, headers=JSON)
    assert refused.status_code == 409
    assert "est déjà «\u00a0Information\u00a0», long terme" in refused.json()["form"]
    assert where(mairie.partnership) == [("Court terme", "Information"), ("Long terme", "Information")]
    later.refresh_from_db()
    done = client.post(url(mairie.partnership), seen | {"replacing": later.seen}, headers=JSON)
    assert done.status_code == 200
    assert where(mairie.partnership)[-1] == ("Long terme", "Co-porteur")


def test_a_card_that_gives_way_is_guarded_at_the_last_moment_too(mairie, coordinator, project):
    later = PlacementFactory(partnership=mairie.partnership, horizon=project.horizons.last(), level=mairie.level)
    Placement.objects.filter(pk=later.pk).update(version=2)
    with operation(by=coordinator, label="Déplacer", project=project), pytest.raises(HorizonTaken):
        later.give_way()
    Placement.objects.filter(pk=later.pk).delete()
    with operation(by=coordinator, label="Déplacer", project=project):
        later.give_way()


def test_from_the_tray_a_placement_is_made(project, coordinator, sign_in, mairie):
    waiting = PartnershipFactory(project=project, partner__name="Orle Habitat")
    choice = fields(mairie) | {"placement": "", "version": "0"}
    answer = sign_in(coordinator).post(url(waiting), choice, headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["tray"] == ""
    assert where(waiting) == [("Court terme", "Allié")]


def test_back_to_the_tray(mairie, coordinator, sign_in):
    choice = {"placement": mairie.public_id, "version": 1, "cell": "/"}
    answer = sign_in(coordinator).post(url(mairie.partnership), choice, headers=JSON)
    assert "Mairie de Saint-Amelin" in answer.json()["tray"]
    assert where(mairie.partnership) == []


def test_a_drag_keeps_what_the_dialogue_had_said_but_who_said_it(mairie, coordinator, sign_in):
    """What was agreed of one place is not agreed of another: nobody but the dialogue says so."""
    said = {"certainty": "sure", "provenance": "agreed", "planned_on": "2026-09-01", "reason": "Entendu au conseil"}
    client = sign_in(coordinator)
    client.post(url(mairie.partnership), fields(mairie, **said), headers=JSON)
    mairie.refresh_from_db()
    answer = client.post(url(mairie.partnership), fields(mairie, level="Co-porteur"), headers=JSON)
    mairie.refresh_from_db()
    assert mairie.level.name == "Co-porteur"
    assert mairie.provenance == Provenance.SUPPOSED
    assert "«\u00a0Convenu\u00a0» valait pour l’autre place" in answer.json()["said"]
    assert (mairie.certainty, mairie.reason) == ("sure", "Entendu au conseil")
    assert mairie.planned_on == datetime.date(2026, 9, 1)
    undo(Operation.objects.first(), by=coordinator)
    mairie.refresh_from_db()
    assert mairie.provenance == Provenance.AGREED
    client.post(url(mairie.partnership), fields(mairie, level="Co-porteur", provenance="declared"), headers=JSON)
    mairie.refresh_from_db()
    assert mairie.provenance == Provenance.DECLARED


def test_the_second_of_two_people_gets_409_with_both_values_then_replaces(mairie, coordinator, facilitator, sign_in):
    seen = fields(mairie, level="Co-porteur", reason="Ma raison")
    sign_in(facilitator).post(url(mairie.partnership), fields(mairie, level="Allié"), headers=JSON)
    client = sign_in(coordinator)
    for headers in (JSON, {}):
        refused = client.post(url(mairie.partnership), seen, headers=headers)
        assert refused.status_code == 409
        form = refused.json()["form"] if headers else refused.content.decode()
        for words in ("déplacée entre-temps", "Allié", "Ma raison", "Remplacer", 'name="version" value="2"'):
            assert words in form
    assert where(mairie.partnership) == [("Court terme", "Allié")]
    assert client.post(url(mairie.partnership), seen | {"version": 2}, headers=JSON).status_code == 200
    assert where(mairie.partnership) == [("Court terme", "Co-porteur")]


def test_a_card_taken_off_meanwhile_is_said_and_nothing_is_lost(mairie, coordinator, sign_in):
    seen = fields(mairie, reason="Ma raison")
    mairie.delete()
    refused = sign_in(coordinator).post(url(mairie.partnership), seen, headers=JSON)
    assert refused.status_code == 422
    assert "retirée de la frise" in refused.json()["form"]
    assert "Ma raison" in refused.json()["form"]


@pytest.mark.parametrize("wrong", [{"level": ""}, {"horizon": "ailleurs"}, {"planned_on": "30 février"}])
def test_a_wrong_choice_is_422_and_writes_nothing(mairie, coordinator, sign_in, wrong):
    answer = sign_in(coordinator).post(url(mairie.partnership), fields(mairie) | wrong, headers=JSON)
    assert answer.status_code == 422
    assert where(mairie.partnership) == [("Court terme", "Information")]


def test_who_may_move(mairie, reader, stranger, client, sign_in):
    address, choice = url(mairie.partnership), fields(mairie)
    assert client.post(address, choice).status_code == 302
    assert sign_in(stranger).post(address, choice).status_code == 404
    assert sign_in(reader).post(address, choice).status_code == 403
    assert sign_in(reader).get(address).status_code == 403
    assert where(mairie.partnership) == [("Court terme", "Information")]


def test_the_carrying_organisation_is_not_a_card(project, coordinator, sign_in):
    assert sign_in(coordinator).get(url(project.partnerships.get(is_lead=True))).status_code == 404


def test_other_methods_are_refused(mairie, coordinator, sign_in):
    assert sign_in(coordinator).delete(url(mairie.partnership)).status_code == 405


def test_a_move_costs_the_same_on_a_board_of_sixty(mairie, coordinator, sign_in, project):
    client = sign_in(coordinator)

    def cost(level):
        mairie.refresh_from_db()
        address, choice = url(mairie.partnership), fields(mairie, level=level)
        with CaptureQueriesContext(connection) as spent:
            answer = client.post(address, choice, headers=JSON)
        assert answer.status_code == 200
        return len([q for q in spent if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]), len(answer.content)

    few = cost("Allié")
    for _n in range(60):
        PlacementFactory(
            partnership=PartnershipFactory(project=project),
            horizon=mairie.horizon,
            level=project.levels.get(name="Allié"),
        )
    many = cost("Information")
    assert many[0] == few[0]
    assert many[0] <= 14
    assert many[1] <= 4000
