"""Editing a partner's record: one block, or one row of a list, at a time. In place with htmx, on its own page without."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from partnerships.forms import directory as forms
from partnerships.models import Analysis, Contact, Lever, LogEntry, Obstacle, Promise, Response
from partnerships.views.directory import find_partnership
from projects.access import editable_project
from projects.models import StaleVersion, operation


@dataclass(frozen=True)
class Block:
    """A block of facts edited together: its form, and the row that the form writes."""

    form: type
    title: str
    row: object


BLOCKS = {
    "identite": Block(forms.PartnerForm, _("Identité"), lambda partnership: partnership.partner),
    "lien": Block(forms.BondForm, _("Lien avec le projet"), lambda partnership: partnership),
    "echange": Block(forms.ExchangeForm, _("Apports, attentes et limites"), lambda partnership: partnership),
    "lecture": Block(
        forms.AnalysisForm,
        _("Lecture privée"),
        lambda partnership: (
            Analysis.objects.filter(partnership=partnership).first() or Analysis(partnership=partnership)
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def block_edit(request, slug, public_id, block):
    """Change one block. 422 keeps what was typed; 409 also shows what the other person wrote."""
    project = editable_project(request, slug)
    partnership = find_partnership(project, public_id)
    if block not in BLOCKS:
        raise Http404
    kind = BLOCKS[block]
    form = kind.form(request.POST or None, instance=kind.row(partnership), project=project)
    status, differences = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            label = f"{kind.title} : {partnership.partner.name}"
            try:
                with operation(by=request.user, label=label, project=project) as gesture:
                    form.claim_and_save() if form.instance.pk else form.save()
                messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
                return _back(request, slug, public_id, f"bloc-{block}")
            except StaleVersion as stale:
                status, differences = 409, _differences(form, stale.current)
                form.data = form.data.copy()
                form.data["seen_version"] = stale.current.version
    context = {
        "project": project,
        "partnership": partnership,
        "form": form,
        "title": kind.title,
        "differences": differences,
        "conflict": status == 409,
        "action": request.path,
        "back": reverse("partnerships:partnership_record", args=[slug, public_id]),
        "block": f"bloc-{block}",
    }
    return _form_page(request, context, status)


def _differences(form, current):
    """Return [(label, current value)] of the fields that two people wrote differently."""
    return [
        (form[name].label, getattr(current, f"get_{name}_display", lambda name=name: getattr(current, name))())
        for name in form.Meta.fields
        if form.cleaned_data.get(name) != getattr(current, name)
    ]


def _form_page(request, context, status):
    template = "partnerships/record_form.html"
    return render(request, f"{template}#form" if request.htmx else template, context, status=status)


def _back(request, slug, public_id, anchor):
    target = f"{reverse('partnerships:partnership_record', args=[slug, public_id])}#{anchor}"
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)


@dataclass(frozen=True)
class Rows:
    """A list of the record: its model and form, what its rows hang on, and the words of the three gestures."""

    model: type
    form: type
    owner: str
    adding: str
    changing: str
    removing: str
    of_partner: bool = False
    knows_partnership: bool = False


LISTS = {
    "contacts": Rows(
        Contact,
        forms.ContactForm,
        "partner",
        _("Ajouter une personne"),
        _("Modifier une personne"),
        _("Retirer une personne"),
        of_partner=True,
    ),
    "freins": Rows(
        Obstacle, forms.ObstacleForm, "partnership", _("Noter un frein"), _("Modifier un frein"), _("Retirer un frein")
    ),
    "leviers": Rows(
        Lever, forms.LeverForm, "partnership", _("Noter un levier"), _("Modifier un levier"), _("Retirer un levier")
    ),
    "parades": Rows(
        Response,
        forms.ResponseForm,
        "obstacle__partnership",
        _("Trouver une piste"),
        _("Modifier une piste"),
        _("Retirer une piste"),
        knows_partnership=True,
    ),
    "journal": Rows(
        LogEntry,
        forms.LogEntryForm,
        "partnership",
        _("Noter un contact"),
        _("Modifier un contact noté"),
        _("Retirer un contact noté"),
        knows_partnership=True,
    ),
    "promesses": Rows(
        Promise,
        forms.PromiseForm,
        "partnership",
        _("Noter une suite"),
        _("Reporter ou modifier la suite"),
        _("Retirer une suite"),
        knows_partnership=True,
    ),
}


def _rows(name):
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def _owned(rows, partnership):
    return {rows.owner: partnership.partner if rows.of_partner else partnership}


@require_http_methods(["GET", "HEAD", "POST"])
def row_edit(request, slug, public_id, list_name, pk=None):
    """Add (without `pk`) or change one row of a list of the record."""
    project = editable_project(request, slug)
    partnership = find_partnership(project, public_id)
    rows = _rows(list_name)
    options = {"partnership": partnership} if rows.knows_partnership else {}
    if pk:
        instance = get_object_or_404(rows.model, pk=pk, **_owned(rows, partnership))
    elif rows.owner == "obstacle__partnership":
        instance = rows.model()
        options["initial"] = {"obstacle": request.GET.get("frein")}
    else:
        instance = rows.model(**_owned(rows, partnership))
        if list_name == "journal":
            options["initial"] = {"date": timezone.localdate()}
    form = rows.form(request.POST or None, instance=instance, **options)
    title = rows.changing if pk else rows.adding
    if request.method == "POST" and form.is_valid():
        with operation(by=request.user, label=f"{title} : {partnership.partner.name}", project=project) as gesture:
            form.save()
        messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
        return _back(request, slug, public_id, f"liste-{list_name}")
    context = {
        "project": project,
        "partnership": partnership,
        "form": form,
        "title": title,
        "action": request.get_full_path(),
        "back": reverse("partnerships:partnership_record", args=[slug, public_id]),
        "removal": reverse("partnerships:row_remove", args=[slug, public_id, list_name, pk]) if pk else "",
    }
    return _form_page(request, context, 422 if form.errors else 200)


@require_POST
def row_remove(request, slug, public_id, list_name, pk):
    """Remove one row; the notice offers to undo it."""
    project = editable_project(request, slug)
    partnership = find_partnership(project, public_id)
    rows = _rows(list_name)
    instance = get_object_or_404(rows.model, pk=pk, **_owned(rows, partnership))
    label = f"{rows.removing} : {partnership.partner.name}"
    with operation(by=request.user, label=label, project=project) as gesture:
        instance.delete()
    messages.success(request, _("C’est retiré."), extra_tags=gesture.public_id)
    return _back(request, slug, public_id, f"liste-{list_name}")


@require_POST
def promise_done(request, slug, public_id, pk):
    """« C’est fait »: close a promise from the record."""
    project = editable_project(request, slug)
    partnership = find_partnership(project, public_id)
    promise = get_object_or_404(partnership.promises, pk=pk)
    label = _("C’est fait : %(what)s") % {"what": promise.what}
    with operation(by=request.user, label=label, project=project) as gesture:
        promise.done = True
        promise.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return _back(request, slug, public_id, "liste-promesses")
