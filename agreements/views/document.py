"""The agreement as a file: PDF, the draft while it is written, then the one that was frozen; docx and odt to work on."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.checks import blocking, findings
from agreements.freezing import version_given
from agreements.thawing import signed_document
from agreements.views.screen import get_agreement
from agreements.wording import convention_document, has_text
from documents.http import file_response
from projects.access import visible_project


@require_safe
def agreement_pdf(request, slug, public_id):
    """The PDF to sign, byte for byte as it was frozen when the text was said ready, whatever has changed since.

    While the text is written, and for one whose file was not kept (it comes from a project file): the clean text as it
    reads now. 409 with the reasons while a check forbids it; a signed text can always be taken away.
    """
    project = visible_project(request, slug)
    agreement = _agreement(project, public_id)
    version = version_given(agreement)
    kept = version.file() if version else None
    if kept is not None:
        return file_response(kept, version_pdf_name(agreement, version), "application/pdf")
    errors = blocking(findings(agreement)) if agreement.is_open else []
    if errors:
        context = {"project": project, "agreement": agreement, "errors": errors, "wants_pdf": True}
        return render(request, "agreements/agreement_blocked.html", context, status=409)
    return _answer(agreement, draft=False)


@require_safe
def agreement_draft_pdf(request, slug, public_id):
    """The text as it reads now, PROJET across each page. Once it is signed there is no draft: its own PDF is given."""
    project = visible_project(request, slug)
    agreement = _agreement(project, public_id)
    if not agreement.is_open:
        return redirect("agreements:agreement_pdf", slug=slug, public_id=public_id)
    return _answer(agreement, draft=True)


@require_safe
def agreement_docx(request, slug, public_id):
    """The text for Word: a draft as long as it may change, then what was frozen to be signed."""
    from documents import docx

    project = visible_project(request, slug)
    return _office(_agreement(project, public_id), "docx", docx.convention_docx, docx.TYPE)


@require_safe
def agreement_odt(request, slug, public_id):
    """The text for LibreOffice: a draft as long as it may change, then what was frozen to be signed."""
    from documents import odt

    project = visible_project(request, slug)
    return _office(_agreement(project, public_id), "odt", odt.convention_odt, odt.TYPE)


def file_name(agreement, *, draft, extension="pdf"):
    """Return « convention-<project>-<partner>.pdf », with -projet for a draft."""
    partners = [party.partnership.partner for party in agreement.parties.all() if not party.partnership.is_lead]
    name = slugify(partners[0].label) if partners else agreement.public_id
    return f"convention-{agreement.project.slug}-{name}{'-projet' if draft else ''}.{extension}"


def version_pdf_name(agreement, version):
    """Return « convention-<project>-<partner>-v3.pdf »: whoever finds the file knows which version it is."""
    return f"{file_name(agreement, draft=False).removesuffix('.pdf')}-v{version.number}.pdf"


def _agreement(project, public_id):
    agreement = get_agreement(project, public_id, text_only=False)
    if not has_text(agreement):
        raise Http404
    return agreement


def _answer(agreement, *, draft):
    from documents.cache import cached
    from documents.convention import convention_pdf

    document = convention_document(agreement, day=timezone.localdate(), draft=draft)
    return file_response(cached(document, convention_pdf), file_name(agreement, draft=draft), "application/pdf")


def _office(agreement, extension, render, content_type):
    from documents.cache import cached

    draft = agreement.is_open
    document = signed_document(agreement) or convention_document(agreement, day=timezone.localdate(), draft=draft)
    name = file_name(agreement, draft=draft, extension=extension)
    return file_response(cached(document, render), name, content_type)
