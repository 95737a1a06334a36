"""Moving a card: one address for the dialogue, the drag, and the plain form."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.forms.board import MoveForm
from partnerships.models import HorizonTaken, Partnership, Placement, Provenance
from partnerships.views.board.answers import asking_why, cards_answer, wants_json
from projects.access import editable_project
from projects.models import StaleVersion, operation
from projects.prepared import Prepared

TEMPLATE = "partnerships/board_move.html"
_movable = Prepared(
    lambda project, public_id: Partnership.objects.filter(
        project=project, is_lead=False, public_id=public_id
    ).select_related("partner"),
    project=int,
    public_id=str,
)


@require_http_methods(["GET", "HEAD", "POST"])
def board_move(request, slug, public_id):
    """Show where the partner may go (GET), or move it (POST).

    A script asks for JSON and gets the partner's cards drawn again (200), or the form to show in the dialogue with what
    stands in the way (409, 422). A plain form is redirected to the frise.
    """
    project = editable_project(request, slug)
    partnership = _movable.first(project=project.pk, public_id=public_id)
    if partnership is None:
        raise Http404
    partnership.project = project
    if request.method != "POST":
        form = MoveForm(initial=_initial(partnership, request.GET), partnership=partnership)
        return _form_answer(request, project, partnership, form)
    form = MoveForm(request.POST, partnership=partnership)
    if not form.is_valid():
        return _form_answer(request, project, partnership, form, status=422)
    try:
        told, gesture = _move(request.user, project, partnership, form)
    except HorizonTaken as taken:
        words = _("%(name)s est déjà «\u00a0%(level)s\u00a0», %(when)s.") % {
            "name": partnership.partner.label,
            "level": taken.placement.level.name,
            "when": taken.placement.horizon.name.lower(),
        }
        return _form_answer(request, project, partnership, form, conflict=words, taken=taken.placement, status=409)
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
    asks_why = form.cleaned_data["horizon"] is not None and not form.cleaned_data["reason"]
    if wants_json(request):
        edges = {"horizons": form.horizons, "levels": form.levels}
        return cards_answer(partnership, told, gesture, asks_why=asks_why, **edges)
    told = asking_why(partnership, told, gesture) if asks_why else told
    messages.success(request, told, extra_tags=gesture.public_id)
    return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={public_id}")


def _move(user, project, partnership, form):
    """Write the move; return what the person is told and the Operation."""
    data, placement = form.cleaned_data, form.cleaned_data["placement"]
    horizon, level, name = data["horizon"], data["level"], partnership.partner.label
    fallen = ""
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
            taken = partnership.placements.filter(horizon=horizon).first()
            if taken is not None and taken.seen == data["replacing"]:
                fallen = taken.move_to(horizon=horizon, level=level, version=taken.version, by=user, **form.details())
            else:
                Placement.objects.place(partnership, horizon=horizon, level=level, by=user, **form.details())
        elif placement is not None and horizon is not None:
            fallen = placement.move_to(
                horizon=horizon,
                level=level,
                version=data["version"] or 0,
                by=user,
                replacing=data["replacing"],
                **form.details(),
            )
        elif placement is not None:
            placement.take_off(version=data["version"] or 0)
    told = said
    if fallen:
        told = _("%(said)s. «\u00a0%(fallen)s\u00a0» valait pour l’autre place\u00a0: celle-ci est supposée.") % {
            "said": said,
            "fallen": Provenance(fallen).label,
        }
    return told, gesture


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


def _form_answer(request, project, partnership, form, *, conflict="", taken=None, current=None, status=200):
    """Render the form; after a conflict it carries what is needed to replace, on purpose, what is shown."""
    if conflict:
        form.data = form.data.copy()
        if taken is not None:
            form.data["replacing"] = taken.seen
        elif current is not None:
            form.data["version"] = str(current.version)
        else:
            form.data["placement"] = ""
    context = {
        "project": project,
        "partnership": partnership,
        "form": form,
        "conflict": conflict,
        "grid": _grid(form),
        "placements": partnership.placements.select_related("horizon", "level").order_by("horizon__position"),
    }
    if wants_json(request):
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
