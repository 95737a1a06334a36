"""Sums of an agreement: what a public body gives each year in cash and in kind, what the project costs.

Totals are never stored: they are read here from the money lines and the means (both prefetched by with_facts).
Amounts are Decimal euros.
"""

from dataclasses import dataclass
from decimal import Decimal

from agreements.models import MoneySection

ZERO = Decimal(0)


@dataclass(frozen=True)
class Amounts:
    """`subsidies` are [(year or None, euros)] in order of years; `kind` the means that the public body lends.

    `lines` maps each MoneySection to its lines. `kind_value` is the yearly value of `kind`, None when none is valued.
    """

    subsidies: tuple
    kind: tuple
    lines: dict

    @property
    def subsidy_total(self):
        return sum((amount for _year, amount in self.subsidies), ZERO)

    @property
    def highest_year(self):
        return max((amount for _year, amount in self.subsidies), default=ZERO)

    @property
    def kind_value(self):
        values = [mean.value for mean in self.kind if mean.value is not None]
        return sum(values, ZERO) if values else None

    @property
    def yearly_support(self):
        """Return the highest year of the subsidy and the yearly value in kind, together (loi 2000-321, art. 10)."""
        return self.highest_year + (self.kind_value or ZERO)

    def total(self, section):
        return sum((line.amount for line in self.lines.get(section, ())), ZERO)

    @property
    def gap(self):
        """Return charges less incomes: zero when the budget is balanced."""
        return self.total(MoneySection.CHARGE) - self.total(MoneySection.INCOME)


def amounts_of(agreement):
    """Return the Amounts of an agreement that comes from with_facts()."""
    lines = {section: [] for section in MoneySection.values}
    for line in agreement.money_lines.all():
        lines[line.section].append(line)
    years = {}
    for line in lines[MoneySection.SUBSIDY]:
        years[line.year] = years.get(line.year, ZERO) + line.amount
    parties = list(agreement.parties.all())
    # Model T2: the public body comes first; a means of nobody in particular is a means of the whole agreement.
    givers = {None, parties[0].partnership_id} if parties else {None}
    return Amounts(
        subsidies=tuple(sorted(years.items(), key=lambda item: item[0] or 0)),
        kind=tuple(mean for mean in agreement.means.all() if mean.partnership_id in givers),
        lines=lines,
    )
