"""Starting points: horizons that follow one another from the project's first day."""

import datetime
from itertools import pairwise

import pytest

from projects.models import operation
from projects.starting_points import STARTING_POINTS, add_months, lay_out, starting_point
from tests.factories import ProjectFactory


def test_a_month_later_than_the_31st_is_the_last_day_of_a_shorter_month():
    assert add_months(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert add_months(datetime.date(2026, 11, 30), 3) == datetime.date(2027, 2, 28)


def test_an_unknown_starting_point_is_an_error():
    with pytest.raises(KeyError):
        starting_point("autre")


@pytest.mark.django_db
@pytest.mark.parametrize("point", STARTING_POINTS, ids=lambda point: point.code)
def test_horizons_follow_one_another_without_gap_or_overlap(point, coordinator):
    project = ProjectFactory(start=datetime.date(2026, 3, 31))
    with operation(by=coordinator, label="Créer", project=project):
        lay_out(project, point)
    horizons = list(project.horizons.all())
    assert horizons[0].start == project.start
    for before, after in pairwise(horizons):
        assert after.start == before.end + datetime.timedelta(days=1)
    assert [level.code for level in project.levels.all()] == list(point.levels)
    assert project.phases.count() == 3
