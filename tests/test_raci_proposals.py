"""Letters proposed from the frise: by the horizon of the activity, never over a typed one, never counted before."""

import datetime

import pytest
from django.urls import reverse

from documents.shapes import RaciTable
from partnerships.models import FactKind, RaciAssignment, RaciFact
from partnerships.raci.checks import raci_signals
from partnerships.raci.matrix import read_matrix
from partnerships.raci.proposals import list_proposals
from partnerships.tables import raci_table
from projects.models import InvolvementCode, Operation, undo
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def caf(project):
    """A partner that is an ally first, and a co-lead the year after."""
    caf = PartnershipFactory(project=project, partner__short_name="Caf")
    horizons = project.horizons.all()
    for horizon, code in ((horizons[0], InvolvementCode.ALLY), (horizons[1], InvolvementCode.CO_LEAD)):
        PlacementFactory(partnership=caf, horizon=horizon, level=project.levels.get(code=code))
    return caf


def proposed(project):
    return [(one.row.name, one.column.label, one.letters) for one in list_proposals(read_matrix(project))]


def test_the_horizon_in_which_the_activity_begins_decides(project, caf):
    ActivityFactory(project=project, name="Sans date")
    ActivityFactory(project=project, name="En 2027", start=datetime.date(2027, 5, 1))
    filled = ActivityFactory(project=project, name="Remplie")
    RaciFactory(activity=filled, partnership=caf, letters="I")
    assert proposed(project) == [("Sans date", "Caf", "C"), ("En 2027", "Caf", "R")]
    assert RaciAssignment.objects.count() == 1
    # Nothing counts a proposal: neither the checks nor the documents.
    assert "absent_du_raci" not in {signal.code for signal in raci_signals(project)}
    table = raci_table(project, DAY)
    assert isinstance(table, RaciTable)
    assert {cell for group in table.groups for row in group.rows for cell in row.cells} == {"", "I"}


def test_accepted_by_one_by_row_and_all_at_once_each_as_one_gesture(project, caf, coordinator, reader, sign_in):
    first, second, third = (ActivityFactory(project=project) for _ in range(3))
    client, address = sign_in(coordinator), reverse("partnerships:raci_proposals", args=[project.slug])
    page = client.get(address)
    assert "propose" in page.content.decode()
    assert client.post(address, {"accepter": "coches", "p": f"{first.public_id}/{caf.public_id}/C"}).status_code == 302
    client.post(address, {"accepter": f"activite:{second.public_id}"})
    assert RaciAssignment.objects.count() == 2
    # What « tout » writes is what the person saw.
    assert client.post(address, {"accepter": "tout", "vu": page.context["stamp"]}).status_code == 409
    stamp = client.get(address).context["stamp"]
    client.post(address, {"accepter": f"acteur:{caf.public_id}", "vu": stamp})
    assert list(RaciAssignment.objects.values_list("letters", flat=True)) == ["C", "C", "C"]
    undo(Operation.objects.first(), by=coordinator)
    assert not third.assignments.exists()
    assert sign_in(reader).get(address).status_code == 200
    assert sign_in(reader).post(address, {"accepter": "tout"}).status_code == 403


def test_a_refused_letter_is_not_proposed_again_until_the_frise_says_something_else(project, caf, coordinator, sign_in):
    activity = ActivityFactory(project=project)
    client, address = sign_in(coordinator), reverse("partnerships:raci_proposals", args=[project.slug])
    client.post(address, {"refuser": "coches", "p": f"{activity.public_id}/{caf.public_id}/C"})
    assert RaciFact.objects.get().kind == FactKind.REFUSED
    assert proposed(project) == []
    caf.placements.update(level=project.levels.get(code=InvolvementCode.INFORMED))
    assert [letters for _row, _column, letters in proposed(project)] == ["I"]
    undo(Operation.objects.first(), by=coordinator)
    assert not RaciFact.objects.exists()


def test_the_grid_shows_them_on_demand_as_what_they_are_not_letters(project, caf, coordinator, sign_in):
    ActivityFactory(project=project)
    client, address = sign_in(coordinator), reverse("partnerships:raci_grid", args=[project.slug])
    plain = client.get(address).content.decode()
    assert "1 rôle proposé par la frise" in plain
    assert "<td data-p=" not in plain
    assert "<td data-p=C><" in client.get(address, {"propositions": "1"}).content.decode()
