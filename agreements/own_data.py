"""What a party may check and correct of its own, before the text exists (« fiche navette »), and how it is written.

This list is the promise: its identity, who signs for it, what it does, what it commits to and brings. The referent of the
team, the insurance and whatever the team thinks of it are not here.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.drafting import lines
from agreements.forms.party import CommitmentsForm, signatories_checked
from agreements.models import AgreementMean, Party, PartyCorrection, Settled

COMMITMENTS, MEANS = "commitments", "means"
# Rows of tables of their own, and lines of the party itself.
LISTS, SIGNATORIES = (COMMITMENTS, MEANS), "other_signatories"
TEAM_LABELS = {COMMITMENTS: _("engagements"), MEANS: _("apports en nature")}


@dataclass(frozen=True)
class OwnField:
    """A line that the party reads and corrects. `rows` above 1: a text of several lines."""

    name: str
    label: Promise
    rows: int = 1
    help: Promise | str = ""

    @property
    def model_field(self):
        return None if self.name in LISTS else Party._meta.get_field(self.name)

    @property
    def team_label(self):
        """Return what the team calls the line; `label` speaks to the party."""
        return self.model_field.verbose_name if self.model_field else TEAM_LABELS[self.name]

    @property
    def max_length(self):
        return (self.model_field and self.model_field.max_length) or 20000


FIELDS = (
    OwnField("name", _("Nom de votre structure")),
    OwnField("legal_form", _("Forme juridique"), help=_("Association loi de 1901, commune, société…")),
    OwnField("seat", _("Adresse du siège")),
    OwnField("siret", _("SIRET")),
    OwnField("rna", _("RNA")),
    OwnField("bce", _("Numéro BCE")),
    OwnField("signatory", _("Qui signera pour vous")),
    OwnField("quality", _("En quelle qualité"), help=_("Présidente, maire, directeur…")),
    OwnField(
        SIGNATORIES,
        _("Qui signe avec elle ou lui"),
        rows=2,
        help=_("Une personne par ligne\u00a0: prénom et nom, qualité. Souvent personne."),
    ),
    OwnField(
        "authorisation",
        _("Qui lui donne pouvoir de signer"),
        help=_("Article des statuts, décision du conseil d’administration, délibération\u00a0: organe, date."),
    ),
    OwnField("mission", _("Votre mission"), rows=3, help=_("La phrase commence par «\u00a0a pour mission\u00a0».")),
    OwnField(COMMITMENTS, _("Ce à quoi vous vous engagez"), rows=5, help=_("Un engagement par ligne.")),
    OwnField(MEANS, _("Ce que vous apportez en nature"), rows=3, help=_("Un apport par ligne, sans les montants.")),
)
BY_NAME = {field.name: field for field in FIELDS}
BELGIAN, FRENCH = {"bce"}, {"siret", "rna"}


def fields_for(party):
    """Return the fields to show: the numbers of the other country stay out while they are empty."""
    foreign = FRENCH if party.bce else BELGIAN
    return [field for field in FIELDS if field.name not in foreign or getattr(party, field.name)]


def values_of(party, means):
    """Return {name: text} of what the team holds today. `means` are those of the agreement; lists are one a line."""
    values = {
        field.name: plain(getattr(party, field.name)) for field in FIELDS if field.name not in (*LISTS, SIGNATORIES)
    }
    values["name"] = plain(party.called)
    values[SIGNATORIES] = plain("\n".join(party.other_signatories))
    values[COMMITMENTS] = plain("\n".join(row.text for row in party.commitments.all()))
    values[MEANS] = plain("\n".join(row.what for row in means if row.partnership_id == party.partnership_id))
    return values


def plain(text):
    """Return the text as it is compared: line ends of one kind, no blanks around."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def pending(party):
    """Return the corrections of a party that wait for the team, oldest first."""
    rows = PartyCorrection.objects.filter(link__party=party, decision=Settled.PENDING)
    return rows.select_related("link").order_by("sent_at", "pk")


def refusal(field, value):
    """Return why a value cannot be written, or empty text."""
    if field.model_field is None:
        return (
            ""
            if all(len(line) <= 300 for line in lines(value)) or field.name != MEANS
            else str(_("Ligne trop longue."))
        )
    try:
        if field.name == SIGNATORIES:
            signatories_checked(lines(value))
        else:
            field.model_field.clean(value, None)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def write(party, agreement, accepted):
    """Write {name: text} on a party, its commitments and its contributions. Inside an operation; raises StaleVersion."""
    own = {name: value for name, value in accepted.items() if name not in LISTS}
    party.claim(party.version)
    for name, value in own.items():
        setattr(party, name, lines(value) if name == SIGNATORIES else value)
    party.save()
    if COMMITMENTS in accepted:
        form = CommitmentsForm({"version": party.version, COMMITMENTS: accepted[COMMITMENTS]}, party=party)
        form.full_clean()
        form.save()
    if MEANS in accepted:
        agreement.claim(agreement.version)
        _write_means(party, agreement, lines(accepted[MEANS]))
        agreement.save()


def _write_means(party, agreement, texts):
    """Write the contributions of one party: a line that has not changed keeps its row, and its value."""
    rows = list(agreement.means.all())
    own = [row for row in rows if row.partnership_id == party.partnership_id]
    last = max((row.position for row in rows), default=-1)
    for row in own:
        if row.what in texts:
            texts.remove(row.what)
        else:
            row.delete()
    for rank, text in enumerate(texts, start=1):
        AgreementMean.objects.create(
            agreement=agreement, partnership=party.partnership, position=last + rank, what=text
        )
