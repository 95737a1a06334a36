"""What is put in writing: agreements, their parties and articles, lighter arrangements, fiches action, budgets."""

from agreements.models.agreement import (
    Agreement,
    AgreementStatus,
    AgreementVersion,
    Blocked,
    DataOption,
    TemplateCode,
    WrongMoment,
)
from agreements.models.arrangement import Arrangement
from agreements.models.article import Article
from agreements.models.money import Investment, InvestmentLine, MoneyLine, MoneySection
from agreements.models.override import CheckOverride
from agreements.models.party import AgreementMean, Party, PartyCommitment
from agreements.models.sheet import ActionSheet, Indicator, IndicatorKind, SheetPartner, SheetStatus
from agreements.models.signature import (
    AgreementFile,
    FileKind,
    OutOfOrder,
    Refused,
    Signature,
    SignatureState,
    StoredContent,
)
from agreements.models.validation import (
    ApproverKind,
    Decision,
    TextState,
    Validation,
    ValidationRound,
    ValidationStep,
)

__all__ = [
    "ActionSheet",
    "Agreement",
    "AgreementFile",
    "AgreementMean",
    "AgreementStatus",
    "AgreementVersion",
    "ApproverKind",
    "Arrangement",
    "Article",
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
    "Party",
    "PartyCommitment",
    "Refused",
    "SheetPartner",
    "SheetStatus",
    "Signature",
    "SignatureState",
    "StoredContent",
    "TemplateCode",
    "TextState",
    "Validation",
    "ValidationRound",
    "ValidationStep",
    "WrongMoment",
]
