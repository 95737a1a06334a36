"""What happens to a signed agreement: renewed, suspended, resumed, denounced, closed, with the reason and the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, TurnKind
from agreements.models.party import Party
from projects.models import Addressable, tracked


class AgreementEvent(Addressable):
    """One turn. `effect_on` NULL: on the very day. `party`: who asks for it; NULL for nobody in particular."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="events")
    kind = models.CharField(_("quoi"), max_length=10, choices=TurnKind.choices)
    on = models.DateField(_("le"))
    effect_on = models.DateField(_("prend effet le"), null=True, blank=True)
    # The new end of a renewal, NULL for any other event. The signed text keeps the end that it says (C. civ. 1214).
    until = models.DateField(_("reconduite jusqu’au"), null=True, blank=True)
    body = models.CharField(
        _("décidé par"),
        max_length=200,
        blank=True,
        help_text=_("Une instance ou une personne. Par exemple\u00a0: le conseil d’administration, PV du 3 mars."),
    )
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("à la demande de")
    )
    reason = models.TextField(_("motif"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("événement de convention")
        verbose_name_plural = _("événements de conventions")
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=TurnKind.values), name="agreement_event_known"),
            models.CheckConstraint(
                condition=models.Q(effect_on=None) | models.Q(effect_on__gte=models.F("on")),
                name="agreement_event_effect_after",
                violation_error_message=_("L’effet ne peut pas précéder la décision."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=TurnKind.RENEW, until__isnull=False)
                | models.Q(until=None) & ~models.Q(kind=TurnKind.RENEW),
                name="agreement_event_renewal_has_end",
                violation_error_message=_("Jusqu’à quand est-elle reconduite\u00a0?"),
            ),
        ]

    def __str__(self):
        return f"{self.agreement} · {self.get_kind_display()}"
