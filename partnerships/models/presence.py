"""Who is there in each phase of the project: en amont, pendant, bilans, and those that the team made up."""

from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from partnerships.models.raci import CellChanged
from projects.models import Phase, tracked


class PhasePresenceQuerySet(models.QuerySet):
    def write(self, changes):
        """Write [(partnership key, phase key, whether the person saw it present, whether it shall be)].

        Call it inside an operation. A presence has no version: what the person saw guards it, as in the RACI (ADR 3).
        Raises CellChanged when one of them is no longer as it was seen; the exception must leave the operation.
        """
        changes = [change for change in changes if change[2] != change[3]]
        present = {
            (row.partnership_id, row.phase_id): row
            for row in self.filter(partnership__in={change[0] for change in changes})
        }
        for partnership, phase, seen, wanted in changes:
            row = present.get((partnership, phase))
            if (row is not None) != seen:
                raise CellChanged
            if not wanted:
                row.delete()
                continue
            try:
                self.create(partnership_id=partnership, phase_id=phase)
            except IntegrityError as error:
                raise CellChanged from error
        return len(changes)


class PhasePresence(models.Model):
    """A partner takes part in a phase. No row: it does not, or nobody has said."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="phase_presences")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="presences")

    objects = PhasePresenceQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("présence dans une phase")
        verbose_name_plural = _("présences dans les phases")
        ordering = ("phase__position", "pk")
        constraints = [models.UniqueConstraint(fields=("phase", "partnership"), name="presence_once_per_phase")]

    def __str__(self):
        return f"{self.partnership} · {self.phase}"
