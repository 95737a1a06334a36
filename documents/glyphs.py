"""The symbols of our sprite, to draw them inside another SVG without a reference to a file."""

import re
from functools import cache

from documents import paths

SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="0 0 ([\d.]+) ([\d.]+)">(.*?)</symbol>', re.DOTALL)


@cache
def _symbols():
    sprite = paths.SPRITE.read_text(encoding="utf-8")
    return {name: (float(width), inside) for name, width, _height, inside in SYMBOL.findall(sprite)}


def glyph_svg(name, x, y, size, ink="#1a2421"):
    """Return the symbol as a group of `size` by `size` units at (x, y) in `ink`; an empty text for an unknown name."""
    if name not in _symbols():
        return ""
    width, inside = _symbols()[name]
    drawing = inside.replace("currentColor", ink)
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({size / width:.4f})">{drawing}</g>'


def glyph_picture(name):
    """Return the symbol as an SVG text complete by itself, empty for an unknown name."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{glyph_svg(name, 0, 0, 24)}</svg>'
