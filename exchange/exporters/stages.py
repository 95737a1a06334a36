"""The life of each partnership: stages entered, mandates, written points. This file is for the team."""

from exchange import codes
from exchange.exporters.names import by, group
from partnerships.models import Mandate, RoundPoint, StageEntry


class StagesOf:
    """The rows of a project, read once: three queries."""

    def __init__(self, names):
        scope = {"partnership__project": names.project}
        self.names = names
        self.entries = by(StageEntry.objects.filter(**scope), "partnership_id")
        self.mandates = by(Mandate.objects.filter(**scope), "partnership_id")
        self.points = by(RoundPoint.objects.filter(**scope), "partnership_id")

    def of(self, row):
        """Return {passages, mandats, points} of a partnership."""
        word = self.names.words.word
        return {
            "passages": [
                group(etape=word(codes.STAGES, entry.stage), depuis_le=entry.on, note=entry.note)
                for entry in self.entries.get(row.pk, ())
            ],
            "mandats": [
                group(
                    qui=self.names.who(mandate),
                    donne_par=mandate.given_by,
                    donne_le=mandate.given_on,
                    jusqu_au=mandate.until,
                    marge=mandate.room,
                    questions=mandate.questions,
                )
                for mandate in self.mandates.get(row.pk, ())
            ],
            "points": [
                group(
                    etape=word(codes.STAGES, point.stage),
                    date=point.on,
                    texte=point.text,
                    valide_par=point.validated_by,
                    valide_le=point.validated_on,
                )
                for point in self.points.get(row.pk, ())
            ],
        }
