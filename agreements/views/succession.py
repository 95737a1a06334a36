"""The agreement that comes after another one: written from it, in one gesture."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.models import WrongMoment
from agreements.succeeding import next_of, start_next
from agreements.views.screen import get_agreement
from projects.access import managed_project
from projects.models import operation


@require_POST
def agreement_next(request, slug, public_id):
    """Write the draft of the next agreement; lead to the one that is there already."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    label = _("Suite de «\u00a0%(title)s\u00a0»") % {"title": agreement.title}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            made = start_next(agreement, by=request.user, day=timezone.localdate())
    except WrongMoment:
        following = next_of(agreement)
        if following:
            messages.info(request, _("La suivante est déjà écrite\u00a0: la voici."))
            return redirect(following)
        messages.error(request, _("Seule une convention signée a une suite."))
        return redirect("agreements:agreement_terms", slug, public_id)
    messages.success(
        request,
        _("La suivante est ouverte, d’après le texte en vigueur. Relisez les dates, les montants et les engagements."),
        extra_tags=gesture.public_id,
    )
    return redirect(made)
