"""Keeping one opinion as the place of a partner: the placement then says where it comes from."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.models import HorizonTaken, Placement, PlacementOpinion
from projects.access import editable_project
from projects.models import StaleVersion, operation
from projects.views.history import safe_next


@require_POST
def opinion_keep(request, slug, public_id, line):
    """Write the level of an opinion as the placement at its horizon, with its provenance; the notice offers to undo it."""
    project = editable_project(request, slug)
    opinions = PlacementOpinion.objects.select_related("partnership__partner", "horizon", "level", "member")
    opinion = get_object_or_404(
        opinions, partnership__project=project, partnership__public_id=public_id, public_id=line
    )
    partnership = opinion.partnership
    partnership.project = project
    said = _("%(name)s\u00a0: «\u00a0%(level)s\u00a0», %(when)s, est retenu") % {
        "name": partnership.partner.label,
        "level": opinion.level.name,
        "when": opinion.horizon.name.lower(),
    }
    try:
        with operation(by=request.user, label=said, project=project) as gesture:
            _keep(opinion, request.user)
        messages.success(request, said, extra_tags=gesture.public_id)
    except (HorizonTaken, StaleVersion):
        # In that very moment: what the other person wrote stands, and the page shows it.
        messages.warning(request, _("Quelqu’un a déplacé cette fiche entre-temps. Rien n’a été changé."))
    record = reverse("partnerships:partnership_record", args=[slug, public_id])
    return redirect(safe_next(request, f"{record}#bloc-frise"))


def _keep(opinion, by):
    details = {"provenance": opinion.keeps_as, "reason": opinion.comment or opinion.source}
    placement = opinion.partnership.placements.filter(horizon=opinion.horizon).first()
    if placement is None:
        Placement.objects.place(opinion.partnership, horizon=opinion.horizon, level=opinion.level, by=by, **details)
        return
    placement.move_to(horizon=opinion.horizon, level=opinion.level, version=placement.version, by=by, **details)
