"""What is put in writing: agreements, their parties and articles, lighter arrangements, fiches action, budgets."""

from agreements.models.agreement import (
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
from agreements.models.article import Article
from agreements.models.comment import ArticleComment
from agreements.models.event import AgreementEvent
from agreements.models.link import AgreementLink
from agreements.models.money import Investment, InvestmentLine, MoneyLine, MoneySection, SheetMoneyLine
from agreements.models.override import CheckOverride
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
from agreements.models.template import AgreementTemplate, AgreementTemplateVersion
from agreements.models.version import AgreementVersion, VersionFile

__all__ = [
    "TURNS",
    "ActionSheet",
    "Agreement",
    "AgreementEvent",
    "AgreementLink",
    "AgreementMean",
    "AgreementStatus",
    "AgreementTemplate",
    "AgreementTemplateVersion",
    "AgreementVersion",
    "AnswerKind",
    "AnswerWay",
    "Arrangement",
    "Article",
    "ArticleComment",
    "Blocked",
    "CheckOverride",
    "DataOption",
    "Indicator",
    "IndicatorKind",
    "Investment",
    "InvestmentLine",
    "MoneyLine",
    "MoneySection",
    "PartnerRemark",
    "Party",
    "PartyAnswer",
    "PartyCommitment",
    "PartyCorrection",
    "PremisesDomain",
    "Renewal",
    "Settled",
    "SheetFramework",
    "SheetMoneyLine",
    "SheetObstacle",
    "SheetPartner",
    "SheetStatus",
    "SheetStep",
    "SheetValidation",
    "TemplateCode",
    "TextMoved",
    "TurnKind",
    "VersionFile",
    "WordingProposal",
    "WrongMoment",
]
