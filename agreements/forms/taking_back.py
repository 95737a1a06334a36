"""An amended text that comes back: the file, then what is taken of it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms.piece import PartyChoice
from agreements.forms.validation import not_in_the_future
from documents.docx_reading import MAX_BYTES, DocxRefused, read_docx, too_large


class TextFileForm(forms.Form):
    """The .docx, who sent it and when. `status` is that of the answer when it is refused; `content` its bytes once read."""

    file = forms.FileField(
        label=_("Fichier .docx"),
        help_text=_("Le texte téléchargé d’ici, amendé dans un traitement de texte. 5\u00a0Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    party = PartyChoice(
        queryset=None,
        to_field_name="public_id",
        required=False,
        label=_("Envoyé par"),
        empty_label=_("Quelqu’un de chez nous"),
    )
    received_on = forms.DateField(label=_("Reçu le"), widget=forms.DateInput(attrs={"type": "date"}))

    status = 422

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, initial={"received_on": timezone.localdate().isoformat()}, **kwargs)
        parties = agreement.parties.filter(partnership__is_lead=False)
        self.fields["party"].queryset = parties.select_related("partnership__partner")
        self.content = b""

    def clean_received_on(self):
        """Refuse a day to come."""
        return not_in_the_future(self.cleaned_data["received_on"])

    def clean_file(self):
        """Return the ReadText of the file."""
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise too_large()
            self.content = file.read()
            return read_docx(self.content)
        except DocxRefused as refused:
            self.status = refused.status
            raise forms.ValidationError(str(refused)) from refused


class TakenForm(forms.Form):
    """What is taken of a text that came back: the keys of its changes, and the version of each article as it was shown."""

    taken = forms.MultipleChoiceField(
        required=True, error_messages={"required": _("Choisissez au moins un article à prendre.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taken"].choices = [(key, key) for key in self.data.getlist("taken")]

    def versions(self):
        """Return {public id of an article: its version as it was shown}."""
        found = {}
        for name, value in self.data.items():
            if name.startswith("version-") and value.isdecimal() and len(value) < 10:
                found[name.removeprefix("version-")] = int(value)
        return found
