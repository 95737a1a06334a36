"""Links between partners: the matter of the relations map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import LinkIntensity, LinkNature, Partnership
from projects.models import Addressable, Project, tracked


class LinkQuerySet(models.QuerySet):
    def on(self, day):
        """Return the links that stand on a day: a bound that nobody noted leaves that side open."""
        return self.filter(
            models.Q(since=None) | models.Q(since__lte=day), models.Q(until=None) | models.Q(until__gt=day)
        )

    def between(self, one, other):
        """Return the link of two partnerships, whichever way it was noted."""
        return self.filter(models.Q(a=one, b=other) | models.Q(a=other, b=one))


class Link(Addressable):
    """Two partners of a project, what ties them and how much they do together.

    `nature` and `intensity` are two things (domain decision 2); neither is ranked. The link stands from `since` up to
    `until`, the day on which it no longer does. `tension` and `note` are private to the team: no shape has a field for them.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    a = models.ForeignKey(Partnership, models.CASCADE, related_name="links_out", verbose_name=_("acteur"))
    b = models.ForeignKey(Partnership, models.CASCADE, related_name="links_in", verbose_name=_("acteur"))
    nature = models.CharField(_("nature du lien"), max_length=20, choices=LinkNature.choices, blank=True)
    intensity = models.PositiveSmallIntegerField(_("ce qu’ils font ensemble"), choices=LinkIntensity.choices)
    since = models.DateField(_("depuis le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=20000, blank=True)
    tension = models.TextField(_("tension"), max_length=20000, blank=True)

    objects = LinkQuerySet.as_manager()
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
            models.CheckConstraint(
                condition=models.Q(nature="") | models.Q(nature__in=LinkNature.values), name="link_nature_known"
            ),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="link_ends_after_start",
                violation_error_message=_("Un lien ne peut pas finir avant de commencer."),
            ),
        ]

    def __str__(self):
        return f"{self.a} – {self.b}"


class RelationsLayout(models.Model):
    """Where the partners of a project stand on its two drawings, kept so that one change moves nobody else.

    `target`: {partnership public id: angle in degrees}. `graph`: {partnership public id: [column, row]}. `before` holds the
    two as they were before they were last drawn anew. No history: what is kept is where things are drawn, not what is said.
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="relations_layout")
    target = models.JSONField(_("angles de la carte"), default=dict, blank=True)
    graph = models.JSONField(_("places du graphe"), default=dict, blank=True)
    before = models.JSONField(_("dessin d’avant"), default=dict, blank=True)

    class Meta:
        verbose_name = _("dessin des relations")
        verbose_name_plural = _("dessins des relations")

    def __str__(self):
        return str(self.project)
