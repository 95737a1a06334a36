"""A project file becomes a project: everything it says is in the database, in one gesture."""

from pathlib import Path

import pytest
from django.utils import timezone

from exchange.importing import import_file
from partnerships.models import Partner, Placement, RaciAssignment
from projects.models import Horizon, Operation, Project
from tests.factories import OrganisationFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parent.parent / "exchange" / "demo.yaml"


@pytest.fixture
def organisation(db):
    official_places()
    return OrganisationFactory()


def test_the_demonstration_is_imported_in_one_gesture(organisation):
    project = import_file(DEMO, organisation=organisation).project
    assert (project.name, project.slug, project.revision) == ("La Buissonnière", "la-buissonniere", 2)
    assert project.banner == "Données fictives de démonstration"
    assert project.partnerships.count() == 30
    assert Placement.objects.filter(partnership__project=project).count() == 69
    assert RaciAssignment.objects.filter(activity__project=project).count() == 122
    gesture = Operation.objects.get()
    assert Placement.history.filter(operation=gesture).count() == 69
    assert Project.history.filter(operation=gesture).count() == 1


def test_a_second_import_makes_a_second_project_with_the_same_partners(organisation):
    first = import_file(DEMO, organisation=organisation).project
    second = import_file(DEMO, organisation=organisation).project
    assert (first.slug, second.slug) == ("la-buissonniere", "la-buissonniere-2")
    assert Partner.objects.count() == 30
    assert second.partnerships.count() == 30


def test_dates_move_so_that_the_reference_date_is_today(organisation):
    project = import_file(DEMO, organisation=organisation, shift_dates=True).project
    assert project.reference_date == timezone.localdate()
    kept = import_file(DEMO, organisation=organisation).project
    delta = project.reference_date - kept.reference_date
    starts = [list(Horizon.objects.filter(project=one).values_list("start", flat=True)) for one in (project, kept)]
    assert starts[0] == [start + delta for start in starts[1]]
