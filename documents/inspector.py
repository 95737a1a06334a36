"""Look at a file in a process of its own, under limits. Run as a script by documents.inspecting. No Django here.

A PDF is opened, counted and searched for whatever could act by itself; its bytes are left as they are. An image is drawn
anew.
"""

import io
import sys
from pathlib import Path

MEGABYTES, SECONDS = 768, 15
MAX_PIXELS = 60_000_000
MAX_THINGS = 400_000
# A picture to print that is heavier leaves as a JPEG: twenty of them stay a document that travels.
HEAVY = 2_000_000
# Actions that do more than move in the document, and keys under which something runs by itself.
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/GoToE",
    "/GoToR",
    "/RichMediaExecute",
    "/SetOCGState",
    "/Trans",
}
ACTIVE_KEYS = {"/JS", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/3DD"}
FILE_KEYS = {"/EF", "/EmbeddedFiles"}


class Refused(Exception):
    pass


def main():
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from documents.apart import answer, asked, limit

    limit(megabytes=MEGABYTES, seconds=SECONDS)
    head, content = asked()
    try:
        found, drawn = look(content, head)
    except Refused as refused:
        found, drawn = {"refused": str(refused)}, b""
    except Exception:
        found, drawn = {"refused": "broken"}, b""
    answer(found, drawn)


def look(content, head):
    """Return ({type, pages}, bytes to keep instead, or none)."""
    if content.startswith(b"%PDF-"):
        return {"type": "application/pdf", "pages": pages_of(content, head)}, b""
    return image(content, head["side"])


def pages_of(content, head):
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    with pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        count = len(pdf.pages)
        if not count:
            raise Refused("empty")
        if count > head["pages"]:
            raise Refused("pages")
        search(pikepdf, pdf, head["attachments"])
        return count


def search(pikepdf, pdf, attachments):
    """Raise Refused for anything that could act by itself, wherever it stands: whole objects, and what they hold directly."""
    waiting = [pdf.trailer, *pdf.objects]
    seen = 0
    while waiting:
        thing = waiting.pop()
        seen += 1
        if seen > MAX_THINGS:
            raise Refused("broken")
        if isinstance(thing, pikepdf.Array):
            waiting += [inner for inner in thing if _is_held(pikepdf, inner)]
            continue
        if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        keys = set(thing.keys())
        if keys & ACTIVE_KEYS or str(thing.get("/S", "")) in ACTIONS:
            raise Refused("active")
        if keys & FILE_KEYS and not attachments:
            raise Refused("attached")
        waiting += [inner for key in keys if _is_held(pikepdf, inner := thing.get(key))]


def _is_held(pikepdf, inner):
    """Say whether a value stands directly in what holds it: the others are among the objects of the file."""
    return isinstance(inner, (pikepdf.Array, pikepdf.Dictionary)) and not inner.is_indirect


def image(content, side):
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused("pixels")
        kind = picture.format
        drawn = ImageOps.exif_transpose(picture)
        if drawn.has_transparency_data:
            # Paper is white: what shows through is not black.
            drawn = drawn.convert("RGBA")
            drawn = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)
        drawn = drawn.convert("L" if drawn.mode in ("1", "L") else "RGB")
        if side:
            drawn.thumbnail((side, side))
    encoded = encode(drawn, kind)
    if side and len(encoded) > HEAVY:
        kind, encoded = "JPEG", encode(drawn, "JPEG")
    width, height = drawn.size
    return {"type": f"image/{kind.lower()}", "pages": 1, "width": width, "height": height}, encoded


def encode(picture, kind):
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()


if __name__ == "__main__":
    main()
