"""Forms on a model of text of an organisation: its name, how it presents the parties, one of its articles."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.drafting import TITLE_MARKS
from agreements.forms.article import clean_text
from agreements.forms.fields import FactForm, VersionForm
from agreements.models import AgreementTemplate, AgreementTemplateVersion
from agreements.own_models.syntax import problems


class ModelNameForm(FactForm):
    """What the model is called, and the sentence read when one chooses."""

    class Meta:
        model = AgreementTemplate
        fields = ("name", "purpose")

    def _get_validation_exclusions(self):
        # Names are unique in an organisation, which is not typed: the constraint is checked all the same.
        return super()._get_validation_exclusions() - {"organisation"}


class _CheckedForm(VersionForm):
    """Refuses, line by line, what the words of the model do not know."""

    def __init__(self, *args, words, **kwargs):
        self.words = words
        super().__init__(*args, **kwargs)

    def check_marks(self, name, **how):
        """Put the French spaces in a typed text, and its problems beside the field."""
        text = clean_text(self.cleaned_data.get(name) or "")
        for problem in problems(text, self.words, **how):
            self.add_error(name, str(problem))
        self.cleaned_data[name] = text


class PresentationForm(_CheckedForm, FactForm):
    """The title of the agreement, the visas, and the words that present each party."""

    class Meta:
        model = AgreementTemplateVersion
        fields = ("title", "visas", "party", "party_last")
        widgets = {
            "visas": forms.Textarea(attrs={"rows": 3}),
            "party": forms.Textarea(attrs={"rows": 5}),
            "party_last": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": gettext_lazy("«\u00a0{projet}\u00a0» y devient le nom du projet."),
            "visas": gettext_lazy("«\u00a0Vu la loi…\u00a0», une ligne par visa. Souvent vide."),
            "party": gettext_lazy(
                "Un paragraphe, répété pour chaque partie\u00a0: {denomination}, {siege}, {signataire}…"
            ),
            "party_last": gettext_lazy("Ajouté après la dernière\u00a0: «\u00a0désignées ensemble…\u00a0»."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It goes on a sentence: the space before « ; désignées ensemble… » is part of it.
        self.fields["party_last"].strip = False

    def clean(self):
        cleaned = super().clean()
        if "title" in cleaned:
            for name in re.findall(r"\{([^{}]*)\}", cleaned["title"]):
                if name not in TITLE_MARKS:
                    self.add_error("title", _("Le titre ne connaît pas «\u00a0{%(name)s}\u00a0».") % {"name": name})
        for name in ("visas", "party", "party_last"):
            if name in cleaned:
                self.check_marks(name, presents=name != "visas")
        return cleaned


class OwnArticleForm(_CheckedForm):
    """One article of the model. It is a row of a list, not of a table: the view writes it."""

    title = forms.CharField(label=gettext_lazy("Titre"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Texte"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "Un paragraphe par ligne\u00a0; une ligne qui commence par «\u00a0-\u00a0» est un élément de liste."
        ),
    )
    optional = forms.BooleanField(
        label=gettext_lazy("Facultatif\u00a0: chaque convention peut le laisser de côté"), required=False
    )
    each_party = forms.BooleanField(
        label=gettext_lazy("Écrit une fois pour chaque partie\u00a0: {p.court} est alors le nom de chacune"),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        each = cleaned.get("each_party", False)
        for name in ("title", "body"):
            if name in cleaned:
                self.check_marks(name, each_party=each)
        return cleaned
