"""Versions of a text: the list, one as it was sent, two compared, and a file that is looked for among them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.comparing import compare, summary
from agreements.forms.version import CompareForm
from agreements.freezing import freeze, present_sections, says_the_same
from agreements.models import AgreementVersion
from agreements.views.document import version_pdf_name
from agreements.views.screen import get_agreement
from agreements.wording import has_text
from projects.access import visible_project

# In the address of a comparison, the text being written.
PRESENT = "texte"
# Amended texts that a list shows, the last ones: more come back of no negotiation.
MOST_RETURNED = 50
VIEWS = {"cote": gettext_lazy("Côte à côte"), "ligne": gettext_lazy("Dans le texte")}


def frozen_now(agreement, *, draft, day):
    """Return the text of today as Frozen, its PDF rendered: call it before the operation that sends it.

    None when Maillage does not write this agreement. Raises RenderFailed.
    """
    from documents.cache import cached
    from documents.convention import convention_pdf

    return freeze(agreement, day=day, draft=draft, render=lambda document: cached(document, convention_pdf))


def text_moved(request, project, agreement):
    """Answer 409: somebody wrote while the document was being drawn, and nothing was sent."""
    context = {"project": project, "agreement": agreement}
    return render(request, "agreements/version_moved.html", context, status=409)


@require_safe
def version_list(request, slug, public_id):
    """Every version with its name, its day and who sent it; any two can be compared."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    versions = list(AgreementVersion.objects.for_lists().filter(agreement=agreement))
    readable = [version for version in versions if version.fingerprint]
    present = PRESENT if has_text(agreement) else ""
    initial = {"de": str(readable[0].number), "a": present} if readable else {}
    if len(readable) > 1 and not present:
        initial = {"de": str(readable[1].number), "a": str(readable[0].number)}
    form = CompareForm(request.GET or None, versions=readable, present=present, initial=initial)
    if form.is_bound and form.is_valid():
        pair = (form.cleaned_data["de"], form.cleaned_data["a"])
        return redirect("agreements:version_compare", slug, public_id, *pair)
    context = {
        "project": project,
        "agreement": agreement,
        "versions": versions,
        "form": form if len(readable) + bool(present) > 1 else None,
        "has_changed": _has_changed(agreement, versions),
        "returned": agreement.files.returned().for_lists().order_by("-dated_on", "-pk")[:MOST_RETURNED],
        "can_take_back": project.can_manage and agreement.is_open and present,
        "present": present,
    }
    return render(request, "agreements/version_list.html", context, status=422 if form.errors else 200)


@require_safe
def version_detail(request, slug, public_id, number):
    """One version as it was sent: its words; its PDF stands at its own address."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    version = _version(agreement, number)
    context = {
        "project": project,
        "agreement": agreement,
        "version": version,
        "sections": version.sections,
        "previous": agreement.versions.filter(number__lt=number).exclude(fingerprint="").order_by("-number").first(),
        "present": PRESENT if has_text(agreement) else "",
    }
    return render(request, "agreements/version_detail.html", context)


@require_safe
def version_pdf(request, slug, public_id, number):
    """The PDF of a version, byte for byte as it was made when the text was sent."""
    from documents.http import file_response

    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    version = _version(agreement, number)
    content = version.file()
    if content is None:
        raise Http404
    return file_response(content, version_pdf_name(agreement, version), "application/pdf")


@require_safe
def version_compare(request, slug, public_id, number, other):
    """From a version to another, or to the text being written, article by article. `?vue=` side by side or inline."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    is_present = other == PRESENT and has_text(agreement)
    wanted = [number] if is_present else [number, _number(other)]
    versions = {row.number: row for row in agreement.versions.filter(number__in=wanted)}
    if set(versions) != set(wanted):
        raise Http404
    before = versions[number]
    if is_present:
        after, sections, later = None, present_sections(agreement), _("le texte en cours")
    else:
        after = versions[wanted[1]]
        sections, later = after.sections, after.label
    if not before.sections or not sections:
        raise Http404
    changes = compare(before.sections, sections)
    view = request.GET.get("vue")
    context = {
        "project": project,
        "agreement": agreement,
        "before": before,
        "after": after,
        "later": later,
        "other": other,
        "changes": changes,
        "changed": [change for change in changes if not change.is_same],
        "counts": counted(changes),
        "view": view if view in VIEWS else "cote",
        "views": VIEWS,
    }
    return render(request, "agreements/version_compare.html", context)


def counted(changes):
    """Return [(words, number)] of what a comparison found: « modifiée », « ajoutée »… without those that are the same."""
    words = {
        "changed": _("modifiée"),
        "added": _("ajoutée"),
        "removed": _("supprimée"),
        "moved": _("déplacée"),
    }
    found = summary(changes)
    return [(words[kind], found[kind]) for kind in words if kind in found]


def _version(agreement, number):
    version = get_object_or_404(AgreementVersion.objects.select_related("sent_by"), agreement=agreement, number=number)
    version.agreement = agreement
    return version


def _number(text):
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Http404
    return int(text)


def _has_changed(agreement, versions):
    """Say whether the text being written is no longer that of the last version that was sent."""
    if not versions or not versions[0].fingerprint or not has_text(agreement):
        return False
    return not says_the_same(agreement, versions[0].fingerprint)
