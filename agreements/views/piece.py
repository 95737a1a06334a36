"""The files that a team keeps with an agreement: a decision, a certificate, statutes, a quote. They leave as downloads only.

No partner's link, no document and no export has them: who sees the agreement in the project sees them.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.fields import differences, posted_version
from agreements.forms.piece import PieceAddForm, PieceForm
from agreements.keeping import file_name, keep_file
from agreements.models import BROUGHT, Agreement, AgreementFile, FileKind
from agreements.places import place_url
from projects.access import managed_project, visible_project
from projects.models import StaleVersion, operation

PAGE_SIZE = 30


@require_safe
def piece_list(request, slug, public_id):
    """The files of an agreement, the last one first; how many stand with its signatures and its events."""
    project = visible_project(request, slug)
    agreement = _agreement(project, public_id)
    page = Paginator(agreement.files.brought().for_lists().order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    others = agreement.files.exclude(kind__in=(*BROUGHT, FileKind.RETURNED)).values_list("kind", flat=True)
    kinds = list(others.order_by("pk"))
    context = {
        "project": project,
        "agreement": agreement,
        "page": page,
        "of_events": kinds.count(FileKind.EVENT),
        "of_signatures": len(kinds) - kinds.count(FileKind.EVENT),
    }
    return render(request, "agreements/piece_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def piece_bring(request, slug, public_id):
    """Keep a file with the agreement, whatever its state: it changes no text. An address may say its kind and its party."""
    project = managed_project(request, slug)
    agreement = _agreement(project, public_id)
    piece = AgreementFile(agreement=agreement)
    if request.method != "POST":
        asked = {"kind": request.GET.get("nature", ""), "party": request.GET.get("partie", "")}
        form = PieceAddForm(instance=piece, initial=asked)
        # Whoever has the certificate elsewhere notes its day alone, in the facts of a text that may still change.
        asks_day = asked["kind"] == FileKind.INSURANCE and agreement.is_open
        party = agreement.parties.filter(public_id=asked["party"]).first() if asks_day else None
        return _show(
            request, agreement, form, day_url=place_url(agreement, f"partie:{party.public_id}") if party else ""
        )
    form = PieceAddForm(request.POST, request.FILES, instance=piece)
    if not form.is_valid():
        return _show(request, agreement, form, status=422)
    told = {name: form.cleaned_data[name] for name in ("kind", "title", "dated_on", "party")}
    of_what = told["title"] or FileKind(told["kind"]).label
    label = _("Pièce ajoutée\u00a0: %(name)s") % {"name": of_what}
    with operation(by=request.user, label=label, project=project) as gesture:
        keep_file(
            agreement,
            form.inspected.content,
            name=file_name(agreement, of_what, form.inspected.extension),
            media_type=form.inspected.media_type,
            pages=form.inspected.pages,
            by=request.user,
            **told,
        )
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


@require_http_methods(["GET", "HEAD", "POST"])
def piece_edit(request, slug, public_id, file_id):
    """Say otherwise what a file is; its bytes stay."""
    project = managed_project(request, slug)
    agreement = _agreement(project, public_id)
    piece = _piece(agreement, file_id)
    if request.method != "POST":
        return _show(request, agreement, PieceForm(instance=piece))
    form = PieceForm(request.POST, instance=piece)
    if not form.is_valid():
        return _show(request, agreement, form, status=422)
    label = _("Pièce modifiée\u00a0: %(name)s") % {"name": piece.label}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            piece.claim(form.cleaned_data["version"])
            form.save()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        stale.current.agreement = agreement
        form.data = form.data.copy()
        form.data["version"] = stale.current.version
        conflict = differences(PieceForm(instance=stale.current), form)
        return _show(request, agreement, form, status=409, conflict=conflict, is_stale=True)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


@require_POST
def piece_remove(request, slug, public_id, file_id):
    """Keep a file no more; its removal can be undone."""
    project = managed_project(request, slug)
    agreement = _agreement(project, public_id)
    piece = _piece(agreement, file_id)
    label = _("Pièce retirée\u00a0: %(name)s") % {"name": piece.label}
    with operation(by=request.user, label=label, project=project) as gesture:
        piece.claim(posted_version(request))
        piece.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


def _show(request, agreement, form, *, status=200, **context):
    piece = form.instance
    context |= {
        "project": agreement.project,
        "agreement": agreement,
        "form": form,
        "piece": piece if piece.pk else None,
        "panel": {"url": request.path},
    }
    return render(request, "agreements/piece_form.html", context, status=status)


def _agreement(project, public_id):
    """Return the agreement, whose text is not read here. Raises Http404."""
    agreement = get_object_or_404(Agreement, project=project, public_id=public_id)
    agreement.project = project
    return agreement


def _piece(agreement, public_id):
    """Return a file that the team brought; those of a signature or of an event stay with it. Raises Http404."""
    piece = get_object_or_404(agreement.files.brought().select_related("party"), public_id=public_id)
    piece.agreement = agreement
    return piece


def _list_url(agreement):
    return reverse("agreements:piece_list", args=[agreement.project.slug, agreement.public_id])
