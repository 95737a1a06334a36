"""Where a partner stands on the frise, horizon by horizon."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership, Provenance
from projects.models import Addressable, Horizon, InvolvementLevel, Project, StaleVersion, Versioned, tracked


class Certainty(models.TextChoices):
    """How sure the plan is (project file, rule 6)."""

    SURE = "sure", _("Sûr")
    LIKELY = "likely", _("Probable")
    HOPED = "hoped", _("Espéré")


class HorizonTaken(Exception):
    """The partner already has a placement at that horizon: the person must say which one stays."""

    def __init__(self, placement):
        super().__init__("horizon taken")
        self.placement = placement


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the placements in the projects that the user can see."""
        return self.filter(partnership__project__in=Project.objects.visible_to(user))

    def place(self, partnership, *, horizon, level, by, **details):
        """Put a partner on the frise and return the new Placement. Call it inside an operation.

        Raises HorizonTaken when it is there already at that horizon, ValueError for a horizon or level of another project.
        """
        _same_project(partnership, horizon, level)
        taken = self.filter(partnership=partnership, horizon=horizon).first()
        if taken is not None:
            raise HorizonTaken(taken)
        return self.create(partnership=partnership, horizon=horizon, level=level, placed_by=by, **details)

    def complete(self, written, reason):
        """Say why a gesture put a card where it is: `written` is the history row that it left, which takes the reason too.

        Nothing moves, so nothing is added to the history. Returns the Placement. Call it in a transaction that moves the
        project's revision. Raises StaleVersion when the card has changed since: the reason would speak of another place.
        """
        changed = self.filter(pk=written.id, version=written.version)
        if not changed.update(reason=reason, version=models.F("version") + 1):
            raise StaleVersion(self.filter(pk=written.id).first(), self.model)
        of_gesture = self.model.history.filter(history_id=written.history_id)
        of_gesture.update(reason=reason, version=written.version + 1)
        return self.get(pk=written.id)


def _same_project(partnership, horizon, level):
    if not partnership.project_id == horizon.project_id == level.project_id:
        raise ValueError("partner, horizon and level must belong to one project")


class Placement(Addressable, Versioned):
    """A partner at a horizon and a level, both of the same project. At most one per partner and horizon."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="placements")
    horizon = models.ForeignKey(Horizon, models.PROTECT, related_name="placements", verbose_name=_("horizon"))
    level = models.ForeignKey(InvolvementLevel, models.PROTECT, related_name="placements", verbose_name=_("niveau"))
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    planned_on = models.DateField(_("à partir du"), null=True, blank=True)
    certainty = models.CharField(_("certitude"), max_length=10, choices=Certainty.choices, default=Certainty.LIKELY)
    provenance = models.CharField(
        _("qui le dit"), max_length=10, choices=Provenance.choices, default=Provenance.SUPPOSED
    )
    reason = models.TextField(_("raison"), max_length=20000, blank=True)
    placed_at = models.DateTimeField(_("posé le"), auto_now=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PlacementQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ("horizon__position", "pk")
        indexes = [models.Index(fields=("horizon", "level"))]
        constraints = [
            models.UniqueConstraint(
                fields=("partnership", "horizon"),
                name="placement_once_per_horizon",
                violation_error_message=_("Ce partenaire est déjà placé à cet horizon."),
            ),
            models.CheckConstraint(
                condition=models.Q(certainty__in=Certainty.values), name="placement_certainty_known"
            ),
            models.CheckConstraint(
                condition=models.Q(provenance__in=Provenance.values), name="placement_provenance_known"
            ),
        ]

    def __str__(self):
        return f"{self.partnership} · {self.horizon} · {self.level}"

    @property
    def seen(self):
        """Return what a person who was shown this placement sends back to replace it: its address and its version."""
        return f"{self.public_id}/{self.version}"

    def move_to(self, *, horizon, level, version, by, replacing="", **details):
        """Move this placement, which the person saw at `version`. Call it inside an operation.

        A placement that the partner has at that horizon gives way when `replacing` is what was `seen` of it; HorizonTaken
        when it is anything else, so that nobody replaces what they have not been shown.
        What was said of one place is not said of another: without a `provenance`, a new place is supposed by us. Return
        the Provenance that fell so, or empty text.
        Raises StaleVersion when somebody moved it first, ValueError for a horizon or level of another project.
        """
        _same_project(self.partnership, horizon, level)
        taken = None
        if horizon.pk != self.horizon_id:
            taken = type(self).objects.filter(partnership=self.partnership_id, horizon=horizon).first()
        if taken is not None and taken.seen != replacing:
            raise HorizonTaken(taken)
        self.claim(version)
        if taken is not None:
            taken.give_way()
        fallen = ""
        if (horizon.pk, level.pk) != (self.horizon_id, self.level_id) and "provenance" not in details:
            fallen = self.provenance if self.provenance != Provenance.SUPPOSED else ""
            self.provenance = Provenance.SUPPOSED
        self.horizon, self.level, self.placed_by = horizon, level, by
        for name, value in details.items():
            setattr(self, name, value)
        self.save()
        return fallen

    def give_way(self):
        """Leave the place to another placement. Raises HorizonTaken when somebody moved this one since it was read."""
        try:
            self.claim(self.version)
        except StaleVersion as stale:
            # Removed meanwhile: the place is free.
            if stale.current is not None:
                raise HorizonTaken(stale.current) from None
        else:
            self.delete()

    def take_off(self, *, version):
        """Put the partner back in the tray for this horizon. Call it inside an operation; raises StaleVersion."""
        self.claim(version)
        self.delete()
