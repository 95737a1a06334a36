"""Files that somebody may send as the scan of what was signed, good and bad."""

import io

import pikepdf
from PIL import Image


def pdf(pages=1, change=None, **options):
    """Return a PDF of empty pages; `change(file)` makes it worse before it is written."""
    file = pikepdf.new()
    for _page in range(pages):
        file.add_blank_page(page_size=(595, 842))
    if change:
        change(file)
    out = io.BytesIO()
    file.save(out, **options)
    return out.getvalue()


def jpeg(size=(60, 80), **options):
    return _picture("JPEG", size, **options)


def png(size=(60, 80), **options):
    return _picture("PNG", size, **options)


def _picture(kind, size, **options):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()
