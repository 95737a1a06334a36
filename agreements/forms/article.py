"""Forms on an article: its text, a new one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import FactForm
from agreements.models import Article
from agreements.typography import french


class ArticleForm(FactForm):
    class Meta:
        model = Article
        fields = ("title", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "body": _(
                "Un paragraphe par ligne\u00a0; une ligne qui commence par «\u00a0-\u00a0» est un élément de liste. "
                "Les repères entre accolades se remplissent tout seuls."
            )
        }

    def clean_body(self):
        return clean_text(self.cleaned_data["body"])


class ArticleAddForm(forms.ModelForm):
    class Meta:
        model = Article
        fields = ("title", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}

    def clean_body(self):
        return clean_text(self.cleaned_data["body"])


def clean_text(body):
    """Return a typed body with one sort of line end and French spaces and apostrophes."""
    return "\n".join(french(line) for line in body.splitlines())
