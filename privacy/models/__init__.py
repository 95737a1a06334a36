"""What people outside the team hold over their data: the link to correct it, the right to read it and have it erased."""

from privacy.models.erasure import Erasure, ErasureKind
from privacy.models.link import LinkDead, PartnerLink
from privacy.models.policy import Authority, DataPolicy, LegalBasis
from privacy.models.proposal import Decision, Proposal, ProposedChange, Subject

__all__ = [
    "Authority",
    "DataPolicy",
    "Decision",
    "Erasure",
    "ErasureKind",
    "LegalBasis",
    "LinkDead",
    "PartnerLink",
    "Proposal",
    "ProposedChange",
    "Subject",
]
