"""A new project: its name, who carries it, where to start from."""

import datetime

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.models import Partner, PartnerKind
from projects.forms import DAY
from projects.models import Project
from projects.starting_points import STARTING_POINTS


class ProjectCreationForm(forms.ModelForm):
    """Creates a project with its frame and its carrying organisation."""

    lead_name = forms.CharField(
        label=_("Structure porteuse"),
        max_length=200,
        required=False,
        help_text=_("Qui répond du projet et aura sa colonne dans le RACI. Vide\u00a0: l’organisation choisie."),
    )
    lead_kind = forms.ChoiceField(
        label=_("Type de structure"), choices=PartnerKind.choices, initial=PartnerKind.SOCIAL_CENTRE
    )
    starting_point = forms.ChoiceField(
        label=_("Partir de"),
        choices=[(point.code, point.name) for point in STARTING_POINTS],
        initial=STARTING_POINTS[0].code,
        widget=forms.RadioSelect,
        help_text=_("Les horizons et les niveaux se modifient ensuite, un à un."),
    )

    field_order = ("organisation", "name", "subtitle", "lead_name", "lead_kind", "start", "starting_point")

    class Meta:
        model = Project
        fields = ("organisation", "name", "subtitle", "start")
        widgets = {"start": DAY}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        managed = Organisation.objects.managed_by(user)
        self.fields["organisation"].queryset = managed
        self.fields["organisation"].empty_label = None
        self.fields["start"].required = True
        self.fields["start"].initial = datetime.date.today

    def lead(self):
        """Return the carrying organisation's Partner: the one of that name in the directory, or a new unsaved one."""
        organisation = self.cleaned_data["organisation"]
        name = self.cleaned_data["lead_name"] or organisation.name
        known = Partner.objects.filter(organisation=organisation, name__iexact=name).first()
        return known or Partner(organisation=organisation, name=name, kind=self.cleaned_data["lead_kind"])


def spelled(text):
    """Return the text without what nobody sees: capitals, the kind of apostrophe, the width of spaces."""
    return " ".join(text.replace("\u2019", "'").split()).casefold()


class ProjectRemovalForm(forms.Form):
    """Asks for the name of the project: nobody removes one by mistake."""

    name = forms.CharField(
        label=_("Nom du projet"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["name"].help_text = _("Recopiez «\u00a0%(name)s\u00a0» pour confirmer.") % {
            "name": escape(project.name)
        }

    def clean_name(self):
        """Refuse any other name than the project's."""
        if spelled(self.cleaned_data["name"]) != spelled(self.project.name):
            raise forms.ValidationError(_("Ce n’est pas le nom de ce projet. Rien n’est supprimé."))
        return self.cleaned_data["name"]
