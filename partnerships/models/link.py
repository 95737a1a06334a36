"""Links between partners: the matter of the relations map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import LinkIntensity, Partnership
from projects.models import Addressable, Project, tracked


class Link(Addressable):
    """Two partners of a project and how much they do together. `tension` is private to the team."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    a = models.ForeignKey(Partnership, models.CASCADE, related_name="links_out", verbose_name=_("acteur"))
    b = models.ForeignKey(Partnership, models.CASCADE, related_name="links_in", verbose_name=_("acteur"))
    intensity = models.PositiveSmallIntegerField(_("intensité"), choices=LinkIntensity.choices)
    tension = models.TextField(_("tension"), max_length=20000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("lien")
        verbose_name_plural = _("liens")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("a", "b"), name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(a=models.F("b")),
                name="link_between_two",
                violation_error_message=_("Un lien relie deux acteurs différents."),
            ),
            models.CheckConstraint(condition=models.Q(intensity__in=LinkIntensity.values), name="link_intensity_known"),
        ]

    def __str__(self):
        return f"{self.a} – {self.b}"
