"""The journal of changes of a project, and « Annuler »."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.access import editable_project, may_undo, refused_undos, visible_project
from projects.models import CannotUndo, NobodyRuns, Operation, Project, undo

PAGE_SIZE = 50


@require_safe
def operation_list(request, slug):
    """Who did what, when: newest first, 50 a page."""
    project = visible_project(request, slug)
    operations = Operation.objects.told_in(project).select_related("author")
    page = Paginator(operations, PAGE_SIZE).get_page(request.GET.get("page"))
    # The gesture that made the project is not undone: the journal, this gesture included, would go away with it.
    made = Project.history.filter(id=project.pk, history_type="+").values_list("operation", flat=True).first()
    undoable = set()
    if project.can_edit:
        standing = [done for done in page if not done.undone_at and done.pk != made]
        undoable = {done.pk for done in standing}.difference(*refused_undos(request.user, standing))
    return render(request, "projects/operation_list.html", {"project": project, "page": page, "undoable": undoable})


@require_POST
def operation_undo(request, slug, public_id):
    """Take a gesture back, then return to the page that asked (`next`, a path of ours) or to the journal.

    403 when the gesture wrote what only those who run the project write: undoing it is writing it.
    """
    project = editable_project(request, slug)
    operations = Operation.objects.told_in(project).select_related("project", "organisation")
    done = get_object_or_404(operations, public_id=public_id)
    target = safe_next(request, reverse("projects:operation_list", args=[slug]))
    if not may_undo(request.user, done):
        messages.warning(
            request, _("Ce geste touche aussi des projets que vous ne modifiez pas\u00a0: demandez à leur équipe.")
        )
        return redirect(target)
    try:
        undo(done, by=request.user)
        messages.success(request, _("C’est annulé\u00a0: %(label)s") % {"label": done.label})
    except NobodyRuns:
        messages.warning(
            request, _("Plus personne ne pourrait régler le projet\u00a0: donnez d’abord ce droit à quelqu’un.")
        )
    except CannotUndo as refusal:
        if refusal.reason:
            reason = refusal.reason
        elif done.project in refusal.rows:
            reason = _(
                "Ce geste a créé le projet\u00a0: il ne s’annule pas. Les réglages permettent de supprimer le projet."
            )
        else:
            reason = _(
                "Ce geste ne peut plus être annulé\u00a0: la même chose a changé depuis. Corrigez-la directement."
            )
        messages.warning(request, reason)
    return redirect(target)


def safe_next(request, default):
    """Return the posted `next` when it is a path of this site, else the default."""
    from django.utils.http import url_has_allowed_host_and_scheme

    target = request.POST.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else default
