"""What is put in writing: agreements, their parties and articles, lighter arrangements, fiches action, budgets."""

from agreements.models.agreement import (
    Agreement,
    AgreementStatus,
    AgreementVersion,
    Blocked,
    DataOption,
    PremisesDomain,
    TemplateCode,
    WrongMoment,
)
from agreements.models.arrangement import Arrangement
from agreements.models.article import Article
from agreements.models.money import Investment, InvestmentLine, MoneyLine, MoneySection
from agreements.models.override import CheckOverride
from agreements.models.party import AgreementMean, Party, PartyCommitment
from agreements.models.sheet import ActionSheet, Indicator, IndicatorKind, SheetPartner, SheetStatus
from agreements.models.template import AgreementTemplate, AgreementTemplateVersion

__all__ = [
    "ActionSheet",
    "Agreement",
    "AgreementMean",
    "AgreementStatus",
    "AgreementTemplate",
    "AgreementTemplateVersion",
    "AgreementVersion",
    "Arrangement",
    "Article",
    "Blocked",
    "CheckOverride",
    "DataOption",
    "Indicator",
    "IndicatorKind",
    "Investment",
    "InvestmentLine",
    "MoneyLine",
    "MoneySection",
    "Party",
    "PartyCommitment",
    "PremisesDomain",
    "SheetPartner",
    "SheetStatus",
    "TemplateCode",
    "WrongMoment",
]
