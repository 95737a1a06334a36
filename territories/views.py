"""Looking a place up: a plain page, and the same search as choices under a field; then the page of one place."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from documents.cache import cached
from documents.http import file_response
from documents.outline import map_pdf, map_svg
from territories import maps
from territories.forms import CANDIDATES, SearchForm
from territories.models import Territory

MOST_NAMES = 30


@require_safe
def territory_search(request):
    """Return the page of the territories that answer `q`; for htmx, only the choices. 422 for an unreadable search.

    Seen: the official geography and the places of the person's own organisations.
    """
    form = SearchForm(request.GET, user=request.user)
    valid = form.is_valid()
    results = form.results() if valid else []
    template = "territories/territory_search.html"
    if request.htmx:
        template += "#options"
    context = {"form": form, "results": results, "limit": CANDIDATES}
    return render(request, template, context, status=200 if valid else 422)


def _visible_place(request, key):
    """Return the place of a key with its containers. Raises Http404 for one of an organisation that is not theirs."""
    places = Territory.objects.visible_to(request.user).of_keys([key]).with_labels()
    return get_object_or_404(places.select_related("departement", "epci", "successor", "commune", "region"))


@require_safe
def territory_detail(request, key):
    """What is known of one place: where it is, its containers, its parts, its former names."""
    place = _visible_place(request, key)
    drawing = maps.map_of(place, timezone.localdate())
    context = {
        "place": place,
        "facts": maps.facts(place),
        "drawing": drawing,
        "figure": mark_safe(map_svg(drawing)) if drawing else "",
        "parts": place.parts.with_labels().order_by("name_norm", "code"),
        "names": place.other_names.order_by("name", "code")[:MOST_NAMES],
    }
    return render(request, "territories/territory_detail.html", context)


@require_safe
def territory_pdf(request, key):
    """The map of a place and the facts behind it. Http404 for a place of which nothing can be drawn."""
    place = _visible_place(request, key)
    drawing = maps.map_of(place, timezone.localdate())
    if drawing is None:
        raise Http404
    return file_response(cached(drawing, map_pdf), f"{slugify(place.name)}-carte.pdf", "application/pdf")
