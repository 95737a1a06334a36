"""The annexes of an agreement: which ones it has, their numbers, and the text of those that are text."""

from dataclasses import dataclass

from agreements.models import ActionSheet, DataOption
from agreements.typography import NBSP, french_list, lower_first
from documents.shapes import GAP, Items, Paragraph


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
        return tuple(_sheets(agreement))
    if annex.key == "donnees":
        return _paragraphs(agreement.data_annex)
    if annex.key == "discretion":
        return _paragraphs(agreement.secrecy_annex)
    return ()


def _paragraphs(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Paragraph(line) for line in lines or [GAP])


def _sheets(agreement):
    """Yield each fiche action: who for, what, roles, calendar, indicators. Freins and notes are not read."""
    sheets = ActionSheet.objects.filter(annexed_to=agreement).prefetch_related(
        "audiences", "partners__partnership__partner", "indicators", "pilot__partner"
    )
    for sheet in sheets:
        number = f"n°{NBSP}{sheet.number}" if sheet.number else ""
        yield Paragraph(" ".join(filter(None, ("Fiche action", number, "–", sheet.title))))
        for label, text in (
            ("Constat", sheet.finding),
            ("Objectif", sheet.goal),
            ("Publics", french_list(lower_first(audience.name) for audience in sheet.audiences.all())),
            ("Description", sheet.description),
            ("Calendrier", sheet.calendar),
            ("Place des habitant·es", sheet.residents_place),
            ("Moyens", sheet.equipment),
        ):
            if text:
                yield Paragraph(f"{label}{NBSP}: {lower_first(' '.join(text.split()))}")
        roles = [f"{sheet.pilot.partner.name}{NBSP}: pilote" if sheet.pilot else f"Pilote{NBSP}: {GAP}"]
        for row in sheet.partners.all():
            said = [text for text in (str(row.get_role_display()) if row.role else "", row.contribution) if text]
            roles.append(row.partnership.partner.name + (f"{NBSP}: {', '.join(said)}" if said else ""))
        yield Items(tuple(roles))
        indicators = [
            indicator.name
            + (f"{NBSP}: cible {indicator.target.normalize():f} {indicator.unit}" if indicator.target else "")
            for indicator in sheet.indicators.all()
        ]
        if indicators:
            yield Paragraph(f"Indicateurs{NBSP}:")
            yield Items(tuple(text.strip() for text in indicators))
