"""Partners, their place in a project, and everything that hangs on it."""

from partnerships.models.actor import ActorReference
from partnerships.models.expected import ActorAnswer, ExpectedActor
from partnerships.models.journal import LogEntry, LogKind, LogPresence, Mood, Promise
from partnerships.models.kind import ActorFamily, PartnerKind, kind_choices, kind_glyph, kind_label, kinds_named
from partnerships.models.link import Link, RelationsLayout
from partnerships.models.opinion import PlacementOpinion, Voice
from partnerships.models.partner import (
    RENAMED,
    Channel,
    Contact,
    Partner,
    marked,
    names_to_keep,
    stale_since,
)
from partnerships.models.partnership import (
    Analysis,
    Commitment,
    Formalisation,
    LinkIntensity,
    LinkNature,
    Partnership,
    Provenance,
    Trust,
)
from partnerships.models.perspective import FactStatus, Lever, Obstacle, ObstacleCategory, PerspectiveShift, Response
from partnerships.models.place import PartnerPlace
from partnerships.models.placement import Certainty, HorizonTaken, Placement
from partnerships.models.presence import PhasePresence
from partnerships.models.raci import CellLetters, RaciAssignment, RaciLetters
from partnerships.models.raci_fact import FactKind, RaciFact, SaidBy
from partnerships.models.review import (
    Review,
    ReviewAgeBand,
    ReviewDecision,
    ReviewFigure,
    ReviewKind,
    ReviewParticipant,
    ReviewReferral,
    ReviewTerritory,
)
from partnerships.models.seat import Attendance, CommitteeSeat, SituationActor, SituationRole
from partnerships.models.spreadsheet import ImportState, PartnerImport
from partnerships.models.stage import Mandate, RoundPoint, StageEntry

__all__ = [
    "RENAMED",
    "ActorAnswer",
    "ActorFamily",
    "ActorReference",
    "Analysis",
    "Attendance",
    "CellLetters",
    "Certainty",
    "Channel",
    "Commitment",
    "CommitteeSeat",
    "Contact",
    "ExpectedActor",
    "FactKind",
    "FactStatus",
    "Formalisation",
    "HorizonTaken",
    "ImportState",
    "Lever",
    "Link",
    "LinkIntensity",
    "LinkNature",
    "LogEntry",
    "LogKind",
    "LogPresence",
    "Mandate",
    "Mood",
    "Obstacle",
    "ObstacleCategory",
    "Partner",
    "PartnerImport",
    "PartnerKind",
    "PartnerPlace",
    "Partnership",
    "PerspectiveShift",
    "PhasePresence",
    "Placement",
    "PlacementOpinion",
    "Promise",
    "Provenance",
    "RaciAssignment",
    "RaciFact",
    "RaciLetters",
    "RelationsLayout",
    "Response",
    "Review",
    "ReviewAgeBand",
    "ReviewDecision",
    "ReviewFigure",
    "ReviewKind",
    "ReviewParticipant",
    "ReviewReferral",
    "ReviewTerritory",
    "RoundPoint",
    "SaidBy",
    "SituationActor",
    "SituationRole",
    "StageEntry",
    "Trust",
    "Voice",
    "kind_choices",
    "kind_glyph",
    "kind_label",
    "kinds_named",
    "marked",
    "names_to_keep",
    "stale_since",
]
