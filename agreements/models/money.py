"""Money lines: of an agreement (subsidy, instalments, yearly budget), of a fiche action, of the project's investment.

Totals are never stored: they are the sums of the lines. Amounts are in euros.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.sheet import ActionSheet
from partnerships.models import Partnership
from projects.models import Project, tracked


class MoneySection(models.TextChoices):
    SUBSIDY = "subsidy", _("Subvention par exercice")
    INSTALMENT = "instalment", _("Échéancier de versement")
    CHARGE = "charge", _("Charges")
    INCOME = "income", _("Produits")
    VOLUNTARY = "voluntary", _("Contributions volontaires")


class BudgetLine(models.Model):
    position = models.PositiveIntegerField(_("ordre"), default=0)
    label = models.CharField(_("libellé"), max_length=300, blank=True)
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2)

    class Meta:
        abstract = True
        ordering = ("section", "position", "pk")

    def __str__(self):
        return f"{self.label} : {self.amount}"


class MoneyLine(BudgetLine):
    """A line of an agreement. `year` for a subsidy, `share` (%) for an instalment, `source` for an income."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="money_lines")
    section = models.CharField(_("partie"), max_length=20, choices=MoneySection.choices)
    year = models.PositiveSmallIntegerField(_("exercice"), null=True, blank=True)
    share = models.DecimalField(_("part (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="+")

    history = tracked()

    class Meta(BudgetLine.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(section__in=MoneySection.values), name="money_section_known")
        ]


class SheetMoneyLine(BudgetLine):
    """A line of the yearly budget of a fiche action. `source`: who pays an income, who lends a valued help."""

    sheet = models.ForeignKey(ActionSheet, models.CASCADE, related_name="money_lines")
    section = models.CharField(_("partie"), max_length=20, choices=MoneySection.choices)
    source = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("de qui")
    )

    history = tracked()

    class Meta(BudgetLine.Meta):
        verbose_name = _("ligne de budget de fiche action")
        verbose_name_plural = _("lignes de budget de fiches action")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(section__in=("charge", "income", "voluntary")), name="sheet_money_section_known"
            )
        ]


class Investment(models.Model):
    """What the project buys once: a van, a kitchen."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="investment")
    purpose = models.CharField(_("objet"), max_length=300)

    history = tracked()

    class Meta:
        verbose_name = _("investissement")
        verbose_name_plural = _("investissements")

    def __str__(self):
        return self.purpose


class InvestmentLine(BudgetLine):
    investment = models.ForeignKey(Investment, models.CASCADE, related_name="lines")
    section = models.CharField(_("partie"), max_length=20, choices=MoneySection.choices)
    source = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="+")

    history = tracked()

    class Meta(BudgetLine.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(section__in=("charge", "income")), name="investment_section_known"
            )
        ]
