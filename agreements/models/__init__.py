"""What is put in writing: agreements, their parties and articles, lighter arrangements, fiches action, budgets."""

from agreements.models.agreement import (
    TURNS,
    Agreement,
    AgreementStatus,
    AgreementVersion,
    Blocked,
    DataOption,
    PremisesDomain,
    Renewal,
    TemplateCode,
    TurnKind,
    WrongMoment,
)
from agreements.models.arrangement import Arrangement
from agreements.models.article import Article
from agreements.models.event import AgreementEvent
from agreements.models.money import Investment, InvestmentLine, MoneyLine, MoneySection, SheetMoneyLine
from agreements.models.override import CheckOverride
from agreements.models.party import AgreementMean, Party, PartyCommitment
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

__all__ = [
    "TURNS",
    "ActionSheet",
    "Agreement",
    "AgreementEvent",
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
    "Renewal",
    "SheetFramework",
    "SheetMoneyLine",
    "SheetObstacle",
    "SheetPartner",
    "SheetStatus",
    "SheetStep",
    "SheetValidation",
    "TemplateCode",
    "TurnKind",
    "WrongMoment",
]
