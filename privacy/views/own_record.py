"""The page of a personal link: a partner reads and corrects what concerns it, without account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.csrf import csrf_without_referrer
from accounts.discreet import discreet
from accounts.limits import too_many
from privacy.asking import RoleGone
from privacy.forms.own_record import OwnRecordForm
from privacy.models import DataPolicy, LinkDead, PartnerLink
from privacy.notice import full_notice

ROOM = "privacy"


@csrf_without_referrer
@login_not_required
@discreet
@require_http_methods(["GET", "HEAD", "POST"])
def own_record(request, token):
    """Show what may be shared (GET), or keep the corrections as a proposal (POST). 404 in the same words for any dead link."""
    links = PartnerLink.objects.usable()
    link = links.select_related("contact", "partnership__partner", "partnership__project", "organisation").of_token(
        token
    )
    if link is None:
        return dead(request)
    if too_many(request, "submit" if request.method == "POST" else "open", link, room=ROOM):
        return slow_down(request)
    form = OwnRecordForm(request.POST if request.method == "POST" else None, link=link)
    if request.method == "POST" and form.is_valid():
        try:
            link.receive(form.changes(), form.cleaned_data["message"], form.answers())
        except LinkDead:
            return dead(request)
        except RoleGone:
            # In that very moment: nothing was sent, and the page that comes back says so and no longer asks about it.
            form = OwnRecordForm(request.POST, link=link)
            return _page(request, link, form, status=409)
        return redirect("privacy:own_record_sent")
    if request.method == "GET":
        link.opened()
    return _page(request, link, form, status=422 if form.errors else 200)


def _page(request, link, form, *, status):
    partnership = link.partnership
    context = {
        "form": form,
        "link": link,
        "partner": partnership.partner,
        "project_name": partnership.project.name,
        "banner": partnership.project.banner,
        "organisation": link.organisation,
        "notice": full_notice(DataPolicy.of(link.organisation)),
        "waiting": link.proposals.waiting().first(),
    }
    return render(request, "privacy/own_record.html", context, status=status)


def dead(request):
    """Answer for an unknown, expired, revoked or used link, all alike: nothing tells them apart."""
    if too_many(request, "dead", room=ROOM):
        return slow_down(request)
    return render(request, "privacy/link_dead.html", status=404)


def slow_down(request):
    response = render(request, "link_slow.html", status=429)
    response["Retry-After"] = "600"
    return response


@login_not_required
@discreet
@require_safe
def own_record_sent(request):
    """Thanks, at an address without token: it may stay open, be reloaded or be shown."""
    return render(request, "privacy/own_record_sent.html")
