"""The frise on paper: posters, cards to cut out, a drawing for a report, and the page that chooses among them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.board import board_pdf as draw_pdf
from documents.board import board_svg as draw_svg
from documents.cache import cached
from documents.cards import cards_pdf as draw_cards
from documents.http import file_response
from documents.shapes import BoardPoster
from partnerships.drawings import board_drawing, cut_cards, past_drawing
from partnerships.filters import PartnershipFilter
from partnerships.forms.board import DayForm
from partnerships.forms.paper import CardsForm, PosterForm
from projects.access import visible_project


@require_safe
def board_paper(request, slug):
    """Choose what to print. The filters of the frise, in the address, say of which partners there are cards."""
    project = visible_project(request, slug)
    partnerships, filters = _partnerships_asked(request, project)
    context = {
        "project": project,
        "poster": PosterForm(),
        "cards": CardsForm(),
        "filters": filters,
        "kept": [(name, value) for name, value in filters.form.cleaned_data.items() if value] if filters.active else [],
        "count": partnerships.count(),
    }
    return render(request, "partnerships/board_paper.html", context)


@require_safe
def board_pdf(request, slug):
    """The frise alone with the same content as a table; `?au=`: as it was on a past day.

    A3 in landscape, or `?format=` of PosterForm; `ecrire` leaves room for handwriting, `noir` does without colour.
    """
    project = visible_project(request, slug)
    form = PosterForm({"format": "a3"} | request.GET.dict())
    if not form.is_valid():
        return _refused(_("Ce format n’existe pas."))
    chosen = form.cleaned_data
    drawing = _drawing_asked(request, project, asking=chosen["ecrire"])
    if drawing is None:
        return _refused(_("Cette date n’existe pas."))
    poster = BoardPoster(drawing, form.sheets(), chosen["ecrire"], chosen["noir"])
    name = f"frise-{project.slug}.pdf" if chosen["format"] == "a3" else f"frise-{project.slug}-{chosen['format']}.pdf"
    return file_response(cached(poster, draw_pdf), name, "application/pdf")


@require_safe
def board_svg(request, slug):
    """The frise as a drawing to put in a report; `?au=`: as it was on a past day."""
    project = visible_project(request, slug)
    drawing = _drawing_asked(request, project)
    if drawing is None:
        return _refused(_("Cette date n’existe pas."))
    response = HttpResponse(draw_svg(drawing), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="frise-{project.slug}.svg"'
    return response


@require_safe
def board_cards(request, slug):
    """Cards to cut out of the partners that the filters of the frise keep, archived ones left out, or empty cards."""
    project = visible_project(request, slug)
    form = CardsForm({"quoi": "partenaires", "par_page": "10"} | request.GET.dict())
    if not form.is_valid():
        return _refused(_("Ces fiches n’existent pas\u00a0: 8 ou 10 par feuille, 60 vierges au plus."))
    partnerships, _filters = _partnerships_asked(request, project)
    chosen, today = form.cleaned_data, timezone.localdate()
    if chosen["quoi"] == "vierges":
        partnerships = partnerships.none()
    sheet = cut_cards(project, partnerships, today, per_page=chosen["par_page"], blanks=chosen["vierges"] or 0)
    return file_response(cached(sheet, draw_cards), f"fiches-{project.slug}.pdf", "application/pdf")


def _partnerships_asked(request, project):
    """Return (the partnerships of the frise that may have a card, the filter of the address); all when it says nothing."""
    filters = PartnershipFilter(request.GET or None, project=project)
    rows = project.partnerships.filter(is_lead=False, partner__archived_at=None)
    if filters.active:
        rows = rows.filter(pk__in=filters.qs.values("pk"))
    return rows, filters


def _drawing_asked(request, project, *, asking=False):
    """Return the BoardDrawing of today, or of the day `?au=`; None for what is no day."""
    today = timezone.localdate()
    if "au" in request.GET:
        form = DayForm(request.GET)
        if not form.is_valid():
            return None
        if form.cleaned_data["au"] < today:
            return past_drawing(project, form.cleaned_data["au"])
    return board_drawing(project, today, asking=asking)


def _refused(words):
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
