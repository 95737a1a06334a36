"""Forms of signatures: who signs, and how it came back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput, FactForm, VersionForm
from agreements.forms.validation import not_in_the_future
from agreements.models import Signature
from documents.inspecting import MAX_BYTES, FileRefused, inspect


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.called


class SignatoryForm(FactForm):
    """Who signs for a party, and in which order."""

    party = PartyChoice(queryset=None, label=_("Pour"), empty_label=None)

    class Meta:
        model = Signature
        fields = ("party", "name", "quality", "rank", "email")
        help_texts = {"email": _("Pour préparer une relance. Jamais écrite dans le document.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rank"].min_value = 1
        self.fields["rank"].widget.attrs["min"] = 1
        self.fields["party"].queryset = self.instance.agreement.parties.select_related("partnership__partner")

    def clean_rank(self):
        """Ranks count from 1."""
        return max(self.cleaned_data["rank"], 1)


class FileForm(forms.Form):
    """A file to keep with the agreement, looked at before anything is written: `inspected`, or None without file."""

    file = forms.FileField(
        label=_("Copie numérisée"),
        required=False,
        allow_empty_file=True,  # the inspection says it better
        help_text=_("PDF, JPEG ou PNG, 20\u00a0Mo au plus. Gardée ici, jamais publiée."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    carries_files = False
    # The most pixels a side of an image that will print, 0 for one that is only kept.
    side = 0
    inspected = None

    def clean_file(self):
        """Return the file sent. Refuses what its content says it is not, whatever its name."""
        file = self.cleaned_data["file"]
        if file:
            try:
                self.inspected = inspect(file.read(MAX_BYTES + 1), attachments=self.carries_files, side=self.side)
            except FileRefused as refused:
                raise forms.ValidationError(str(refused)) from None
        return file


class PaperForm(VersionForm, FileForm):
    """Signed on paper: the day, and the scan when there is one."""

    signed_on = forms.DateField(label=_("Signée le"), widget=DateInput)
    field_order = ("signed_on", "file")

    def clean_signed_on(self):
        """Refuse a day to come."""
        return not_in_the_future(self.cleaned_data["signed_on"])


class ElectronicForm(PaperForm):
    """Signed electronically, with another service: the day, and the file that it gave back."""

    carries_files = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Fichier signé")
        self.fields["file"].help_text = _("Le PDF rendu par le service de signature, 20\u00a0Mo au plus.")


class AddedFileForm(FileForm):
    """One more page of what was signed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True


class RefusalForm(VersionForm):
    """Refused: why."""

    reason = forms.CharField(
        label=_("Ce qui l’empêche de signer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
