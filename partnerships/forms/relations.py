"""A link between two partners: what ties them, how much they do together, from when to when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.guarded import GuardedForm
from partnerships.models import Link, LinkIntensity, LinkNature, Partnership
from partnerships.relations.layout import place_newcomers
from projects.forms import DAY

SHORT = forms.Textarea(attrs={"rows": 2})
# What each degree means (Himmelman, as Guide-UP uses it): said where it is chosen.
TOGETHER = {
    LinkIntensity.NETWORKING: _("on échange des informations"),
    LinkIntensity.COORDINATION: _("on adapte aussi ses activités"),
    LinkIntensity.COOPERATION: _("on partage aussi des moyens"),
    LinkIntensity.COLLABORATION: _("on se renforce l’un l’autre"),
}
TIES = {
    LinkNature.NETWORK: _("des connaissances, la possibilité de s’appeler"),
    LinkNature.COOPERATION: _("opérer ensemble, rôles compris et articulés"),
    LinkNature.PARTNERSHIP: _("libre association autour d’un projet"),
}


class LinkFields(GuardedForm):
    """What is said of a link, whoever its ends are. A link that is new takes its place on the drawings."""

    class Meta:
        model = Link
        fields = ("intensity", "nature", "since", "until", "note", "tension")
        widgets = {"since": DAY, "until": DAY, "note": SHORT, "tension": SHORT}
        labels = {"intensity": _("Ensemble"), "until": _("Jusqu’au")}
        help_texts = {
            "until": _("Le jour où le lien ne tient plus. Vide\u00a0: il tient."),
            "note": _("Privé équipe\u00a0: n’apparaît dans aucun document."),
            "tension": _("Privé équipe\u00a0: n’apparaît dans aucun document."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said = [(code, f"{label}\u00a0: {TOGETHER[code]}") for code, label in LinkIntensity.choices]
        self.fields["intensity"].choices = [("", _("Choisir")), *said]
        tied = [(code, f"{label}\u00a0: {TIES[code]}") for code, label in LinkNature.choices]
        self.fields["nature"].choices = [("", _("À préciser")), *tied]

    def save(self, commit=True):
        link = super().save(commit)
        place_newcomers(link.project)
        return link


def open_ends(project):
    """Return the partnerships of a project that a link may join, by name."""
    rows = Partnership.objects.filter(project=project, partner__archived_at=None)
    return rows.select_related("partner").order_by("partner__name_norm", "pk")


class RelationForm(LinkFields):
    """A link from the page of relations: both ends are chosen, once."""

    a = forms.TypedChoiceField(label=_("Acteur"))
    b = forms.TypedChoiceField(label=_("Avec"))

    def __init__(self, *args, project, ends=("", ""), **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        if self.instance.pk:
            del self.fields["a"], self.fields["b"]
            return
        # Both ends are chosen in one list, read once.
        rows = {row.public_id: row for row in open_ends(project)}
        for name, chosen in zip(("a", "b"), ends, strict=True):
            self.fields[name].choices = [("", _("Choisir")), *((key, row.partner.name) for key, row in rows.items())]
            self.fields[name].coerce = rows.__getitem__
            self.initial[name] = chosen
        self.order_fields(["a", "b", *self.Meta.fields])

    def clean(self):
        cleaned = super().clean()
        one, other = cleaned.get("a"), cleaned.get("b")
        if one and other:
            if one == other:
                self.add_error("b", _("Un lien relie deux acteurs différents."))
            elif Link.objects.between(one, other).exists():
                self.add_error("b", _("Leur lien est déjà noté\u00a0: modifiez-le."))
        return cleaned

    def save(self, commit=True):
        if not self.instance.pk:
            self.instance.project = self.project
            self.instance.a, self.instance.b = self.cleaned_data["a"], self.cleaned_data["b"]
        return super().save(commit)


class DatesForm(forms.Form):
    """Two days to compare."""

    avant = forms.DateField(label=_("Avant, le"), widget=DAY)
    apres = forms.DateField(label=_("Après, le"), widget=DAY)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("avant") and cleaned.get("apres") and cleaned["apres"] <= cleaned["avant"]:
            self.add_error("apres", _("Choisissez un jour qui suit le premier."))
        return cleaned
