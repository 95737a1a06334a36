"""The facts of an agreement, by group: one form each, at its own address."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.agreement import GROUPS
from agreements.forms.fields import VersionForm
from agreements.forms.means import MeansFormSet
from agreements.forms.party import CommitmentsForm, PartyForm
from agreements.models import Agreement
from agreements.typography import NBSP
from agreements.views.screen import closed, get_agreement, panel_of, save_panel, show
from projects.access import managed_project
from projects.models import StaleVersion, operation
from projects.views.history import safe_next

ANNEX_SWITCHES = {
    "means": gettext_lazy("les apports en nature"),
    "raci": gettext_lazy("le tableau RACI"),
    "board": gettext_lazy("la frise"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def facts_edit(request, slug, public_id, group):
    """A group of facts of the agreement (GROUPS)."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    if group not in GROUPS:
        raise Http404
    title, form_class = GROUPS[group]
    panel = panel_of(agreement, group, "_panel_form.html", title, previews=True)
    if request.method != "POST":
        return show(request, project, agreement, panel, form=form_class(instance=agreement))
    return closed(request, project, agreement) or save_panel(
        request,
        project,
        agreement,
        panel,
        agreement,
        form_class(request.POST, instance=agreement),
        label=_("%(title)s\u00a0: c’est noté") % {"title": title},
        current_form=lambda row: form_class(instance=_of_project(row, project)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def party_edit(request, slug, public_id, party_id):
    """Who a party is and who signs for it."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    party = party_of(agreement, party_id)
    name = party.partnership.partner.name
    panel = panel_of(agreement, f"partie:{party.public_id}", "_panel_form.html", name, previews=True)
    if request.method != "POST":
        return show(request, project, agreement, panel, form=PartyForm(instance=party))
    return closed(request, project, agreement) or save_panel(
        request,
        project,
        agreement,
        panel,
        party,
        PartyForm(request.POST, instance=party),
        label=_("Identité (%(party)s)\u00a0: c’est noté") % {"party": party.partnership.partner.label},
        current_form=lambda row: PartyForm(instance=_of_agreement(row, agreement)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitments_edit(request, slug, public_id, party_id):
    """What a party commits to, one obligation a line."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    party = party_of(agreement, party_id)
    label = party.partnership.partner.label
    title = _("Engagements\u00a0: %(party)s") % {"party": label}
    panel = panel_of(agreement, f"engagements:{party.public_id}", "_panel_form.html", title)
    if request.method != "POST":
        return show(request, project, agreement, panel, form=CommitmentsForm(party=party))
    return closed(request, project, agreement) or save_panel(
        request,
        project,
        agreement,
        panel,
        party,
        CommitmentsForm(request.POST, party=party),
        label=_("Engagements (%(party)s)\u00a0: c’est noté") % {"party": label},
        current_form=lambda row: CommitmentsForm(party=row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def means_edit(request, slug, public_id):
    """What the parties bring in kind: the rows of the annex."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    panel = panel_of(agreement, "apports", "_panel_means.html", _("Apports en nature"))
    if request.method != "POST":
        form = VersionForm(initial={"version": agreement.version})
        return show(request, project, agreement, panel, form=form, rows=MeansFormSet(agreement=agreement))
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    form, rows = VersionForm(request.POST), MeansFormSet(request.POST, agreement=agreement)
    if form.is_valid() and form.cleaned_data["version"] != agreement.version:
        return _means_conflict(request, project, agreement, panel, form, rows)
    if not (form.is_valid() and rows.is_valid()):
        return show(request, project, agreement, panel, status=422, form=form, rows=rows)
    label = _("Apports en nature\u00a0: c’est noté")
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(form.cleaned_data["version"])
            rows.write()
    except StaleVersion:
        agreement = Agreement.objects.with_facts().get(pk=agreement.pk)
        agreement.project = project
        return _means_conflict(request, project, agreement, panel, form, rows)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(panel.url)


@require_POST
def annex_switch(request, slug, public_id, name):
    """Join an annex or leave it out."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    if name not in ANNEX_SWITCHES:
        raise Http404
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    field = f"annex_{name}"
    joins = not getattr(agreement, field)
    sentence = _("Annexe jointe\u00a0: %(name)s") if joins else _("Annexe retirée\u00a0: %(name)s")
    label = sentence % {"name": ANNEX_SWITCHES[name]}
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    with operation(by=request.user, label=label, project=project) as gesture:
        agreement.claim(version)
        setattr(agreement, field, joins)
        agreement.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(safe_next(request, agreement.get_absolute_url()))


def _means_conflict(request, project, agreement, panel, form, rows):
    form.data = form.data.copy()
    form.data["version"] = agreement.version
    current = [
        (mean.partnership.partner.label if mean.partnership else _("Ensemble"), _mean_text(mean))
        for mean in agreement.means.all()
    ]
    return show(request, project, agreement, panel, status=409, form=form, rows=rows, conflict=current, is_stale=True)


def _mean_text(mean):
    return mean.what if mean.value is None else f"{mean.what}{NBSP}: {mean.value}{NBSP}€"


def party_of(agreement, public_id):
    """Return the party, with its agreement attached: its form reads the project's team. Raises Http404."""
    party = next((party for party in agreement.parties.all() if party.public_id == public_id), None)
    if party is None:
        raise Http404
    return _of_agreement(party, agreement)


def _of_agreement(party, agreement):
    party.agreement = agreement
    return party


def _of_project(agreement, project):
    agreement.project = project
    return agreement
