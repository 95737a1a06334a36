"""What becomes of the rows that point at the record that goes, relation by relation.

The relations are those of Django's registry, whatever the room: rooms above this one declare theirs when they start
(`gathered_by` in their AppConfig.ready), so that nothing here imports them. A relation without a rule stops every merge
(`UnknownRelation`) and turns the tests red: nothing is left behind by a table added later.
"""

from dataclasses import dataclass

from django.db import models

from partnerships.models import RENAMED, Contact, Partner, Partnership


class UnknownRelation(Exception):
    """A table points at a record, and nobody has said what a merge does with it."""


@dataclass(frozen=True)
class Rule:
    """How the rows of one relation come under the record that stays.

    `once`: the fields with which that record may appear one time; two rows that agree on them are twins. None: rows never
    meet. `asks`: where twins differ on one of these, the person chooses which stays, else it is the one that is there.
    `joins`: texts of the twin that goes, added to those of the one that stays; `adds`: numbers, summed.
    """

    once: tuple | None = None
    asks: tuple = ()
    joins: tuple = ()
    adds: tuple = ()

    def refuses(self, kept, gone):
        """Return why these twins cannot become one row, or empty text."""
        return ""

    def absorb(self, kept, gone):
        """Return [(row, {column: value})], what to write so that all that hangs on the twin that goes is on the other."""
        return []


class LinkRule(Rule):
    """Relations between partners: the two ends are one relation, whichever way it was noted, and nobody is tied to itself."""


MOVE = Rule()
# An actor named in a sentence: named once is enough.
_WHO = "who_partnership"

_LINK_ASKS = ("intensity", "nature", "since", "until")

RULES = {
    # What hangs on a partnership.
    "partnerships.Analysis.partnership": Rule(once=()),
    "partnerships.Placement.partnership": Rule(
        once=("horizon",), asks=("level", "certainty", "provenance", "planned_on", "reason")
    ),
    "partnerships.RaciAssignment.partnership": Rule(once=("activity",), asks=("letters",)),
    "partnerships.RaciFact.partnership": Rule(once=("activity", "kind", "letters"), asks=("agreed",), joins=("text",)),
    f"partnerships.RaciFact.{_WHO}": MOVE,
    "partnerships.PlacementOpinion.partnership": MOVE,
    "partnerships.PhasePresence.partnership": Rule(once=("phase",)),
    "partnerships.PerspectiveShift.partnership": MOVE,
    f"partnerships.PerspectiveShift.{_WHO}": MOVE,
    "partnerships.Obstacle.partnership": MOVE,
    "partnerships.Lever.partnership": MOVE,
    f"partnerships.Response.{_WHO}": MOVE,
    "partnerships.Link.a": LinkRule(asks=_LINK_ASKS, joins=("note", "tension")),
    "partnerships.Link.b": LinkRule(asks=_LINK_ASKS, joins=("note", "tension")),
    "partnerships.LogEntry.partnership": MOVE,
    f"partnerships.LogPresence.{_WHO}": Rule(once=("entry",)),
    "partnerships.Promise.partnership": MOVE,
    f"partnerships.Promise.{_WHO}": MOVE,
    "partnerships.ReviewParticipant.partnership": Rule(once=("review",)),
    "partnerships.ReviewReferral.partnership": Rule(once=("review",), adds=("count",)),
    f"partnerships.ReviewDecision.{_WHO}": MOVE,
    "partnerships.CommitteeSeat.partnership": Rule(once=("committee",)),
    f"partnerships.Attendance.{_WHO}": Rule(once=("meeting",)),
    "partnerships.SituationActor.partnership": Rule(once=("situation", "role")),
    "partnerships.ActorAnswer.partnership": MOVE,
    "partnerships.StageEntry.partnership": MOVE,
    "partnerships.Mandate.partnership": MOVE,
    f"partnerships.Mandate.{_WHO}": MOVE,
    "partnerships.RoundPoint.partnership": MOVE,
    # What hangs on a partner: `plan.py` looks after these two itself.
    "partnerships.Partnership.partner": MOVE,
    "partnerships.Contact.partner": MOVE,
    "partnerships.PartnerPlace.partner": Rule(once=("territory",)),
}


def gathered_by(rules, renamed=None):
    """Declare the rules of a room, {"room.Model.field": Rule}, and what it writes when a partner takes another name."""
    RULES.update(rules)
    if renamed is not None:
        RENAMED.append(renamed)


def label_of(field):
    """Return « room.Model.field », the name of a relation here."""
    return f"{field.model._meta.label}.{field.name}"


def relations_to(target):
    """Return the foreign keys of the registry that point at a model, hidden ones included, in one order.

    The copies of the history point at nothing (DO_NOTHING): they say what was, and stay.
    """
    fields = [
        relation.field
        for relation in target._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if relation.on_delete is not models.DO_NOTHING
    ]
    return sorted(fields, key=label_of)


def rule_of(field):
    """Return the Rule of a relation. Raises UnknownRelation."""
    try:
        return RULES[label_of(field)]
    except KeyError:
        raise UnknownRelation(label_of(field)) from None


# A merge removes rows of these three.
TARGETS = (Partner, Partnership, Contact)
