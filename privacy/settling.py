"""Deciding on what a partner proposes, field by field, as one gesture that can be undone."""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.forms.directory import namesake
from partnerships.models import (
    Contact,
    HorizonTaken,
    Partner,
    Partnership,
    Placement,
    PlacementOpinion,
    Provenance,
    Voice,
)
from privacy.asking import PlaceAsked, Places
from privacy.models import Decision, Proposal, ProposedChange, Subject
from privacy.shareable import BY_PLACE, Shareable, rows_of

LATER = ""
# One of these has to stay: a contact says something (constraint of Contact).
LEAST = ("name", "function", "email", "phone", "other_phone", "channel")
CHOICES = (Decision.ACCEPTED, Decision.REFUSED)
PLACE_CHOICES = (*CHOICES, Decision.NOTED)


class ChangedMeanwhile(Exception):
    """Somebody wrote on a field, or settled it, between the page and the decision."""


@dataclass
class Line:
    """One correction as the team reads it. `choice` is a Decision, or LATER; `print` changes with what stands now."""

    change: ProposedChange
    place: Shareable | PlaceAsked
    current: str
    choice: str = LATER
    errors: list = field(default_factory=list)
    row_is_gone: bool = False

    @property
    def label(self):
        return self.place.team_label

    @property
    def is_place(self):
        return self.change.subject == Subject.PLACE

    @property
    def choices(self):
        """Return the Decisions that may be taken of it: what a partner says of its place may be kept beside the others."""
        return PLACE_CHOICES if self.is_place else CHOICES

    @property
    def words(self):
        """Return (what stands, what the person saw, what it proposes), as people read them."""
        values = (self.current, self.change.seen, self.change.proposed)
        return tuple(map(self.place.words, values)) if self.is_place else values

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
    places = Places(proposal.partnership)
    lines = []
    for change in proposal.changes.filter(decision=Decision.PENDING):
        place = place_of(change, places)
        line = Line(change, place, place.value_in(rows))
        if line.is_place:
            line.row_is_gone = place.horizon is None or place.level(change.proposed) is None
        else:
            line.row_is_gone = rows[change.subject] is None
        # What nobody touched since is one click from done; what somebody changed asks for a choice, and so does another place.
        asks = line.changed_since or line.row_is_gone or (line.is_place and not line.already_there)
        line.choice = LATER if asks else Decision.ACCEPTED
        lines.append(line)
    return lines


def place_of(change, places):
    """Return what a ProposedChange speaks of: a Shareable, or a PlaceAsked of these Places."""
    return (
        PlaceAsked(places, change.field) if change.subject == Subject.PLACE else BY_PLACE[change.subject, change.field]
    )


def told(proposal):
    """Return [(ProposedChange, its field, what it proposes)] of a proposal in words, whatever was decided of it."""
    places, found = Places(proposal.partnership), []
    for change in proposal.changes.all():
        place = place_of(change, places)
        value = place.words(change.proposed) if change.subject == Subject.PLACE else change.proposed
        found.append((change, place.team_label, value))
    return found


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
    # Read anew, inside the gesture: it holds the project, nobody moves a card between this look and the write.
    places = Places(rows[Subject.PARTNERSHIP])
    places.partnership.project = proposal.partnership.project
    written = set()
    errors = {}
    for line in lines:
        if line.is_place:
            if line.choice in (Decision.ACCEPTED, Decision.NOTED):
                _hear(proposal, line, places, by)
            continue
        if line.choice != Decision.ACCEPTED:
            continue
        place = line.place
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
        if line.choice in line.choices:
            line.change.decision = line.choice
            line.change.save()
    if not proposal.changes.filter(decision=Decision.PENDING).exists():
        proposal.settled_at, proposal.settled_by = timezone.now(), by
        proposal.save()


def _hear(proposal, line, places, by):
    """Write what the partner says of its own place: an opinion, and the placement too, declared, when that is accepted.

    Raises ChangedMeanwhile when it does not stand where the team read that it stands, or when the level has gone.
    """
    asked = PlaceAsked(places, line.change.field)
    horizon, level = asked.horizon, asked.level(line.change.proposed)
    if horizon is None or level is None or asked.value_in({}) != line.current:
        raise ChangedMeanwhile
    PlacementOpinion.objects.create(
        partnership=places.partnership,
        horizon=horizon,
        level=level,
        voice=Voice.PARTNER,
        source=_("%(who)s, par son lien personnel") % {"who": proposal.who} if proposal.who else _("lien personnel"),
        date=timezone.localdate(proposal.submitted_at),
        comment=line.change.comment,
    )
    if line.choice != Decision.ACCEPTED:
        return
    details = {"provenance": Provenance.DECLARED, "by": by}
    if line.change.comment:
        details["reason"] = line.change.comment
    if asked.placement is not None:
        asked.placement.move_to(horizon=horizon, level=level, version=asked.placement.version, **details)
        return
    try:
        Placement.objects.place(places.partnership, horizon=horizon, level=level, **details)
    except HorizonTaken:
        raise ChangedMeanwhile from None


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
