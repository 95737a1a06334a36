"""The rows of the matrix: types of situations. Add, change, reorder, remove."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.situations import SituationForm
from partnerships.models.raci import move_row
from projects.access import editable_project
from projects.models import Situation, StaleVersion, operation

STEPS = {"haut": -1, "bas": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def situation_edit(request, slug, public_id=None):
    """Add a situation (without `public_id`) or change one. 422 and 409 keep what was typed."""
    project = editable_project(request, slug)
    if public_id:
        situation = get_object_or_404(project.situations, public_id=public_id)
        heading = _("Modifier la situation")
    else:
        last = project.situations.aggregate(last=Max("position"))["last"]
        situation = Situation(project=project, position=0 if last is None else last + 1)
        heading = _("Ajouter une situation")
    form = SituationForm(request.POST if request.method == "POST" else None, instance=situation)
    context = {"project": project, "form": form, "heading": heading}
    if request.method != "POST":
        return render(request, "partnerships/situation_edit.html", context)
    if not form.is_valid():
        return render(request, "partnerships/situation_edit.html", context, status=422)
    try:
        with operation(by=request.user, label=f"{heading}\u00a0: {form.instance.name}", project=project) as gesture:
            if public_id:
                form.claim_and_save()
            else:
                form.save()
    except StaleVersion as stale:
        if stale.current is None:
            return render(request, "409.html", {"project": project, "current": None, "sent": request.POST}, status=409)
        context["differences"] = _differences(form, stale.current)
        return render(request, "partnerships/situation_edit.html", context, status=409)
    messages.success(
        request,
        _("«\u00a0%(name)s\u00a0» est enregistrée.") % {"name": form.instance.name},
        extra_tags=gesture.public_id,
    )
    return _back(slug, form.instance)


def _differences(form, current):
    """Return [(label, present value)] where what was typed differs; the form now replaces on purpose."""
    form.data = form.data.copy()
    form.data["seen_version"] = current.version

    def shown(value):
        return "\n".join(value) if isinstance(value, list) else value

    return [
        (form[name].label, shown(getattr(current, name)))
        for name in form.Meta.fields
        if form.cleaned_data[name] != getattr(current, name)
    ]


@require_POST
def situation_move(request, slug, public_id):
    """Move a situation up or down."""
    project = editable_project(request, slug)
    situation = get_object_or_404(project.situations, public_id=public_id)
    step = STEPS.get(request.POST.get("sens"))
    if step is None:
        raise Http404
    siblings = list(project.situations.order_by("position", "pk"))
    if 0 <= siblings.index(situation) + step < len(siblings):
        with operation(
            by=request.user, label=_("Déplacer «\u00a0%(name)s\u00a0»") % {"name": situation}, project=project
        ) as g:
            move_row(siblings, situation, step)
        messages.success(
            request, _("«\u00a0%(name)s\u00a0» a changé de place.") % {"name": situation}, extra_tags=g.public_id
        )
    return _back(slug, situation)


@require_http_methods(["GET", "HEAD", "POST"])
def situation_remove(request, slug, public_id):
    """Ask, saying how many roles go with it, then remove; 409 while a fiche action answers the situation."""
    project = editable_project(request, slug)
    situation = get_object_or_404(project.situations, public_id=public_id)
    # What a fiche says it answers is written there: « Annuler » could not give it back its situation.
    sheets = list(situation.sheets.all())
    if request.method == "POST" and not sheets:
        with operation(
            by=request.user, label=_("Retirer «\u00a0%(name)s\u00a0»") % {"name": situation}, project=project
        ) as g:
            situation.delete()
        messages.success(
            request, _("«\u00a0%(name)s\u00a0» est retirée.") % {"name": situation}, extra_tags=g.public_id
        )
        return redirect("partnerships:situation_list", slug)
    roles = situation.actors.count()
    goes = ngettext("%(count)s rôle part avec elle.", "%(count)s rôles partent avec elle.", roles) % {"count": roles}
    context = {
        "project": project,
        "situation": situation,
        "sheets": sheets,
        "consequence": goes if roles else _("Aucun acteur n’y est noté."),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "partnerships/situation_remove.html", context, status=status)


def _back(slug, situation):
    return redirect(f"{reverse('partnerships:situation_list', args=[slug])}#s-{situation.public_id}")
