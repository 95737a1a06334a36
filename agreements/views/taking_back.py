"""A .docx that a partner amended: read, set beside today's text, and taken article by article."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from agreements.forms.taking_back import TakenForm, TextFileForm, carried
from agreements.models import Agreement
from agreements.taking_back import compare_with_file, take
from agreements.views.screen import closed, get_agreement
from documents.docx_reading import MAX_BYTES, too_large
from projects.access import managed_project
from projects.models import StaleVersion, operation

# The signed text and the ticks of the comparison, or the marks around the file.
MAX_REQUEST = MAX_BYTES + 100_000


# Django reads the whole body to look for the CSRF token: the size is judged before, from the header alone. A body
# that passes goes through the CSRF check like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def text_return(request, slug, public_id):
    """Send the amended file; then choose, article by article, what is taken of it. One gesture writes the choice."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MAX_REQUEST:
        refused = too_large()
        return _file_screen(request, project, agreement, TextFileForm(), refused=str(refused), status=refused.status)
    return closed(request, project, agreement) or _receive(request, project, agreement)


@csrf_protect
def _receive(request, project, agreement):
    if request.method != "POST":
        return _file_screen(request, project, agreement, TextFileForm())
    if "text" in request.POST:
        return _take(request, project, agreement)
    form = TextFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_screen(request, project, agreement, form, status=form.status)
    text = form.cleaned_data["file"]
    if not text.articles:
        form.add_error(
            "file", _("Aucun article n’a été reconnu dans ce fichier\u00a0: partez du .docx téléchargé d’ici.")
        )
        return _file_screen(request, project, agreement, form, status=422)
    return _comparison(request, project, agreement, text)


def _take(request, project, agreement):
    form = TakenForm(request.POST, agreement=agreement)
    form.full_clean()
    text = form.cleaned_data.get("text")
    if text is None:
        again = TextFileForm()
        return _file_screen(request, project, agreement, again, refused=" ".join(form.errors["text"]), status=422)
    chosen = set(form.cleaned_data.get("taken", ()))
    if not chosen:
        return _comparison(request, project, agreement, text, refused=" ".join(form.errors["taken"]), status=422)
    changes = [change for change in compare_with_file(agreement, text.articles).takeable if change.key in chosen]
    if len(changes) < len(chosen):
        return _stale(request, project, agreement, text, chosen)
    count = len(changes)
    label = ngettext(
        "Texte amendé\u00a0: %(count)d article repris", "Texte amendé\u00a0: %(count)d articles repris", count
    ) % {"count": count}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            take(agreement, changes, form.versions())
    except StaleVersion:
        return _stale(request, project, agreement, text, chosen)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(agreement)


def _stale(request, project, agreement, text, chosen):
    fresh = Agreement.objects.with_facts().get(pk=agreement.pk)
    fresh.project = project
    return _comparison(request, project, fresh, text, chosen=chosen, is_stale=True, status=409)


def _file_screen(request, project, agreement, form, *, refused="", status=200):
    context = {"project": project, "agreement": agreement, "form": form, "refused": refused}
    return render(request, "agreements/text_return.html", context, status=status)


def _comparison(request, project, agreement, text, *, chosen=None, refused="", is_stale=False, status=200):
    returned = compare_with_file(agreement, text.articles, text.told)
    context = {
        "project": project,
        "agreement": agreement,
        "changes": [change for change in returned.changes if change.kind != "same"],
        "same_count": sum(change.kind == "same" for change in returned.changes),
        "told": returned.told,
        "can_take": bool(returned.takeable),
        "text": carried(agreement, text),
        "chosen": chosen if chosen is not None else _proposed(returned),
        "refused": refused,
        "is_stale": is_stale,
    }
    return render(request, "agreements/text_compare.html", context, status=status)


def _proposed(returned):
    """Return what is ticked at first: what the file says otherwise or adds; an absence may be a mishap of the file."""
    return {change.key for change in returned.takeable if change.kind != "removed"}
