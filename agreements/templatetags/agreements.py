"""How a text of an agreement shows on a page."""

from django import template
from django.utils.translation import gettext_lazy as _

from agreements.comparing import ADDED, CHANGED, ITEM, MOVED, REMOVED, SAME
from documents.shapes import GAP

register = template.Library()

DOTS = "\u2026" * 6
CHANGE_WORDS = {
    SAME: _("inchangée"),
    CHANGED: _("modifiée"),
    ADDED: _("ajoutée"),
    REMOVED: _("supprimée"),
    MOVED: _("déplacée"),
}


@register.filter
def dotted(text):
    """Return the text with a dotted line for each gap."""
    return (text or GAP).replace(GAP, DOTS)


@register.filter
def listed(paragraphs):
    """Return [(is_list, text or list of items)]: paragraphs of a frozen text, items that follow one another together."""
    found = []
    for paragraph in paragraphs:
        if not paragraph.startswith(ITEM):
            found.append((False, paragraph))
        elif found and found[-1][0]:
            found[-1][1].append(paragraph.removeprefix(ITEM))
        else:
            found.append((True, [paragraph.removeprefix(ITEM)]))
    return found


@register.filter
def change_word(change):
    """Return what became of a section between two texts, in a word."""
    return CHANGE_WORDS[change.kind]
