"""What a file sent by somebody is, before it is kept: a scan, a photograph, a signed PDF. Hostile until proven otherwise."""

from dataclasses import dataclass

from documents.apart import Stopped, run_apart

MAX_BYTES = 20_000_000
MAX_PAGES = 200
_NOT_ACCEPTED = (
    "Envoyez un PDF, ou une image JPEG ou PNG. Le contenu de ce fichier n’en est pas un, quel que soit son nom."
)
REFUSALS = {
    "unknown": _NOT_ACCEPTED,
    "broken": "Ce fichier ne s’ouvre pas. Numérisez de nouveau le document, ou imprimez-le en PDF.",
    "encrypted": "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection.",
    "active": "Ce PDF contient du code ou des actions automatiques. Imprimez-le en PDF, puis envoyez cette copie.",
    "attached": "Ce PDF contient d’autres fichiers. Imprimez-le en PDF, puis envoyez cette copie.",
    "pages": f"Ce PDF a plus de {MAX_PAGES}\u00a0pages.",
    "empty": "Ce fichier est vide.",
    "pixels": "Cette image est trop grande. Numérisez à 300\u00a0points par pouce au plus.",
    "bytes": "Ce fichier pèse plus de 20\u00a0Mo. Numérisez en noir et blanc, ou à 200\u00a0points par pouce.",
}


class FileRefused(Exception):
    """The file is not kept; the text is a French sentence for the person who sent it."""


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept. An image has been drawn anew: what a camera writes beside it (place, owner) is gone."""

    content: bytes
    media_type: str
    pages: int
    # Of an image, in pixels.
    width: int = 0
    height: int = 0

    @property
    def extension(self):
        return {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[self.media_type]


def inspect(content, *, attachments=False, side=0):
    """Return the Inspected file. Its name and the type that the browser says are not read. Raises FileRefused.

    Raises Busy while too many files are looked at. `attachments`: a PDF may carry other files (ours carries its data; a
    scan never does). `side`: an image to print is brought down to so many pixels a side, and to what a document can carry.
    """
    if not content:
        raise FileRefused(REFUSALS["empty"])
    if len(content) > MAX_BYTES:
        raise FileRefused(REFUSALS["bytes"])
    if not content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise FileRefused(REFUSALS["unknown"])
    try:
        found, drawn = run_apart(
            "inspector.py", {"attachments": attachments, "pages": MAX_PAGES, "side": side}, content
        )
    except Stopped:
        raise FileRefused(REFUSALS["broken"]) from None
    if "refused" in found:
        raise FileRefused(REFUSALS[found["refused"]])
    if drawn and len(drawn) > MAX_BYTES:
        raise FileRefused(REFUSALS["bytes"])
    sizes = found.get("width", 0), found.get("height", 0)
    return Inspected(drawn or content, found["type"], found["pages"], *sizes)


def page_count(pdf):
    """Return the number of pages of a PDF of ours (bytes), None when it does not open."""
    try:
        return inspect(pdf, attachments=True).pages
    except FileRefused:
        return None
