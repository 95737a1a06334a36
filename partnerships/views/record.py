"""The record of a partner, and the edition of its blocks in place.

A block being edited is the same page with a form open in it: without script the page comes back whole, and htmx gets the
block alone, from the same template and the same context.
"""

import copy
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from partnerships.forms import record as record_forms
from partnerships.forms import trajectory as trajectory_forms
from partnerships.forms.guarded import keep_against
from partnerships.models import Analysis
from partnerships.record import Record, partnership_of
from partnerships.views.live.hooks import live_hooks
from projects.access import editable_project, visible_project
from projects.models import StaleVersion, operation

PAGE = "partnerships/partnership_record.html"
# The blocks that htmx may ask for alone; each has a template of its own, `_record_<name>.html`.
BLOCKS = {"identite", "etape", "lien", "echange", "freins", "personnes", "relations", "suivi", "analyse", "frise"}


@dataclass
class Edition:
    """A form open in a block. `differences`: [(label, current value)] after a conflict, else None."""

    block: str
    form: forms.Form
    heading: str
    action: str
    differences: list | None = None
    remove: str = ""

    @property
    def conflict(self):
        return self.differences is not None


@dataclass(frozen=True)
class BlockForm:
    form: type
    heading: str
    # What the page shows elsewhere changes too: a new page rather than the block alone.
    whole_page: bool = False
    # Where the form stands, when it edits a part of a block.
    inside: str = ""


BLOCK_FORMS = {
    "identite": BlockForm(record_forms.IdentityForm, gettext_lazy("Modifier l’identité"), whole_page=True),
    "etape": BlockForm(record_forms.StageForm, gettext_lazy("Changer d’étape")),
    "lien": BlockForm(record_forms.LinkNatureForm, gettext_lazy("Modifier le lien")),
    "echange": BlockForm(record_forms.ExchangeForm, gettext_lazy("Modifier apports, attentes et limites")),
    "espere": BlockForm(trajectory_forms.HopedLevelForm, gettext_lazy("Dire le niveau espéré"), inside="frise"),
    "moment": BlockForm(trajectory_forms.AskForm, gettext_lazy("Dire quand le solliciter"), inside="frise"),
    "analyse": BlockForm(record_forms.AnalysisForm, gettext_lazy("Modifier la lecture privée"), whole_page=True),
}


def record_of(project, public_id, *, with_places=True):
    """Return the Record of a partner of the project, as it is now. Raises Http404. `with_places`: its other places too."""
    rows = partnership_of(project, public_id)
    partnership = (rows if with_places else rows.prefetch_related(None)).first()
    if partnership is None:
        raise Http404
    return Record(project, partnership, timezone.localdate())


def address_of(record):
    return reverse("partnerships:partnership_record", args=[record.project.slug, record.partnership.public_id])


@require_safe
def partnership_record(request, slug, public_id):
    """The record; htmx with `?bloc=` gets one block, to close a form."""
    project = visible_project(request, slug)
    record = record_of(project, public_id)
    block = request.GET.get("bloc")
    if request.htmx and block not in BLOCKS:
        raise Http404
    return show(request, record, block=block)


def show(request, record, *, block, edition=None, done=False, status=200):
    """Render the record, or for htmx the block alone; `done` adds the notice of what was just written."""
    context = {
        "project": record.project,
        "record": record,
        "partnership": record.partnership,
        "partner": record.partner,
        "edition": edition,
        "address": address_of(record),
        "undo_next": address_of(record),
        "register_on": settings.COMPANY_REGISTER,
        "live": live_hooks(record.project, "fiche"),
    }
    if request.GET.get("nouveau"):
        # To undo the arrival of a partner is to have no record left to come back to.
        context["undo_next"] = reverse("partnerships:partnership_list", args=[record.project.slug])
    if request.htmx:
        context |= {"block_template": f"partnerships/_record_{block}.html", "done": done}
        return render(request, "partnerships/_record_block.html", context, status=status)
    return render(request, PAGE, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request, slug, public_id, block):
    """Open the form of a block (GET) or write it (POST): 422 and 409 keep what was typed."""
    project = editable_project(request, slug)
    kind = BLOCK_FORMS.get(block)
    if kind is None:
        raise Http404
    record = record_of(project, public_id)
    # The form writes on a copy: a refused value must not show in the rest of the page.
    form = kind.form(request.POST if request.method == "POST" else None, instance=copy.copy(_row(record, block)))
    action = reverse("partnerships:record_edit", args=[slug, public_id, block])
    edition = Edition(kind.inside or block, form, kind.heading, action)
    if request.method != "POST":
        return show(request, record, block=edition.block, edition=edition)
    return write(request, record, edition, kind.heading, whole_page=kind.whole_page)


def _row(record, block):
    """Return the row that a block edits."""
    if block == "identite":
        return record.partner
    if block == "analyse":
        return record.analysis or Analysis(partnership=record.partnership)
    return record.partnership


def write(request, record, edition, label, *, whole_page=False):
    """Write the form of an edition as one gesture, then answer with the block, or the page, as it is now."""
    if not edition.form.is_valid():
        return show(request, record, block=edition.block, edition=edition, status=422)
    project, name = record.project, record.partner.name
    try:
        with operation(by=request.user, label=f"{label}\u00a0: {name}", project=project) as gesture:
            edition.form.claim_and_save()
    except StaleVersion as stale:
        edition.differences = keep_against(edition.form, stale.current)
        fresh = record_of(project, record.partnership.public_id)
        return show(request, fresh, block=edition.block, edition=edition, status=409)
    return written(request, record, edition.block, _("C’est enregistré."), gesture, whole_page=whole_page)


def written(request, record, block, said, gesture, *, whole_page=False):
    """Answer after a gesture: the block as it is now for htmx, else the page at this block."""
    messages.success(request, said, extra_tags=gesture.public_id)
    if request.htmx and not whole_page:
        fresh = record_of(record.project, record.partnership.public_id)
        return show(request, fresh, block=block, done=True)
    if request.htmx:
        # To a fragment of the page that is open, the browser would only scroll: the form would stay, and nothing be read.
        return HttpResponseClientRedirect(address_of(record))
    return redirect(f"{address_of(record)}#bloc-{block}")
