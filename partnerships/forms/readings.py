"""The position of one partner on one of the team's private readings."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.forms.record import AnalysisForm
from partnerships.readings import ANTAGONISMS, SYNERGIES


class ReadingForm(AnalysisForm):
    """A position is that of a day: today's, unless the team says another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["read_on"] = timezone.localdate()
        self.fields["read_on"].required = True


class InfluenceForm(ReadingForm):
    synergy = antagonism = None

    class Meta(AnalysisForm.Meta):
        fields = ("influence", "interest", "read_on")


class CommitmentForm(ReadingForm):
    influence = interest = synergy = antagonism = None

    class Meta(AnalysisForm.Meta):
        fields = ("commitment_now", "commitment_needed", "read_on")


class AlliesForm(ReadingForm):
    """What each degree means is said where it is chosen."""

    influence = interest = None

    class Meta(AnalysisForm.Meta):
        fields = ("synergy", "antagonism", "read_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in (("synergy", SYNERGIES), ("antagonism", ANTAGONISMS)):
            said = [(n, f"{n}, {word}") for n, word in enumerate(words, start=1)]
            self.fields[name].choices = [("", _("Pas d’avis")), *said]
