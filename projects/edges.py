"""The two edges of a project's frise, as its pages read them."""

from projects.models import Horizon, InvolvementLevel
from projects.prepared import Prepared

_horizons = Prepared(lambda project: Horizon.objects.filter(project=project), project=int)
_levels = Prepared(lambda project: InvolvementLevel.objects.filter(project=project), project=int)


def edges_of(project):
    """Return ([Horizon], [InvolvementLevel]) of a project, each in its order. Two queries."""
    edges = _horizons(project=project.pk), _levels(project=project.pk)
    for row in (*edges[0], *edges[1]):
        row.project = project
    return edges
