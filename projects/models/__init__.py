"""The project and what belongs to it before any partner comes in."""

from projects.models.activity import Activity, ActivityStatus, Phase, PhaseMoment
from projects.models.aside import SetAside
from projects.models.committee import Committee, CommitteeKind, Meeting
from projects.models.frame import Horizon, InvolvementCode, InvolvementLevel
from projects.models.history import (
    Addressable,
    HistoryRow,
    Operation,
    StaleVersion,
    Versioned,
    note_history,
    operation,
    remember,
    tracked,
)
from projects.models.member import ProjectMember
from projects.models.project import Audience, Milestone, Project, ProjectTerritory, RaciVariant, Stage
from projects.models.situation import Situation
from projects.models.undo import CannotUndo, NobodyRuns, guard_undo, undo

__all__ = [
    "Activity",
    "ActivityStatus",
    "Addressable",
    "Audience",
    "CannotUndo",
    "Committee",
    "CommitteeKind",
    "HistoryRow",
    "Horizon",
    "InvolvementCode",
    "InvolvementLevel",
    "Meeting",
    "Milestone",
    "NobodyRuns",
    "Operation",
    "Phase",
    "PhaseMoment",
    "Project",
    "ProjectMember",
    "ProjectTerritory",
    "RaciVariant",
    "SetAside",
    "Situation",
    "Stage",
    "StaleVersion",
    "Versioned",
    "guard_undo",
    "note_history",
    "operation",
    "remember",
    "tracked",
    "undo",
]
