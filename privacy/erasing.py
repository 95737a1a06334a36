"""Erasing a person, for good: nothing of this file can be undone, and the screens say so before.

Goes: the contact (or, on request, all of it but its function), every history row of it, its links and what it sent through
them, its name in the free texts that the person in charge ticked, in their past versions too. Stays: agreements, signed or
in preparation, and what they say of who signs (RGPD, article 17-3-b and e; kept ten years). Nothing here goes through
`operation`: a gesture of the journal could be taken back.
"""

from django.db import transaction
from django.db.models import F

from agreements.forgetting import forget_reader
from partnerships.models import Contact, Partner
from privacy.models import Erasure, ErasureKind, PartnerLink, Proposal, ProposedChange, Subject
from projects.models import Versioned
from territories.names import normalise

FUNCTION_UNKNOWN = "Contact"
PERSONAL = ("name", "email", "phone", "other_phone", "channel", "preferred")


@transaction.atomic
def erase(contact, *, kind, traces, by):
    """Erase the person, or keep its function alone when `kind` is ANONYMISED; return the Erasure that proves it.

    `traces` are the texts from which its name goes too.
    """
    partner = contact.partner
    key = contact.pk
    for trace in traces:
        _take_out(trace)
    _forget_what_was_sent(key)
    forget_reader(partner, name=contact.name, email=contact.email)
    if kind == ErasureKind.ANONYMISED:
        for name in PERSONAL:
            setattr(contact, name, "")
        contact.left_on = None
        contact.function = contact.function or FUNCTION_UNKNOWN
        contact.save()
        last = Contact.history.filter(id=key).order_by("-history_id").first()
        Contact.history.filter(id=key).exclude(history_id=last.history_id).delete()
    else:
        contact.delete()
        Contact.history.filter(id=key).delete()
    return Erasure.objects.create(
        organisation_id=partner.organisation_id, partner=partner, kind=kind, texts=len(traces), done_by=by
    )


def _take_out(trace):
    """Take the person out of one text and of every former version of it; a form open on it becomes stale."""
    model = type(trace.row)
    values = _cleared(trace, trace.row)
    if issubclass(model, Versioned):
        values["version"] = F("version") + 1
    model._default_manager.filter(pk=trace.row.pk).update(**values)
    if hasattr(model, "history"):
        for row in model.history.filter(**{model._meta.pk.attname: trace.row.pk}):
            model.history.filter(history_id=row.history_id).update(**_cleared(trace, row))


def _cleared(trace, row):
    """Return {column: value} for a row, present or past. The name of a partner stays unique, and its search key follows."""
    name, text = trace.field.name, trace.cleared(row)
    is_partner = isinstance(trace.row, Partner)
    if is_partner and name == "name" and text != row.name:
        text = f"{text} {trace.row.public_id}"
    values = {name: text[: trace.field.max_length]}
    if is_partner and name in ("name", "short_name"):
        names = {"name": row.name, "short_name": row.short_name} | values
        values["name_norm"] = normalise(f"{names['name']} {names['short_name']}")[:220]
    return values


def _forget_what_was_sent(contact):
    """Remove the links of a contact and its own details from what it sent; corrections on the structure stay, unsigned."""
    links = PartnerLink.objects.filter(contact=contact)
    keys = list(PartnerLink.history.filter(contact=contact).values_list("id", flat=True))
    proposals = set(Proposal.history.filter(contact=contact).values_list("id", flat=True))
    # Why it sees itself there was written by the person; the place that it named speaks of its structure.
    for rows in (ProposedChange.objects, ProposedChange.history):
        rows.filter(proposal_id__in=proposals).update(comment="")
    own = ProposedChange.history.filter(proposal_id__in=proposals, subject=Subject.CONTACT)
    changes = set(own.values_list("id", flat=True))
    Proposal.objects.filter(pk__in=proposals).update(who="", message="", contact=None, link=None)
    Proposal.history.filter(id__in=proposals).update(who="", message="", contact=None, link=None)
    ProposedChange.objects.filter(pk__in=changes).delete()
    ProposedChange.history.filter(id__in=changes).delete()
    links.delete()
    PartnerLink.history.filter(id__in=keys).delete()


def forget_projects(keys):
    """Remove the past rows of what partners of these projects sent: written outside any gesture, they would outlive it.

    Call it before the projects go.
    """
    of_projects = {"partnership__project__in": keys}
    proposals = set(Proposal.history.filter(**of_projects).values_list("id", flat=True))
    ProposedChange.history.filter(proposal_id__in=proposals).delete()
    Proposal.history.filter(id__in=proposals).delete()
    PartnerLink.history.filter(
        id__in=list(PartnerLink.history.filter(**of_projects).values_list("id", flat=True))
    ).delete()
