"""Which rows only those who run a project write: taking back a gesture that wrote one asks for the same right.

Rooms above this one declare theirs when they start (`run_only` in their AppConfig.ready), so that nothing here imports them.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from projects.models.frame import Horizon, InvolvementLevel
from projects.models.history import Operation
from projects.models.member import ProjectMember
from projects.models.project import Audience, Milestone, Project, ProjectTerritory

RUN_ONLY = [Project, ProjectMember, ProjectTerritory, Audience, Milestone, Horizon, InvolvementLevel]


def run_only(*models):
    """Declare the models of a room that only those who run the project write."""
    RUN_ONLY.extend(model for model in models if model not in RUN_ONLY)


def wrote_run_only(operations):
    """Return the keys of those of the operations (by their keys) that wrote such a row. One query at any number."""
    wrote = [Q(Exists(model.history.filter(operation=OuterRef("pk")).order_by())) for model in RUN_ONLY]
    return set(Operation.objects.filter(reduce(or_, wrote), pk__in=operations).order_by().values_list("pk", flat=True))
