"""Looking a place up: a plain page, and the same search as choices under a field."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from territories.forms import CANDIDATES, SearchForm


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
