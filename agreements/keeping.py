"""The files of an agreement: what came back signed, what the server sealed, what an event was decided with, what the team
brings.

Kept in the database, handed out as downloads.
"""

import hashlib

from django.utils import timezone
from django.utils.text import slugify

from agreements.freezing import version_given
from agreements.models import AgreementFile, StoredContent
from agreements.wording import convention_document
from documents.inspecting import page_count
from documents.seal import seal_pdf


def keep_file(
    agreement,
    content,
    *,
    kind,
    name,
    media_type,
    by,
    signature=None,
    event=None,
    pages=None,
    expected_pages=None,
    seal=None,
    **told,
):
    """Write a file of the agreement and return it. Call it in an operation; `content` has been looked at before.

    `told`: title, day and party of what the team brings.
    """
    stored = keep_content(agreement, content, media_type)
    return AgreementFile.objects.create(
        agreement=agreement,
        signature=signature,
        event=event,
        kind=kind,
        name=name[:200],
        stored=stored,
        pages=pages,
        expected_pages=expected_pages,
        seal_subject=seal.subject if seal else "",
        seal_stamped=bool(seal and seal.is_stamped),
        added_on=timezone.localdate(),
        added_by=by,
        **told,
    )


def keep_content(agreement, content, media_type):
    """Write bytes of the agreement once, and return their StoredContent. Call it in an operation."""
    known = {"agreement": agreement, "sha256": hashlib.sha256(content).hexdigest()}
    facts = {"content": content, "size": len(content), "media_type": media_type}
    return StoredContent.objects.get_or_create(**known, defaults=facts)[0]


def file_name(agreement, of_what, extension):
    """Return « convention-2026-01-jeanne-coudert.pdf »: a name of ours, whatever the file was called."""
    parts = ("convention", slugify(agreement.number)[:40], slugify(of_what)[:60])
    return f"{'-'.join(filter(None, parts))}.{extension}"


def pdf_sent(agreement):
    """Return the bytes of the PDF sent to be signed, None when none was kept."""
    version = version_given(agreement)
    return version.file() if version else None


def pages_sent(agreement):
    """Return how many pages the PDF sent to be signed has, None when none was kept."""
    pdf = pdf_sent(agreement)
    return page_count(pdf) if pdf else None


def seal_agreement(agreement):
    """Return the Sealed PDF of the version sent, of the present text when no PDF was kept.

    Raises SealFailed, or RenderFailed when the document cannot be drawn.
    """
    pdf = pdf_sent(agreement)
    if pdf is None:
        from documents.cache import cached
        from documents.convention import convention_pdf

        pdf = cached(convention_document(agreement, day=timezone.localdate(), draft=False), convention_pdf)
    return seal_pdf(pdf)
