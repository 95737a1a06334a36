"""What a partner sends through its link, and what the team answers."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.comparing import ITEM
from agreements.forms.fields import DateInput, VersionForm
from agreements.models import AnswerKind, AnswerWay, ArticleComment, PartnerRemark, WordingProposal

MARKS = "{}[]"


class RemarkForm(forms.ModelForm):
    class Meta:
        model = PartnerRemark
        fields = ("body",)
        labels = {"body": _("Votre remarque")}
        widgets = {"body": forms.Textarea(attrs={"rows": 3})}


class WordingForm(forms.ModelForm):
    """Another wording for one article. `seen` is the text that the person read, one paragraph a line."""

    class Meta:
        model = WordingProposal
        fields = ("proposed", "reason")
        labels = {"proposed": _("Votre rédaction"), "reason": _("Pourquoi")}
        help_texts = {
            "proposed": _("Un alinéa par ligne. Une ligne qui commence par «\u00a0-\u00a0» est un élément de liste."),
        }
        widgets = {"proposed": forms.Textarea(attrs={"rows": 8}), "reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, seen, initial=None, **kwargs):
        super().__init__(*args, initial={"proposed": seen} | (initial or {}), **kwargs)
        self.seen = seen

    def clean_proposed(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["proposed"].splitlines()]
        text = "\n".join(line for line in lines if line.removeprefix(ITEM.strip()).strip())
        if any(sign in text for sign in MARKS):
            raise forms.ValidationError(
                _("N’utilisez ni accolades ni crochets\u00a0: ils ont un sens particulier ici.")
            )
        if not text:
            raise forms.ValidationError(_("Pour supprimer l’article, dites-le dans une remarque."))
        if text == self.seen:
            raise forms.ValidationError(_("C’est le texte actuel\u00a0: changez-le, ou laissez une remarque."))
        return text


class AnswerForm(forms.Form):
    """What a party says of the whole text."""

    kind = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (AnswerKind.ACCEPTED, _("Nous acceptons ce texte")),
            (AnswerKind.CHANGE, _("Nous demandons un changement")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Un mot pour l’équipe"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce qu’il faut changer, ou qui doit encore valider chez vous."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == AnswerKind.CHANGE and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Dites en quelques mots ce qu’il faut changer."))
        return cleaned


class ElsewhereForm(forms.Form):
    """An answer that came another way: by courriel, in a meeting, by telephone, by letter."""

    party = forms.ChoiceField(label=_("Quelle partie"))
    kind = forms.ChoiceField(label=_("Ce qu’elle a dit"), choices=AnswerKind.choices)
    way = forms.ChoiceField(
        label=_("Par quel moyen"), choices=[choice for choice in AnswerWay.choices if choice[0] != AnswerWay.LINK]
    )
    who = forms.CharField(label=_("Qui l’a dit"), max_length=200, required=False)
    said_on = forms.DateField(label=_("Quel jour"), widget=DateInput)
    words = forms.CharField(
        label=_("Ses mots"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {party.public_id: party for party in parties}
        self.fields["party"].choices = [(key, party.label) for key, party in self.parties.items()]
        self.fields["said_on"].initial = timezone.localdate()

    def clean_party(self):
        return self.parties[self.cleaned_data["party"]]

    def clean_said_on(self):
        day = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        return day


class RemarkAnswerForm(forms.ModelForm):
    class Meta:
        model = PartnerRemark
        fields = ("answer",)
        labels = {"answer": _("Votre réponse")}
        help_texts = {"answer": _("Elle se lit sur la page du partenaire.")}
        widgets = {"answer": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


class SettleForm(VersionForm):
    """Take a wording into the article, or decline it with a word. `version` is that of the article, 0 when it is gone."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    choice = forms.ChoiceField(choices=[("reprendre", ""), ("decliner", "")])
    word = forms.CharField(
        label=_("Un mot pour le partenaire"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il se lit sur sa page. Utile pour dire pourquoi vous ne reprenez pas sa rédaction."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("choice") == "decliner" and not cleaned.get("word") and "word" not in self.errors:
            self.add_error("word", _("Dites en une phrase pourquoi\u00a0: c’est ce que le partenaire lira."))
        return cleaned


class CommentForm(forms.ModelForm):
    class Meta:
        model = ArticleComment
        fields = ("body",)
        labels = {"body": _("Commentaire")}
        widgets = {"body": forms.Textarea(attrs={"rows": 2})}
