"""What the page of a personal link may show and take back. This list is the promise: nothing else of a partner is read there.

The grounds are the house rule « two faces » (what the team thinks of a partner never leaves it) and data minimisation
(RGPD, article 5-1-c). Open: the identity of the structure, which it knows better than we do; the person's own details
(right of access and of rectification, articles 15 and 16); what it brings and expects, which it told us. Left out on
purpose: a person's departure and the way it prefers (a note of the team; « un mot pour l'équipe » is there to say them),
`limits` and `common_interests` (the team's reading, whatever their origin), the stage and the nature of the
link, who looks after it, « souvent oublié », « vérifié le », the journal, every other contact, and all of Analysis,
Obstacle, Lever, Response, PerspectiveShift, PlacementOpinion and Link.

What a link asks besides, when its maker chose so, is in `asking.py`: the names of its own activities with the answer noted of
them, and at each horizon the name of the level where it stands.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contact, Partner, Partnership
from privacy.models import Subject

MODELS = {Subject.CONTACT: Contact, Subject.PARTNER: Partner, Subject.PARTNERSHIP: Partnership}


@dataclass(frozen=True)
class Shareable:
    """A field that the person reads and corrects. `label` speaks to the person, `team_label` to the team."""

    subject: Subject
    name: str
    label: Promise

    @property
    def key(self):
        return f"{self.subject}_{self.name}"

    @property
    def model_field(self):
        return MODELS[self.subject]._meta.get_field(self.name)

    @property
    def team_label(self):
        return self.model_field.verbose_name

    def value_in(self, rows):
        """Return the text that stands in {subject: row}, empty when the row is gone."""
        row = rows.get(self.subject)
        return plain(getattr(row, self.name)) if row is not None else ""


FIELDS = (
    Shareable(Subject.CONTACT, "name", _("Votre nom")),
    Shareable(Subject.CONTACT, "function", _("Votre fonction")),
    Shareable(Subject.CONTACT, "email", _("Votre courriel")),
    Shareable(Subject.CONTACT, "phone", _("Votre téléphone")),
    Shareable(Subject.CONTACT, "other_phone", _("Votre autre téléphone")),
    Shareable(Subject.CONTACT, "channel", _("Un autre moyen de vous joindre")),
    Shareable(Subject.PARTNER, "name", _("Nom de votre structure")),
    Shareable(Subject.PARTNER, "mission", _("Sa mission, en une phrase ou deux")),
    Shareable(Subject.PARTNER, "legal_form", _("Forme juridique")),
    Shareable(Subject.PARTNER, "seat", _("Adresse du siège")),
    Shareable(Subject.PARTNER, "siret", _("SIRET")),
    Shareable(Subject.PARTNER, "rna", _("RNA")),
    Shareable(Subject.PARTNER, "bce", _("Numéro BCE")),
    Shareable(Subject.PARTNERSHIP, "brings", _("Ce que vous apportez au projet")),
    Shareable(Subject.PARTNERSHIP, "expects", _("Ce que vous en attendez")),
)
BY_PLACE = {(field.subject, field.name): field for field in FIELDS}
BELGIAN, FRENCH = {"bce"}, {"siret", "rna"}


def plain(text):
    """Return the text as it is compared: line ends of one kind, no blanks around."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def rows_of(partnership, contact):
    """Return {subject: row} for what a link speaks of; the contact may be gone (None)."""
    return {Subject.CONTACT: contact, Subject.PARTNER: partnership.partner, Subject.PARTNERSHIP: partnership}


def fields_for(partner):
    """Return the fields to show: the numbers of the other country stay out while they are empty."""
    foreign = FRENCH if partner.bce else BELGIAN
    return [
        field
        for field in FIELDS
        if field.subject != Subject.PARTNER or field.name not in foreign or getattr(partner, field.name)
    ]
