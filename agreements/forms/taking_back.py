"""An amended text that comes back: the file, then what is taken of it."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from documents.docx_reading import MAX_BYTES, DocxRefused, ReadArticle, ReadParagraph, ReadText, read_docx, too_large

SALT = "agreements.taking_back"
HOURS = 24


class TextFileForm(forms.Form):
    """The .docx. `status` is that of the answer when it is refused."""

    file = forms.FileField(
        label=_("Fichier .docx"),
        help_text=_("Le texte téléchargé d’ici, amendé dans un traitement de texte. 5\u00a0Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    status = 422

    def clean_file(self):
        """Return the ReadText of the file."""
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise too_large()
            return read_docx(file.read())
        except DocxRefused as refused:
            self.status = refused.status
            raise forms.ValidationError(str(refused)) from refused


class TakenForm(forms.Form):
    """What is taken of a text that was read: `text` is what the file said, signed, so that nothing is kept here."""

    text = forms.CharField(widget=forms.HiddenInput)
    taken = forms.MultipleChoiceField(
        required=True, error_messages={"required": _("Choisissez au moins un article à prendre.")}
    )

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["taken"].choices = [(key, key) for key in self.data.getlist("taken")]

    def clean_text(self):
        """Return the ReadText, as it was sent to this person for this agreement."""
        try:
            kept = signing.loads(self.cleaned_data["text"], salt=_salt(self.agreement), max_age=HOURS * 3600)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("Cette comparaison a expiré. Renvoyez le fichier.")) from error
        articles = [
            ReadArticle(mark, title, [ReadParagraph(text, is_item) for text, is_item in paragraphs])
            for mark, title, paragraphs in kept["articles"]
        ]
        return ReadText(articles, kept["told"])

    def versions(self):
        """Return {public id of an article: its version as it was shown}."""
        found = {}
        for name, value in self.data.items():
            if name.startswith("version-") and value.isdecimal() and len(value) < 10:
                found[name.removeprefix("version-")] = int(value)
        return found


def carried(agreement, text):
    """Return a ReadText as a signed text that only this agreement takes back."""
    articles = [
        [article.mark, article.title, [[part.text, part.is_item] for part in article.paragraphs]]
        for article in text.articles
    ]
    return signing.dumps({"articles": articles, "told": text.told}, salt=_salt(agreement), compress=True)


def _salt(agreement):
    return f"{SALT}.{agreement.public_id}"
