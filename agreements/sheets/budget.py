"""The yearly budget of a fiche action: sums, and the question that stays while they differ."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.models import MoneySection
from documents.words import euros


@dataclass(frozen=True)
class Budget:
    """Sums in euros for one year. Valued help weighs the same on both sides: it never unbalances."""

    charges: Decimal
    incomes: Decimal
    voluntary: Decimal
    has_lines: bool

    @property
    def difference(self):
        """Return charges minus incomes."""
        return self.charges - self.incomes

    @property
    def question(self):
        """Return the plain question of a budget that does not balance, or empty text."""
        if not (self.charges or self.incomes) or not self.difference:
            return ""
        if self.difference > 0:
            words = _("Il manque %(amount)s de produits pour couvrir les charges\u00a0: qui finance le reste\u00a0?")
        else:
            words = _("Les produits dépassent les charges de %(amount)s\u00a0: à quoi serviront-ils\u00a0?")
        return words % {"amount": euros(abs(self.difference))}


def budget_of(lines):
    """Return the Budget of lines that have a `section` and an `amount`."""
    lines = [line for line in lines if line.amount is not None]
    sums = dict.fromkeys((MoneySection.CHARGE, MoneySection.INCOME, MoneySection.VOLUNTARY), Decimal(0))
    for line in lines:
        sums[line.section] += line.amount
    return Budget(*sums.values(), has_lines=bool(lines))
