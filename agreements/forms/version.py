"""Forms on versions: the two to compare, a file to recognise."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.typography import upper_first

MAX_BYTES = 30_000_000


class CompareForm(forms.Form):
    """From which version to which, or to the text being written (`present`)."""

    de = forms.ChoiceField(label=_("De"))
    a = forms.ChoiceField(label=_("À"))

    def __init__(self, *args, versions, present, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(version.number), upper_first(version.label)) for version in versions]
        self.fields["de"].choices = choices
        self.fields["a"].choices = [*([(present, _("Texte en cours"))] if present else []), *choices]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("de") and cleaned["de"] == cleaned.get("a"):
            self.add_error("a", _("Choisissez deux textes différents."))
        return cleaned


class FileCheckForm(forms.Form):
    """A file that somebody holds. It is read once, to be summed, and kept nowhere."""

    file = forms.FileField(
        label=_("Fichier PDF"),
        help_text=_("30\u00a0Mo au plus. Il n’est gardé nulle part."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 30\u00a0Mo\u00a0: aucune version n’est si grande."))
        return file

    def sha256(self):
        """Return the SHA-256 of the file, in hexadecimal."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["file"].chunks():
            digest.update(chunk)
        return digest.hexdigest()
