"""The form that a party fills through its link before the text exists."""

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from agreements.models import Settled
from agreements.own_data import fields_for, pending, plain, values_of

SALT = "agreements.own-sheet"


class OwnSheetForm(forms.Form):
    """What the party may correct, filled with what stands today and what it has already proposed.

    `seen` carries, signed, the values that the page showed: « you saw » cannot be made up, and survives a refused form.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, link, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.link = link
        party = next(party for party in agreement.parties.all() if party.pk == link.party_id)
        self.own = fields_for(party)
        self.current = values_of(party, agreement.means.all())
        for own in self.own:
            widget = forms.Textarea(attrs={"rows": own.rows}) if own.rows > 1 else forms.TextInput()
            self.fields[own.name] = forms.CharField(
                label=own.label, help_text=own.help, required=False, max_length=own.max_length, widget=widget
            )
        waiting = {row.field: row.proposed for row in pending(party) if row.link_id == link.pk}
        self.initial |= (
            self.current
            | {name: text for name, text in waiting.items() if name in self.current}
            | {"seen": signing.dumps([link.public_id, self.current], salt=SALT, compress=True)}
        )

    def clean(self):
        cleaned = super().clean()
        if "name" in cleaned and not cleaned["name"].strip():
            self.add_error("name", _("Le nom de votre structure ne peut pas être vide."))
        return cleaned

    def changes(self):
        """Return [(field, seen, proposed)] where the party wrote something else than what it saw."""
        seen = self._seen()
        found = []
        for own in self.own:
            proposed, before = plain(self.cleaned_data[own.name]), seen.get(own.name, self.current[own.name])
            if proposed != before:
                found.append((own.name, before, proposed))
        return found

    def _seen(self):
        try:
            public_id, values = signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            return self.current
        return values if public_id == self.link.public_id else self.current


def keep(link, changes):
    """Keep what a party sends: its lines replace those that were waiting from the same link. Inside a transaction.

    Nothing to correct is kept too, as a remark: the team then knows that all was read.
    """
    for waiting in link.corrections.filter(decision=Settled.PENDING):
        waiting.decision = Settled.REPLACED
        waiting.save()
    for name, seen, proposed in changes:
        link.corrections.create(field=name, seen=seen, proposed=proposed)
    if not changes:
        link.remarks.create(place="fiche", title=_("Ses informations"), body=_("Tout est juste."))
