"""What each party gives in a year, in cash and in kind: the threshold of a written agreement is a yearly one.

Source: loi 2000-321, article 10, and décret 2001-495 (23 000 € a year from one public authority, cash and valued kind).
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from agreements.amounts import amounts_of
from agreements.conditions import is_public
from agreements.models import MoneySection


@dataclass(frozen=True)
class YearlyHelp:
    """Euros a year given by one party."""

    cash: Decimal
    kind: Decimal

    @property
    def total(self):
        return self.cash + self.kind


def yearly_help(agreement):
    """Return {partnership pk: YearlyHelp} of the parties of an agreement (from with_facts).

    The agreement and its annexed fiches often tell the same money twice: the larger of the two counts, never their sum.
    The lines of a subsidy do not say who pays it: they are those of the first public body among the parties.
    """
    cash, kind = defaultdict(Decimal), defaultdict(Decimal)
    for sheet in agreement.sheets.all():
        for line in sheet.money_lines.all():
            if line.section == MoneySection.INCOME:
                cash[line.source_id] += line.amount
            elif line.section == MoneySection.VOLUNTARY:
                kind[line.source_id] += line.amount
    lent = defaultdict(Decimal)
    for mean in agreement.means.all():
        lent[mean.partnership_id] += mean.value or 0
    parties = list(agreement.parties.all())
    payer = next((party.partnership_id for party in parties if is_public(party.partnership.partner)), None)
    if payer is not None:
        cash[payer] = max(cash[payer], amounts_of(agreement).highest_year)
    return {
        key: YearlyHelp(cash[key], max(lent[key], kind[key])) for key in (party.partnership_id for party in parties)
    }
