"""The directory of the project's partners: find them, bring one in, take one out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import push_url

from accounts.models import Role
from partnerships.directory import options, read_directory
from partnerships.expected import answer_with, asked_for, first_values
from partnerships.filters import PartnershipFilter
from partnerships.forms.directory import KnownForm, NewPartnerForm, PlaceForm, join
from partnerships.models import Partnership
from partnerships.register.lookup import look_up
from partnerships.removal import ties
from partnerships.views.adding import add_page
from partnerships.views.register import answer, entered
from projects.access import editable_project, visible_project
from projects.edges import edges_of
from projects.models import operation
from territories.models import Territory

LIST = "partnerships/partnership_list.html"
SELECTS = ("kind", "territory", "horizon", "level", "nature", "formalisation", "stage", "forgotten")


@require_safe
def partnership_list(request, slug):
    """The partners of the project, 50 a page, by name. The address rebuilds the screen; htmx gets the results alone."""
    project = visible_project(request, slug)
    horizons, levels = edges_of(project)
    filters = PartnershipFilter(request.GET or None, project=project, with_lead=True, horizons=horizons, levels=levels)
    partnerships = filters.qs if filters.is_valid() else filters.queryset.all()
    columns = [(row.public_id, row.name) for row in horizons]
    directory = read_directory(project, partnerships, columns, request.GET.get("page"), filters.cover)
    context = {
        "project": project,
        "filters": filters,
        "selects": [
            (name, filters.form.fields[name].label, options(filters.form.fields[name].choices, request.GET.get(name)))
            for name in SELECTS
        ],
        # Folded away on a phone, the selects stay open while one of them is at work.
        "criteria": sum(1 for name in SELECTS if request.GET.get(name)),
        "directory": directory,
        "page": directory.page,
        "query": filters.address(),
        "runs_directory": project.can_edit and project.organisation_role in Role.managers(),
        "few": not filters.active and directory.total < 2,
    }
    if not request.htmx:
        return render(request, LIST, context)
    address = reverse("partnerships:partnership_list", args=[slug])
    query = context["query"]
    return push_url(
        render(request, "partnerships/_partnership_results.html", context), f"{address}?{query}" if query else address
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_add(request, slug):
    """Bring a partner in: one of the organisation's directory (`partner`), or a new one; in the tray or in a cell.

    `?q=` searches the directory (htmx gets the names found alone), `?horizon=` and `?level=` are the cell asked for,
    `?territoire=` the place; `depuis=frise` leads back to the frise. `attendu=` is a question of « Qui manque ? »: it fills the
    form in, is answered by the partner that comes in, and is led back to.
    """
    project = editable_project(request, slug)
    if entered(request):
        return answer(request, project)
    posted = request.POST if request.method == "POST" else None
    is_known = posted is not None and "partner" in posted
    from_board = (posted or request.GET).get("depuis") == "frise"
    text = request.GET.get("q", "").strip()
    expected = asked_for(project, (posted or request.GET).get("attendu", ""))
    cell = {name: request.GET[name] for name in ("horizon", "level") if name in request.GET}
    place = PlaceForm(posted, project=project, initial=cell)
    where = Territory.objects.usable_in(project.organisation).of_keys(request.GET.getlist("territoire")[:1]).first()
    initial = {"name": text, "territory": where} | (first_values(expected) if expected else {})
    form = NewPartnerForm(None if is_known else posted, project=project, initial=initial)
    known = KnownForm(posted if is_known else None, project=project)
    if posted is not None and (known if is_known else form).is_valid() & place.is_valid():
        name = known.cleaned_data["partner"].name if is_known else form.cleaned_data["name"]
        label = _("Ajouter un partenaire\u00a0: %(name)s") % {"name": name}
        with operation(by=request.user, label=label, project=project) as gesture:
            partnership = join(project, known.cleaned_data["partner"]) if is_known else form.save()
            place.put(partnership, by=request.user)
            if expected:
                answer_with(project, expected, partnership, by=request.user)
        messages.success(request, _("%(name)s fait partie du projet.") % {"name": name}, extra_tags=gesture.public_id)
        if expected:
            return redirect(f"{reverse('partnerships:missing_list', args=[slug])}#q-{expected.public_id}")
        if "again" in request.POST:
            return redirect(f"{request.path}?depuis=frise" if from_board else request.path)
        if from_board:
            return redirect(f"{reverse('partnerships:board', args=[slug])}?partenaire={partnership.public_id}")
        return redirect(f"{reverse('partnerships:partnership_record', args=[slug, partnership.public_id])}?nouveau=1")
    return add_page(
        request,
        project,
        form=form,
        place=place,
        lookup=look_up(request, project),
        known=known,
        from_board=from_board,
        text=text,
        cell=cell,
        part="#found" if request.htmx else "",
        status=200 if posted is None or request.htmx else 422,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_remove(request, slug, public_id):
    """Ask, showing what goes with the partner, then take it out of the project; 409 when something written holds it."""
    project = editable_project(request, slug)
    partnership = get_object_or_404(Partnership.objects.select_related("partner"), project=project, public_id=public_id)
    goes, holds = ties(partnership)
    held = bool(holds) or partnership.is_lead
    if request.method == "POST" and not held:
        name = partnership.partner.name
        label = _("Retirer un partenaire\u00a0: %(name)s") % {"name": name}
        with operation(by=request.user, label=label, project=project) as gesture:
            partnership.delete()
        messages.success(
            request, _("%(name)s ne fait plus partie du projet.") % {"name": name}, extra_tags=gesture.public_id
        )
        return redirect("partnerships:partnership_list", slug)
    context = {"project": project, "partnership": partnership, "goes": goes, "holds": holds, "held": held}
    return render(
        request,
        "partnerships/partnership_remove.html",
        context,
        status=409 if request.method == "POST" else 200,
    )
