"""Noting something on a partner without leaving the frise: one address for the dialogue and the plain form.

A frein, a levier or an opinion is a new line of its record; the level hoped for and the moment to ask it are its own.
"""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.forms.guarded import keep_against
from partnerships.models import Partnership
from partnerships.views.board.answers import cards_answer, wants_json
from partnerships.views.record import BLOCK_FORMS
from partnerships.views.record_items import ITEMS
from projects.access import editable_project
from projects.models import StaleVersion, operation

TEMPLATE = "partnerships/board_fact.html"
LINES, OWN = ("freins", "leviers", "avis"), ("espere", "moment")


@require_http_methods(["GET", "HEAD", "POST"])
def board_fact(request, slug, public_id, items):
    """Show the form of what is to be noted (GET), or write it (POST); `items` is one of LINES or of OWN.

    A script asks for JSON and gets the partner's cards drawn again (200) or the form (GET, 409, 422). A plain form is
    redirected to the frise, with the sheet of the partner.
    """
    project = editable_project(request, slug)
    if items not in LINES + OWN:
        raise Http404
    partnership = get_object_or_404(
        Partnership.objects.select_related("partner"), project=project, is_lead=False, public_id=public_id
    )
    partnership.project = project
    posted = request.POST if request.method == "POST" else None
    if items in LINES:
        kind, heading = ITEMS[items], ITEMS[items].adding
        form = kind.form(posted, instance=kind.new(partnership, request))
    else:
        kind, heading = BLOCK_FORMS[items], BLOCK_FORMS[items].heading
        form = kind.form(posted, instance=partnership)
    context = {"project": project, "partnership": partnership, "form": form, "heading": heading}
    if posted is None or not form.is_valid():
        return _form_answer(request, context, 200 if posted is None else 422)
    said = _told(items, partnership)
    try:
        with operation(by=request.user, label=said, project=project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        context |= {"differences": keep_against(form, stale.current), "conflict": True}
        return _form_answer(request, context, 409)
    if wants_json(request):
        return cards_answer(partnership, said, gesture)
    messages.success(request, said, extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={public_id}")


def _told(items, partnership):
    words = {
        "freins": _("Frein noté pour %(name)s"),
        "leviers": _("Levier noté pour %(name)s"),
        "avis": _("Avis noté sur la place de %(name)s"),
        "espere": _("Niveau espéré noté pour %(name)s"),
        "moment": _("Moment noté pour solliciter %(name)s"),
    }
    return words[items] % {"name": partnership.partner.label}


def _form_answer(request, context, status):
    if wants_json(request):
        return JsonResponse({"form": render_to_string(f"{TEMPLATE}#form", context, request)}, status=status)
    return render(request, TEMPLATE, context, status=status)
