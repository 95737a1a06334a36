"""Moving a card, adding a partner, changing the edges of the frise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Certainty, Partner, Partnership, Provenance
from projects.forms import DAY, VersionedForm
from projects.models import Horizon, InvolvementLevel
from territories.forms import TerritoryField
from territories.names import normalise


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
    replacing = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, partnership, **kwargs):
        if data is not None and "cell" in data:
            # The grid of radios: one choice says both.
            data = data.copy()
            data["horizon"], _slash, data["level"] = data["cell"].partition("/")
        super().__init__(data, **kwargs)
        self.partnership = partnership
        # Both edges are read once: the form chooses in them, and the answer draws the cards with them.
        self.horizons, self.levels = list(partnership.project.horizons.all()), list(partnership.project.levels.all())
        for name, rows in (("horizon", self.horizons), ("level", self.levels)):
            self.fields[name].choices = [("", _("À placer")), *((row.public_id, row.name) for row in rows)]
            self.fields[name].coerce = {row.public_id: row for row in rows}.__getitem__

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("horizon") and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choisissez un niveau."))
        key = cleaned.get("placement")
        cleaned["placement"] = self.partnership.placements.filter(public_id=key).first() if key else None
        if key and cleaned["placement"] is None:
            self.add_error(None, _("Cette fiche a été retirée de la frise entre-temps."))
        return cleaned

    def details(self):
        """Return what was said of the placement; what the form did not carry (a drag) stays as it was."""
        names = ("certainty", "provenance", "planned_on", "reason")
        given = {name: self.cleaned_data[name] for name in names if name in self.data}
        return {name: value for name, value in given.items() if value or name in {"planned_on", "reason"}}


class AddPartnerForm(forms.Form):
    """A partner of the directory, or a new one, put in the tray or straight in a cell."""

    known = forms.ModelChoiceField(
        Partner.objects.none(),
        to_field_name="public_id",
        label=_("Dans votre annuaire"),
        required=False,
        empty_label=_("Un nouveau partenaire"),
    )
    name = forms.CharField(label=_("Nom"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("Type d’acteur"), choices=Partner._meta.get_field("kind").choices, initial="association", required=False
    )
    horizon = forms.ModelChoiceField(
        Horizon.objects.none(), to_field_name="public_id", label=_("Horizon"), required=False, empty_label=_("À placer")
    )
    level = forms.ModelChoiceField(
        InvolvementLevel.objects.none(), to_field_name="public_id", label=_("Niveau"), required=False, empty_label="—"
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        in_directory = Partner.objects.filter(organisation=project.organisation).active()
        self.fields["known"].queryset = in_directory.exclude(partnerships__project=project)
        self.fields["horizon"].queryset = project.horizons.all()
        self.fields["level"].queryset = project.levels.all()
        self.fields["territory"] = TerritoryField(
            organisation=project.organisation, required=False, label=_("Territoire d’action")
        )
        self.order_fields(["known", "name", "kind", "territory", "horizon", "level"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("known"):
            if not cleaned.get("name"):
                self.add_error("name", _("Donnez un nom, ou choisissez dans votre annuaire."))
            elif twin := self._twin(cleaned["name"]):
                self.add_error("name", _("«\u00a0%(name)s\u00a0» est déjà dans votre annuaire.") % {"name": twin.name})
        if cleaned.get("horizon") and not cleaned.get("level"):
            self.add_error("level", _("Choisissez aussi un niveau."))
        return cleaned

    def _twin(self, name):
        wanted = normalise(name)
        twins = Partner.objects.filter(organisation=self.project.organisation, name_norm__startswith=wanted[:40])
        return next((twin for twin in twins if normalise(twin.name) == wanted), None)

    def save(self, *, by):
        """Create what is missing and return the Partnership. Call it inside an operation."""
        data = self.cleaned_data
        partner = data["known"]
        if partner is None:
            partner = Partner.objects.create(
                organisation=self.project.organisation,
                name=data["name"],
                kind=data["kind"] or "other",
                territory=data["territory"],
            )
        position = self.project.partnerships.count()
        partnership = Partnership.objects.create(project=self.project, partner=partner, position=position)
        if data["horizon"]:
            partnership.placements.place(partnership, horizon=data["horizon"], level=data["level"], by=by)
        return partnership


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
