"""Forms of the circuit: its steps, the request, the answer."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from agreements.forms.fields import DateInput, VersionForm
from agreements.models import ApproverKind, Decision, ValidationRound, ValidationStep
from projects.models import ProjectMember


class StepForm(VersionForm, forms.ModelForm):
    """A step: its name, and who says yes. One choice for the three kinds of approver."""

    approver = forms.ChoiceField(label=_("Qui valide\u00a0?"))

    class Meta:
        model = ValidationStep
        fields = ("name",)
        help_texts = {"name": _("Par exemple\u00a0: direction, conseil d’administration, bureau.")}

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        rows = ProjectMember.objects.filter(project=project)
        self.members = {member.public_id: member for member in rows}
        self.fields["approver"].choices = [
            (_("Un rôle"), [(f"{ApproverKind.ROLE}:{code}", label) for code, label in Role.choices]),
            (
                _("Une personne"),
                [(f"{ApproverKind.MEMBER}:{key}", member.name) for key, member in self.members.items()],
            ),
            (
                _("Une instance"),
                [(f"{ApproverKind.BODY}:", _("Une instance\u00a0: la coordination note sa décision"))],
            ),
        ]
        self.fields["approver"].initial = self._chosen(self.instance)

    @staticmethod
    def _chosen(step):
        if step.kind == ApproverKind.MEMBER:
            return f"{step.kind}:{step.member.public_id if step.member else ''}"
        return f"{step.kind}:{step.role or (Role.DIRECTOR if step.kind == ApproverKind.ROLE else '')}"

    def clean(self):
        """Write the approver on the step, so that its own rules are checked with it."""
        cleaned = super().clean()
        kind, _colon, key = cleaned.get("approver", "").partition(":")
        if kind:
            self.instance.kind = kind
            self.instance.role = key if kind == ApproverKind.ROLE else ""
            self.instance.member = self.members.get(key) if kind == ApproverKind.MEMBER else None
        return cleaned


class AskForm(forms.ModelForm):
    """The request made to the circuit."""

    class Meta:
        model = ValidationRound
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class TextSeenForm(forms.Form):
    """The text that the person read: an answer is about it and no other."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class ChangeForm(TextSeenForm):
    """What must change, and where."""

    article = forms.ChoiceField(label=_("Dans quel article\u00a0?"), required=False)
    reason = forms.CharField(label=_("Ce qui doit changer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = article_choices(sections)


def article_choices(sections):
    """Return the choices of an article: the titles of the text, the whole first."""
    return [("", _("Tout le texte"))] + [(part.heading[:300], part.heading) for part in sections]


class NotedForm(TextSeenForm):
    """The decision of a body, or of somebody without account: when, and what proves it."""

    decision = forms.ChoiceField(
        label=_("Décision"),
        choices=[(Decision.VALIDATED, _("Elle valide ce texte")), (Decision.CHANGE, _("Elle demande un changement"))],
        widget=forms.RadioSelect,
        initial=Decision.VALIDATED,
    )
    decided_on = forms.DateField(label=_("Le"), widget=DateInput)
    reference = forms.CharField(
        label=_("Référence"),
        max_length=300,
        help_text=_("Procès-verbal, délibération, courriel\u00a0: ce qui le prouve."),
    )
    article = forms.ChoiceField(label=_("Dans quel article\u00a0?"), required=False)
    reason = forms.CharField(
        label=_("Ce qui doit changer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = article_choices(sections)

    def clean_decided_on(self):
        """Refuse a day to come."""
        return not_in_the_future(self.cleaned_data["decided_on"])

    def clean(self):
        """A change asked for has a reason."""
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.CHANGE and not cleaned.get("reason"):
            self.add_error("reason", _("Dites ce qui doit changer."))
        return cleaned


def not_in_the_future(day):
    """Return the day. Raises ValidationError when it has not come yet."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
    return day
