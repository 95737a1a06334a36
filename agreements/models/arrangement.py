"""Lighter arrangements: an oral agreement, a letter, a charter, a loan of premises, as they are said and until they end."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import OPEN_STATUSES, Agreement
from partnerships.models import Formalisation, Partnership
from projects.models import Addressable, Project, Versioned, tracked


class ArrangementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the arrangements of the projects that the user can see."""
        return self.filter(partnership__project__in=Project.objects.visible_to(user))

    def living(self):
        """Return those that hold: nobody has ended them, and no text that is closed to change says them instead."""
        written = models.Q(written_in=None) | models.Q(written_in__status__in=OPEN_STATUSES)
        return self.filter(written, closed_on=None)

    def with_names(self):
        """Return them with what a list of them reads: partner, project, the text that says them."""
        return self.select_related("partnership__partner", "partnership__project", "written_in")


class Arrangement(Addressable, Versioned):
    """`closed_on` NULL: it goes on, whatever `end` said. `written_in`: the agreement that puts it in writing, NULL for none."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="arrangements", verbose_name=_("partenaire")
    )
    position = models.PositiveIntegerField(_("ordre"), default=0)
    formalisation = models.CharField(_("forme"), max_length=20, choices=Formalisation.choices)
    purpose = models.CharField(_("objet"), max_length=300)
    said = models.TextField(
        _("ce qui a été convenu"),
        max_length=20000,
        blank=True,
        help_text=_("Ce que chacun fait, avec quoi, à quelles conditions. Sans nom d’habitant·e."),
    )
    present = models.CharField(
        _("qui était là"),
        max_length=300,
        blank=True,
        help_text=_("Les personnes des deux côtés qui peuvent le redire."),
    )
    date = models.DateField(_("convenu le"), null=True, blank=True)
    end = models.DateField(_("jusqu’au"), null=True, blank=True)
    annual_value = models.DecimalField(_("valeur annuelle (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # A contract needs no writing to hold (C. civ. 1172), but whoever relies on it has to prove it (C. civ. 1353).
    proof = models.CharField(
        _("preuve"),
        max_length=300,
        blank=True,
        help_text=_("Où c’est écrit. Par exemple\u00a0: courriel de la mairie du 4 mars, compte rendu du 12."),
    )
    closed_on = models.DateField(_("terminé le"), null=True, blank=True)
    closed_reason = models.CharField(_("motif"), max_length=300, blank=True)
    written_in = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="puts_in_writing",
        verbose_name=_("mis par écrit dans"),
    )

    objects = ArrangementQuerySet.as_manager()
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
            models.CheckConstraint(
                condition=models.Q(date=None) | models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("date")),
                name="arrangement_closed_after_start",
                violation_error_message=_("Un accord ne peut pas se terminer avant d’avoir été convenu."),
            ),
        ]

    def __str__(self):
        return self.purpose

    def get_absolute_url(self):
        return reverse("agreements:arrangement_detail", args=[self.partnership.project.slug, self.public_id])

    @property
    def is_replaced(self):
        """Say whether a text that is closed to change, signed or what came after, says it instead."""
        return self.written_in is not None and not self.written_in.is_open

    @property
    def is_living(self):
        return self.closed_on is None and not self.is_replaced
