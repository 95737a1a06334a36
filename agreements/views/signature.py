"""Signatures of an agreement: who signs, where each one stands, what came back on paper, the seal of the server."""

from smtplib import SMTPException
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.agreement import StatusForm
from agreements.forms.fields import VersionForm, differences
from agreements.forms.signature import AddedFileForm, ElectronicForm, PaperForm, RefusalForm, SignatoryForm
from agreements.freezing import late_facts, version_given
from agreements.keeping import file_name, keep_file, pages_sent, seal_agreement
from agreements.models import (
    BROUGHT,
    AgreementFile,
    AgreementStatus,
    Blocked,
    FileKind,
    Signature,
    SignatureState,
    WrongMoment,
)
from agreements.signing import ask_signatures, early_words, moved_since_ready, reason_of, reminder, starts_early
from agreements.views.screen import get_agreement, steps
from documents.errors import RenderFailed
from documents.http import file_response
from documents.seal import SealFailed, is_configured, stamps
from projects.access import managed_project, visible_project
from projects.models import StaleVersion, operation


@require_safe
def signature_list(request, slug, public_id):
    """Each signature with its state, its files and what can be done; the seal, and what it proves."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    return _show_list(request, project, agreement)


def _show_list(request, project, agreement, status=200):
    files = list(agreement.files.select_related("stored", "added_by").defer("stored__content"))
    signatures = list(agreement.signatures.select_related("party__partnership__partner"))
    today = timezone.localdate()
    rows = [
        (
            one,
            [file for file in files if file.signature_id == one.pk],
            (today - one.asked_on).days if one.asked_on else None,
        )
        for one in signatures
    ]
    ranks = {one.rank for one in signatures}
    given = version_given(agreement) if agreement.status == AgreementStatus.READY else None
    context = {
        "project": project,
        "agreement": agreement,
        "steps": steps(agreement),
        "rows": rows,
        "in_order": len(ranks) > 1,
        "signed_count": sum(one.is_signed for one in signatures),
        "other_files": [
            file
            for file in files
            if file.signature_id is None and file.event_id is None and file.kind not in (*BROUGHT, FileKind.RETURNED)
        ],
        "can_sign": project.can_manage and agreement.status == AgreementStatus.READY,
        "is_ready": agreement.status == AgreementStatus.READY,
        "has_moved": agreement.status == AgreementStatus.READY and moved_since_ready(agreement),
        "late": late_facts(agreement, given) if given is not None else None,
        "status_form": StatusForm(initial={"version": agreement.version}),
        "early": early_words(agreement) if starts_early(agreement, today) else "",
        "can_seal": is_configured(),
        "is_stamped": stamps(),
        "is_sealable": agreement.status in (AgreementStatus.READY, AgreementStatus.SIGNED),
    }
    return render(request, "agreements/signature_list.html", context, status=status)


@require_POST
def signatures_ask(request, slug, public_id):
    """Write the signatures to come of an agreement that is ready without any (it comes from a file)."""
    project, agreement = _to_sign(request, slug, public_id)
    label = _("Signatures préparées")
    with operation(by=request.user, label=label, project=project) as gesture:
        ask_signatures(agreement, on=timezone.localdate())
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


@require_http_methods(["GET", "HEAD", "POST"])
def signatory_edit(request, slug, public_id, signature_id=None):
    """Add a signatory (without `signature_id`), or change one who has not signed."""
    project, agreement = _to_sign(request, slug, public_id)
    if signature_id:
        signature = _signature(agreement, signature_id)
        if signature.is_signed:
            raise PermissionDenied
    else:
        signature = Signature(agreement=agreement, asked_on=timezone.localdate())
    form = SignatoryForm(request.POST or None, instance=signature)
    context = {
        "project": project,
        "agreement": agreement,
        "form": form,
        "heading": _("Modifier le ou la signataire") if signature_id else _("Ajouter un ou une signataire"),
        "signature": signature if signature_id else None,
        "can_remove": bool(signature_id) and _is_not_alone(agreement, signature),
        "panel": {"url": request.path},
    }
    if request.method == "POST" and form.is_valid():
        label = _("Signataire\u00a0: %(name)s") % {"name": form.cleaned_data["name"]}
        try:
            with operation(by=request.user, label=label, project=project) as gesture:
                if signature_id:
                    signature.claim(form.cleaned_data["version"])
                form.save()
        except StaleVersion as stale:
            if stale.current is None:
                raise
            stale.current.agreement = agreement
            form.data = form.data.copy()
            form.data["version"] = stale.current.version
            context |= {"conflict": differences(SignatoryForm(instance=stale.current), form), "is_stale": True}
            return render(request, "agreements/signature_form.html", context, status=409)
        messages.success(request, label, extra_tags=gesture.public_id)
        return redirect(_list_url(agreement))
    return render(request, "agreements/signature_form.html", context, status=422 if form.errors else 200)


@require_POST
def signatory_remove(request, slug, public_id, signature_id):
    """Wait for this signature no more. A party keeps one at least; what is signed stays."""
    project, agreement = _to_sign(request, slug, public_id)
    signature = _signature(agreement, signature_id)
    if signature.is_signed or not _is_not_alone(agreement, signature):
        raise PermissionDenied
    label = _("Signataire retiré·e\u00a0: %(name)s") % {"name": signature.name}
    with operation(by=request.user, label=label, project=project) as gesture:
        signature.claim(_version(request))
        signature.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


def _is_not_alone(agreement, signature):
    """Say whether somebody else signs for the same party."""
    return agreement.signatures.filter(party=signature.party_id).exclude(pk=signature.pk).exists()


# How a signature is told, by the end of its address: form, heading, label of the gesture.
TOLD = {
    "papier": (PaperForm, gettext_lazy("Signée sur papier"), gettext_lazy("Signature sur papier\u00a0: %(name)s")),
    "electronique": (
        ElectronicForm,
        gettext_lazy("Signée électroniquement"),
        gettext_lazy("Signature électronique\u00a0: %(name)s"),
    ),
    "refus": (RefusalForm, gettext_lazy("Refusée"), gettext_lazy("Refus de signer\u00a0: %(name)s")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def signature_tell(request, slug, public_id, signature_id, way):
    """Note how a signature came: on paper (with its scan), electronically, or not at all."""
    if way not in TOLD:
        raise Http404
    project, agreement = _to_sign(request, slug, public_id)
    signature = _signature(agreement, signature_id)
    form_class, heading, label = TOLD[way]
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, request.FILES or None, initial={"version": signature.version})
    context = {
        "project": project,
        "agreement": agreement,
        "signature": signature,
        "form": form,
        "heading": heading,
        "has_file": way != "refus",
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "agreements/signature_form.html", context, status=422 if form.errors else 200)
    label = label % {"name": signature.name}
    kept, told, expected = None, [], _expected_pages(agreement, form)
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            signature.claim(form.cleaned_data["version"])
            if way == "refus":
                signature.refuse(reason=form.cleaned_data["reason"])
            else:
                told = signature.sign(on=form.cleaned_data["signed_on"], electronic=way == "electronique")
                kept = _keep(request, agreement, signature, form, expected)
    except Blocked as blocked:
        context = {"project": project, "agreement": agreement, "errors": blocked.findings}
        return render(request, "agreements/agreement_blocked.html", context, status=422)
    except WrongMoment as refusal:
        return _too_soon(request, project, agreement, refusal)
    messages.success(request, ". ".join([label, *told]), extra_tags=gesture.public_id)
    _say_pages(request, kept)
    return redirect(_list_url(agreement))


@require_http_methods(["GET", "HEAD", "POST"])
def piece_add(request, slug, public_id, signature_id):
    """Keep one more file of what came back signed."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    signature = _signature(agreement, signature_id)
    if not signature.is_signed:
        raise PermissionDenied
    form = AddedFileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        context = {
            "project": project,
            "agreement": agreement,
            "signature": signature,
            "form": form,
            "heading": _("Ajouter une copie numérisée"),
            "has_file": True,
        }
        return render(request, "agreements/signature_form.html", context, status=422 if form.errors else 200)
    label = _("Pièce ajoutée\u00a0: %(name)s") % {"name": signature.name}
    expected = _expected_pages(agreement, form)
    with operation(by=request.user, label=label, project=project) as gesture:
        kept = _keep(request, agreement, signature, form, expected)
    messages.success(request, label, extra_tags=gesture.public_id)
    _say_pages(request, kept)
    return redirect(_list_url(agreement))


@require_POST
def signature_put_back(request, slug, public_id, signature_id):
    """Wait for this signature again."""
    project, agreement = _to_sign(request, slug, public_id)
    signature = _signature(agreement, signature_id)
    label = _("Signature attendue de nouveau\u00a0: %(name)s") % {"name": signature.name}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            signature.claim(_version(request))
            signature.put_back()
    except WrongMoment as refusal:
        return _too_soon(request, project, agreement, refusal)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


@require_http_methods(["GET", "HEAD", "POST"])
def signature_remind(request, slug, public_id, signature_id):
    """The words of a reminder (GET); sent by this server, or noted as sent by hand (POST)."""
    project, agreement = _to_sign(request, slug, public_id)
    signature = _signature(agreement, signature_id)
    subject, text = reminder(signature, by=request.user)
    can_send = bool(settings.EMAIL_HOST and signature.email)
    if request.method == "POST":
        wants_sending = request.POST.get("gesture") == "envoyer"
        if wants_sending and not (can_send and _sent(request, signature.email, subject, text)):
            return redirect(request.path)
        label = _("Relance\u00a0: %(name)s") % {"name": signature.name}
        try:
            with operation(by=request.user, label=label, project=project) as gesture:
                signature.claim(_version(request))
                signature.note_reminder(on=timezone.localdate())
        except WrongMoment as refusal:
            return _too_soon(request, project, agreement, refusal)
        # What has left is not taken back.
        messages.success(request, label, extra_tags="" if wants_sending else gesture.public_id)
        return redirect(_list_url(agreement))
    mailto = f"mailto:{quote(signature.email)}?subject={quote(subject)}&body={quote(text)}"
    context = {
        "project": project,
        "agreement": agreement,
        "signature": signature,
        "subject": subject,
        "text": text,
        "mailto": mailto,
        "can_send": can_send,
        "has_server": bool(settings.EMAIL_HOST),
    }
    return render(request, "agreements/signature_remind.html", context)


def _sent(request, to, subject, text):
    """Send the courriel; return whether the server took it, having said so when it did not."""
    try:
        send_mail(subject, text, None, [to])
    except (SMTPException, OSError):
        messages.warning(request, _("Le courriel n’est pas parti\u00a0: copiez le texte dans votre messagerie."))
        return False
    return True


@require_safe
def piece_download(request, slug, public_id, file_id):
    """A file kept with the agreement, to download: never shown in a page of ours."""
    project = visible_project(request, slug)
    files = AgreementFile.objects.select_related("stored")
    kept = get_object_or_404(files, agreement__project=project, agreement__public_id=public_id, public_id=file_id)
    return file_response(bytes(kept.stored.content), kept.name, kept.stored.media_type)


@require_POST
def agreement_seal(request, slug, public_id):
    """Seal the PDF of a text that is ready or signed with the certificate of this server."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    if not is_configured():
        raise Http404
    if agreement.status not in (AgreementStatus.READY, AgreementStatus.SIGNED):
        return _too_soon(request, project, agreement, WrongMoment())
    try:
        # Before the operation: a transaction does not wait for a document.
        sealed = seal_agreement(agreement)
    except (SealFailed, RenderFailed) as failed:
        messages.warning(request, str(failed))
        return redirect(_list_url(agreement))
    label = _("PDF cacheté")
    with operation(by=request.user, label=label, project=project) as gesture:
        keep_file(
            agreement,
            sealed.content,
            kind=FileKind.SEALED,
            name=file_name(agreement, _("cachetee"), "pdf"),
            media_type="application/pdf",
            by=request.user,
            seal=sealed,
        )
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_list_url(agreement))


def _expected_pages(agreement, form):
    """Return how many pages a file sent should have, None without file. Opens a PDF: not inside a transaction."""
    return pages_sent(agreement) if getattr(form, "inspected", None) else None


def _keep(request, agreement, signature, form, expected):
    """Keep the file of a form with its signature and return it, None without file."""
    if form.inspected is None:
        return None
    electronic = signature.state == SignatureState.ELECTRONIC
    return keep_file(
        agreement,
        form.inspected.content,
        signature=signature,
        kind=FileKind.ELECTRONIC if electronic else FileKind.PAPER,
        name=file_name(agreement, signature.name, form.inspected.extension),
        media_type=form.inspected.media_type,
        pages=form.inspected.pages,
        expected_pages=expected,
        by=request.user,
    )


def _say_pages(request, kept):
    """Warn when what came back has not the number of pages of what was sent."""
    if kept and kept.expected_pages and kept.pages != kept.expected_pages:
        messages.warning(
            request,
            _(
                "Nombre de pages\u00a0: %(pages)d dans la copie, %(expected)d dans le PDF envoyé. "
                "Vérifiez qu’elle est complète."
            )
            % {"pages": kept.pages, "expected": kept.expected_pages},
        )


def _to_sign(request, slug, public_id):
    """Return (project, agreement) for who runs the project. Raises Http404, PermissionDenied unless it is ready to sign."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    if agreement.status != AgreementStatus.READY:
        raise PermissionDenied
    return project, agreement


def _signature(agreement, public_id):
    """Return the signature, with its agreement and its party. Raises Http404."""
    signatures = Signature.objects.select_related("party__partnership__partner")
    signature = get_object_or_404(signatures, agreement=agreement, public_id=public_id)
    signature.agreement = agreement
    return signature


def _too_soon(request, project, agreement, refusal):
    context = {"project": project, "agreement": agreement, "reason": reason_of(refusal)}
    return render(request, "agreements/signature_refused.html", context, status=409)


def _version(request):
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


def _list_url(agreement):
    return reverse("agreements:signature_list", args=[agreement.project.slug, agreement.public_id])
