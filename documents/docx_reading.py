"""A .docx that comes back, read article by article: in a process of its own, under limits (documents.docx_parser).

What it says beyond paragraphs and lists (pictures, tables, notes, remarks) is not taken, and each is told.
"""

from dataclasses import dataclass, field

from documents.apart import Stopped, run_apart
from documents.office import MARK

MAX_BYTES = 5_000_000
_OTHER = "Ce n’est pas un document .docx. Enregistrez le texte en .docx, sans le renommer."
_TOO_LARGE = "Ce fichier dépasse 5\u00a0Mo\u00a0: il n’a pas été lu. Retirez-en les images."
# Code of the child → the sentence, and the status of the answer.
REFUSALS = {
    "old": (
        "C’est un document d’un ancien format (.doc), ou protégé par un mot de passe. Ouvrez-le, puis enregistrez-le en "
        ".docx.",
        422,
    ),
    "other": (_OTHER, 422),
    "damaged": ("Ce fichier est abîmé et ne s’ouvre pas. Enregistrez-le de nouveau en .docx, puis renvoyez-le.", 422),
    "encrypted": ("Ce document est protégé par un mot de passe. Enregistrez-le sans protection.", 422),
    "macros": (
        "Ce document contient des macros (de petits programmes)\u00a0: il n’a pas été ouvert. Enregistrez-le en .docx.",
        422,
    ),
    "declarations": (
        "Ce document contient des déclarations que Maillage ne lit pas. Enregistrez-le en .docx.",
        422,
    ),
    "elsewhere": (
        "Ce document va chercher un modèle, une image ou un autre fichier ailleurs\u00a0: il n’a pas été lu. "
        "Enregistrez-le avec ce qu’il contient.",
        422,
    ),
    "holds_another": ("Ce document en contient un autre\u00a0: il n’a pas été lu. Enregistrez-le en .docx.", 422),
    "swollen": ("Ce fichier se déplie en une quantité démesurée de données\u00a0: il n’a pas été ouvert.", 413),
    "heavy": (
        "Ce fichier est trop lourd à lire\u00a0: il n’a pas été lu. Acceptez ou refusez les modifications suivies, "
        "puis renvoyez-le.",
        413,
    ),
    "long": ("Ce texte est plus long que tout ce qu’une convention peut contenir\u00a0: il n’a pas été lu.", 413),
}


class DocxRefused(Exception):
    """The file was not read; the text is a French sentence for who sent it. `status` is that of the answer."""

    def __init__(self, message, status=422):
        super().__init__(message)
        self.status = status


@dataclass
class ReadParagraph:
    text: str
    is_item: bool = False


@dataclass
class ReadArticle:
    """`mark` is the article's own, as written in the file, empty for one that has none."""

    mark: str
    title: str
    paragraphs: list = field(default_factory=list)


@dataclass
class ReadText:
    """`told` are French sentences on what the file holds and the text cannot take."""

    articles: list
    told: list


def read_docx(data):
    """Return the ReadText of a .docx. Raises DocxRefused (too large, bomb, macros, links to elsewhere, not a .docx), Busy."""
    if len(data) > MAX_BYTES:
        raise too_large()
    try:
        found, _nothing = run_apart("docx_parser.py", {"mark": MARK}, data, seconds=10)
    except Stopped:
        raise DocxRefused(*REFUSALS["heavy"]) from None
    if "refused" in found:
        raise DocxRefused(*REFUSALS[found["refused"]])
    articles = [
        ReadArticle(mark, title, [ReadParagraph(text, is_item) for text, is_item in paragraphs])
        for mark, title, paragraphs in found["articles"]
    ]
    return ReadText(articles, found["told"])


def too_large():
    """Return the refusal of a file that is too large to be read."""
    return DocxRefused(_TOO_LARGE, 413)
