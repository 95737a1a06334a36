"""What is put in writing: agreements, their parties and articles, lighter arrangements, fiches action, budgets."""

from agreements.models.agreement import (
    OPEN_STATUSES,
    TURNS,
    Agreement,
    AgreementStatus,
    Blocked,
    DataOption,
    PremisesDomain,
    Renewal,
    TemplateCode,
    TextMoved,
    TurnKind,
    WrongMoment,
)
from agreements.models.arrangement import Arrangement
from agreements.models.article import Amends, Article
from agreements.models.comment import ArticleComment
from agreements.models.event import AgreementEvent
from agreements.models.link import AgreementLink
from agreements.models.money import Investment, InvestmentLine, MoneyLine, MoneySection, SheetMoneyLine
from agreements.models.override import CheckOverride
from agreements.models.own_annex import MAX_OWN_ANNEXES, OwnAnnex, gather_own_annexes
from agreements.models.party import AgreementMean, Party, PartyCommitment
from agreements.models.reply import (
    AnswerKind,
    AnswerWay,
    PartnerRemark,
    PartyAnswer,
    PartyCorrection,
    Settled,
    WordingProposal,
)
from agreements.models.sheet import (
    ActionSheet,
    Indicator,
    IndicatorKind,
    SheetFramework,
    SheetObstacle,
    SheetPartner,
    SheetStatus,
    SheetStep,
    SheetValidation,
)
from agreements.models.signature import (
    BROUGHT,
    AgreementFile,
    FileKind,
    OutOfOrder,
    Refused,
    Signature,
    SignatureState,
    StoredContent,
)
from agreements.models.template import AgreementTemplate, AgreementTemplateVersion
from agreements.models.validation import (
    ApproverKind,
    Decision,
    TextState,
    Validation,
    ValidationRound,
    ValidationStep,
)
from agreements.models.version import AgreementVersion, VersionFile

__all__ = [
    "BROUGHT",
    "MAX_OWN_ANNEXES",
    "OPEN_STATUSES",
    "TURNS",
    "ActionSheet",
    "Agreement",
    "AgreementEvent",
    "AgreementFile",
    "AgreementLink",
    "AgreementMean",
    "AgreementStatus",
    "AgreementTemplate",
    "AgreementTemplateVersion",
    "AgreementVersion",
    "Amends",
    "AnswerKind",
    "AnswerWay",
    "ApproverKind",
    "Arrangement",
    "Article",
    "ArticleComment",
    "Blocked",
    "CheckOverride",
    "DataOption",
    "Decision",
    "FileKind",
    "Indicator",
    "IndicatorKind",
    "Investment",
    "InvestmentLine",
    "MoneyLine",
    "MoneySection",
    "OutOfOrder",
    "OwnAnnex",
    "PartnerRemark",
    "Party",
    "PartyAnswer",
    "PartyCommitment",
    "PartyCorrection",
    "PremisesDomain",
    "Refused",
    "Renewal",
    "Settled",
    "SheetFramework",
    "SheetMoneyLine",
    "SheetObstacle",
    "SheetPartner",
    "SheetStatus",
    "SheetStep",
    "SheetValidation",
    "Signature",
    "SignatureState",
    "StoredContent",
    "TemplateCode",
    "TextMoved",
    "TextState",
    "TurnKind",
    "Validation",
    "ValidationRound",
    "ValidationStep",
    "VersionFile",
    "WordingProposal",
    "WrongMoment",
    "gather_own_annexes",
]
