"""Forms of the places that an organisation draws for itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from territories import contours
from territories.forms import TerritoriesField
from territories.models import OWN_KINDS, PART_KINDS, Territory, TerritoryOutline, Zoning
from territories.names import normalise


class OwnPlaceForm(forms.ModelForm):
    """A quartier, a QPV, a canton, a bassin, a tournée: its name, where it lies or what makes it, its zonings."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=[(kind.value, kind.label) for kind in OWN_KINDS])
    zonings = forms.MultipleChoiceField(
        label=_("Zonages"), choices=Zoning.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Territory
        fields = ("name", "kind", "code", "population", "zonings")
        help_texts = {"code": _("S’il en a un\u00a0: QP063001 pour un QPV, 6302 pour un canton.")}

    field_order = ("seen_version", "name", "kind", "parts", "zonings", "code", "population")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version
        self.fields["parts"] = TerritoriesField(
            label=_("Communes"),
            required=False,
            organisation=self.instance.organisation,
            kinds=PART_KINDS,
            help_text=_(
                "Celles qui le composent, ou celle où se trouve un quartier. Un arrondissement ou un quartier vont aussi."
            ),
            initial=list(self.instance.parts.with_labels()) if self.instance.pk else [],
        )
        self.order_fields(self.field_order)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not normalise(name):
            raise ValidationError(_("Ce nom n’a ni lettre ni chiffre."), code="unreadable")
        return name

    def clean_parts(self):
        """Return the parts. Refuses the place itself, and a place that is itself made of parts of that sort."""
        parts = self.cleaned_data["parts"]
        if self.instance in parts:
            raise ValidationError(_("Un territoire ne peut pas être une partie de lui-même."), code="itself")
        if len({part.country for part in parts}) > 1:
            raise ValidationError(_("Ces communes sont de deux pays\u00a0: faites deux territoires."), code="countries")
        return parts

    def clean(self):
        data = super().clean()
        if "name" in data and "kind" in data:
            same = Territory.objects.filter(organisation=self.instance.organisation, kind=data["kind"])
            if same.filter(name_norm=normalise(data["name"])).exclude(pk=self.instance.pk).exists():
                self.add_error("name", _("Votre organisation a déjà un territoire de ce type et de ce nom."))
        return data

    def save(self):
        """Claim the place at the version seen, then save it with its parts. Call it in a transaction.

        Raises StalePlace when somebody changed it since.
        """
        place = self.instance
        if place.pk:
            place.claim(self.cleaned_data["seen_version"] or 0)
        place.save()
        place.parts.set(self.cleaned_data["parts"])
        place.settle()
        place.save()
        return place


class ContourForm(forms.Form):
    """A GeoJSON file, and where it comes from. `polygons` and `points_read` are set by a valid form."""

    file = forms.FileField(
        label=_("Fichier GeoJSON"),
        allow_empty_file=True,  # the reader says it better
        help_text=_("Un ou plusieurs polygones, en longitude et latitude (WGS\u00a084). 5\u00a0Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    source = forms.CharField(
        label=_("Source du contour"),
        max_length=200,
        required=False,
        help_text=_("D’où il vient\u00a0: il est imprimé sous la carte."),
    )

    def clean_file(self):
        """Return the file. The size it declares is not believed: reading stops just past the limit."""
        file = self.cleaned_data["file"]
        try:
            self.polygons, self.points_read = contours.read(file.read(contours.LARGEST + 1))
        except contours.ContourRefused as refused:
            raise ValidationError(str(refused), code="refused") from refused
        return file

    def save(self, place):
        """Replace the contour of the place and return it."""
        return TerritoryOutline.objects.update_or_create(
            territory=place,
            defaults={
                "polygons": self.polygons,
                "points_read": self.points_read,
                "source": self.cleaned_data["source"],
            },
        )[0]
