"""Who is present in which phase: partners × phases, a page of partners at a time; and in a few words, on the frise."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Case, IntegerField, OuterRef, Subquery, Sum, When
from django.utils.translation import get_language

from partnerships.models import Partnership, PhasePresence
from projects.models import PhaseMoment

# One bit a moment: the sum of the different ones says them all.
BITS = {moment: 1 << n for n, moment in enumerate(PhaseMoment)}


def moments_present():
    """Return the subquery of the moments at which a Partnership is there, as BITS; NULL for none that is said."""
    bit = Case(*(When(phase__moment=moment, then=bit) for moment, bit in BITS.items()), default=0)
    rows = PhasePresence.objects.filter(partnership=OuterRef("pk")).order_by().values("partnership")
    return Subquery(rows.annotate(bits=Sum(bit, distinct=True, output_field=IntegerField())).values("bits"))


def present_words(bits):
    """Return the moments of BITS in words: « en amont, bilans ». Empty for none."""
    return _said(bits or 0, get_language())


@cache
def _said(bits, language):
    return ", ".join(str(moment.label).lower() for moment, bit in BITS.items() if bits & bit)


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
