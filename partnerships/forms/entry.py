"""The cards of a workshop typed one a line, and what was chosen for the names that need it."""

from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.entry.lines import MOST_LINES, read_lines
from partnerships.models import Provenance


class EntryForm(forms.Form):
    """`MOST_LINES` lines at most. What is chosen beside a line comes by the key of its name: `choix-…`, `type-…`."""

    CHOICE, KIND = "choix-", "type-"

    text = forms.CharField(
        label=_("Une fiche par ligne"),
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        error_messages={"required": _("Écrivez au moins une ligne.")},
    )
    provenance = forms.ChoiceField(label=_("Qui le dit"), choices=Provenance.choices, initial=Provenance.SUPPOSED)

    def clean_text(self):
        text = self.cleaned_data["text"]
        count = len(read_lines(text))
        if not count:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        if count > MOST_LINES:
            words = _("%(count)d lignes\u00a0: %(most)d au plus à la fois. Gardez-en %(extra)d pour la suite.")
            raise forms.ValidationError(words, params={"count": count, "most": MOST_LINES, "extra": count - MOST_LINES})
        return text

    def chosen(self, prefix):
        """Return {key of a name: what was chosen for it}, among the fields of `prefix`."""
        return {name.removeprefix(prefix): value for name, value in self.data.items() if name.startswith(prefix)}

    @property
    def sent(self):
        """Return the print of what the person wrote and chose, as it was sent."""
        return self._print(self.chosen(self.CHOICE), self.chosen(self.KIND))

    def shown(self, plan):
        """Return the print that the page of this form and of a Plan will have when nobody has touched it since."""
        chosen = plan.chosen
        return self._print(
            {key: choice for key, (choice, _kind) in chosen.items()},
            {key: kind for key, (_choice, kind) in chosen.items()},
        )

    def _print(self, choices, kinds):
        # A script sends line ends as they are, a plain form as CRLF.
        text = self.data.get("text", "").replace("\r\n", "\n")
        facts = [sorted((key, value) for key, value in given.items() if value) for given in (choices, kinds)]
        return sha256(repr((text, self.data.get("provenance"), facts)).encode()).hexdigest()[:32]
