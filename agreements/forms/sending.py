"""Forms of a sending: the name of the version, and who reads it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import VersionForm
from agreements.models.link import DAYS
from partnerships.models import Contact


class SendForm(VersionForm):
    """The name of the version, then for each other party the person who gets a link: no name, no link."""

    title = forms.CharField(
        label=_("Nom de cette version"),
        max_length=200,
        help_text=_("Ce qu’elle apporte, en quelques mots\u00a0: «\u00a0Jour et nettoyage de la salle\u00a0»."),
    )
    days = forms.IntegerField(label=_("Liens valables pendant (jours)"), min_value=1, max_value=365, initial=DAYS)

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = [party for party in agreement.parties.all() if not party.partnership.is_lead]
        known = contacts_of(self.parties)
        for party in self.parties:
            contact = known.get(party.partnership.partner_id)
            self.fields[f"name-{party.public_id}"] = forms.CharField(
                label=_("Qui relit"), max_length=200, required=False, initial=contact.name if contact else ""
            )
            self.fields[f"email-{party.public_id}"] = forms.EmailField(
                label=_("Son courriel"), required=False, initial=contact.email if contact else ""
            )

    @property
    def readers(self):
        """Return [(party, field of the name, field of the e-mail address)]."""
        return [(party, self[f"name-{party.public_id}"], self[f"email-{party.public_id}"]) for party in self.parties]

    def clean(self):
        cleaned = super().clean()
        for party in self.parties:
            if cleaned.get(f"email-{party.public_id}") and not cleaned.get(f"name-{party.public_id}"):
                self.add_error(f"name-{party.public_id}", _("Qui est-ce\u00a0? Le lien porte son nom."))
        return cleaned

    def chosen(self):
        """Return [(party, name, e-mail address)] of those who get a link."""
        return [
            (party, self.cleaned_data[f"name-{party.public_id}"], self.cleaned_data[f"email-{party.public_id}"])
            for party in self.parties
            if self.cleaned_data[f"name-{party.public_id}"]
        ]


class ReaderForm(forms.Form):
    """One more person to whom a link is given, on the version that is being read or on the sheet of its party."""

    party = forms.ChoiceField(label=_("Partie"))
    name = forms.CharField(label=_("Pour qui"), max_length=200)
    email = forms.EmailField(label=_("Son courriel"), required=False)
    days = forms.IntegerField(label=_("Valable pendant (jours)"), min_value=1, max_value=365, initial=DAYS)

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {party.public_id: party for party in parties}
        self.fields["party"].choices = [(key, party.label) for key, party in self.parties.items()]
        known = contacts_of(parties)
        first = known.get(parties[0].partnership.partner_id) if len(parties) == 1 else None
        if first:
            self.initial |= {"name": first.name, "email": first.email}

    def clean_party(self):
        return self.parties[self.cleaned_data["party"]]


def contacts_of(parties):
    """Return {partner key: the first person present with a name}. One query."""
    partners = [party.partnership.partner_id for party in parties]
    found = {}
    for contact in Contact.objects.present().filter(partner__in=partners).exclude(name=""):
        found.setdefault(contact.partner_id, contact)
    return found
