"""The circuit of a project: where its steps come from, and what changing it does to the requests already made."""

from dataclasses import dataclass

from django.db.models import F

from agreements.models import OPEN_STATUSES, ApproverKind, ValidationStep
from agreements.validating import standings


@dataclass(frozen=True)
class CircuitChange:
    """What sets two lists of steps apart: names of those that left, of those that joined; both empty when they only moved."""

    left: tuple[str, ...]
    joined: tuple[str, ...]


def change_between(before, after):
    """Return the CircuitChange from some steps to others (of a round or of a circuit), None when they ask the same people."""
    before, after = [_identity(step) for step in before], [_identity(step) for step in after]
    if before == after:
        return None
    return CircuitChange(
        left=tuple(name for name, *who in before if (name, *who) not in after),
        joined=tuple(name for name, *who in after if (name, *who) not in before),
    )


def _identity(step):
    return (step.name, step.kind, step.role, step.member_id)


def under_way(project):
    """Return [(Agreement, Standing)] of the texts of the project that wait for somebody, whatever the circuit is today.

    Two queries.
    """
    agreements = {one.pk: one for one in project.agreements.filter(status__in=OPEN_STATUSES).order_by("position", "pk")}
    found = standings(list(agreements))
    return [(one, found[key]) for key, one in agreements.items() if key in found and found[key].turn is not None]


def take_circuit(project):
    """Give the project the steps of its organisation's circuit, in place of its own. Call it in an operation.

    Returns how many there are; nothing changes when the organisation has none.
    """
    given = list(ValidationStep.objects.filter(organisation=project.organisation_id).order_by("position", "pk"))
    if given:
        for step in project.validation_steps.all():
            step.delete()
        _copy(given, project=project)
    return len(given)


def give_circuit(project):
    """Make the project's circuit the one that the organisation gives to its new projects. Call it in an operation.

    A step of one person becomes a step to be noted: another project has another team.
    """
    for step in ValidationStep.objects.filter(organisation=project.organisation_id):
        step.delete()
    _copy(list(project.validation_steps.all()), organisation=project.organisation)


def _copy(steps, **owner):
    for rank, step in enumerate(steps):
        is_person = step.kind == ApproverKind.MEMBER
        ValidationStep.objects.create(
            position=rank,
            name=step.name,
            kind=ApproverKind.BODY if is_person else step.kind,
            role=step.role,
            **owner,
        )


def place_last(project):
    """Return the position of a step to be added."""
    last = project.validation_steps.order_by("-position").values(place=F("position")).first()
    return last["place"] + 1 if last else 0
