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
    """A file that somebody holds, read once to be summed and kept nowhere; or its SHA-256, summed by the browser."""

    file = forms.FileField(
        label=_("Fichier PDF"),
        help_text=_("30\u00a0Mo au plus. Il n’est gardé nulle part."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    summed = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("summed")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 30\u00a0Mo\u00a0: aucune version n’est si grande."))
        return file

    @property
    def file_name(self):
        """Return the name of the file, empty when the browser sent its SHA-256 alone."""
        file = self.cleaned_data["file"]
        return file.name if file else ""

    def sha256(self):
        """Return the SHA-256 of the file, in hexadecimal."""
        file = self.cleaned_data["file"]
        if not file:
            return self.cleaned_data["summed"]
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()
