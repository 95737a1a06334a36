"""Activities and phases: add, change, reorder, remove; undo; two editors."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import RaciAssignment
from partnerships.tables import raci_table
from projects.models import Activity, Operation, Phase, undo
from tests.factories import ActivityFactory, PartnershipFactory, ProjectFactory, RaciFactory

pytestmark = pytest.mark.django_db


def url(project, name, *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


@pytest.fixture
def before(project):
    return Phase.objects.create(project=project, name="En amont", position=0)


@pytest.fixture
def during(project):
    return Phase.objects.create(project=project, name="Pendant", position=1)


def activity_fields(activity, **changes):
    fields = {
        "name": activity.name,
        "phase": activity.phase_id or "",
        "start": activity.start or "",
        "end": activity.end or "",
        "status": activity.status,
        "version": activity.version,
    }
    return fields | changes


def names(project):
    return list(project.activities.order_by("position", "pk").values_list("name", flat=True))


def last_gesture(project):
    return Operation.objects.filter(project=project).first()


def test_an_activity_is_added_at_the_end(project, facilitator, sign_in, before):
    ActivityFactory(project=project, name="Première", position=4)
    fields = {"name": "Tenir la halte", "phase": before.pk, "start": "2026-07-06", "end": "", "status": "planned"}
    answer = sign_in(facilitator).post(url(project, "raci_activity_create"), fields)
    assert answer.status_code == 302
    added = project.activities.get(name="Tenir la halte")
    assert (added.phase, added.start, added.position) == (before, datetime.date(2026, 7, 6), 5)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"start": "2026-07-06", "end": "2026-01-01"}, {"status": "nope"}, {"start": "31 février"}],
)
def test_an_invalid_activity_is_422_and_keeps_what_was_typed(project, coordinator, sign_in, wrong):
    fields = {"name": "Tenir la halte", "phase": "", "start": "", "end": "", "status": "planned", **wrong}
    answer = sign_in(coordinator).post(url(project, "raci_activity_create"), fields)
    assert answer.status_code == 422
    assert fields["name"] in answer.content.decode()
    assert not project.activities.exists()


def test_a_phase_of_another_project_is_refused(project, coordinator, sign_in):
    foreign = Phase.objects.create(project=ProjectFactory(), name="Ailleurs")
    fields = {"name": "Tenir la halte", "phase": foreign.pk, "status": "planned"}
    assert sign_in(coordinator).post(url(project, "raci_activity_create"), fields).status_code == 422


def test_an_activity_is_changed_and_the_change_undone(project, coordinator, sign_in, before):
    activity = ActivityFactory(project=project, name="Halte")
    client = sign_in(coordinator)
    address = url(project, "raci_activity_edit", activity.public_id)
    assert "Halte" in client.get(address).content.decode()
    changed = client.post(address, activity_fields(activity, name="Tenir la halte", phase=before.pk))
    assert changed.status_code == 302
    activity.refresh_from_db()
    assert (activity.name, activity.phase) == ("Tenir la halte", before)
    undo(last_gesture(project), by=coordinator)
    activity.refresh_from_db()
    assert (activity.name, activity.phase) == ("Halte", None)


def test_the_second_editor_of_an_activity_gets_409_with_both_values(project, coordinator, sign_in):
    activity = ActivityFactory(project=project, name="Halte")
    client = sign_in(coordinator)
    address = url(project, "raci_activity_edit", activity.public_id)
    seen = activity_fields(activity)
    client.post(address, seen | {"name": "Halte du vendredi"})
    answer = client.post(address, seen | {"name": "Halte du samedi"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "valeur actuelle <strong>Halte du vendredi</strong>, vous avez saisi <strong>Halte du samedi</strong>" in html
    )
    assert 'value="Halte du samedi"' in html
    assert "Remplacer" in html
    assert names(project) == ["Halte du vendredi"]
    client.post(address, seen | {"name": "Halte du samedi", "version": 2})
    assert names(project) == ["Halte du samedi"]


def test_the_second_editor_of_a_phase_gets_409_with_both_names(project, coordinator, sign_in, before):
    client = sign_in(coordinator)
    address = url(project, "raci_phase_edit", before.public_id)
    assert "En amont" in client.get(address).content.decode()
    assert client.post(address, {"name": "Avant", "seen": "En amont"}).status_code == 302
    answer = client.post(address, {"name": "Tout d’abord", "seen": "En amont"})
    assert answer.status_code == 409
    assert "valeur actuelle <strong>Avant</strong>" in answer.content.decode()
    assert client.post(address, {"name": "Tout d’abord", "seen": "Avant"}).status_code == 302
    assert project.phases.get().name == "Tout d’abord"


def test_two_phases_cannot_have_one_name(project, coordinator, sign_in, before, during):
    client = sign_in(coordinator)
    assert client.post(url(project, "raci_phase_create"), {"name": "Pendant"}).status_code == 422
    address = url(project, "raci_phase_edit", before.public_id)
    answer = client.post(address, {"name": "Pendant", "seen": "En amont"})
    assert answer.status_code == 422
    assert "Une phase porte déjà ce nom." in answer.content.decode()


def test_a_phase_is_added_last_and_moves(project, coordinator, sign_in, before, during):
    client = sign_in(coordinator)
    assert client.post(url(project, "raci_phase_create"), {"name": "Bilan"}).status_code == 302
    review = project.phases.get(name="Bilan")
    client.post(url(project, "raci_phase_move", review.public_id), {"sens": "haut"})
    assert list(project.phases.values_list("name", flat=True)) == ["En amont", "Bilan", "Pendant"]
    client.post(url(project, "raci_phase_move", review.public_id), {"sens": "bas"})
    assert list(project.phases.values_list("name", flat=True)) == ["En amont", "Pendant", "Bilan"]


def test_an_activity_moves_among_those_of_its_phase(project, coordinator, sign_in, before, during):
    first, other, second = (
        ActivityFactory(project=project, name=name, phase=phase, position=0)
        for name, phase in (("a", before), ("x", during), ("b", before))
    )
    client = sign_in(coordinator)
    client.post(url(project, "raci_activity_move", second.public_id), {"sens": "haut"})
    assert names(project) == ["b", "x", "a"]
    assert last_gesture(project).label == "Déplacer «\u00a0b\u00a0»"
    count = Operation.objects.count()
    client.post(url(project, "raci_activity_move", second.public_id), {"sens": "haut"})
    client.post(url(project, "raci_activity_move", other.public_id), {"sens": "bas"})
    assert names(project) == ["b", "x", "a"]
    assert Operation.objects.count() == count
    undo(last_gesture(project), by=coordinator)
    assert first.phase == before


def test_moving_nowhere_is_not_found(project, coordinator, sign_in):
    activity = ActivityFactory(project=project)
    address = url(project, "raci_activity_move", activity.public_id)
    assert sign_in(coordinator).post(address, {"sens": "ailleurs"}).status_code == 404


def test_removing_an_activity_asks_first_then_can_be_undone_with_its_letters(project, coordinator, sign_in):
    activity = ActivityFactory(project=project, name="Halte")
    for letters in ("A", "R"):
        RaciFactory(activity=activity, partnership=PartnershipFactory(project=project), letters=letters)
    client = sign_in(coordinator)
    address = url(project, "raci_activity_remove", activity.public_id)
    assert "2 rôles du RACI partent avec elle." in client.get(address).content.decode()
    assert Activity.objects.count() == 1
    client.post(address)
    assert not Activity.objects.exists()
    undo(last_gesture(project), by=coordinator)
    assert sorted(RaciAssignment.objects.filter(activity__name="Halte").values_list("letters", flat=True)) == ["A", "R"]


def test_removing_a_phase_keeps_its_activities_and_undo_brings_them_back(project, coordinator, sign_in, before):
    activity = ActivityFactory(project=project, phase=before)
    client = sign_in(coordinator)
    address = url(project, "raci_phase_remove", before.public_id)
    assert "1 activité reste, sans phase." in client.get(address).content.decode()
    client.post(address)
    activity.refresh_from_db()
    assert activity.phase is None
    undo(last_gesture(project), by=coordinator)
    activity.refresh_from_db()
    assert activity.phase == project.phases.get(name="En amont")


@pytest.mark.parametrize("name", ["raci_activity_create", "raci_phase_create"])
def test_only_editors_add(project, reader, stranger, client, sign_in, name):
    assert client.get(url(project, name)).status_code == 302
    assert sign_in(reader).get(url(project, name)).status_code == 403
    assert sign_in(stranger).get(url(project, name)).status_code == 404


@pytest.mark.parametrize("gesture", ["edit", "remove", "move"])
@pytest.mark.parametrize("noun", ["activity", "phase"])
def test_only_editors_change(project, reader, stranger, client, sign_in, before, noun, gesture):
    item = before if noun == "phase" else ActivityFactory(project=project)
    address = url(project, f"raci_{noun}_{gesture}", item.public_id)
    assert client.post(address).status_code == 302
    assert sign_in(reader).post(address).status_code == 403
    assert sign_in(stranger).post(address).status_code == 404


def test_moving_by_get_is_refused(project, coordinator, sign_in, before):
    assert sign_in(coordinator).get(url(project, "raci_phase_move", before.public_id)).status_code == 405


def test_the_list_costs_the_same_for_many_activities(project, coordinator, sign_in, before, django_assert_num_queries):
    client = sign_in(coordinator)
    address = url(project, "raci_activities")
    client.get(address)
    for _ in range(2):
        with django_assert_num_queries(5):
            html = client.get(address).content.decode()
        for _ in range(10):
            ActivityFactory(project=project, phase=before)
    assert "En amont" in html


def test_a_reader_sees_the_list_without_the_gestures(project, reader, sign_in, before):
    ActivityFactory(project=project, phase=before, name="Halte")
    html = sign_in(reader).get(url(project, "raci_activities")).content.decode()
    assert "Halte" in html
    assert "Retirer" not in html


# --- The table for documents ------------------------------------------------------------------------------------


def test_the_table_for_documents_has_the_columns_of_the_screen(project, before):
    lead = project.partnerships.get(is_lead=True)
    msa = PartnershipFactory(project=project, partner__name="Mutualité sociale agricole", partner__short_name="MSA")
    PartnershipFactory(project=project)
    hold = ActivityFactory(project=project, name="Halte", phase=before)
    loose = ActivityFactory(project=project, name="Bilan")
    RaciFactory(activity=hold, partnership=lead, letters="RA")
    RaciFactory(activity=loose, partnership=msa, letters="(A)")
    table = raci_table(project, timezone.localdate())
    assert [(column.name, column.full_name) for column in table.columns] == [
        ("Le Fil", "Centre social Le Fil"),
        ("MSA", "Mutualité sociale agricole"),
    ]
    assert [(group.name, [(row.name, row.cells) for row in group.rows]) for group in table.groups] == [
        ("En amont", [("Halte", ("RA", ""))]),
        ("", [("Bilan", ("", "(A)"))]),
    ]


def test_the_pdf_of_the_table_is_one(project, reader, sign_in):
    RaciFactory(
        activity=ActivityFactory(project=project, name="Halte"), partnership=project.partnerships.get(is_lead=True)
    )
    answer = sign_in(reader).get(url(project, "raci_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(b"%PDF")
    assert f"raci-{project.slug}.pdf" in answer["Content-Disposition"]
