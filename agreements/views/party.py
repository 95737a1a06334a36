"""The parties of an agreement: who they are, in which order, and what the assembly of a public one decided."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements import parties
from agreements.conditions import public_body
from agreements.forms.fields import posted_version
from agreements.forms.parties import PartyAddForm, PartyDecisionForm
from agreements.models import Agreement
from agreements.views.fact import party_of
from agreements.views.screen import closed, get_agreement, panel_of, save_panel, show
from projects.access import managed_project
from projects.models import operation

STEPS = {"monter": -1, "descendre": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def party_list(request, slug, public_id):
    """The parties in their order (GET); add a partner as the last one (POST)."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    if request.method != "POST":
        return _show(request, project, agreement, PartyAddForm(agreement=agreement))
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    form = PartyAddForm(request.POST, agreement=agreement)
    if not form.is_valid():
        return _show(request, project, agreement, form, status=422)
    partnership = form.cleaned_data["partnership"]
    label = _("%(partner)s devient partie") % {"partner": partnership.partner.label}
    return _change(
        request,
        project,
        agreement,
        label,
        form.cleaned_data["version"],
        lambda: parties.add(agreement, partnership, by=request.user),
    )


@require_POST
def party_move(request, slug, public_id, party_id, direction):
    """Put a party one rank up or down: the articles go on speaking of the same one."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    party = party_of(agreement, party_id)
    if direction not in STEPS:
        raise Http404
    refusal = closed(request, project, agreement)
    label = _("%(party)s change de rang") % {"party": party.label}
    return refusal or _change(
        request,
        project,
        agreement,
        label,
        posted_version(request),
        lambda: parties.move(agreement, party, STEPS[direction]),
    )


@require_POST
def party_remove(request, slug, public_id, party_id):
    """Take a party off, with its own articles. A text keeps the parties without which it says nothing: 422."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    party = party_of(agreement, party_id)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    if len(agreement.parties.all()) <= parties.bounds(agreement)[0]:
        return _show(request, project, agreement, PartyAddForm(agreement=agreement), status=422, is_least=True)
    label = _("%(party)s n’est plus partie") % {"party": party.label}
    return _change(
        request, project, agreement, label, posted_version(request), lambda: parties.remove(agreement, party)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request, slug, public_id, party_id):
    """What the assembly of this party decided, and since when it is enforceable."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    party = party_of(agreement, party_id)
    title = _("Délibération\u00a0: %(party)s") % {"party": party.label}
    panel = panel_of(agreement, f"deliberation:{party.public_id}", "_panel_form.html", title)
    if request.method != "POST":
        return show(request, project, agreement, panel, form=PartyDecisionForm(instance=party))
    return closed(request, project, agreement) or save_panel(
        request,
        project,
        agreement,
        panel,
        party,
        PartyDecisionForm(request.POST, instance=party),
        label=_("Délibération (%(party)s)\u00a0: c’est noté") % {"party": party.label},
        current_form=lambda row: PartyDecisionForm(instance=row),
    )


def _change(request, project, agreement, label, version, write):
    """Claim the agreement, write, and come back to the list. Raises StaleVersion, answered by the 409 page."""
    with operation(by=request.user, label=label, project=project) as gesture:
        agreement.claim(version)
        write()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:party_list", slug=project.slug, public_id=agreement.public_id)


def _show(request, project, agreement, form, *, status=200, is_least=False):
    panel = panel_of(agreement, "parties", "_panel_parties.html", _("Parties"))
    if form.is_bound:
        # The form has read its own lists: the page is drawn from the database.
        agreement = Agreement.objects.with_facts().get(pk=agreement.pk)
        agreement.project = project
    fewest, most = parties.bounds(agreement)
    count = len(agreement.parties.all())
    rows = [(party, public_body(party)) for party in agreement.parties.all()]
    context = {
        "rows": rows,
        "form": form,
        "is_least": is_least,
        "can_add": count < most,
        "can_remove": count > fewest,
        "most": most,
    }
    return show(request, project, agreement, panel, status=status, **context)
