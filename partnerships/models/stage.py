"""The life of a partnership: the stages it goes through, who negotiates for us, what was written at each round (B15).

Stages guide, they never lock: any of them is entered, left, skipped or repeated. Private to the team.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partnership import Partnership
from projects.models import Addressable, Stage, tracked


class StageEntry(Addressable):
    """The day on which a partnership entered a stage, and why."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="stage_entries")
    stage = models.CharField(_("étape"), max_length=20, choices=Stage.choices)
    on = models.DateField(_("depuis le"), default=timezone.localdate)
    note = models.TextField(_("pourquoi"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("passage d’étape")
        verbose_name_plural = _("passages d’étape")
        ordering = ("on", "pk")
        constraints = [models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="stage_entry_known")]

    def __str__(self):
        return f"{self.partnership} · {self.get_stage_display()}"


class Mandate(Addressable, ActorReference):
    """Who negotiates for us, given by whom and until when: the explicit order, and what comes back (Gacoin).

    `who` is the person who speaks for us.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="mandates")
    given_by = models.CharField(
        _("donné par"), max_length=200, blank=True, help_text=_("Une personne ou une instance, avec sa qualité.")
    )
    given_on = models.DateField(_("donné le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    room = models.TextField(
        _("marge d’initiative"),
        max_length=20000,
        blank=True,
        help_text=_("Ce qui se décide sans revenir, et jusqu’où."),
    )
    questions = models.TextField(
        _("questions à rapporter"), max_length=20000, blank=True, help_text=_("Ce que seule l’instance tranche.")
    )

    history = tracked()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ("given_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(given_on=None) | models.Q(until=None) | models.Q(until__gte=models.F("given_on")),
                name="mandate_ends_after_start",
                violation_error_message=_("Un mandat ne peut pas finir avant d’être donné."),
            )
        ]

    def __str__(self):
        return f"{self.partnership} · {self.who}"


class RoundPoint(Addressable):
    """The written point of a round, at a stage, and its validation inside: by whom, on which day. NULL: not yet."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="round_points")
    stage = models.CharField(_("étape"), max_length=20, choices=Stage.choices)
    on = models.DateField(_("écrit le"), default=timezone.localdate)
    text = models.TextField(_("point écrit"), max_length=20000)
    validated_by = models.CharField(
        _("validé par"), max_length=200, blank=True, help_text=_("La personne responsable, ou l’instance.")
    )
    validated_on = models.DateField(_("validé le"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("point écrit")
        verbose_name_plural = _("points écrits")
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="round_point_stage_known")
        ]

    def __str__(self):
        return f"{self.partnership} · {self.on}"
