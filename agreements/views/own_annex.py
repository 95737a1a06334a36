"""The annexes that the team adds to a text: written or drawn, put in order, removed. Each gesture can be undone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.fields import posted_version
from agreements.forms.own_annex import PictureAnnexForm, TextAnnexForm
from agreements.models import OwnAnnex
from agreements.places import place_url
from agreements.views.screen import Panel, closed, get_agreement, panel_of, read_again, save_panel, show
from documents.http import file_response
from projects.access import managed_project, visible_project
from projects.models import operation

TEMPLATE = "_panel_own_annex.html"
# What is added, by the end of its address: form, title of the panel.
ADDED = {
    "texte": (TextAnnexForm, gettext_lazy("Nouvelle annexe")),
    "image": (PictureAnnexForm, gettext_lazy("Nouvelle annexe\u00a0: image ou plan")),
}
STEPS = {"monter": -1, "descendre": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def own_annex_add(request, slug, public_id, sort):
    """Add an annex of the team's own behind the others: a text or a picture."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    if sort not in ADDED or not agreement.articles.all():
        raise Http404
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    form_class, title = ADDED[sort]
    panel = Panel(f"annexe-{sort}", f"agreements/{TEMPLATE}", str(title), request.path)
    context = {"has_file": sort == "image", "save_label": _("Ajouter l’annexe")}
    if request.method != "POST":
        form = form_class(instance=OwnAnnex(agreement=agreement))
        return show(request, project, agreement, panel, form=form, **context)
    typed = request.POST.copy()
    typed["version"] = "1"  # nobody has seen what does not exist yet
    form = form_class(typed, request.FILES, instance=OwnAnnex(agreement=agreement))
    if not form.is_valid():
        return show(request, project, read_again(agreement), panel, status=422, form=form, **context)
    label = _("Annexe «\u00a0%(title)s\u00a0» ajoutée") % {"title": form.cleaned_data["title"]}
    with operation(by=request.user, label=label, project=project) as gesture:
        annex = form.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(place_url(agreement, f"annexe:{annex.public_id}"))


@require_http_methods(["GET", "HEAD", "POST"])
def own_annex_edit(request, slug, public_id, annex_id):
    """One annex of the team's own: what it says, and the form that changes it."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    annex = _annex(agreement, annex_id)
    form_class = PictureAnnexForm if annex.is_picture else TextAnnexForm
    panel = panel_of(agreement, f"annexe:{annex.public_id}", TEMPLATE, annex.title)
    rows = [row.public_id for row in agreement.team_annexes]
    context = {
        "annex": annex,
        "has_file": annex.is_picture,
        "is_first": rows[0] == annex.public_id,
        "is_last": rows[-1] == annex.public_id,
        "mark": f"{{annexe:{annex.public_id}}}",
    }
    if request.method != "POST":
        return show(request, project, agreement, panel, form=form_class(instance=annex), **context)
    return closed(request, project, agreement) or save_panel(
        request,
        project,
        agreement,
        panel,
        annex,
        form_class(request.POST, request.FILES, instance=annex),
        label=_("Annexe «\u00a0%(title)s\u00a0» modifiée") % {"title": annex.title},
        current_form=lambda row: form_class(instance=row),
        **context,
    )


@require_POST
def own_annex_move(request, slug, public_id, annex_id, direction):
    """Move an annex one place up or down among those of the team."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    annex = _annex(agreement, annex_id)
    if direction not in STEPS:
        raise Http404
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    label = _("Annexe «\u00a0%(title)s\u00a0» déplacée") % {"title": annex.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        annex.claim(posted_version(request))
        ordered = list(agreement.own_annexes.order_by("position", "pk"))
        here = next(rank for rank, other in enumerate(ordered) if other.pk == annex.pk)
        moved = ordered.pop(here)
        ordered.insert(min(max(here + STEPS[direction], 0), len(ordered)), moved)
        for position, row in enumerate(ordered):
            if row.position != position:
                row.position = position
                row.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(place_url(agreement, f"annexe:{annex.public_id}"))


@require_POST
def own_annex_remove(request, slug, public_id, annex_id):
    """Take an annex off; the following ones change numbers, and so do the articles that quote them."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    annex = _annex(agreement, annex_id)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    label = _("Annexe «\u00a0%(title)s\u00a0» retirée") % {"title": annex.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        annex.claim(posted_version(request))
        annex.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(agreement)


@require_safe
def own_annex_picture(request, slug, public_id, annex_id):
    """The picture of an annex, to see beside its form: drawn anew when it came, it is no file of anybody else."""
    project = visible_project(request, slug)
    annexes = OwnAnnex.objects.filter(agreement__project=project, agreement__public_id=public_id, picture__isnull=False)
    annex = get_object_or_404(annexes.select_related("picture"), public_id=annex_id)
    kept = annex.picture
    name = f"annexe.{kept.media_type.removeprefix('image/')}"
    return file_response(bytes(kept.content), name, kept.media_type, inline=True)


def _annex(agreement, public_id):
    """Return an annex of the agreement, with it. Raises Http404."""
    annex = next((row for row in agreement.team_annexes if row.public_id == public_id), None)
    if annex is None:
        raise Http404
    annex.agreement = agreement
    return annex
