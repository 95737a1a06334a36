"""What goes away with a project, counted."""

from django.utils.translation import gettext_lazy as _

from agreements.models import OPEN_STATUSES, ActionSheet, Agreement
from partnerships.models import LogEntry, Partnership, Placement, RaciAssignment, Review
from projects.counting import number_of
from projects.models import Activity, Operation, Project
from workshops.models import Workshop

# (words, rows, the way from a row to its project)
PARTS = (
    (_("fiches de partenaires, avec ce que l’équipe y a noté"), Partnership.objects.filter(is_lead=False), "project"),
    (_("places sur la frise"), Placement.objects.all(), "partnership__project"),
    (_("activités"), Activity.objects.all(), "project"),
    (_("cases du RACI"), RaciAssignment.objects.all(), "partnership__project"),
    (_("contacts notés au journal"), LogEntry.objects.all(), "partnership__project"),
    (_("conventions, avec leurs textes"), Agreement.objects.all(), "project"),
    (_("fiches action"), ActionSheet.objects.all(), "project"),
    (_("bilans"), Review.objects.all(), "project"),
    (_("ateliers"), Workshop.objects.all(), "project"),
    (_("lignes du journal des changements"), Operation.objects.all(), "project"),
)


def parts_of(project):
    """Return [(words, count)] of what the removal of the project takes away, without what there is none of. One query."""
    counts = {f"n{rank}": number_of(rows, way) for rank, (_words, rows, way) in enumerate(PARTS)}
    found = Project.objects.filter(pk=project.pk).annotate(**counts).values(*counts).get()
    return [(words, found[f"n{rank}"]) for rank, (words, _rows, _way) in enumerate(PARTS) if found[f"n{rank}"]]


def signed_agreements(project):
    """Return the agreements of the project that bind somebody: their text should be kept before it goes away."""
    return project.agreements.exclude(status__in=OPEN_STATUSES)
