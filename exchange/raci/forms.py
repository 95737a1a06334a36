"""The file of roles, and its confirmation."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from exchange.raci.reading import ReadTable, read_table
from exchange.spreadsheets.forms import SheetFileForm

SALT = "maillage.raci.import"
# What waits in the page between the preview and the confirmation: under the limit of a form of ours.
MAX_CARRIED = 2_000_000
ONE_DAY = 86_400


class RaciFileForm(SheetFileForm):
    """A RACI table."""

    def received(self):
        """Return (ReadTable, its text for the confirmation), or None when the file is refused."""
        table = self.read_with(read_table)
        if table is None:
            return None
        carried = signing.dumps(table.as_plain(), salt=SALT, compress=True)
        if len(carried) > MAX_CARRIED:
            self.add_error(
                "file",
                _("Ce tableau est trop grand pour être relu avant d’être écrit\u00a0: coupez-le en deux fichiers."),
            )
            return None
        return table, carried


class ConfirmForm(forms.Form):
    """What the person has read in the preview: the table, signed by us, and the print of what it writes."""

    table = forms.CharField(max_length=MAX_CARRIED, strip=False)
    stamp = forms.CharField(max_length=64)

    def clean_table(self):
        """Return the ReadTable."""
        try:
            data = signing.loads(self.cleaned_data["table"], salt=SALT, max_age=ONE_DAY)
        except signing.BadSignature:
            raise forms.ValidationError(_("Cet aperçu n’est plus lisible. Envoyez le fichier à nouveau.")) from None
        return ReadTable.from_plain(data)
