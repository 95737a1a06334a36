"""Between today and the level hoped for: questions, the widest first, on the screen and on paper for the team."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.fact_sheet import fact_sheet_pdf
from documents.http import file_response
from documents.shapes import FactLine, FactSection, FactSheet
from partnerships.gaps import read_gaps
from projects.access import visible_project
from projects.models import Stage

PAGE_SIZE = 50


@require_safe
def gap_list(request, slug):
    """The gaps of the project as questions, each leading to its place, and how many partners nobody hopes anything of yet."""
    project = visible_project(request, slug)
    page = Paginator(read_gaps(project, timezone.localdate()), PAGE_SIZE).get_page(request.GET.get("page"))
    unsaid = project.partnerships.filter(is_lead=False, hoped_level=None, partner__archived_at=None)
    context = {"project": project, "page": page, "unsaid": unsaid.exclude(stage=Stage.ENDED).count()}
    return render(request, "partnerships/gap_list.html", context)


@require_safe
def gap_pdf(request, slug):
    """The same questions on paper, for a meeting of the team."""
    project = visible_project(request, slug)
    today = timezone.localdate()
    lines = tuple(
        FactLine(gap.partnership.partner.name, "\n".join(filter(None, (gap.question, gap.partnership.hoped_reason))))
        for gap in read_gaps(project, today)
    )
    note = _("Des questions, jamais des notes. Aucun niveau n’est meilleur qu’un autre.")
    sheet = FactSheet(
        title=_("Entre aujourd’hui et ce qui est espéré"),
        reference=project.name,
        banner=project.banner,
        day=today,
        sections=(FactSection(_("Questions à l’équipe"), lines, note),),
        footer=_("Document de l’équipe, à ne pas transmettre"),
    )
    return file_response(fact_sheet_pdf(sheet), f"ecarts-{project.slug}.pdf", "application/pdf")
