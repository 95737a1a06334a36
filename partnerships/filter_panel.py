"""The fields of the filters as HTML. A widget template an option would cost more than the three hundred cards of a frise."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe


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
