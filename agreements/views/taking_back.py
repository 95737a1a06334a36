"""A .docx that a partner amended: kept as it came, set beside today's text as often as one likes, taken article by article."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from agreements.facts import day_text
from agreements.forms.taking_back import TakenForm, TextFileForm
from agreements.keeping import file_name, keep_file
from agreements.models import Agreement, FileKind
from agreements.taking_back import compare_with_file, take
from agreements.views.screen import closed, get_agreement
from documents.docx_reading import MAX_BYTES, DocxRefused, read_docx, too_large
from projects.access import managed_project
from projects.models import StaleVersion, operation

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The file, and the fields around it.
MAX_REQUEST = MAX_BYTES + 100_000


# Django reads the whole body to look for the CSRF token: the size is judged before, from the header alone. A body
# that passes goes through the CSRF check like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def text_return(request, slug, public_id):
    """Send the amended file, with who sent it and when: it is kept as it came, then compared (text_compare)."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MAX_REQUEST:
        refused = too_large()
        form = TextFileForm(agreement=agreement)
        return _file_screen(request, project, agreement, form, refused=str(refused), status=refused.status)
    return closed(request, project, agreement) or _receive(request, project, agreement)


@csrf_protect
def _receive(request, project, agreement):
    if request.method != "POST":
        return _file_screen(request, project, agreement, TextFileForm(agreement=agreement))
    form = TextFileForm(request.POST, request.FILES, agreement=agreement)
    if not form.is_valid():
        return _file_screen(request, project, agreement, form, status=form.status)
    if not form.cleaned_data["file"].articles:
        form.add_error(
            "file", _("Aucun article n’a été reconnu dans ce fichier\u00a0: partez du .docx téléchargé d’ici.")
        )
        return _file_screen(request, project, agreement, form, status=422)
    party, day = form.cleaned_data["party"], form.cleaned_data["received_on"]
    label = _("Texte amendé reçu le %(day)s") % {"day": day_text(day)}
    if party:
        label = _("Texte amendé reçu de %(who)s le %(day)s") % {"who": party.called, "day": day_text(day)}
    with operation(by=request.user, label=label, project=project) as gesture:
        kept = keep_file(
            agreement,
            form.content,
            kind=FileKind.RETURNED,
            name=file_name(agreement, _("texte-recu"), "docx"),
            media_type=DOCX,
            by=request.user,
            party=party,
            dated_on=day,
        )
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:text_compare", project.slug, agreement.public_id, kept.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def text_compare(request, slug, public_id, file_id):
    """What a text that came back changes of today's; POST writes in one gesture what is chosen of it."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    kept = get_object_or_404(agreement.files.returned().select_related("stored", "party"), public_id=file_id)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    try:
        text = read_docx(bytes(kept.stored.content))
    except DocxRefused as refused:
        form = TextFileForm(agreement=agreement)
        return _file_screen(request, project, agreement, form, refused=str(refused), status=refused.status)
    if request.method != "POST":
        return _comparison(request, project, agreement, kept, text)
    return _take(request, project, agreement, kept, text)


def _take(request, project, agreement, kept, text):
    form = TakenForm(request.POST)
    if not form.is_valid():
        return _comparison(request, project, agreement, kept, text, refused=" ".join(form.errors["taken"]), status=422)
    chosen = set(form.cleaned_data["taken"])
    changes = [change for change in compare_with_file(agreement, text.articles).takeable if change.key in chosen]
    if len(changes) < len(chosen):
        return _stale(request, project, agreement, kept, text, chosen)
    count = len(changes)
    label = ngettext(
        "Texte amendé\u00a0: %(count)d article repris", "Texte amendé\u00a0: %(count)d articles repris", count
    ) % {"count": count}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            take(agreement, changes, form.versions())
    except StaleVersion:
        return _stale(request, project, agreement, kept, text, chosen)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(agreement)


def _stale(request, project, agreement, kept, text, chosen):
    fresh = Agreement.objects.with_facts().get(pk=agreement.pk)
    fresh.project = project
    return _comparison(request, project, fresh, kept, text, chosen=chosen, is_stale=True, status=409)


def _file_screen(request, project, agreement, form, *, refused="", status=200):
    context = {"project": project, "agreement": agreement, "form": form, "refused": refused}
    return render(request, "agreements/text_return.html", context, status=status)


def _comparison(request, project, agreement, kept, text, *, chosen=None, refused="", is_stale=False, status=200):
    returned = compare_with_file(agreement, text.articles, text.told)
    context = {
        "project": project,
        "agreement": agreement,
        "kept": kept,
        "changes": [change for change in returned.changes if change.kind != "same"],
        "same_count": sum(change.kind == "same" for change in returned.changes),
        "told": returned.told,
        "can_take": bool(returned.takeable),
        "chosen": chosen if chosen is not None else _proposed(returned),
        "refused": refused,
        "is_stale": is_stale,
    }
    return render(request, "agreements/text_compare.html", context, status=status)


def _proposed(returned):
    """Return what is ticked at first: what the file says otherwise or adds; an absence may be a mishap of the file."""
    return {change.key for change in returned.takeable if change.kind != "removed"}
