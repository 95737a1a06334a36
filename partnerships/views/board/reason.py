"""Why a card was moved, said after the move: it completes the same gesture. One address for the dialogue and the plain form."""

from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from live import notices
from partnerships.forms.board import ReasonForm
from partnerships.models import Partnership, Placement
from partnerships.views.board.answers import cards_answer, wants_json
from projects.access import editable_project
from projects.models import Operation, Project, StaleVersion

TEMPLATE = "partnerships/board_reason.html"


@require_http_methods(["GET", "HEAD", "POST"])
def board_reason(request, slug, public_id, gesture):
    """Show the form (GET), or write the reason on the card and on the history of the gesture (POST).

    404 unless the person made that gesture, and it put a card of that partner somewhere. 409 when the card has changed since,
    or the gesture was taken back: the reason would speak of another place. What was typed is kept.
    """
    project = editable_project(request, slug)
    partnership = get_object_or_404(Partnership.objects.select_related("partner"), project=project, public_id=public_id)
    partnership.project = project
    done = get_object_or_404(Operation, project=project, author=request.user, public_id=gesture)
    written = Placement.history.filter(operation=done, partnership=partnership.pk).exclude(history_type="-")
    written = get_object_or_404(written.order_by("-history_id")[:1])
    form = ReasonForm(request.POST or None)
    context = {"project": project, "partnership": partnership, "form": form, "done": done}
    if request.method != "POST" or not form.is_valid():
        return _form_answer(request, context, 422 if request.method == "POST" else 200)
    try:
        with transaction.atomic():
            # As a gesture does: the project's row first, which tells the open pages.
            Project.objects.filter(pk=project.pk).update(revision=notices.next_revision(project.pk))
            Placement.objects.complete(written, form.cleaned_data["reason"])
    except StaleVersion:
        return _form_answer(request, context | {"conflict": True}, 409)
    said = _("%(label)s. La raison est notée.") % {"label": done.label}
    if wants_json(request):
        return cards_answer(partnership, said, done)
    messages.success(request, said, extra_tags=done.public_id)
    return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={public_id}")


def _form_answer(request, context, status):
    if wants_json(request):
        return JsonResponse({"form": render_to_string(f"{TEMPLATE}#form", context, request)}, status=status)
    return render(request, TEMPLATE, context, status=status)
