"""Forms on a fiche action: its facts by group, a new one, who has validated it, the agreements that join it."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput, FactForm, LinesField, PartnershipChoice, VersionForm
from agreements.models import OPEN_STATUSES, ActionSheet, SheetValidation


def _partnerships(project, *kept):
    """Return the partnerships of the project that a list of choice shows: not the archived ones, but those in `kept`."""
    usable = project.partnerships.filter(partner__archived_at=None) | project.partnerships.filter(pk__in=kept)
    return usable.select_related("partner").order_by("-is_lead", "partner__name_norm")


class SheetForm(FactForm):
    """A group of facts. `private`: what partners never read, which makes no new edition of the text."""

    private = False

    def save(self, commit=True):
        if not self.private and self.changed_data:
            self.instance.change_text()
        return super().save(commit)


class HeadForm(SheetForm):
    pilot = PartnershipChoice(
        queryset=None,
        to_field_name="public_id",
        required=False,
        label=_("Pilote"),
        empty_label=_("Pas encore choisi"),
        help_text=_("Une structure, une seule\u00a0: elle rend compte de l’action."),
    )

    class Meta:
        model = ActionSheet
        fields = ("number", "title", "status", "framework", "axis", "pilot", "agreement")
        help_texts = {"axis": _("L’orientation ou l’axe auquel l’action répond, dans ce cadre.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sheet = self.instance
        self.fields["pilot"].queryset = _partnerships(sheet.project, sheet.pilot_id)
        self.initial["pilot"] = sheet.pilot.public_id if sheet.pilot else ""
        self.fields["agreement"].queryset = sheet.project.agreements.all()
        self.fields["agreement"].empty_label = _("Aucune")
        self.fields["framework"].choices = [("", _("À préciser")), *self.fields["framework"].choices[1:]]

    def save(self, commit=True):
        # The state and the agreement say where the action stands, not what partners have said yes to.
        self.private = not set(self.changed_data) - {"status", "agreement", "version"}
        return super().save(commit)


class SheetCreateForm(forms.ModelForm):
    """The title is enough; activities of the RACI bring the pilot and the partners."""

    pilot = PartnershipChoice(
        queryset=None,
        to_field_name="public_id",
        required=False,
        label=_("Pilote"),
        empty_label=_("D’après le RACI, ou plus tard"),
    )

    class Meta:
        model = ActionSheet
        fields = ("title", "framework", "axis", "activities", "pilot")
        widgets = {"activities": forms.CheckboxSelectMultiple}
        labels = {"activities": _("Activités du RACI qu’elle met en œuvre")}
        help_texts = {"activities": _("Leurs rôles sont repris dans la fiche\u00a0: vous les relirez.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.fields["activities"].queryset = project.activities.order_by("position", "pk")
        self.fields["pilot"].queryset = _partnerships(project)
        self.fields["framework"].choices = [("", _("À préciser")), *self.fields["framework"].choices[1:]]


class WhyForm(SheetForm):
    objectives = LinesField(label=_("Objectifs opérationnels"), help_text=_("Un objectif par ligne, un verbe d’abord."))

    class Meta:
        model = ActionSheet
        fields = ("finding", "source", "goal", "objectives", "situations")
        widgets = {"situations": forms.CheckboxSelectMultiple}
        labels = {"situations": _("Situations auxquelles elle répond")}
        help_texts = {"source": _("D’où vient ce constat\u00a0: diagnostic, enquête, chiffres, date.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["situations"].queryset = self.instance.project.situations.all()
        if not self.fields["situations"].queryset.exists():
            del self.fields["situations"]


class WhomForm(SheetForm):
    class Meta:
        model = ActionSheet
        fields = ("audiences", "audience_count", "territories", "residents_place")
        widgets = {"audiences": forms.CheckboxSelectMultiple, "territories": forms.CheckboxSelectMultiple}
        help_texts = {
            "audience_count": _("Des personnes différentes, pas des passages."),
            "residents_place": _("Ce que des habitant·es décident, animent, évaluent."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.fields["audiences"].queryset = project.audiences.all()
        self.fields["territories"].queryset = project.territories.order_by("name")
        for name, words, url in (
            ("audiences", _("Ajouter un public"), reverse("projects:item_add", args=[project.slug, "publics"])),
            ("territories", _("Choisir les territoires"), reverse("projects:places_edit", args=[project.slug])),
        ):
            if not self.fields[name].queryset.exists():
                link = format_html('<a href="{}">{}</a>', url, words)
                self.fields[name].help_text = format_html("{} {}.", _("Le projet n’en nomme pas encore."), link)


class HowForm(SheetForm):
    class Meta:
        model = ActionSheet
        fields = ("description", "activities", "calendar", "interim_on", "final_on")
        widgets = {"activities": forms.CheckboxSelectMultiple}
        labels = {"activities": _("Activités du RACI")}
        help_texts = {"interim_on": _("À mi-parcours\u00a0: le jour où vous regarderez ensemble, et ajusterez.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activities"].queryset = self.instance.project.activities.order_by("position", "pk")
        if not self.fields["activities"].queryset.exists():
            del self.fields["activities"]


class MeansForm(SheetForm):
    class Meta:
        model = ActionSheet
        fields = ("fte", "equipment", "budget")
        help_texts = {
            "fte": _("0,5 est un mi-temps sur l’année."),
            "budget": _("Pour une année. Les lignes du budget, dès qu’il y en a, le remplacent."),
        }


class WatchForm(SheetForm):
    private = True

    class Meta:
        model = ActionSheet
        fields = ("watch_points",)
        help_texts = {"watch_points": _("Pour votre équipe\u00a0: aucun document, aucun lien ne les montre.")}


# Key in the address → (title on the screen, form). The order is that of the list on the screen.
GROUPS = {
    "fiche": (_("La fiche"), HeadForm),
    "pourquoi": (_("Pourquoi"), WhyForm),
    "publics": (_("Pour qui"), WhomForm),
    "deroulement": (_("Déroulement"), HowForm),
    "moyens": (_("Moyens"), MeansForm),
    "vigilance": (_("Points de vigilance"), WatchForm),
}


class ValidationForm(forms.ModelForm):
    """Which side said yes, by whom, on which day."""

    partnership = PartnershipChoice(
        queryset=None, to_field_name="public_id", label=_("Qui a validé"), empty_label=_("Choisissez une structure")
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = SheetValidation
        fields = ("partnership", "by_name", "on", "edition")
        widgets = {"on": DateInput}
        labels = {"by_name": _("Par qui, pour elle"), "on": _("Le")}

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        partners = [row.partnership_id for row in sheet.partners.all()]
        known = sheet.project.partnerships.filter(
            pk__in=[*partners, sheet.pilot_id]
        ) | sheet.project.partnerships.filter(is_lead=True)
        done = [row.partnership_id for row in sheet.validators()]
        self.fields["partnership"].queryset = (
            known.exclude(pk__in=done).select_related("partner").order_by("-is_lead", "partner__name_norm")
        )
        self.fields["edition"].initial = sheet.edition


class AnnexingForm(forms.Form):
    """The agreements still open to which the sheet is annexed."""

    agreements = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Conventions qui la joignent"),
        help_text=_("Un texte signé ne change plus\u00a0: il n’est pas dans cette liste."),
    )

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["agreements"].queryset = sheet.project.agreements.filter(status__in=OPEN_STATUSES)
        self.fields["agreements"].initial = [
            row.public_id for row in sheet.annexed_to.all() if row.status in OPEN_STATUSES
        ]

    def save(self):
        """Join the sheet to the agreements chosen, take it out of the others; each that changes gets a new version."""
        chosen = set(self.cleaned_data["agreements"])
        joined = set(self.sheet.annexed_to.filter(status__in=OPEN_STATUSES))
        for agreement in sorted(chosen ^ joined, key=lambda one: one.pk):
            agreement.claim(agreement.version)
            if agreement in chosen:
                agreement.sheets.add(self.sheet)
            else:
                agreement.sheets.remove(self.sheet)
            agreement.save()


__all__ = ["GROUPS", "AnnexingForm", "SheetCreateForm", "ValidationForm", "VersionForm"]
