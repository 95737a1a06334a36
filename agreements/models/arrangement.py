"""Lighter arrangements: an oral agreement, a letter, a charter, a loan of premises recorded in one line."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Formalisation, Partnership
from projects.models import tracked


class Arrangement(models.Model):
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="arrangements")
    position = models.PositiveIntegerField(_("ordre"), default=0)
    formalisation = models.CharField(_("forme"), max_length=20, choices=Formalisation.choices)
    purpose = models.CharField(_("objet"), max_length=300)
    date = models.DateField(_("date"), null=True, blank=True)
    end = models.DateField(_("fin"), null=True, blank=True)
    annual_value = models.DecimalField(_("valeur annuelle (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2, null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("autre accord")
        verbose_name_plural = _("autres accords")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(formalisation__in=Formalisation.values), name="arrangement_form_known"
            ),
            models.CheckConstraint(
                condition=models.Q(date=None) | models.Q(end=None) | models.Q(end__gte=models.F("date")),
                name="arrangement_ends_after_start",
                violation_error_message=_("Un accord ne peut pas finir avant de commencer."),
            ),
        ]

    def __str__(self):
        return self.purpose
