"""Forms of a partner's record, block by block."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Analysis,
    Contact,
    Lever,
    LogEntry,
    LogPresence,
    Obstacle,
    Partner,
    Partnership,
    Promise,
    Response,
)
from projects.forms import DAY, VersionedForm
from projects.models import ProjectMember
from territories.forms import TerritoryField

THREE_LINES = forms.Textarea(attrs={"rows": 3})


class PartnerForm(VersionedForm):
    """Who the partner is: the organisation's record, shared by all its projects."""

    class Meta:
        model = Partner
        fields = (
            "name",
            "short_name",
            "kind",
            "overlooked",
            "legal_form",
            "seat",
            "siret",
            "rna",
            "bce",
            "mission",
            "checked_on",
        )
        widgets = {"checked_on": DAY, "mission": THREE_LINES}

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"] = TerritoryField(
            organisation=project.organisation, required=False, label=_("Territoire d’action")
        )
        self.initial.setdefault("territory", self.instance.territory)
        self.order_fields(["name", "short_name", "kind", "territory"])

    def save(self, commit=True):
        self.instance.territory = self.cleaned_data["territory"]
        return super().save(commit)


class BondForm(VersionedForm):
    """The link with the project: nature, intensity, what it is written on, stage, who looks after it."""

    class Meta:
        model = Partnership
        fields = ("nature", "intensity", "formalisation", "stage", "looked_after_by")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["looked_after_by"].queryset = project.members.all()


class ExchangeForm(VersionedForm):
    """What it brings, expects, cannot do, and what we share."""

    class Meta:
        model = Partnership
        fields = ("brings", "expects", "limits", "common_interests")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)


class AnalysisForm(VersionedForm):
    """The team's private reading."""

    class Meta:
        model = Analysis
        fields = (
            "trust",
            "influence",
            "interest",
            "synergy",
            "antagonism",
            "commitment_now",
            "commitment_needed",
        )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        for name, low, high in (("influence", 1, 5), ("interest", 1, 5), ("synergy", 1, 4), ("antagonism", 1, 4)):
            self.fields[name].widget.attrs.update({"min": low, "max": high})
            self.fields[name].help_text = _("De %(low)s à %(high)s.") % {"low": low, "high": high}


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("name", "function", "email", "phone")


class FactForm(forms.ModelForm):
    """A frein or a levier."""

    class Meta:
        fields = ("text", "category", "strength", "status")
        widgets = {"text": THREE_LINES}


class ObstacleForm(FactForm):
    class Meta(FactForm.Meta):
        model = Obstacle


class LeverForm(FactForm):
    class Meta(FactForm.Meta):
        model = Lever


class ResponseForm(forms.ModelForm):
    """A parade: what we do about one of the partner's freins."""

    class Meta:
        model = Response
        fields = ("obstacle", "text", "who_member", "due", "done")
        widgets = {"text": THREE_LINES, "due": DAY}

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["obstacle"].queryset = partnership.obstacles.all()
        self.fields["obstacle"].empty_label = None
        self.fields["who_member"].queryset = partnership.project.members.all()
        self.fields["who_member"].label = _("Qui s’en charge")


class PromiseForm(forms.ModelForm):
    class Meta:
        model = Promise
        fields = ("what", "who_member", "due", "done")
        widgets = {"what": THREE_LINES, "due": DAY}

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who_member"].queryset = partnership.project.members.all()
        self.fields["who_member"].label = _("Qui s’en charge")


class LogEntryForm(forms.ModelForm):
    """An exchange, who was there, and what follows."""

    presents = forms.ModelMultipleChoiceField(
        ProjectMember.objects.none(),
        label=_("Qui y était, de notre équipe"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    follow_up_what = forms.CharField(label=_("Suite promise"), required=False, max_length=20000)
    follow_up_who = forms.ModelChoiceField(ProjectMember.objects.none(), label=_("Par qui"), required=False)
    follow_up_due = forms.DateField(label=_("Pour le"), required=False, widget=DAY)

    class Meta:
        model = LogEntry
        fields = ("date", "kind", "place", "summary", "decision", "mood")
        widgets = {"date": DAY, "summary": THREE_LINES, "decision": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        members = partnership.project.members.all()
        self.fields["presents"].queryset = members
        self.fields["follow_up_who"].queryset = members
        if self.instance.pk:
            self.initial["presents"] = [row.who_member_id for row in self.instance.presences.all()]
            promise = self._promise()
            if promise:
                self.initial |= {
                    "follow_up_what": promise.what,
                    "follow_up_who": promise.who_member_id,
                    "follow_up_due": promise.due,
                }

    def _promise(self):
        return Promise.objects.filter(entry=self.instance).first() if self.instance.pk else None

    def save(self, commit=True):
        """Save the entry, who was there, and what was promised. Call it inside an operation."""
        entry = super().save(commit)
        entry.presences.exclude(who_member=None).delete()
        for position, member in enumerate(self.cleaned_data["presents"]):
            LogPresence.objects.create(entry=entry, who_member=member, position=position)
        what = self.cleaned_data["follow_up_what"]
        promise = self._promise() or Promise(partnership=entry.partnership, entry=entry)
        if what:
            promise.what = what
            promise.who_member = self.cleaned_data["follow_up_who"]
            promise.due = self.cleaned_data["follow_up_due"]
            promise.save()
        elif promise.pk:
            promise.delete()
        return entry
