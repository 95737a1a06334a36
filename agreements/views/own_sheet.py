"""« Fiche navette »: before the text exists, a party checks its own data; the team decides line by line."""

import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.forms.own_sheet import OwnSheetForm, keep
from agreements.models import PartyCorrection, Settled
from agreements.own_data import BY_NAME, pending, refusal, values_of, write
from agreements.views.screen import closed, get_agreement, read_again
from projects.access import managed_project
from projects.models import StaleVersion, operation

LATER = ""
CHOICES = (Settled.ACCEPTED, Settled.DECLINED)


@dataclass
class Line:
    """One correction as the team reads it; `print` changes with what stands now."""

    correction: PartyCorrection
    current: str
    choice: str = LATER
    error: str = ""

    @property
    def label(self):
        return BY_NAME[self.correction.field].team_label

    @property
    def name(self):
        return f"choix-{self.correction.public_id}"

    @property
    def seen_name(self):
        return f"vu-{self.correction.public_id}"

    @property
    def print(self):
        return hashlib.sha256(f"{self.correction.decision}\x1f{self.current}".encode()).hexdigest()[:16]

    @property
    def changed_since(self):
        """Return whether the line is no longer what the person had before its eyes."""
        return self.current != self.correction.seen


def own_sheet(request, link, agreement):
    """Answer a link without version: the party's own sheet (GET), its corrections kept (POST). Called by `accord`."""
    form = OwnSheetForm(request.POST if request.method == "POST" else None, link=link, agreement=agreement)
    if request.method == "POST" and agreement.is_open and form.is_valid():
        with transaction.atomic():
            keep(link, form.changes())
        response = redirect("agreements:accord", request.resolver_match.kwargs["token"])
        response["Location"] += "?envoye=fiche"
        return response
    if request.method == "GET":
        link.opened()
    context = {
        "form": form,
        "link": link,
        "agreement": agreement,
        "party": link.party,
        "organisation": agreement.project.organisation,
        "banner": agreement.project.banner,
        "sent": request.GET.get("envoye") == "fiche",
        "waiting": link.corrections.filter(decision=Settled.PENDING).order_by("-sent_at").first(),
        "settled": [
            (BY_NAME[row.field].label, row)
            for row in link.corrections.filter(decision__in=CHOICES)[:50]
            if row.field in BY_NAME
        ],
    }
    status = 422 if form.errors else 409 if request.method == "POST" else 200
    return render(request, "agreements/own_sheet.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def party_settle(request, slug, public_id, party_id):
    """Show each correction of a party beside what stands today (GET); write what was decided as one gesture (POST).

    409 when a line was written, or settled, since the page was read: choices kept, present values shown.
    """
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    refused = closed(request, project, agreement)
    if refused:
        return refused
    lines = _lines(agreement, party_id)
    if request.method != "POST":
        return _page(request, project, agreement, party_id, lines)
    stale = _read_choices(request.POST, lines)
    if stale:
        return _page(request, project, agreement, party_id, lines, status=409)
    for line in lines:
        if line.choice == Settled.ACCEPTED:
            line.error = refusal(BY_NAME[line.correction.field], line.correction.proposed)
    chosen = [line for line in lines if line.choice in CHOICES]
    if not chosen or any(line.error for line in lines):
        return _page(request, project, agreement, party_id, lines, nothing_chosen=not chosen, status=422)
    party = _party(agreement, party_id)
    label = _("Décider des corrections\u00a0: %(party)s") % {"party": party.label}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            accepted = {one.correction.field: one.correction.proposed for one in chosen if one.choice == CHOICES[0]}
            if accepted:
                write(party, agreement, accepted)
            for line in chosen:
                line.correction.decision = line.choice
                line.correction.decided_by, line.correction.decided_at = request.user, timezone.now()
                line.correction.save()
    except StaleVersion:
        agreement = read_again(agreement)
        fresh = _lines(agreement, party_id)
        _read_choices(request.POST, fresh)
        return _page(request, project, agreement, party_id, fresh, status=409)
    messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
    return redirect("agreements:reply_list", slug, public_id)


def _lines(agreement, party_id):
    party = _party(agreement, party_id)
    current = values_of(party, agreement.means.all())
    found = {}
    for correction in pending(party):
        if correction.field in current:
            # Two persons of one party may correct the same line: each is decided.
            line = Line(correction, current[correction.field])
            line.choice = LATER if line.changed_since else Settled.ACCEPTED
            found[correction.pk] = line
    return list(found.values())


def _party(agreement, public_id):
    """Return the party, with its agreement attached. Raises Http404."""
    for party in agreement.parties.all():
        if party.public_id == public_id:
            party.agreement = agreement
            return party
    raise Http404


def _read_choices(data, lines):
    """Give each line the choice that was sent; return whether one of them is no longer what the person read."""
    stale = False
    for line in lines:
        choice = data.get(line.name, LATER)
        line.choice = choice if choice in CHOICES else LATER
        stale |= line.choice != LATER and data.get(line.seen_name) != line.print
    return stale


def _page(request, project, agreement, party_id, lines, *, nothing_chosen=False, status=200):
    context = {
        "project": project,
        "agreement": agreement,
        "party": _party(agreement, party_id),
        "lines": lines,
        "conflict": status == 409,
        "nothing_chosen": nothing_chosen,
    }
    return render(request, "agreements/party_settle.html", context, status=status)
