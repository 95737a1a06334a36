"""The fields of the filters as HTML. A widget template an option would cost more than the three hundred cards of a frise."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from partnerships.filters import PartnershipFilter, places_in_use
from partnerships.recent import Recent

# Drawn from what can be chosen, and nothing else.
_blank = Recent(size=64)


def is_asked(query):
    """Return whether a query string asks for any filter."""
    return not PartnershipFilter.base_filters.keys().isdisjoint(query)


def blank_fields(project, horizons, levels):
    """Return the fields of the filters when none is asked for: the same HTML as long as the choices are the same."""
    places = places_in_use(project)
    edges = tuple((row.public_id, row.name) for row in (*horizons, *levels))
    key = get_language(), tuple((place.key, place.name) for place in places), len(horizons), edges
    html = _blank.get(key)
    if html is None:
        html = filter_fields(
            PartnershipFilter(None, project=project, horizons=horizons, levels=levels, places=places).form
        )
        _blank.keep(key, html)
    return html


def filter_fields(form):
    """Return every field of the form as label, control and errors; all that people typed is escaped."""
    return mark_safe("".join(_field(bound) for bound in form))


def _field(bound):
    key, name, value = bound.id_for_label, escape(bound.html_name), bound.value()
    value = "" if value is None else str(value)
    errors = "".join(f'<li class="erreur">{escape(error)}</li>' for error in bound.errors)
    described = f' aria-invalid="true" aria-describedby="{key}_erreur"' if errors else ""
    if hasattr(bound.field, "choices"):
        options = _options(tuple((str(option), str(label)) for option, label in bound.field.choices), value)
        control = f'<select name="{name}" id="{key}"{described}>{options}</select>'
    else:
        control = f'<input type="search" name="{name}" id="{key}" value="{escape(value)}"{described}>'
    told = f'<ul class="erreurs" id="{key}_erreur">{errors}</ul>' if errors else ""
    return f'<div class="champ"><label for="{key}">{escape(bound.label)}</label>{control}{told}</div>'


@lru_cache(maxsize=256)
def _options(choices, value):
    return "".join(
        f'<option value="{escape(option)}"{" selected" if option == value else ""}>{escape(label)}</option>'
        for option, label in choices
    )
