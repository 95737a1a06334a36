"""Personal links of a partner's record: made, shown once, revoked."""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.models import Partnership
from privacy.forms.own_record import LinkForm
from privacy.models import DataPolicy, PartnerLink
from privacy.notice import first_mail_sentence, link_mail
from projects.access import managed_project
from projects.models import operation


def mail_works():
    """Return whether this server can send a courriel: without EMAIL_HOST it would only print it, token included."""
    return bool(settings.EMAIL_HOST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_create(request, slug, public_id):
    """Ask for whom and for how long (GET); make the link and show it, this once (POST).

    The answer to the POST is the page itself, not a redirect: the token is stored nowhere from which another page could
    read it again.
    """
    project = managed_project(request, slug)
    partnership = get_object_or_404(Partnership.objects.select_related("partner"), project=project, public_id=public_id)
    partnership.project = project
    form = LinkForm(
        request.POST if request.method == "POST" else None,
        initial={"contact": request.GET.get("pour", "")},
        partner=partnership.partner,
        can_send=mail_works(),
    )
    context = {"project": project, "partnership": partnership, "partner": partnership.partner, "can_send": mail_works()}
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        contact.partner = partnership.partner
        label = _("Créer un lien personnel\u00a0: %(name)s") % {"name": partnership.partner.name}
        with operation(by=request.user, label=label, project=project):
            link, token = PartnerLink.make(
                partnership=partnership,
                contact=contact,
                by=request.user,
                days=form.cleaned_data["days"],
                max_submissions=form.cleaned_data["max_submissions"],
                asks_roles=form.cleaned_data["asks_roles"],
                asks_places=form.cleaned_data["asks_places"],
            )
        address = request.build_absolute_uri(reverse("privacy:own_record", args=[token]))
        subject, text = link_mail(link, address, by=request.user)
        sent = form.cleaned_data.get("send") and _send(request, contact.email, subject, text)
        context |= {"link": link, "address": address, "subject": subject, "text": text, "sent": sent}
        return render(request, "privacy/link_shown.html", context)
    context |= {
        "form": form,
        "sentence": first_mail_sentence(DataPolicy.of(project.organisation), project),
        "has_contacts": partnership.partner.contacts.present().exists(),
    }
    return render(request, "privacy/link_create.html", context, status=422 if form.errors else 200)


def _send(request, to, subject, text):
    """Send the courriel; return whether the server took it, having said so."""
    try:
        send_mail(subject, text, None, [to])
    except (SMTPException, OSError):
        messages.warning(request, _("Le courriel n’est pas parti\u00a0: copiez le texte dans votre messagerie."))
        return False
    messages.success(request, _("Le courriel est parti à %(address)s.") % {"address": to})
    return True


@require_POST
def link_revoke(request, slug, public_id, link_id):
    """Kill a link. It cannot be brought back: make another."""
    project = managed_project(request, slug)
    links = PartnerLink.objects.filter(partnership__project=project, partnership__public_id=public_id)
    link = get_object_or_404(links.select_related("partnership__partner"), public_id=link_id)
    label = _("Révoquer un lien personnel\u00a0: %(name)s") % {"name": link.partnership.partner.name}
    with operation(by=request.user, label=label, project=project):
        link.revoke()
    messages.success(request, _("Le lien ne s’ouvre plus."))
    return redirect(f"{reverse('partnerships:partnership_record', args=[slug, public_id])}#liens-personnels")
