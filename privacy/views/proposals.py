"""What a partner proposes, decided field by field."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from privacy.asking import own_answers
from privacy.models import Proposal
from privacy.settling import CHOICES, LATER, ChangedMeanwhile, lines_of, settle, told
from projects.access import editable_project
from projects.models import StaleVersion, operation

MISSING = object()


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_settle(request, slug, public_id, proposal_id):
    """Show each correction beside what stands today (GET); write what was decided as one gesture (POST).

    409 when a field was written, or the proposal settled, since the page was read: choices kept, present values shown.
    """
    project = editable_project(request, slug)
    proposal = _proposal(project, public_id, proposal_id)
    lines = lines_of(proposal)
    if request.method != "POST":
        return _page(request, project, proposal, lines)
    stale = _read_choices(request.POST, lines)
    if stale or proposal.settled_at is not None:
        return _page(request, project, proposal, lines, status=409)
    if lines and all(line.choice == LATER for line in lines):
        return _page(request, project, proposal, lines, nothing_chosen=True, status=422)
    checked = "verifie" in request.POST
    partner = proposal.partnership.partner
    try:
        with operation(by=request.user, label=_label(partner, lines), project=project) as gesture:
            settle(proposal, lines, by=request.user, checked=checked)
    except (ChangedMeanwhile, StaleVersion):
        proposal = _proposal(project, public_id, proposal_id)
        fresh = lines_of(proposal)
        _read_choices(request.POST, fresh)
        return _page(request, project, proposal, fresh, status=409)
    except ValidationError as refused:
        for line in lines:
            line.errors = refused.message_dict.get(str(line.change.position), [])
        return _page(request, project, proposal, lines, status=422)
    messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
    return redirect("partnerships:partnership_record", slug, public_id)


def _label(partner, lines):
    if any(line.choice == CHOICES[0] for line in lines):
        return _("Accepter des corrections\u00a0: %(name)s") % {"name": partner.name}
    if lines:
        return _("Refuser des corrections\u00a0: %(name)s") % {"name": partner.name}
    return _("Noter une relecture sans correction\u00a0: %(name)s") % {"name": partner.name}


def _proposal(project, public_id, proposal_id):
    """Return the Proposal with all that the page reads. Raises Http404. Called again after a conflict, hence no `get`."""
    found = Proposal.objects.filter(
        partnership__project=project, partnership__public_id=public_id, public_id=proposal_id
    ).select_related("partnership__partner", "contact", "settled_by")
    for proposal in found:
        proposal.partnership.project = project
        return proposal
    raise Http404


def _read_choices(data, lines):
    """Give each line the choice that was sent; return whether one of them is no longer what the person read."""
    stale = False
    for line in lines:
        choice = data.get(line.name, LATER)
        line.choice = choice if choice in line.choices else LATER
        stale |= data.get(f"vu-{line.change.position}", MISSING) != line.print
    return stale


def _page(request, project, proposal, lines, *, nothing_chosen=False, status=200):
    context = {
        "project": project,
        "proposal": proposal,
        "partnership": proposal.partnership,
        "partner": proposal.partnership.partner,
        "lines": lines,
        "decided": [] if lines else told(proposal),
        "answers": own_answers(proposal.partnership),
        "conflict": status == 409,
        "nothing_chosen": nothing_chosen,
    }
    return render(request, "privacy/proposal_settle.html", context, status=status)
