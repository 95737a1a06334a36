"""Small forms about a record as a whole, and the settings of the directory."""

from django import forms

from accounts.models import Organisation
from partnerships.forms.guarded import GuardedForm


class SeenForm(forms.Form):
    """The version of the record that the person had before its eyes."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DirectorySettingsForm(GuardedForm):
    """What the organisation decides for its whole directory."""

    class Meta:
        model = Organisation
        fields = ("check_months",)
