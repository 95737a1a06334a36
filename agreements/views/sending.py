"""A text leaves: frozen under a name, with a link for each person who reads it without account."""

from smtplib import SMTPException

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.sending import ReaderForm, SendForm
from agreements.letters import link_letter, mail_works, post
from agreements.models import AgreementLink, AgreementStatus, TextMoved
from agreements.sides import side_of
from agreements.views.screen import closed, get_agreement, read_again
from agreements.views.version import frozen_now, text_moved
from agreements.wording import has_text
from projects.access import managed_project
from projects.models import StaleVersion, operation

SENDABLE = (AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def version_send(request, slug, public_id):
    """Name the version and choose who reads it (GET); freeze it, make the links and show them, this once (POST).

    The answer to the POST is the page itself, not a redirect: a token is stored nowhere from which another page could
    read it again.
    """
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    if request.method != "POST":
        form = SendForm(agreement=agreement, initial={"version": agreement.version})
        return _send_page(request, project, agreement, form)
    form = SendForm(request.POST, agreement=agreement)
    if not form.is_valid():
        return _send_page(request, project, agreement, form, status=422)
    if agreement.status not in SENDABLE or not has_text(agreement):
        return _send_page(request, project, agreement, form, status=409)
    day, seen = timezone.localdate(), form.cleaned_data["version"]
    if seen != agreement.version:
        return _stale(request, project, agreement, form)
    frozen = frozen_now(agreement, draft=True, day=day)
    title = form.cleaned_data["title"]
    label = _("Envoyer une version\u00a0: %(title)s") % {"title": title}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(seen)
            version = agreement.send(on=day, frozen=frozen, title=title, by=request.user)
            made = [
                AgreementLink.make(
                    party=party,
                    version=version,
                    name=name,
                    email=email,
                    by=request.user,
                    days=form.cleaned_data["days"],
                )
                for party, name, email in form.chosen()
            ]
    except TextMoved:
        return text_moved(request, project, agreement)
    except StaleVersion:
        return _stale(request, project, read_again(agreement), form)
    if not made:
        words = _("La version\u00a0%(n)d est figée.") % {"n": version.number}
        messages.success(request, words, extra_tags=gesture.public_id)
        return redirect("agreements:reply_list", slug, public_id)
    parties = {party.pk: party for party in agreement.parties.all()}
    for link, _token in made:
        link.agreement, link.version, link.party = agreement, version, parties[link.party_id]
    return show_links(request, project, agreement, made)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_add(request, slug, public_id):
    """Give a link to one more person, on the version being read; on the sheet of its party while nothing was sent."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    parties = [party for party in agreement.parties.all() if not party.partnership.is_lead]
    side = side_of(agreement)
    wants_sheet = side.version is None or not side.version.fingerprint or request.GET.get("fiche") == "1"
    context = {"project": project, "agreement": agreement, "side": side, "sheet": wants_sheet, "can_send": mail_works()}
    if not parties or (side.has_changed and not wants_sheet):
        return render(request, "agreements/link_create.html", context, status=409 if request.method == "POST" else 200)
    form = ReaderForm(request.POST if request.method == "POST" else None, parties=parties)
    if request.method == "POST" and form.is_valid():
        version = None if wants_sheet else side.version
        label = _("Donner un lien à %(name)s") % {"name": form.cleaned_data["name"]}
        with operation(by=request.user, label=label, project=project):
            made = AgreementLink.make(version=version, by=request.user, **form.cleaned_data)
        link = made[0]
        link.agreement, link.version, link.party = agreement, version, form.cleaned_data["party"]
        return show_links(request, project, agreement, [made])
    context["form"] = form
    return render(request, "agreements/link_create.html", context, status=422 if form.errors else 200)


@require_POST
def link_revoke(request, slug, public_id, link_id):
    """Close a link. It cannot be opened again: make another."""
    project = managed_project(request, slug)
    link = get_object_or_404(
        AgreementLink, agreement__project=project, agreement__public_id=public_id, public_id=link_id
    )
    with operation(by=request.user, label=_("Fermer un lien\u00a0: %(name)s") % {"name": link.name}, project=project):
        link.revoke()
    messages.success(request, _("%(name)s\u00a0: le lien ne s’ouvre plus.") % {"name": link.name})
    return redirect("agreements:reply_list", slug, public_id)


def show_links(request, project, agreement, made):
    """Render the links just made, each with its courriel: sent when this server can and the address is known."""
    rows = []
    for link, token in made:
        address = request.build_absolute_uri(reverse("agreements:accord", args=[token]))
        subject, text = link_letter(link, address, by=request.user)
        sent = bool(link.email and mail_works() and "courriel" in request.POST and _posted(link.email, subject, text))
        rows.append({"link": link, "address": address, "subject": subject, "text": text, "sent": sent})
    context = {"project": project, "agreement": agreement, "rows": rows, "can_send": mail_works()}
    return render(request, "agreements/link_shown.html", context)


def _posted(address, subject, text):
    try:
        post(address, subject, text)
    except (SMTPException, OSError):
        return False
    return True


def _send_page(request, project, agreement, form, *, status=200, **context):
    context |= {
        "project": project,
        "agreement": agreement,
        "form": form,
        "side": side_of(agreement),
        "next_number": (agreement.text_version or 0) + 1,
        "can_send": mail_works(),
        "has_text": has_text(agreement),
        "wrong_moment": agreement.status not in SENDABLE,
    }
    return render(request, "agreements/version_send.html", context, status=status)


def _stale(request, project, agreement, form):
    """Answer 409: somebody changed the agreement since the page was read; what was typed stays."""
    form.data = form.data.copy()
    form.data["version"] = agreement.version
    return _send_page(request, project, agreement, form, is_stale=True, status=409)
