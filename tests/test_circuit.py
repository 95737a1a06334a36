"""The circuit of a project: its steps, their order, and what the organisation gives to its new projects."""

import pytest
from django.urls import reverse

from accounts.models import Role
from agreements.circuits import take_circuit
from agreements.models import ApproverKind, ValidationStep
from projects.models import Operation, operation, undo
from tests.factories import ProjectFactory, ProjectMemberFactory
from tests.validation_facts import circuit

pytestmark = pytest.mark.django_db


def url(project, name="circuit", *rest):
    return reverse(f"agreements:{name}", args=[project.slug, *rest])


def names(**owner):
    return list(ValidationStep.objects.filter(**owner).values_list("name", flat=True))


def test_steps_are_added_changed_moved_and_removed(project, coordinator, director, sign_in):
    client = sign_in(coordinator)
    member = project.members.get(user=director)
    for name, approver in (
        ("Coordination", "role:coordinator"),
        ("Clara", f"member:{member.public_id}"),
        ("CA", "body:"),
    ):
        data = {"version": 1, "name": name, "approver": approver}
        assert client.post(url(project, "step_add"), data).status_code == 302
    kinds = list(project.validation_steps.values_list("kind", "role", "member"))
    assert kinds == [("role", "coordinator", None), ("member", "", member.pk), ("body", "", None)]
    page = client.get(url(project)).content.decode()
    assert "Coordination" in page
    step = project.validation_steps.get(name="CA")
    address = url(project, "step_edit", step.public_id)
    assert "selected>Une instance" in client.get(address).content.decode()
    assert client.post(address, {"version": 1, "name": "", "approver": "body:"}).status_code == 422
    assert client.post(address, {"version": 1, "name": "Bureau", "approver": "nobody:"}).status_code == 422
    assert client.post(address, {"version": 1, "name": "Bureau", "approver": "body:"}).status_code == 302
    stale = client.post(address, {"version": 1, "name": "Autre", "approver": "body:"})
    assert stale.status_code == 409
    assert "Bureau" in stale.content.decode()
    assert 'value="Autre"' in stale.content.decode()
    client.post(url(project, "step_move", step.public_id, "monter"), {"version": 2})
    assert names(project=project) == ["Coordination", "Bureau", "Clara"]
    assert client.post(url(project, "step_move", step.public_id, "ailleurs"), {"version": 3}).status_code == 404
    assert client.post(url(project, "step_remove", step.public_id), {"version": 1}).status_code == 409
    client.post(url(project, "step_remove", step.public_id), {"version": 3})
    assert names(project=project) == ["Coordination", "Clara"]
    undo(Operation.objects.first(), by=coordinator)
    assert names(project=project) == ["Coordination", "Bureau", "Clara"]


def test_a_new_project_starts_from_the_circuit_of_its_organisation(project, coordinator, sign_in):
    circuit(project, Role.COORDINATOR, ProjectMemberFactory(project=project, name="Ada"), "Bureau")
    assert sign_in(coordinator).post(url(project, "circuit_give")).status_code == 302
    assert names(organisation=project.organisation) == ["Coordination", "Ada", "Bureau"]
    other = ProjectFactory(organisation=project.organisation)
    ProjectMemberFactory(project=other, user=coordinator)
    circuit(other, "À remplacer")
    assert sign_in(coordinator).post(url(other, "circuit_take")).status_code == 302
    # A person of one team is nobody in another: the step is noted.
    kinds = list(other.validation_steps.values_list("name", "kind"))
    assert kinds == [
        ("Coordination", ApproverKind.ROLE),
        ("Ada", ApproverKind.BODY),
        ("Bureau", ApproverKind.BODY),
    ]


def test_an_organisation_without_circuit_changes_nothing(project, coordinator):
    circuit(project, "Bureau")
    with operation(by=coordinator, label="-", project=project):
        assert take_circuit(project) == 0
    assert names(project=project) == ["Bureau"]


def test_who_may_set_it(project, coordinator, facilitator, stranger, client, sign_in):
    assert client.get(url(project)).status_code == 302
    assert sign_in(stranger).get(url(project)).status_code == 404
    assert sign_in(facilitator).get(url(project)).status_code == 403
    assert sign_in(coordinator).get(url(project, "circuit_give")).status_code == 405
    coordinator.memberships.update(role=Role.READER)
    assert sign_in(coordinator).post(url(project, "circuit_give")).status_code == 403
