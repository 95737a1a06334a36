"""What a party gives in a year, in cash and in kind: the threshold of a written agreement is a yearly one.

Source: loi 2000-321, article 10, and décret 2001-495 (23 000 € a year from one public authority, cash and valued kind).
"""

from dataclasses import dataclass
from decimal import Decimal

from agreements.models import MoneySection


@dataclass(frozen=True)
class YearlyHelp:
    """Euros a year given by one party."""

    cash: Decimal
    kind: Decimal

    @property
    def total(self):
        return self.cash + self.kind


def yearly_help(agreement, party, subsidy=0):
    """Return the YearlyHelp of a party of an agreement (from with_facts); `subsidy` is what its lines give in a year.

    The agreement and its annexed fiches often tell the same money twice: the larger of the two counts, never their sum.
    """
    told = {MoneySection.INCOME: Decimal(0), MoneySection.VOLUNTARY: Decimal(0)}
    for sheet in agreement.sheets.all():
        for line in sheet.money_lines.all():
            if line.section in told and line.source_id == party.partnership_id:
                told[line.section] += line.amount
    lent = [mean.value for mean in agreement.means.all() if mean.partnership_id == party.partnership_id and mean.value]
    return YearlyHelp(
        cash=max(Decimal(subsidy), told[MoneySection.INCOME]),
        kind=max(sum(lent, Decimal(0)), told[MoneySection.VOLUNTARY]),
    )
