"""What is followed, page by page: gaps are told as questions, nothing is ranked (rule of the house 1)."""

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.expected import open_actors, present_partners
from partnerships.models import Attendance, CommitteeSeat, LogEntry, Obstacle, PerspectiveShift, Response
from partnerships.record import with_who
from projects.access import visible_project
from projects.models import Meeting, Project

PAGE_SIZE = 50


def _how_many(relation):
    """Return the count of a project's list in a subquery of its own: joined in one, seven lists multiply each other."""
    counted = Project.objects.filter(pk=OuterRef("pk")).order_by().values("pk").annotate(how_many=Count(relation))
    return Subquery(counted.values("how_many"))


@require_safe
def follow_up(request, slug):
    """The way to each page of what is followed, with how much it holds. One query for the counts, two for the questions."""
    project = visible_project(request, slug)
    counts = (
        Project.objects.filter(pk=project.pk)
        .annotate(
            shift_count=_how_many("partnerships__perspective_shifts"),
            situation_count=_how_many("situations"),
            link_count=_how_many("links"),
            review_count=_how_many("reviews"),
            committee_count=_how_many("committees"),
            workshop_count=_how_many("workshops"),
            sheet_count=_how_many("sheets"),
        )
        .values()
        .get()
    )
    missing = open_actors(project, present_partners(project)) or []
    pages = [
        (name, reverse(address, args=[slug]), counts.get(count, count), words)
        for name, address, count, words in (
            (
                _("Journal des contacts"),
                "partnerships:journal",
                LogEntry.objects.filter(partnership__project=project).count(),
                _("Qui a vu qui, ce qui s’est dit, ce qui est promis."),
            ),
            (
                _("Pas de côté"),
                "partnerships:perspective_list",
                "shift_count",
                _("Se mettre à la place de chacun\u00a0: freins, leviers, pistes."),
            ),
            (
                _("Situations et acteurs"),
                "partnerships:situation_list",
                "situation_count",
                _("Qui repère, oriente, accompagne, agit\u00a0; où est le trou\u00a0?"),
            ),
            (
                _("Qui manque\u00a0?"),
                "partnerships:missing_list",
                len(missing),
                _("Familles d’acteurs, partenaires oubliés\u00a0: les questions qui restent."),
            ),
            (
                _("Relations entre partenaires"),
                "partnerships:link_list",
                "link_count",
                _("Qui travaille déjà avec qui\u00a0: tableau, carte, graphe, avant et après."),
            ),
            (
                _("Bilans"),
                "partnerships:review_list",
                "review_count",
                _("Ce qui a été fait, ce qui bouge, ce qu’on ajuste."),
            ),
            (
                _("Instances"),
                "partnerships:committee_list",
                "committee_count",
                _("Qui siège, ce qui a été décidé."),
            ),
            (
                _("Ateliers"),
                "workshops:workshop_list",
                "workshop_count",
                _("Ceux qui ont été tenus, ce qu’ils ont engagé."),
            ),
            (_("Fiches action"), "agreements:sheet_list", "sheet_count", _("Place, rôle et activité de chacun.")),
        )
    ]
    return render(request, "partnerships/follow_up.html", {"project": project, "pages": pages})


@require_safe
def perspective_list(request, slug):
    """Pas de côté, actor by actor: portrait, freins with their parades, leviers."""
    project = visible_project(request, slug)
    shifts = (
        PerspectiveShift.objects.filter(partnership__project=project)
        .select_related("partnership__partner", "who_member", "who_partnership__partner")
        .prefetch_related(
            Prefetch("obstacles", Obstacle.objects.prefetch_related(with_who("responses", Response))), "levers"
        )
        .order_by("position", "pk")
    )
    page = Paginator(shifts, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "partnerships/perspective_list.html", {"project": project, "page": page})


@require_safe
def committee_list(request, slug):
    """Committees: who sits, and each meeting with its agenda, who came and what was decided."""
    project = visible_project(request, slug)
    committees = project.committees.prefetch_related(
        Prefetch("seats", CommitteeSeat.objects.select_related("partnership__partner")),
        Prefetch(
            "meetings", Meeting.objects.order_by("-date", "-pk").prefetch_related(with_who("attendances", Attendance))
        ),
    )
    page = Paginator(committees, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "partnerships/committee_list.html", {"project": project, "page": page})
