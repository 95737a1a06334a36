"""The two drawings of relations, on the screen and on paper, and what changed between two days."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from documents import relations as papers
from documents.cache import cached
from documents.http import file_response
from partnerships.forms.relations import DatesForm
from partnerships.models import RelationsLayout
from partnerships.relations import layout
from partnerships.relations.drawing import changes_between
from partnerships.relations.drawing import relations_drawing as drawn
from projects.access import editable_project, visible_project
from projects.models import operation
from projects.starting_points import add_months

PAGE_SIZE = 50
MONTHS_BACK = 6


@dataclass(frozen=True)
class Kind:
    """One of the drawings: its title, how it is painted, how it is printed, what it says in one sentence."""

    title: str
    svg: object
    pdf: object
    said: str


KINDS = {
    "carte": Kind(
        gettext_lazy("Carte partenariale"),
        papers.target_svg,
        papers.target_pdf,
        gettext_lazy(
            "Plus un acteur est près du centre, plus il fait de choses avec le projet. Aucun cercle ne vaut mieux."
        ),
    ),
    "graphe": Kind(
        gettext_lazy("Qui travaille avec qui"),
        papers.graph_svg,
        papers.graph_pdf,
        gettext_lazy("Un trait est un lien noté. Les acteurs sans lien noté sont en bas."),
    ),
}


def _kind(drawing):
    if drawing not in KINDS:
        raise Http404
    return KINDS[drawing]


@require_safe
def relations_drawing(request, slug, drawing):
    """A drawing, each actor of it a link to its record, and the same facts as tables."""
    project = visible_project(request, slug)
    kind = _kind(drawing)
    shape = drawn(project, timezone.localdate(), on_screen=True)
    return render(
        request,
        "partnerships/relations_drawing.html",
        {
            "project": project,
            "drawing": drawing,
            "kind": kind,
            "picture": mark_safe(kind.svg(shape)) if shape.nodes else "",
            "links": papers.link_rows(shape)[:PAGE_SIZE],
            "more_links": max(0, len(shape.links) - PAGE_SIZE),
            "page": Paginator(papers.node_rows(shape), PAGE_SIZE).get_page(request.GET.get("page")),
            "may_return": bool(RelationsLayout.objects.filter(project=project).exclude(before={}).exists()),
        },
    )


@require_safe
def relations_svg(request, slug, drawing):
    """The drawing alone, to put in a report."""
    project = visible_project(request, slug)
    shape = drawn(project, timezone.localdate())
    response = HttpResponse(_kind(drawing).svg(shape), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{drawing}-{project.slug}.svg"'
    return response


@require_safe
def relations_pdf(request, slug, drawing):
    """The drawing, A3 landscape, with the same facts as tables."""
    project = visible_project(request, slug)
    shape = drawn(project, timezone.localdate())
    return file_response(cached(shape, _kind(drawing).pdf), f"{drawing}-{project.slug}.pdf", "application/pdf")


@require_POST
def relations_redraw(request, slug):
    """Place everybody anew on both drawings, or with `retour` put them back as they were."""
    project = editable_project(request, slug)
    back = "retour" in request.POST
    label = _("Revenir au dessin d’avant") if back else _("Redessiner les relations")
    with operation(by=request.user, label=label, project=project):
        (layout.put_back if back else layout.draw_anew)(project)
    messages.success(request, _("Le dessin est celui d’avant.") if back else _("C’est redessiné."))
    drawing = request.POST.get("dessin")
    return redirect("partnerships:relations_drawing", slug, drawing if drawing in KINDS else "graphe")


@require_safe
def relations_changes(request, slug):
    """What links came and which ended between two days, `?avant=` and `?apres=`; without them, the last six months."""
    project = visible_project(request, slug)
    form = _dates(request)
    context = {"project": project, "form": form}
    if not form.is_valid():
        return render(request, "partnerships/relations_changes.html", context, status=422)
    before, after = form.cleaned_data["avant"], form.cleaned_data["apres"]
    changes = changes_between(project, before, after)
    shape = drawn(project, after, links=changes, before=before, on_screen=True)
    context |= {
        "before": before,
        "after": after,
        "query": f"avant={before:%Y-%m-%d}&apres={after:%Y-%m-%d}",
        "picture": mark_safe(papers.graph_svg(shape)) if changes else "",
        "counts": [sum(change == kind for _link, change in changes) for kind in ("arrived", "ended", "")],
        # What came and what ended first: it is what one looks for.
        "page": Paginator(sorted(papers.link_rows(shape), key=lambda row: not row[-1]), PAGE_SIZE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "partnerships/relations_changes.html", context)


@require_safe
def relations_changes_pdf(request, slug):
    """The same drawing, A3 landscape, with the links as a table. 422 in words for what is no day."""
    project = visible_project(request, slug)
    form = _dates(request)
    if not form.is_valid():
        return HttpResponse(_("Cette date n’existe pas."), status=422, content_type="text/plain; charset=utf-8")
    before, after = form.cleaned_data["avant"], form.cleaned_data["apres"]
    shape = drawn(project, after, links=changes_between(project, before, after), before=before)
    return file_response(cached(shape, papers.graph_pdf), f"relations-{project.slug}.pdf", "application/pdf")


def _dates(request):
    """Return the bound form of two days: those of the address, else the last six months."""
    today = timezone.localdate()
    first = {"avant": add_months(today.replace(day=1), -MONTHS_BACK), "apres": today}
    return DatesForm(request.GET if "avant" in request.GET else first)
