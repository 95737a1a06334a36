"""Tags every template may use: glyphs of the sprite, French dates, lines of a text."""

from functools import lru_cache

from django import template
from django.template.base import TextNode
from django.templatetags import static as files
from django.utils import formats
from django.utils.html import format_html

from config.addresses import address_of
from documents import words

register = template.Library()

NBSP = "\u00a0"
SPRITE = "glyphes.svg"


# In place of Django's own tags of these names: a page has forty addresses and fifteen files, the same ones every time.
register.simple_tag(address_of, name="url")


@register.simple_tag
@lru_cache(maxsize=256)
def static(path):
    """Return the address of a file of `static/`; its name carries its content, so it holds while the process lives."""
    return files.static(path)


@register.simple_tag
def glyph(name, css="", label=""):
    """Return the `<svg>` of a symbol of the sprite; hidden from screen readers unless `label` names it."""
    return _drawing(name, css, label)


@lru_cache(maxsize=1024)
def _drawing(name, css, label):
    """Sixty a page, nearly always the same ones."""
    href = f"{static(SPRITE)}#{name}"
    classes = f"gl {css}".strip()
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


def _once(name):
    """Make a tag whose words all stand in the template the text that it gives: nothing is left to do when a page is drawn."""
    compiled = register.tags[name]

    @register.tag(name)
    def compile_once(parser, token):
        node = compiled(parser, token)
        words = (*node.args, *node.kwargs.values())
        if node.target_var or any(word.is_var or word.filters for word in words):
            return node
        return TextNode(node.render(template.Context()))


_once("static")
_once("glyph")


@register.filter(is_safe=False)
def pluralize(value, arg="s"):
    """Return the ending of a word that counts `value` things (a number or a list), in place of Django's own filter.

    Zero is singular in French: « 0 partenaire ». `arg` is the plural ending, or « singular,plural ».
    """
    singular, plural = arg.split(",") if "," in arg else ("", arg)
    try:
        count = len(value) if hasattr(value, "__len__") and not isinstance(value, str) else float(value or 0)
    except ValueError:
        return ""
    return plural if abs(count) >= 2 else singular


@register.filter
def lines(text):
    """Return the non-empty lines of a text, stripped."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.filter(expects_localtime=True)
def day(value):
    """Return a date as « 12 mars 2026 », « 1er mars 2026 », with non-breaking spaces; empty text for None."""
    return words.day(value) if value else ""


@register.filter
def euros(value):
    """Return an amount as « 28 000 € », without cents when there are none; empty text for None."""
    if value is None:
        return ""
    amount = f"{value:,.2f}".replace(",", NBSP).replace(".", ",")
    return f"{amount.removesuffix(',00')}{NBSP}€"


@register.filter
def siren(digits):
    """Return the nine figures of a SIREN as « 732 829 320 », with non-breaking spaces."""
    return NBSP.join((digits[:3], digits[3:6], digits[6:]))


@register.filter(expects_localtime=True)
def clock(value):
    """Return the time of a moment as « 14 h 30 », with non-breaking spaces; empty text for None."""
    return f"{value:%-H}{NBSP}h{NBSP}{value:%M}" if value else ""


@register.filter
def full_day(value):
    """Return a date as « dimanche 22 novembre 2026 », with non-breaking spaces."""
    return f"{formats.date_format(value, 'l')}{NBSP}{words.day(value)}"


@register.filter
def short_day(value):
    """Return a date without its year, as « 12 mars », with a non-breaking space."""
    return words.day(value).rpartition(NBSP)[0] if value else ""
