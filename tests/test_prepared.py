"""A query written once gives what the ORM gives, at every call, in every thread."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, F

from projects.models import Horizon, Project
from projects.prepared import Prepared
from tests.factories import HorizonFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_rows_are_models_with_what_was_joined_and_annotated(project, django_assert_num_queries):
    prepared = Prepared(
        lambda pk: Project.objects.filter(pk=pk).select_related("organisation").annotate(count=Count("horizons")),
        pk=int,
    )
    other = ProjectFactory(objectives=["Un", "Deux"])
    with django_assert_num_queries(2):
        [mine], [theirs] = prepared(pk=project.pk), prepared(pk=other.pk)
        assert (mine.organisation.name, theirs.organisation.name) == (
            project.organisation.name,
            other.organisation.name,
        )
    assert (mine, mine.count, theirs, theirs.count) == (project, 3, other, 0)
    # What the database keeps as text comes back as Python has it.
    assert theirs.objectives == ["Un", "Deux"]
    assert theirs.created_at == Project.objects.get(pk=other.pk).created_at
    theirs.name = "Renommé"
    theirs.save()
    assert Project.objects.get(pk=other.pk).name == "Renommé"


def test_rows_are_tuples_or_values_as_the_queryset_says(project):
    rows = Horizon.objects.filter(project=project)
    for wanted in (
        rows.values_list("name", "start"),
        rows.values_list("name", flat=True),
        rows.values_list("name", "end", named=True),
        rows.annotate(again=F("name")).values_list("again", "position"),
    ):
        prepared = Prepared(lambda project, wanted=wanted: wanted.filter(project=project), project=int)
        assert prepared(project=project.pk) == list(wanted)
        assert prepared(project=0) == []


def test_two_values_of_one_kind_are_not_taken_for_one_another(project):
    prepared = Prepared(
        lambda slug, name: Horizon.objects.filter(project__slug=slug, name=name).values_list("name", flat=True),
        slug=str,
        name=str,
    )
    assert prepared(slug=project.slug, name="Court terme") == ["Court terme"]
    assert prepared(slug="Court terme", name=project.slug) == []
    assert prepared.first(slug=project.slug, name="Un autre") is None
    hostile = "x' OR '1'='1"
    assert prepared(slug=project.slug, name=hostile) == []
    HorizonFactory(project=project, name=hostile)
    assert prepared(slug=project.slug, name=hostile) == [hostile]


def test_a_value_that_the_query_does_not_hold_is_refused(project):
    idle = Prepared(lambda project, name: Horizon.objects.filter(project=project), project=int, name=str)
    with pytest.raises(TypeError, match="name"):
        idle(project=project.pk, name="Court terme")
    with pytest.raises(TypeError, match="expected"):
        idle(project=project.pk)


def test_the_sql_is_written_once_and_each_thread_asks_through_its_own_connection(project):
    made = []

    def make(project):
        made.append(project)
        return Horizon.objects.filter(project=project)

    prepared = Prepared(make, project=int)
    prepared(project=project.pk)
    used = []

    def elsewhere():
        prepared(project=project.pk)
        # The compiler of the next call is this thread's, not that of the first one.
        used.append(connection.connection is not None)
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert used == [True]
    assert len(prepared(project=project.pk)) == 3
    assert len(made) == 1
