"""Forms of what is noted about a cell: an opinion asked, news told, the answer of the A, a private note."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import RaciFact, SaidBy
from projects.forms import DAY


class WhoForm(forms.ModelForm):
    """When, by which way, by whom of the team."""

    class Meta:
        model = RaciFact
        fields = ("day", "channel", "who_member", "text")
        widgets = {"day": DAY, "text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who_member"].queryset = project.members.all()
        self.fields["who_member"].label = _("Par qui, dans l’équipe")
        self.fields["who_member"].empty_label = _("Non précisé")
        # By its own link the organisation answers itself: the team does not note that in its place.
        noted = [choice for choice in SaidBy.choices if choice[0] != SaidBy.LINK]
        self.fields["channel"].choices = [("", _("Non précisé")), *noted]

    def clean_day(self):
        """Return the day; what is still to come has not been done."""
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Cette date est à venir\u00a0: notez ce qui est déjà fait."))
        return day


class DutyForm(WhoForm):
    """An opinion asked or news told; it may be written in the journal of contacts too."""

    journal = forms.BooleanField(
        label=_("L’écrire aussi dans le journal des contacts"),
        required=False,
        help_text=_("Aucun nom d’habitante ou d’habitant."),
    )


class AnswerForm(WhoForm):
    """What the A says of its activity, and how it was said."""

    agreed = forms.TypedChoiceField(
        label=_("Sa réponse"),
        choices=[("oui", _("«\u00a0J’en réponds\u00a0»")), ("non", _("«\u00a0Pas encore\u00a0»"))],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    field_order = ("agreed", "day", "channel", "who_member", "text")

    class Meta(WhoForm.Meta):
        fields = ("agreed", "day", "channel", "who_member", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["agreed"] = "oui" if self.instance.agreed else "non"
        self.fields["who_member"].label = _("Noté par, dans l’équipe")
        self.fields["text"].label = _("Ce qui est dit avec")
        self.fields["text"].help_text = _("Reste dans l’équipe.")


class NoteForm(forms.Form):
    """The private note of a cell; `seen` is the text that the person saw: it guards the change."""

    text = forms.CharField(
        label=_("Note de la case"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Reste dans l’équipe\u00a0: ni PDF, ni lien, ni tableau à transmettre. Vide\u00a0: la note est retirée."
        ),
    )
    seen = forms.CharField(required=False, max_length=2000, strip=False, widget=forms.HiddenInput)
