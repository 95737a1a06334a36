"""Where a partner is hoped to be, when best to ask it, and what each one thinks of its place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.guarded import GuardedForm, soften
from partnerships.models import Partnership, PlacementOpinion, Provenance, Voice
from projects.forms import DAY, VersionedForm
from projects.models import ProjectMember

SHORT = forms.Textarea(attrs={"rows": 2})


class HopedLevelForm(VersionedForm):
    """The level hoped for, who says it and why. Without level, nothing is hoped for."""

    class Meta:
        model = Partnership
        fields = ("hoped_level", "hoped_provenance", "hoped_reason")
        widgets = {"hoped_reason": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hoped_level"].queryset = self.instance.project.levels.all()
        self.fields["hoped_level"].empty_label = _("Rien d’espéré pour l’instant")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("hoped_reason") and not cleaned.get("hoped_level") and "hoped_level" not in self.errors:
            self.add_error("hoped_level", _("Dites quel niveau, ou videz la raison."))
        if not cleaned.get("hoped_level"):
            cleaned["hoped_provenance"] = Provenance.SUPPOSED
        return cleaned


class AskForm(VersionedForm):
    """The best moment to ask a partner: a day, a moment of the project, or both, and why."""

    class Meta:
        model = Partnership
        fields = ("ask_on", "ask_moment", "ask_reason")
        widgets = {"ask_on": DAY, "ask_reason": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        soften(self)

    def clean(self):
        cleaned = super().clean()
        said = cleaned.get("ask_on") or cleaned.get("ask_moment")
        if cleaned.get("ask_reason") and not said and not self.errors:
            self.add_error("ask_on", _("Dites quand, ou videz la raison."))
        return cleaned


class OpinionForm(GuardedForm):
    """One opinion on a place: whose, at which horizon, which level, where it was said."""

    whose = forms.ChoiceField(label=_("Qui le pense"))

    class Meta:
        model = PlacementOpinion
        fields = ("horizon", "level", "source", "date", "comment")
        widgets = {"date": DAY, "comment": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        partnership, opinion = self.instance.partnership, self.instance
        for name, rows in (("horizon", partnership.project.horizons), ("level", partnership.project.levels)):
            self.fields[name].queryset = rows.all()
            self.fields[name].empty_label = None
        self.members = {
            member.public_id: member for member in ProjectMember.objects.filter(project=partnership.project_id)
        }
        self.fields["whose"].choices = [
            (Voice.TEAM, _("L’équipe")),
            *((key, member.name) for key, member in self.members.items()),
            (Voice.PARTNER, partnership.partner.label),
            (Voice.WORKSHOP, Voice.WORKSHOP.label),
        ]
        if opinion.pk:
            self.initial["whose"] = opinion.member.public_id if opinion.member_id else opinion.voice
        self.order_fields(["whose", *self.Meta.fields, "seen"])

    def save(self, commit=True):
        whose = self.cleaned_data["whose"]
        self.instance.member = self.members.get(whose)
        self.instance.voice = Voice.TEAM if self.instance.member else whose
        return super().save(commit)
