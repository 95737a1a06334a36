"""Forms on what an amendment does to the articles of the text in force: replace, add, delete."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.article import clean_text
from agreements.models import Article
from agreements.numbering import label, next_label, read_label
from agreements.typography import NBSP, french


class NumberField(forms.CharField):
    """The number of an article of the text in force. `clean` returns the ArticleInForce of that number."""

    def __init__(self, articles, **kwargs):
        super().__init__(max_length=30, **kwargs)
        self.articles = {one.key: one for one in articles if not one.is_gone}

    def clean(self, value):
        found = self.articles.get(read_label(super().clean(value)))
        if found is None:
            raise forms.ValidationError(_("Cet article n’est pas dans le texte en vigueur."))
        return found


class ReplaceForm(forms.Form):
    def __init__(self, *args, articles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"] = NumberField(articles)


class DeleteForm(forms.Form):
    """Which article goes, and why: the reason is written in the text."""

    def __init__(self, *args, articles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"] = NumberField(articles, widget=forms.HiddenInput)

    reason = forms.CharField(
        label=_("Pour quel motif\u00a0?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il s’écrit dans l’avenant, que toutes les parties signent."),
    )

    def clean_reason(self):
        return french(self.cleaned_data["reason"])


class AddForm(forms.ModelForm):
    """A new article of the agreement: where it stands, what it is called, what it says."""

    after = forms.TypedChoiceField(label=_("Où"), coerce=int)

    field_order = ("after", "amends_title", "body")

    class Meta:
        model = Article
        fields = ("amends_title", "body")
        labels = {"amends_title": _("Titre du nouvel article")}
        widgets = {"body": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"body": _("Un paragraphe par ligne\u00a0; «\u00a0-\u00a0» en début de ligne pour une liste.")}

    def __init__(self, *args, articles, **kwargs):
        """`articles`: the ArticleInForce of the text, this amendment included."""
        super().__init__(*args, **kwargs)
        self.fields["amends_title"].required = self.fields["body"].required = True
        taken = {one.key for one in articles}
        last = {one.key[0]: one for one in articles}
        self.fields["after"].choices = [
            (number, _said(one, next_label(number, taken))) for number, one in last.items() if next_label(number, taken)
        ]

    def clean_amends_title(self):
        return french(self.cleaned_data["amends_title"])

    def clean_body(self):
        return clean_text(self.cleaned_data["body"])


def _said(one, key):
    return _("Après l’article %(number)s, %(title)s\u00a0: article %(new)s") % {
        "number": str(one.number).replace(" ", NBSP),
        "title": one.title,
        "new": label(*key),
    }
