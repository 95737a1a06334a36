"""The annexes of an agreement: which ones it has, their numbers, and the text of those that are text."""

from dataclasses import dataclass

from agreements.models import ActionSheet, DataOption
from agreements.sheets.document import sheet_blocks
from documents.shapes import GAP, Paragraph


@dataclass(frozen=True)
class Annex:
    key: str
    number: int
    title: str

    @property
    def kind(self):
        """Return how the document draws it: text, means, raci or board."""
        return {"moyens": "means", "raci": "raci", "frise": "board"}.get(self.key, "text")


# Model T1 quotes them in this order (article 19); roles and frise come after.
TITLES = {
    "fiches": "Fiches action",
    "moyens": "Apports en nature",
    "donnees": "Données personnelles",
    "discretion": "Discrétion et partage d’informations",
    "raci": "Répartition des rôles",
    "frise": "Frise des partenariats",
}


def annexes_of(agreement, articles):
    """Return the annexes that this agreement (from with_facts) has, numbered as the document prints them."""
    fiches_kept = any(article.key == "fiches" and article.included for article in articles)
    present = {
        "fiches": fiches_kept and bool(agreement.sheets.all()),
        "moyens": agreement.annex_means and bool(agreement.means.all()),
        "donnees": agreement.data_option in (DataOption.JOINT, DataOption.PROCESSOR),
        "discretion": agreement.nominative_sharing,
        "raci": agreement.annex_raci,
        "frise": agreement.annex_board,
    }
    keys = [key for key in TITLES if present[key]]
    return [Annex(key, number, TITLES[key]) for number, key in enumerate(keys, start=1)]


def annex_blocks(agreement, annex):
    """Return the paragraphs of an annex that is text, nothing for the others."""
    if annex.key == "fiches":
        return tuple(sheet_blocks(ActionSheet.objects.with_rows().filter(annexed_to=agreement)))
    if annex.key == "donnees":
        return _paragraphs(agreement.data_annex)
    if annex.key == "discretion":
        return _paragraphs(agreement.secrecy_annex)
    return ()


def _paragraphs(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Paragraph(line) for line in lines or [GAP])
