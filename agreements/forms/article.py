"""Forms on an article: its text, a new one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import FactForm
from agreements.models import Amends, Article
from agreements.typography import french

# What the first line of an article that adds or deletes one names it by (agreements.amending).
NUMBER_MARK = "{avenant.article}"


class ArticleForm(FactForm):
    class Meta:
        model = Article
        fields = ("title", "amends_title", "body")
        labels = {"amends_title": _("Titre du nouvel article")}
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "body": _(
                "Un paragraphe par ligne\u00a0; une ligne qui commence par «\u00a0-\u00a0» est un élément de liste. "
                "Les repères entre accolades se remplissent tout seuls."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.amends_kind == Amends.ADD:
            # Its heading in the amendment follows from its number.
            self.fields["amends_title"].required = True
            del self.fields["title"]
        else:
            del self.fields["amends_title"]

    def clean_amends_title(self):
        return french(self.cleaned_data["amends_title"])

    def clean_body(self):
        body = clean_text(self.cleaned_data["body"])
        if self.instance.amends_kind and NUMBER_MARK not in body.partition("\n")[0]:
            raise forms.ValidationError(
                _("Gardez la première ligne avec son repère %(mark)s\u00a0: elle dit ce que fait l’avenant."),
                params={"mark": NUMBER_MARK},
            )
        return body


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
