"""Moving a card: one address for the dialogue, the drag, and the plain form."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.board import read_board
from partnerships.board_cards import Pen
from partnerships.forms.board import AddPartnerForm, MoveForm
from partnerships.models import HorizonTaken, Partnership, Placement
from projects.access import editable_project
from projects.models import StaleVersion, operation

TEMPLATE = "partnerships/board_move.html"


def _wants_json(request):
    return request.headers.get("Accept", "") == "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
def board_move(request, slug, public_id):
    """Show where the partner may go (GET), or move it (POST).

    A script asks for JSON and gets the partner's cards drawn again (200), or the form to show in the dialogue with what
    stands in the way (409, 422). A plain form is redirected to the frise.
    """
    project = editable_project(request, slug)
    partnership = get_object_or_404(
        Partnership.objects.select_related("partner"), project=project, is_lead=False, public_id=public_id
    )
    partnership.project = project
    if request.method != "POST":
        form = MoveForm(initial=_initial(partnership, request.GET), partnership=partnership)
        return _form_answer(request, project, partnership, form)
    form = MoveForm(request.POST, partnership=partnership)
    if not form.is_valid():
        return _form_answer(request, project, partnership, form, status=422)
    try:
        said, gesture = _move(request.user, project, partnership, form)
    except HorizonTaken as taken:
        words = _("%(name)s est déjà «\u00a0%(level)s\u00a0», %(when)s.") % {
            "name": partnership.partner.label,
            "level": taken.placement.level.name,
            "when": taken.placement.horizon.name.lower(),
        }
        return _form_answer(request, project, partnership, form, conflict=words, replacing=True, status=409)
    except StaleVersion as stale:
        return _form_answer(
            request,
            project,
            partnership,
            form,
            conflict=_moved_meanwhile(stale.current),
            current=stale.current,
            status=409,
        )
    if _wants_json(request):
        return _cards_answer(form, said, gesture)
    messages.success(request, said, extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={public_id}")


def _move(user, project, partnership, form):
    """Write the move; return the sentence that tells it and the Operation."""
    data, placement = form.cleaned_data, form.cleaned_data["placement"]
    horizon, level, name = data["horizon"], data["level"], partnership.partner.label
    if horizon is None:
        said = _("%(name)s retourne dans «\u00a0À placer\u00a0»") % {"name": name}
    else:
        said = _("%(name)s passe à «\u00a0%(level)s\u00a0», %(when)s") % {
            "name": name,
            "level": level.name,
            "when": horizon.name.lower(),
        }
    with operation(by=user, label=said, project=project) as gesture:
        if placement is None and horizon is not None:
            taken = partnership.placements.filter(horizon=horizon).first() if data["replacing"] else None
            if taken is not None:
                taken.move_to(horizon=horizon, level=level, version=taken.version, by=user, **form.details())
            else:
                Placement.objects.place(partnership, horizon=horizon, level=level, by=user, **form.details())
        elif placement is not None and horizon is not None:
            placement.move_to(
                horizon=horizon,
                level=level,
                version=data["version"] or 0,
                by=user,
                replacing=data["replacing"],
                **form.details(),
            )
        elif placement is not None:
            placement.take_off(version=data["version"] or 0)
    return said, gesture


def _initial(partnership, query):
    """Return what the form starts from: the placement asked for, else the first one, else nothing."""
    placements = list(partnership.placements.select_related("horizon", "level").order_by("horizon__position"))
    placement = next((row for row in placements if row.public_id == query.get("placement")), None)
    if placement is None and placements and "placement" not in query:
        placement = placements[0]
    if placement is None:
        first = partnership.project.horizons.first()
        return {"horizon": query.get("horizon") or (first and first.public_id), "level": query.get("niveau")}
    return {
        "placement": placement.public_id,
        "version": placement.version,
        "horizon": placement.horizon.public_id,
        "level": placement.level.public_id,
        "certainty": placement.certainty,
        "provenance": placement.provenance,
        "planned_on": placement.planned_on,
        "reason": placement.reason,
    }


def _moved_meanwhile(current):
    if current is None:
        return _("Quelqu’un a retiré cette fiche de la frise entre-temps.")
    return _("Quelqu’un l’a déplacée entre-temps\u00a0: «\u00a0%(level)s\u00a0», %(when)s.") % {
        "level": current.level.name,
        "when": current.horizon.name.lower(),
    }


def _form_answer(request, project, partnership, form, *, conflict="", replacing=False, current=None, status=200):
    """Render the form; after a conflict it carries what is needed to replace on purpose."""
    if conflict:
        form.data = form.data.copy()
        if replacing:
            form.data["replacing"] = "on"
        if current is not None:
            form.data["version"] = str(current.version)
        elif not replacing:
            form.data["placement"] = ""
    context = {
        "project": project,
        "partnership": partnership,
        "form": form,
        "conflict": conflict,
        "grid": _grid(form),
        "placements": partnership.placements.select_related("horizon", "level").order_by("horizon__position"),
    }
    if _wants_json(request):
        return JsonResponse({"form": render_to_string(f"{TEMPLATE}#form", context, request)}, status=status)
    return render(request, TEMPLATE, context, status=status)


def _grid(form):
    """Return the rows of the grid of radios: for each level, the horizons, and which one is chosen now."""
    chosen = (form["horizon"].value() or "", form["level"].value() or "")
    rows = [
        {
            "level": level,
            "cells": [
                {
                    "horizon": horizon,
                    "value": f"{horizon.public_id}/{level.public_id}",
                    "chosen": (horizon.public_id, level.public_id) == chosen,
                }
                for horizon in form.horizons
            ],
        }
        for level in form.levels
    ]
    return {"horizons": form.horizons, "rows": rows}


def _cards_answer(form, said, gesture):
    """Return the partner's cards drawn again, each with its cell: the whole board never travels for one move."""
    partnership, project = form.partnership, form.partnership.project
    board = read_board(
        project,
        horizons=form.horizons,
        levels=form.levels,
        partners=[partnership.pk],
    )
    pen = Pen(chosen=partnership.public_id, can_edit=True)
    cards = board.cards_of(partnership.public_id)
    answer = {
        "partner": partnership.public_id,
        "cards": [{"cell": f"case-{card.horizon}-{card.level}", "html": pen.card(card)} for card in cards],
        "tray": render_to_string("partnerships/board.html#chip", {"card": board.tray[0], "project": project})
        if board.tray
        else "",
        "said": said,
        "undo": reverse("projects:operation_undo", args=[project.slug, gesture.public_id]),
    }
    return JsonResponse(answer)


@require_http_methods(["GET", "HEAD", "POST"])
def board_add(request, slug):
    """Bring a partner into the project: from the directory or new, in the tray or in the cell that asked."""
    project = editable_project(request, slug)
    initial = {"horizon": request.GET.get("horizon"), "level": request.GET.get("niveau")}
    form = AddPartnerForm(request.POST if request.method == "POST" else None, project=project, initial=initial)
    if request.method == "POST" and form.is_valid():
        with operation(by=request.user, label=_("Ajouter un partenaire"), project=project) as gesture:
            partnership = form.save(by=request.user)
        messages.success(
            request,
            _("%(name)s fait partie du projet.") % {"name": partnership.partner.name},
            extra_tags=gesture.public_id,
        )
        return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={partnership.public_id}")
    return render(
        request, "partnerships/board_add.html", {"project": project, "form": form}, status=422 if form.errors else 200
    )
