"""The edit screen of an agreement: articles on the left, one panel in the middle, the page on the right.

Every panel has its own address; the same view answers the whole page, or only `<main>` to htmx.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from agreements.checks import BLANK, blocking, findings
from agreements.facts import day_text
from agreements.forms.agreement import StatusForm, groups_of
from agreements.forms.fields import differences
from agreements.models import Agreement, AgreementStatus, TemplateCode
from agreements.models_text import PREAMBLE
from agreements.places import place_url
from agreements.sides import side_of
from agreements.talk import count_talk
from agreements.validating import standing_now
from agreements.wording import Writer, convention_document
from projects.models import StaleVersion, operation

SHOWN_FINDINGS = 2


@dataclass(frozen=True)
class Panel:
    """What stands in the middle: `key` tells which entry of the left list is current."""

    key: str
    template: str
    title: str
    url: str


def get_agreement(project, public_id, *, text_only=True):
    """Return the agreement of this project with its facts. Raises Http404; also for one without text to edit.

    A text written elsewhere has none here, and its facts are edited all the same.
    """
    agreement = get_object_or_404(Agreement.objects.with_facts(), project=project, public_id=public_id)
    agreement.project = project
    is_elsewhere = agreement.template == TemplateCode.ELSEWHERE
    if text_only and not is_elsewhere and not agreement.articles.all():
        raise Http404
    return agreement


def read_again(agreement):
    """Return the agreement as it is now: what a conflict shows."""
    fresh = Agreement.objects.with_facts().get(pk=agreement.pk)
    fresh.project = agreement.project
    return fresh


def closed(request, project, agreement):
    """Return the 409 page that says that a signed text does not change, or None while it may."""
    if agreement.is_open:
        return None
    context = {"project": project, "agreement": agreement}
    return render(request, "agreements/agreement_closed.html", context, status=409)


def show(request, project, agreement, panel, *, status=200, writer=None, **context):
    """Render the screen with a panel; an htmx request gets `<main>` alone. `context` is the panel's own."""
    writer = writer or Writer(agreement)
    found = findings(agreement, writer=writer)
    errors = blocking(found)
    written = writer.written()
    count_talk(agreement)
    day = timezone.localdate()
    preview = convention_document(agreement, day=day, draft=True, writer=writer, with_annexes=False)
    template = "agreements/agreement_edit.html"
    return render(
        request,
        f"{template}#fragment" if request.htmx else template,
        {
            "project": project,
            "agreement": agreement,
            "panel": panel,
            "written": written,
            "annexes": writer.annexes,
            "switches": _annex_switches(agreement, writer),
            "own_annexes": _own_annexes(agreement, writer),
            "groups": [(key, title, place_url(agreement, key)) for key, title in groups_of(agreement)],
            "findings": found,
            "first_findings": found[:SHOWN_FINDINGS],
            "others_count": max(len(found) - SHOWN_FINDINGS, 0),
            "errors": errors,
            "blank_level": BLANK,
            "preamble_key": PREAMBLE,
            "steps": steps(agreement),
            "preview": preview,
            "side": side_of(agreement, writer=writer),
            "status_form": StatusForm(initial={"version": agreement.version}),
            "others": [party for party in agreement.parties.all() if not party.partnership.is_lead],
            "undo_next": panel.url,
            "standing": standing_now(agreement, writer),
        }
        | context,
        status=status,
    )


def steps(agreement):
    """Return [(label, state, note)] of the path from draft to signature; state is faite, encours or empty."""
    order = [AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION, AgreementStatus.READY, AgreementStatus.SIGNED]
    try:
        here = order.index(agreement.status)
    except ValueError:
        here = len(order)
    notes = ["", "", "", ""]
    if agreement.signed_on:
        notes[3] = _("le %(day)s") % {"day": day_text(agreement.signed_on)}
    elif agreement.signature_planned_on:
        notes[3] = _("visée le %(day)s") % {"day": day_text(agreement.signature_planned_on)}
    signed = agreement.status == AgreementStatus.SIGNED
    return [
        (status.label, "faite" if rank < here or signed else "encours" if rank == here else "", notes[rank])
        for rank, status in enumerate(order)
    ]


def save_panel(request, project, agreement, panel, row, form, *, label, current_form, save=None, **context):
    """Write a posted form on `row`, or show it again: 422 invalid, 409 with the typed text and the current value.

    `current_form(row)` builds an unbound form on the row as it is now, to compare. Redirects to the panel when saved.
    """
    if not form.is_valid():
        return _again(request, project, agreement, panel, 422, form=form, **context)
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            row.claim(form.cleaned_data["version"])
            (save or form.save)()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        fresh = current_form(stale.current)
        form.data = form.data.copy()
        form.data["version"] = stale.current.version
        context |= {"conflict": differences(fresh, form), "is_stale": True}
        return _again(request, project, agreement, panel, 409, form=form, **context)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(panel.url)


def _again(request, project, agreement, panel, status, **context):
    # The posted form has written its values on the row in memory: the page is drawn from the database.
    return show(request, project, read_again(agreement), panel, status=status, **context)


def rich(agreement, runs):
    """Return the HTML of filled text: facts and gaps are links to where they are mended."""
    return format_html_join("", "{}", ((_run_html(agreement, run),) for run in runs))


def _run_html(agreement, run):
    if not run.mark:
        return run.text
    url = place_url(agreement, run.place) if run.place else ""
    if run.is_gap:
        words = _("à compléter")
        if not url:
            return format_html('<span class="donnee donnee-vide">{}</span>', words)
        return format_html('<a class="donnee donnee-vide" href="{}">{}</a>', url, words)
    if not url:
        return run.text
    return format_html('<a class="donnee" href="{}">{}</a>', url, run.text)


def _annex_switches(agreement, writer):
    numbers = {annex.key: annex.number for annex in writer.annexes}
    return [
        (name, title, getattr(agreement, f"annex_{name}"), numbers.get(key))
        for name, key, title in (
            ("means", "moyens", _("Apports en nature")),
            ("raci", "raci", _("Tableau RACI")),
            ("board", "frise", _("Frise des partenariats")),
        )
        if writer.model is None or not writer.model.annexes or key in dict(writer.model.annexes)
    ]


def _own_annexes(agreement, writer):
    """Return [(Annex, address)] of the annexes of the team's own, as the document numbers them."""
    own = {row.public_id for row in agreement.team_annexes}
    return [(annex, place_url(agreement, f"annexe:{annex.key}")) for annex in writer.annexes if annex.key in own]


def panel_of(agreement, key, template, title):
    return Panel(key, f"agreements/{template}", str(title), place_url(agreement, key))
