"""Deciding on what a partner proposes, field by field, as one gesture that can be undone."""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.forms.directory import namesake
from partnerships.models import Contact, Partner, Partnership
from privacy.models import Decision, Proposal, ProposedChange, Subject
from privacy.shareable import BY_PLACE, rows_of

LATER = ""
# One of these has to stay: a contact says something (constraint of Contact).
LEAST = ("name", "function", "email", "phone", "other_phone", "channel")
CHOICES = (Decision.ACCEPTED, Decision.REFUSED)


class ChangedMeanwhile(Exception):
    """Somebody wrote on a field, or settled it, between the page and the decision."""


@dataclass
class Line:
    """One correction as the team reads it. `choice` is a Decision, or LATER; `print` changes with what stands now."""

    change: ProposedChange
    current: str
    choice: str = LATER
    errors: list = field(default_factory=list)
    row_is_gone: bool = False

    @property
    def label(self):
        return BY_PLACE[self.change.subject, self.change.field].team_label

    @property
    def name(self):
        """Return the name of the field of the form."""
        return f"choix-{self.change.position}"

    @property
    def print(self):
        return hashlib.sha256(f"{self.change.decision}\x1f{self.current}".encode()).hexdigest()[:16]

    @property
    def changed_since(self):
        """Return whether the field is no longer what the person had before its eyes."""
        return self.current != self.change.seen

    @property
    def already_there(self):
        return self.current == self.change.proposed


def lines_of(proposal):
    """Return the Lines still to decide. `proposal` comes with its partnership, partner and contact."""
    rows = rows_of(proposal.partnership, proposal.contact)
    lines = []
    for change in proposal.changes.filter(decision=Decision.PENDING):
        line = Line(
            change,
            BY_PLACE[change.subject, change.field].value_in(rows),
            row_is_gone=rows[change.subject] is None,
        )
        # What nobody touched since is one click from done; what somebody changed asks for a choice.
        line.choice = LATER if line.changed_since or line.row_is_gone else Decision.ACCEPTED
        lines.append(line)
    return lines


def settle(proposal, lines, *, by, checked):
    """Write the choices. Call it inside an operation, with lines whose `choice` is what the person decided.

    Accepted fields are written on rows locked and claimed here, so that a form open elsewhere becomes stale; `checked`
    also dates the record « vérifié ». The proposal is settled once nothing is left to decide.
    Raises ChangedMeanwhile, or ValidationError whose dictionary is {position: messages}.
    """
    still = Proposal.objects.select_for_update().get(pk=proposal.pk)
    pending = set(still.changes.filter(decision=Decision.PENDING).values_list("pk", flat=True))
    if still.settled_at is not None or pending != {line.change.pk for line in lines}:
        raise ChangedMeanwhile
    rows = _locked_rows(proposal)
    written = set()
    errors = {}
    for line in lines:
        if line.choice != Decision.ACCEPTED:
            continue
        place = BY_PLACE[line.change.subject, line.change.field]
        if rows[place.subject] is None or place.value_in(rows) != line.current:
            raise ChangedMeanwhile
        message = _refusal(place, rows, line.change.proposed)
        if message:
            errors[line.change.position] = message
            continue
        setattr(rows[place.subject], place.name, line.change.proposed)
        written.add(place.subject)
    contact = rows[Subject.CONTACT]
    if Subject.CONTACT in written and not any(getattr(contact, name) for name in LEAST):
        last = [line for line in lines if line.change.subject == Subject.CONTACT][-1]
        errors[last.change.position] = _("Il ne resterait rien pour joindre cette personne.")
    if errors:
        raise ValidationError({str(position): message for position, message in errors.items()})
    if checked:
        rows[Subject.PARTNER].checked_on = timezone.localdate()
        written.add(Subject.PARTNER)
    for subject in written:
        row = rows[subject]
        if hasattr(row, "claim"):
            row.claim(row.version)
        row.save()
    for line in lines:
        if line.choice in CHOICES:
            line.change.decision = line.choice
            line.change.save()
    if not proposal.changes.filter(decision=Decision.PENDING).exists():
        proposal.settled_at, proposal.settled_by = timezone.now(), by
        proposal.save()


def _locked_rows(proposal):
    """Return {subject: row}, as they are now and ours until the end of the transaction."""
    partnership = Partnership.objects.select_for_update().get(pk=proposal.partnership_id)
    partnership.partner = Partner.objects.select_for_update().get(pk=partnership.partner_id)
    contact = Contact.objects.select_for_update().filter(pk=proposal.contact_id).first()
    return rows_of(partnership, contact)


def _refusal(place, rows, proposed):
    """Return why the value cannot be written, or empty text."""
    row = rows[place.subject]
    if place.subject == Subject.PARTNER and place.name == "name":
        twin = namesake(row.organisation, proposed, but=row.pk)
        if twin is not None:
            return _("Existe déjà\u00a0: %(name)s.") % {"name": twin.name}
    try:
        place.model_field.clean(proposed, row)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""
