"""Notes on the cells of the table: the team's own words, which stay in the team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms.raci_fact import NoteForm
from partnerships.models import FactKind, RaciAssignment, RaciFact
from projects.access import visible_project
from projects.models import operation
from projects.views.history import safe_next

PAGE_SIZE = 50


class NoteChanged(Exception):
    """Somebody changed the note first. Nothing is written."""


@require_safe
def raci_notes(request, slug):
    """Every note of the table, in its order, 50 a page."""
    project = visible_project(request, slug)
    notes = RaciFact.objects.of_project(project).filter(kind=FactKind.NOTE)
    notes = notes.select_related("activity", "partnership__partner", "who_member", "who_partnership__partner")
    page = Paginator(
        notes.order_by("activity__position", "activity", "partnership__position", "pk"), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    return render(request, "partnerships/raci_notes.html", {"project": project, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def raci_note(request, slug, public_id, partner):
    """The note of one cell, filled or empty: whoever reads the project reads it, an editor changes it. 409 keeps both texts."""
    project = visible_project(request, slug)
    if request.method == "POST" and not project.can_edit:
        raise PermissionDenied
    activity = get_object_or_404(project.activities, public_id=public_id)
    partnership = get_object_or_404(project.partnerships.select_related("partner"), public_id=partner)
    notes = RaciFact.objects.filter(activity=activity, partnership=partnership, kind=FactKind.NOTE)
    note = notes.select_related("who_member", "who_partnership__partner").first()
    cell = RaciAssignment.objects.filter(activity=activity, partnership=partnership).first()
    back = safe_next(request, reverse("partnerships:raci_grid", args=[slug]))
    context = {
        "project": project,
        "activity": activity,
        "partnership": partnership,
        "letters": cell.letters if cell else "",
        "note": note,
        "back": back,
    }
    text = note.text if note else ""
    if request.method != "POST":
        return _page(request, context, NoteForm(initial={"text": text, "seen": text}))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, context, form, 422)
    wanted, seen = form.cleaned_data["text"], _plain(form.cleaned_data["seen"])
    if wanted == text:
        return redirect(back)
    label = _("Note sur %(partner)s, «\u00a0%(activity)s\u00a0»") % {
        "partner": partnership.partner.label,
        "activity": activity.name,
    }
    member = project.member_of(request.user)
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            note = notes.first()
            if (_plain(note.text) if note else "") != seen:
                raise NoteChanged
            RaciFact.objects.write_note(note, activity.pk, partnership.pk, wanted, member)
    except NoteChanged:
        present = notes.first()
        current = present.text if present else ""
        data = {"text": wanted, "seen": current}
        return _page(request, {**context, "present": current, "moved": True}, NoteForm(data), 409)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(back)


def _plain(text):
    """Return a text as it is compared: a form sends its line ends its own way."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _page(request, context, form, status=200):
    return render(request, "partnerships/raci_note.html", {**context, "form": form}, status=status)
