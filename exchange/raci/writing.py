"""A table of roles read from a file, written as one gesture: what the person saw in the preview, or nothing."""

from django.db.models import Max
from django.utils.translation import gettext as _

from exchange.raci.planning import plan_import
from partnerships.models import RaciAssignment, RaciFact
from projects.models import Activity, Phase, operation


class PlanMoved(Exception):
    """The table changed since the preview. Nothing is written; `plan` is what the file would change now."""

    def __init__(self, plan):
        super().__init__("plan moved")
        self.plan = plan


def write_table(project, table, stamp, by):
    """Write what the file changes and return (Operation, RaciPlan). Raises PlanMoved when it is no longer `stamp`."""
    with operation(by=by, label=_("Tableau des rôles importé d’un tableur"), project=project) as gesture:
        # The operation holds the project's row: nothing moves between this plan and what it writes.
        plan = plan_import(project, table)
        if plan.stamp != stamp:
            raise PlanMoved(plan)
        phases = {phase.name: phase for phase in project.phases.all()}
        _change_activities(project, plan, phases)
        made = _add_activities(project, plan, phases)
        RaciAssignment.objects.write_cells(
            [(_key(change, made), change.column.pk, change.before, change.after) for change in plan.cells]
        )
        member = project.member_of(by)
        notes = RaciFact.objects.notes_of(project)
        for change in plan.notes:
            place = (_key(change, made), change.column.pk)
            RaciFact.objects.write_note(notes.get(place), *place, change.after, member)
    return gesture, plan


def _key(change, made):
    return change.row.pk if change.row else made[change.new].pk


def _phase(project, phases, name):
    """Return the phase of that name, made when there is none; None for no phase."""
    if not name:
        return None
    if name not in phases:
        last = project.phases.aggregate(last=Max("position"))["last"]
        phases[name] = Phase.objects.create(project=project, name=name, position=0 if last is None else last + 1)
    return phases[name]


def _change_activities(project, plan, phases):
    rows = {row.pk: row for row in project.activities.filter(pk__in=[change.row.pk for change in plan.changed])}
    for change in plan.changed:
        activity = rows[change.row.pk]
        activity.claim(activity.version)
        activity.name = change.name
        if change.phase is not None:
            activity.phase = _phase(project, phases, change.phase)
        activity.save()


def _add_activities(project, plan, phases):
    last = project.activities.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    return [
        Activity.objects.create(
            project=project, name=new.name, phase=_phase(project, phases, new.phase), position=first + rank
        )
        for rank, new in enumerate(plan.activities)
    ]
