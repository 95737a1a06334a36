"""What only those who run a project write in this room (projects.models.running): declared at the start.

Arrangements are left out, an editor notes them; and the place of a partner in a fiche action: it goes away and comes back with
the partner, whom an editor removes.
"""

from agreements.models import (
    ActionSheet,
    Agreement,
    AgreementEvent,
    AgreementFile,
    AgreementLink,
    AgreementMean,
    AgreementTemplate,
    AgreementTemplateVersion,
    AgreementVersion,
    Article,
    ArticleComment,
    CheckOverride,
    Indicator,
    Investment,
    InvestmentLine,
    MoneyLine,
    OwnAnnex,
    PartnerRemark,
    Party,
    PartyAnswer,
    PartyCommitment,
    PartyCorrection,
    SheetMoneyLine,
    SheetObstacle,
    SheetStep,
    SheetValidation,
    Signature,
    Validation,
    ValidationRound,
    ValidationStep,
    WordingProposal,
)
from projects.models.running import run_only


def declare_run_only():
    run_only(Agreement, AgreementEvent, AgreementVersion, Article, CheckOverride, Party, PartyCommitment, AgreementMean)
    run_only(ValidationStep, ValidationRound, Validation, Signature, AgreementFile)
    run_only(AgreementLink, ArticleComment, PartyAnswer, PartnerRemark, WordingProposal, PartyCorrection)
    run_only(AgreementTemplate, AgreementTemplateVersion)
    run_only(OwnAnnex, MoneyLine, Investment, InvestmentLine, ActionSheet, Indicator)
    run_only(SheetMoneyLine, SheetObstacle, SheetStep, SheetValidation)
