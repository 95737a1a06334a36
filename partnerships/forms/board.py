"""Moving a card, adding a partner, changing the edges of the frise."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partnerships.models import Certainty, Placement, Provenance
from projects.edges import edges_of
from projects.forms import DAY, VersionedForm
from projects.models import Horizon, InvolvementLevel
from projects.prepared import Prepared

_placed = Prepared(
    lambda partnership, public_id: Placement.objects.filter(partnership=partnership, public_id=public_id),
    partnership=int,
    public_id=str,
)


class MoveForm(forms.Form):
    """Where a partner goes. Without horizon: back to the tray."""

    placement = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    horizon = forms.TypedChoiceField(label=_("Horizon"), required=False, empty_value=None)
    level = forms.TypedChoiceField(label=_("Niveau"), required=False, empty_value=None)
    certainty = forms.ChoiceField(label=_("Certitude"), choices=Certainty.choices, required=False)
    provenance = forms.ChoiceField(label=_("Qui le dit"), choices=Provenance.choices, required=False)
    planned_on = forms.DateField(label=_("À partir du"), widget=DAY, required=False)
    reason = forms.CharField(
        label=_("Raison"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 2})
    )
    # What was seen of the placement that gives way (Placement.seen).
    replacing = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data=None, *, partnership, **kwargs):
        if data is not None and "cell" in data:
            # The grid of radios: one choice says both.
            data = data.copy()
            data["horizon"], _slash, data["level"] = data["cell"].partition("/")
        super().__init__(data, **kwargs)
        self.partnership = partnership
        # Both edges are read once: the form chooses in them, and the answer draws the cards with them.
        self.horizons, self.levels = edges_of(partnership.project)
        for name, rows in (("horizon", self.horizons), ("level", self.levels)):
            self.fields[name].choices = [("", _("À placer")), *((row.public_id, row.name) for row in rows)]
            self.fields[name].coerce = {row.public_id: row for row in rows}.__getitem__

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("horizon") and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choisissez un niveau."))
        key = cleaned.get("placement")
        cleaned["placement"] = _placed.first(partnership=self.partnership.pk, public_id=key) if key else None
        if cleaned["placement"] is not None:
            cleaned["placement"].partnership = self.partnership
        elif key:
            self.add_error(None, _("Cette fiche a été retirée de la frise entre-temps."))
        return cleaned

    def details(self):
        """Return what was said of the placement; what the form did not carry (a drag) stays as it was."""
        names = ("certainty", "provenance", "planned_on", "reason")
        given = {name: self.cleaned_data[name] for name in names if name in self.data}
        return {name: value for name, value in given.items() if value or name in {"planned_on", "reason"}}


class ReasonForm(forms.Form):
    """Why a card was moved, said just after."""

    reason = forms.CharField(label=_("Raison"), max_length=20000, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    """A day to look at, in the address."""

    au = forms.DateField(label=_("Telle qu’elle était le"), widget=DAY)


class TwoDaysForm(forms.Form):
    """Two days to compare, the earlier first; neither is to come."""

    du = forms.DateField(label=_("Entre le"), widget=DAY)
    au = forms.DateField(label=_("et le"), widget=DAY)

    def clean(self):
        cleaned = super().clean()
        earlier, later = cleaned.get("du"), cleaned.get("au")
        if earlier and later and earlier > later:
            cleaned["du"], cleaned["au"] = later, earlier
        if later and max(earlier or later, later) > timezone.localdate():
            self.add_error("au", _("Ce jour n’est pas encore passé."))
        return cleaned


class DensityForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("board_density",)


class EdgeForm(VersionedForm):
    """A row of one edge of the frise. Its project is not in the form, but names are unique inside it: check that too."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"project"}


class HorizonForm(EdgeForm):
    class Meta:
        model = Horizon
        fields = ("name", "subtitle", "start", "end", "intention")
        widgets = {"start": DAY, "end": DAY, "intention": forms.Textarea(attrs={"rows": 3})}


class LevelForm(EdgeForm):
    class Meta:
        model = InvolvementLevel
        fields = ("name", "definition", "code")


class RemovalForm(forms.Form):
    """Where the placements of a removed horizon or level go: another one, or back to the tray."""

    target = forms.ChoiceField(label=_("Où vont les placements\u00a0?"), widget=forms.RadioSelect)

    TRAY = "a_placer"

    def __init__(self, *args, others, there, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {row.public_id: row for row in others}
        choices = [(key, self._towards(row, there.get(key, []))) for key, row in self.others.items()]
        self.fields["target"].choices = [*choices, (self.TRAY, _("Dans «\u00a0À placer\u00a0»"))]

    def _towards(self, row, names):
        words = _("Vers «\u00a0%(name)s\u00a0»") % {"name": row.name}
        if names:
            kept = _("%(names)s\u00a0: leur place là-bas reste, celle d’ici part") % {"names": ", ".join(names)}
            words = f"{words} ({kept})"
        return words

    def target_row(self):
        """Return the horizon or level chosen, or None for the tray."""
        return self.others.get(self.cleaned_data["target"])
