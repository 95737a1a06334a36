"""What is put in writing: agreements, their parties and articles, lighter arrangements, fiches action, budgets."""

from agreements.models.agreement import (
    Agreement,
    AgreementStatus,
    Blocked,
    DataOption,
    PremisesDomain,
    TemplateCode,
    TextMoved,
    WrongMoment,
)
from agreements.models.arrangement import Arrangement
from agreements.models.article import Article
from agreements.models.comment import ArticleComment
from agreements.models.link import AgreementLink
from agreements.models.money import Investment, InvestmentLine, MoneyLine, MoneySection
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
from agreements.models.sheet import ActionSheet, Indicator, IndicatorKind, SheetPartner, SheetStatus
from agreements.models.template import AgreementTemplate, AgreementTemplateVersion
from agreements.models.version import AgreementVersion, VersionFile

__all__ = [
    "ActionSheet",
    "Agreement",
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
    "Settled",
    "SheetPartner",
    "SheetStatus",
    "TemplateCode",
    "TextMoved",
    "VersionFile",
    "WordingProposal",
    "WrongMoment",
]
