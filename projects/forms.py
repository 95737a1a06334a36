"""Forms of the project's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.models import Audience, Milestone, Project, ProjectMember, ProjectTerritory
from territories.forms import TerritoriesField

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LinesField(forms.CharField):
    """A list of texts, one a line. Cleans to a list without empty lines."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class VersionedForm(forms.ModelForm):
    """A form on a row that two people may edit: it carries the version that the person saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def claim_and_save(self):
        """Claim the row at the version seen, then save. Call it inside an operation; raises StaleVersion."""
        self.instance.claim(self.cleaned_data["seen_version"])
        return self.save()


class ProjectForm(VersionedForm):
    """What the project is, for whom the page speaks, from when to when."""

    objectives = LinesField(label=_("Objectifs"), required=False, help_text=_("Un objectif par ligne."))

    class Meta:
        model = Project
        fields = (
            "name",
            "subtitle",
            "framework",
            "start",
            "end",
            "stage",
            "finding",
            "purpose",
            "objectives",
            "exclusions",
            "banner",
        )
        widgets = {"start": DAY, "end": DAY}


class MilestoneForm(VersionedForm):
    class Meta:
        model = Milestone
        fields = ("date", "title")
        widgets = {"date": DAY}


class AudienceForm(forms.ModelForm):
    class Meta:
        model = Audience
        fields = ("name",)


class MemberForm(forms.ModelForm):
    """A person of the team. The e-mail address links an account of the same organisation, when there is one."""

    email = forms.EmailField(
        label=_("Adresse du compte"),
        required=False,
        help_text=_("Laissez vide pour une personne qui ne se connecte pas."),
    )

    class Meta:
        model = ProjectMember
        fields = ("name", "function", "role", "email")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.user_id:
            self.initial["email"] = self.instance.user.email

    def clean_email(self):
        """Return the User of the address, or None. Refuses an address without account in the organisation."""
        email = self.cleaned_data["email"]
        if not email:
            return None
        organisation = self.instance.project.organisation
        user = User.objects.filter(email__iexact=email, memberships__organisation=organisation).first()
        if user is None:
            raise forms.ValidationError(_("Aucun compte de votre organisation n’a cette adresse."))
        taken = ProjectMember.objects.filter(project=self.instance.project, user=user).exclude(pk=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(_("Ce compte est déjà celui d’une autre personne de l’équipe."))
        return user

    def save(self, commit=True):
        self.instance.user = self.cleaned_data["email"]
        return super().save(commit)


class PlacesForm(forms.Form):
    """The places that the project aims at, in the order given."""

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        aimed_at = project.project_territories.filter(targeted=True).select_related("territory")
        self.fields["places"] = TerritoriesField(
            label=_("Territoires visés"),
            organisation=project.organisation,
            required=False,
            initial=[place.territory for place in aimed_at],
        )

    def save(self):
        """Keep what the file said of a place that stays (identifier, what is to be checked). Call it in an operation."""
        chosen = self.cleaned_data["places"]
        places = {place.territory_id: place for place in self.project.project_territories.all()}
        for position, territory in enumerate(chosen):
            place = places.get(territory.pk) or ProjectTerritory(project=self.project, territory=territory)
            place.targeted, place.position = True, position
            place.save()
        for place in places.values():
            if place.targeted and place.territory_id not in {territory.pk for territory in chosen}:
                place.delete()
