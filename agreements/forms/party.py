"""Forms on the parties: who they are, what they commit to, what they bring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import FactForm, LinesField, VersionForm
from agreements.models import Party, PartyCommitment


def signatories_checked(names):
    """Return these lines, « name, quality » each. Raises ValidationError for one that the signatures to come would not hold."""
    if any(len(part) > 200 for line in names for part in line.split(",", 1)):
        raise forms.ValidationError(_("Un nom, puis une qualité\u00a0: deux cents caractères chacun au plus."))
    return names


class PartyForm(FactForm):
    other_signatories = LinesField(
        label=_("Signent aussi pour elle"),
        help_text=_(
            "Une personne par ligne\u00a0: prénom et nom, qualité. Chacune a sa place pour signer. En Belgique, une commune "
            "signe par son ou sa bourgmestre et par sa direction générale."
        ),
    )

    class Meta:
        model = Party
        fields = (
            "legal_form",
            "seat",
            "siret",
            "rna",
            "bce",
            "mission",
            "signatory",
            "quality",
            "other_signatories",
            "authorisation",
            "who_member",
            "who_name",
            "insurance_on",
        )
        labels = {
            "who_member": _("Personne référente, dans votre équipe"),
            "who_name": _("Ou un autre nom"),
            "authorisation": _("Qui donne pouvoir de signer"),
        }
        help_texts = {
            "legal_form": _("Par exemple\u00a0: association régie par la loi du 1er juillet 1901."),
            "bce": _("Belgique\u00a0: à la place du SIRET."),
            "mission": _(
                "La phrase commence par «\u00a0a pour mission\u00a0»\u00a0: «\u00a0d’animer la vie sociale…\u00a0»."
            ),
            "quality": _("Présidente, maire, directeur…"),
            "authorisation": _(
                "La phrase dit «\u00a0ayant reçu pouvoir par…\u00a0»\u00a0: article 9 des statuts, décision du conseil "
                "d’administration, délibération, avec sa date."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who_member"].queryset = self.instance.agreement.project.members.all()

    def clean_other_signatories(self):
        return signatories_checked(self.cleaned_data["other_signatories"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who_member") and cleaned.get("who_name"):
            self.add_error("who_name", _("Choisissez une personne de l’équipe ou écrivez un nom, pas les deux."))
        return cleaned

    def save(self, commit=True):
        # A partner named as referent by an imported file gives way to what was just chosen.
        if self.instance.who_member_id or self.instance.who_name:
            self.instance.who_partnership = None
        return super().save(commit)


class CommitmentsForm(VersionForm):
    commitments = LinesField(label=_("Engagements"), help_text=_("Un engagement par ligne, un verbe d’abord."))

    def __init__(self, *args, party, **kwargs):
        self.party = party
        initial = {"version": party.version, "commitments": [item.text for item in party.commitments.all()]}
        super().__init__(*args, initial=initial, **kwargs)

    def save(self):
        """Write the lines over the rows there are: a line that has not changed keeps its row."""
        rows = list(self.party.commitments.order_by("position", "pk"))
        texts = self.cleaned_data["commitments"]
        for position, text in enumerate(texts):
            row = rows[position] if position < len(rows) else PartyCommitment(party=self.party)
            if (row.text, row.position) != (text, position) or row.pk is None:
                row.text, row.position = text, position
                row.save()
        for row in rows[len(texts) :]:
            row.delete()
        self.party.save()
