"""How a text of an agreement shows on a page."""

from django import template

from documents.shapes import GAP

register = template.Library()

DOTS = "\u2026" * 6


@register.filter
def dotted(text):
    """Return the text with a dotted line for each gap."""
    return (text or GAP).replace(GAP, DOTS)
