"""Noting a frein, a levier or an opinion without leaving the frise: one address for the dialogue and the plain form."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.models import Partnership
from partnerships.views.board.answers import cards_answer, wants_json
from partnerships.views.record_items import ITEMS
from projects.access import editable_project
from projects.models import operation

TEMPLATE = "partnerships/board_fact.html"


@require_http_methods(["GET", "HEAD", "POST"])
def board_fact(request, slug, public_id, items):
    """Show the form of a new frein, levier or opinion (GET), or write it (POST); `items` is freins, leviers or avis.

    A script asks for JSON and gets the partner's cards drawn again (200) or the form (GET, 422). A plain form is
    redirected to the frise, with the sheet of the partner.
    """
    project = editable_project(request, slug)
    if items not in ("freins", "leviers", "avis"):
        raise Http404
    partnership = get_object_or_404(
        Partnership.objects.select_related("partner"), project=project, is_lead=False, public_id=public_id
    )
    partnership.project = project
    kind = ITEMS[items]
    posted = request.POST if request.method == "POST" else None
    form = kind.form(posted, instance=kind.new(partnership, request))
    if posted is None or not form.is_valid():
        context = {"project": project, "partnership": partnership, "form": form, "heading": kind.adding}
        status = 200 if posted is None else 422
        if wants_json(request):
            return JsonResponse({"form": render_to_string(f"{TEMPLATE}#form", context, request)}, status=status)
        return render(request, TEMPLATE, context, status=status)
    words = {
        "freins": _("Frein noté pour %(name)s"),
        "leviers": _("Levier noté pour %(name)s"),
        "avis": _("Avis noté sur la place de %(name)s"),
    }
    said = words[items] % {"name": partnership.partner.label}
    with operation(by=request.user, label=said, project=project) as gesture:
        form.claim_and_save()
    if wants_json(request):
        return cards_answer(partnership, said, gesture)
    messages.success(request, said, extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={public_id}")
