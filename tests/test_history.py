"""Operations: one transaction, one revision, one thing to undo."""

import importlib

import pytest
from django.utils import timezone

from partnerships.models import Contact, Partner, Placement
from projects.models import CannotUndo, Operation, StaleVersion, operation, undo
from tests.factories import PartnerFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def place(project, by, partnership, horizon=0, level=0):
    with operation(by=by, label="Placer", project=project) as gesture:
        Placement.objects.create(
            partnership=partnership,
            horizon=project.horizons.all()[horizon],
            level=project.levels.all()[level],
        )
    return gesture


def move(project, by, placement, level, version=None):
    with operation(by=by, label="Déplacer", project=project) as gesture:
        placement.claim(placement.version if version is None else version)
        placement.level = project.levels.all()[level]
        placement.save()
    return gesture


def test_an_operation_moves_the_project_revision_once(project, coordinator):
    before = project.revision
    place(project, coordinator, PartnershipFactory(project=project))
    project.refresh_from_db()
    assert project.revision == before + 1


def test_undo_of_a_creation_removes_the_row(project, coordinator):
    gesture = place(project, coordinator, PartnershipFactory(project=project))
    undo(gesture, by=coordinator)
    assert not Placement.objects.exists()
    assert Operation.objects.get(pk=gesture.pk).undone_at


def test_undo_of_a_move_restores_the_level_and_undo_of_the_undo_moves_again(project, coordinator):
    place(project, coordinator, PartnershipFactory(project=project), level=2)
    placement = Placement.objects.get()
    gesture = move(project, coordinator, placement, level=1)
    undoing = undo(gesture, by=coordinator)
    assert Placement.objects.get().level == project.levels.all()[2]
    undo(undoing, by=coordinator)
    assert Placement.objects.get().level == project.levels.all()[1]


def test_undo_brings_a_removed_row_back(project, coordinator):
    place(project, coordinator, PartnershipFactory(project=project))
    with operation(by=coordinator, label="Retirer", project=project) as gesture:
        Placement.objects.get().delete()
    undo(gesture, by=coordinator)
    assert Placement.objects.count() == 1


def test_undo_refuses_when_the_row_has_changed_since(project, coordinator):
    place(project, coordinator, PartnershipFactory(project=project), level=2)
    placement = Placement.objects.get()
    first = move(project, coordinator, placement, level=1)
    move(project, coordinator, placement, level=0)
    with pytest.raises(CannotUndo):
        undo(first, by=coordinator)
    assert Placement.objects.get().level == project.levels.all()[0]
    assert Operation.objects.get(pk=first.pk).undone_at is None


def test_the_second_of_two_people_who_saw_the_same_version_is_told(project, coordinator, facilitator):
    place(project, coordinator, PartnershipFactory(project=project), level=2)
    seen_by_both = Placement.objects.get().version
    move(project, coordinator, Placement.objects.get(), level=1, version=seen_by_both)
    with pytest.raises(StaleVersion) as conflict:
        move(project, facilitator, Placement.objects.get(), level=0, version=seen_by_both)
    assert conflict.value.current.level == project.levels.all()[1]
    assert Placement.objects.get().level == project.levels.all()[1]


def test_the_frise_can_be_read_as_it_was_on_a_past_moment(project, coordinator):
    place(project, coordinator, PartnershipFactory(project=project), level=2)
    placement = Placement.objects.get()
    between = timezone.now()
    move(project, coordinator, placement, level=0)
    then = Placement.history.as_of(between).get(pk=placement.pk)
    assert then.level == project.levels.all()[2]
    assert Placement.objects.get().level == project.levels.all()[0]


def test_history_names_the_author_of_each_change(project, coordinator, facilitator):
    place(project, coordinator, PartnershipFactory(project=project), level=2)
    move(project, facilitator, Placement.objects.get(), level=1)
    rows = Placement.history.select_related("operation__author").order_by("history_id")
    assert [row.operation.author for row in rows] == [coordinator, facilitator]


def test_a_write_that_fails_leaves_neither_operation_nor_revision(project, coordinator):
    before = project.revision
    with pytest.raises(RuntimeError), operation(by=coordinator, label="Échec", project=project):
        raise RuntimeError
    project.refresh_from_db()
    assert project.revision == before
    assert not Operation.objects.exists()


def values(model):
    """Return what the rows of a model hold, their versions aside, and the history that the last gesture wrote for them."""
    names = [field.attname for field in model.history.model.tracked_fields if field.name != "version"]
    last = Operation.objects.order_by("-pk").first()
    return sorted(model.objects.values_list(*names)), sorted(
        model.history.filter(operation=last).values_list("history_type", *names)
    )


@pytest.mark.parametrize("many", [10_000, 3], ids=["one after the other", "together"])
def test_many_rows_come_back_together_as_they_do_one_after_the_other(project, coordinator, monkeypatch, many):
    monkeypatch.setattr(importlib.import_module("projects.models.undo"), "MANY", many)
    rows = [PartnerFactory(organisation=project.organisation, name=f"Partenaire {rank}") for rank in range(6)]
    people = [Contact.objects.create(partner=row, name="Ana") for row in rows]
    before = [values(model)[0] for model in (Partner, Contact)]
    with operation(by=coordinator, label="Compléter", project=project) as completing:
        for rank, row in enumerate(rows):
            row.claim(row.version)
            row.short_name = f"P{rank}"
            row.save()
            Contact.objects.create(partner=row, name="Ida")
        for person in people:
            person.delete()
    after = [values(model)[0] for model in (Partner, Contact)]
    undoing = undo(completing, by=coordinator)
    assert [values(model)[0] for model in (Partner, Contact)] == before
    assert [row[0] for row in values(Partner)[1]] == ["~"] * 6
    assert sorted(row[0] for row in values(Contact)[1]) == ["+"] * 6 + ["-"] * 6
    assert set(Partner.objects.filter(name__startswith="Partenaire").values_list("version", flat=True)) == {3}
    undo(undoing, by=coordinator)
    assert [values(model)[0] for model in (Partner, Contact)] == after


def test_what_hangs_on_rows_that_are_taken_away_goes_with_its_history(project, coordinator):
    with operation(by=coordinator, label="Ajouter", project=project) as gesture:
        partnership = PartnershipFactory(project=project)
    Contact.objects.create(partner=partnership.partner, name="Ana")
    undoing = undo(gesture, by=coordinator)
    assert not Contact.objects.exists()
    assert Contact.history.get(operation=undoing).history_type == "-"
