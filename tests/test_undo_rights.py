"""« Annuler » asks for the right that the gesture asked for: undoing is writing."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from agreements.models import Agreement, AgreementStatus
from projects.models import HistoryRow, NobodyRuns, Operation, operation, undo
from projects.models.running import RUN_ONLY
from tests.agreement_facts import make_agreement
from tests.factories import PartnershipFactory, PlacementFactory, ProjectFactory, ProjectMemberFactory, UserFactory

pytestmark = pytest.mark.django_db

# What a facilitator writes, or what no screen writes yet.
EVERYBODY_S = {
    "projects": {"Phase", "Activity", "Situation", "SetAside", "Committee", "Meeting"},
    "agreements": {"Arrangement", "SheetPartner"},
}


def undo_of(project, gesture):
    return reverse("projects:operation_undo", args=[project.slug, gesture.public_id])


def journal(client, project):
    return client.get(reverse("projects:operation_list", args=[project.slug])).content.decode()


def change_role(project, user, role, by):
    member = project.members.get(user=user)
    member.role = role
    with operation(by=by, label="Modifier une personne de l’équipe", project=project) as gesture:
        member.save()
    return gesture


@pytest.mark.parametrize("room", sorted(EVERYBODY_S))
def test_every_table_of_a_room_is_said_to_be_for_those_who_run_it_or_for_all(room):
    models = {
        model.__name__
        for model in apps.get_app_config(room).get_models()
        if issubclass(getattr(getattr(model, "history", None), "model", type), HistoryRow)
    }
    run_only = {model.__name__ for model in RUN_ONLY if model._meta.app_label == room}
    assert models == run_only | EVERYBODY_S[room]
    assert not run_only & EVERYBODY_S[room]


def test_a_facilitator_takes_back_no_right_that_was_withdrawn(project, coordinator, facilitator, sign_in):
    change_role(project, facilitator, Role.COORDINATOR, coordinator)
    gesture = change_role(project, facilitator, Role.FACILITATOR, coordinator)
    client = sign_in(facilitator)
    assert client.post(undo_of(project, gesture)).status_code == 403
    assert project.members.get(user=facilitator).role == Role.FACILITATOR
    assert undo_of(project, gesture) not in journal(client, project)
    client = sign_in(coordinator)
    assert undo_of(project, gesture) in journal(client, project)
    assert client.post(undo_of(project, gesture)).status_code == 302
    assert project.members.get(user=facilitator).role == Role.COORDINATOR


def test_the_undo_of_the_grid_is_no_way_round(project, coordinator, facilitator, sign_in):
    change_role(project, facilitator, Role.COORDINATOR, coordinator)
    gesture = change_role(project, facilitator, Role.FACILITATOR, coordinator)
    address = reverse("partnerships:raci_undo", args=[project.slug])
    assert sign_in(facilitator).post(address, {"operation": gesture.public_id}).status_code == 403
    assert project.members.get(user=facilitator).role == Role.FACILITATOR


@pytest.mark.parametrize("rows", ["horizons", "levels"])
def test_the_edges_of_the_frise_and_the_settings_are_put_back_by_who_runs_the_project(
    project, coordinator, facilitator, sign_in, rows
):
    row = getattr(project, rows).first()
    with operation(by=coordinator, label="Renommer", project=project) as gesture:
        row.name = "Autrement"
        row.save()
    assert sign_in(facilitator).post(undo_of(project, gesture)).status_code == 403
    assert sign_in(coordinator).post(undo_of(project, gesture)).status_code == 302
    assert getattr(project, rows).first().name != "Autrement"


def test_a_signed_agreement_is_not_unsigned_by_a_facilitator(project, coordinator, facilitator, sign_in):
    agreement = make_agreement(project, coordinator)
    with operation(by=coordinator, label="Signer", project=project) as gesture:
        agreement.status = AgreementStatus.SIGNED
        agreement.save()
    client = sign_in(facilitator)
    assert client.post(undo_of(project, gesture)).status_code == 403
    assert undo_of(project, gesture) not in journal(client, project)
    assert Agreement.objects.get().status == AgreementStatus.SIGNED
    assert sign_in(coordinator).post(undo_of(project, gesture)).status_code == 302
    assert Agreement.objects.get().status != AgreementStatus.SIGNED


def test_a_facilitator_still_takes_back_a_placement(project, facilitator, sign_in):
    partnership = PartnershipFactory(project=project)
    with operation(by=facilitator, label="Placer", project=project) as gesture:
        PlacementFactory(partnership=partnership, horizon=project.horizons.first(), level=project.levels.first())
    client = sign_in(facilitator)
    assert undo_of(project, gesture) in journal(client, project)
    assert client.post(undo_of(project, gesture)).status_code == 302
    assert not partnership.placements.exists()


def test_a_gesture_in_several_projects_asks_for_the_right_in_each(project, coordinator, sign_in):
    other = ProjectFactory(organisation=project.organisation)
    place = ProjectMemberFactory(project=other, user=coordinator, role=Role.FACILITATOR)
    milestone = project.milestones.create(date="2026-05-01", title="Bilan")
    with operation(by=None, label="Les deux", project=other, others=[project]) as gesture:
        milestone.title = "Fête"
        milestone.save()
    client = sign_in(coordinator)
    assert undo_of(project, gesture) not in journal(client, project)
    assert client.post(undo_of(project, gesture)).status_code == 403
    place.role = Role.COORDINATOR
    place.save()
    assert undo_of(project, gesture) in journal(client, project)


def test_no_undo_leaves_a_project_that_nobody_runs(project, coordinator, sign_in):
    newcomer = UserFactory()
    with operation(by=coordinator, label="Ajouter une personne à l’équipe", project=project) as adding:
        ProjectMemberFactory(project=project, user=newcomer)
    change_role(project, coordinator, Role.READER, newcomer)
    client = sign_in(newcomer)
    answer = client.post(undo_of(project, adding), follow=True)
    assert "Plus personne ne pourrait régler le projet" in answer.content.decode()
    with pytest.raises(NobodyRuns):
        undo(adding, by=newcomer)
    assert project.members.filter(user=newcomer).exists()
    assert Operation.objects.get(pk=adding.pk).undone_at is None


def test_the_journal_asks_as_many_queries_for_thirty_gestures_as_for_one(project, coordinator, facilitator, sign_in):
    client = sign_in(facilitator)
    counts = []
    for _more in range(2):
        for _turn in range(1 + 29 * len(counts)):
            change_role(project, facilitator, Role.FACILITATOR, coordinator)
        journal(client, project)
        with CaptureQueriesContext(connection) as asked:
            journal(client, project)
        counts.append(len(asked))
    assert counts[0] == counts[1]
