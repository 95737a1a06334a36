"""Who is present in which phase: partners × phases, a page of partners at a time."""

from dataclasses import dataclass

from partnerships.models import Partnership, PhasePresence


@dataclass(frozen=True)
class PresenceRow:
    """A partner and, for each phase in order, (phase, whether it is there, name of the box in the form)."""

    partnership: Partnership
    cells: list


def read_presences(partnerships, phases):
    """Return the PresenceRows of some partnerships. One query."""
    present = set(PhasePresence.objects.filter(partnership__in=partnerships).values_list("partnership_id", "phase_id"))
    return [
        PresenceRow(
            row, [(phase, (row.pk, phase.pk) in present, f"{row.public_id}-{phase.public_id}") for phase in phases]
        )
        for row in partnerships
    ]
