"""The annexes of an agreement: which ones it has, their numbers, and the text of those that are text."""

from dataclasses import dataclass, replace

from agreements.amounts import amounts_of
from agreements.facts import instalment_text
from agreements.models import ActionSheet, DataOption, MoneySection, StoredContent
from agreements.models_text import annex_texts
from agreements.sheets.document import sheet_blocks
from agreements.typography import NBSP, french, french_list, lower_first
from documents.shapes import GAP, Heading, Items, Paragraph, Picture, Table
from documents.words import day, euros

_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


@dataclass(frozen=True)
class Annex:
    """`number` is printed: « 2 », or « II » for a model that counts in roman numerals.

    `key` is one of TITLES, or the address of an annex of the team's own.
    """

    key: str
    number: str
    title: str

    @property
    def kind(self):
        """Return how the document draws it: text, means, raci or board."""
        return {"moyens": "means", "raci": "raci", "frise": "board"}.get(self.key, "text")


# Every annex that there may be. A model names its own, in its own order, with its own titles (TextModel.annexes).
TITLES = {
    "projet": "Projet, objectifs, partenaires et fiches action",
    "fiches": "Fiches action",
    "moyens": "Apports en nature",
    "nature": "Soutien en nature",
    "budget": "Budget et échéancier",
    "indicateurs": "Indicateurs et méthode d’évaluation",
    "cer": "Contrat d’engagement républicain",
    "etat": "Plan, état des lieux et inventaire",
    "engagements": "Engagements de chaque Partie",
    "charte": "Charte",
    "donnees": "Données personnelles",
    "discretion": "Discrétion et partage d’informations",
    "personnel": "Personnel mis à disposition",
    "image": "Autorisation d’image",
    "raci": "Répartition des rôles",
    "frise": "Frise des partenariats",
}

# Where each annex is filled (agreements.places).
PLACES = {
    "moyens": "apports",
    "nature": "apports",
    "personnel": "personnel",
    "donnees": "donnees",
    "discretion": "donnees",
    "budget": "budget",
    "indicateurs": "pourquoi",
    "cer": "subvention",
    "etat": "lieu",
    "projet": "pourquoi",
}

# Model T2 quotes these four whatever they hold: what is not written yet prints as a dotted line.
_ALWAYS = {"T2": ("projet", "budget", "indicateurs", "cer"), "T3": ("etat",), "T4": ("engagements",)}


def annexes_of(agreement, articles, model=None):
    """Return the annexes that this agreement (from with_facts) has, numbered as the document prints them."""
    own = dict(model.annexes) if model and model.annexes else {}
    always = _ALWAYS.get(model.code if model else "", ())
    article = {item.key: item.included for item in articles if item.key}
    data = agreement.data_option in (DataOption.JOINT, DataOption.PROCESSOR)
    present = {
        "fiches": "projet" not in own and article.get("fiches", True) and bool(agreement.sheets.all()),
        "moyens": "nature" not in own and agreement.annex_means and bool(agreement.means.all()),
        "nature": "nature" in own and article.get("nature", True) and bool(amounts_of(agreement).kind),
        "budget": bool(agreement.money_lines.all()),
        "etat": "etat" in own and bool(agreement.premises_state),
        "charte": "charte" in own and bool(agreement.charter),
        "donnees": bool(agreement.data_annex) if model and model.code == "A26" else data,
        "discretion": agreement.nominative_sharing,
        "personnel": any(mean.is_staff for mean in agreement.means.all()),
        "image": agreement.annex_image,
        "raci": agreement.annex_raci,
        "frise": agreement.annex_board,
    }
    # A model that names its annexes has no other but those of the team, which come behind.
    found = [(key, own.get(key, TITLES[key])) for key in own or TITLES if key in always or present.get(key)]
    found += [(row.public_id, row.title) for row in agreement.team_annexes]
    return [
        Annex(key, _roman(rank) if model and model.roman else str(rank), title)
        for rank, (key, title) in enumerate(found, start=1)
    ]


def _roman(number):
    return _TENS[number // 10] + _UNITS[number % 10]


def annex_blocks(agreement, annex):
    """Return the blocks of an annex that is text, nothing for the others."""
    written = {
        "projet": _project,
        "fiches": _sheets,
        "nature": _kind,
        "budget": _budget,
        "indicateurs": _indicators,
        "cer": _republican_contract,
        "etat": _premises,
        "engagements": _commitments,
        "charte": lambda agreement: _paragraphs(agreement.charter),
        "donnees": _data,
        "discretion": lambda agreement: _paragraphs(agreement.secrecy_annex),
        "personnel": _staff,
        "image": _image,
    }.get(annex.key)
    if written is None:
        return _own(agreement, annex)
    return tuple(map(_neat, written(agreement)))


def _own(agreement, annex):
    """Return the blocks of an annex of the team's own, nothing for one that is drawn."""
    from agreements.wording import text_blocks

    row = next((row for row in agreement.team_annexes if row.public_id == annex.key), None)
    if row is None:
        return ()
    if not row.is_picture:
        return tuple(map(_neat, text_blocks(agreement, row.body))) or (Paragraph(GAP),)
    if row.picture is None:
        return Paragraph(french(row.alt)), _said("Image", "")
    kept = row.picture
    return (Picture(french(row.alt), kept.sha256, kept.media_type, row.width, row.height),)


def with_pictures(agreement, annexes):
    """Return the ConventionAnnexes with the bytes of their pictures: one query when there is one."""
    wanted = [block.sha256 for annex in annexes for block in annex.blocks if isinstance(block, Picture)]
    if not wanted:
        return annexes
    kept = StoredContent.objects.filter(agreement=agreement.pk, sha256__in=wanted).values_list("sha256", "content")
    contents = {name: bytes(content) for name, content in kept}

    def filled(block):
        return replace(block, content=contents[block.sha256]) if isinstance(block, Picture) else block

    return tuple(replace(annex, blocks=tuple(map(filled, annex.blocks))) for annex in annexes)


def _neat(block):
    """Return a block with the French apostrophe and spaces, whatever was typed."""
    if isinstance(block, Items):
        return Items(tuple(map(french, block.items)))
    if isinstance(block, Table):
        return replace(block, title=french(block.title), rows=tuple(tuple(map(french, row)) for row in block.rows))
    return replace(block, text=french(block.text))


def _paragraphs(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Paragraph(line) for line in lines or [GAP])


def _items(texts):
    return Items(tuple(texts) or (GAP,))


def _said(label, text):
    return Paragraph(f"{label}{NBSP}: {text or GAP}")


def _project(agreement):
    """Yield what the project is: where it comes from, what it wants, for whom, with whom; then its fiches action."""
    yield _said("Origine", " ".join(agreement.origin.split()))
    if agreement.finding:
        yield _said("Constat", " ".join(agreement.finding.split()))
    yield Heading("Objectifs")
    yield _items(agreement.objectives or agreement.project.objectives)
    yield Heading("Publics et territoire")
    yield _said("Publics", french_list(lower_first(audience.name) for audience in agreement.audiences.all()))
    yield _said("Territoire", french_list(place.name for place in agreement.territories.all()))
    sheets = _sheets_of(agreement)
    names = [party.called for party in agreement.parties.all()]
    for sheet in sheets:
        names += [sheet.pilot.partner.name] if sheet.pilot else []
        names += [row.partnership.partner.name for row in sheet.partners.all()]
    yield Heading("Partenaires du Projet")
    yield _items(dict.fromkeys(names))
    yield from sheet_blocks(sheets)


def _sheets_of(agreement):
    """Return the fiches annexed, with their rows: read once for an agreement in memory, like its other facts."""
    if "annexed_sheets" not in agreement.__dict__:
        agreement.annexed_sheets = list(ActionSheet.objects.with_rows().filter(annexed_to=agreement))
    return agreement.annexed_sheets


def _sheets(agreement):
    return sheet_blocks(_sheets_of(agreement))


def _kind(agreement):
    amounts = amounts_of(agreement)
    rows = [(mean.what, "non valorisé" if mean.value is None else euros(mean.value)) for mean in amounts.kind]
    total = ("Ensemble", euros(amounts.kind_value)) if amounts.kind_value is not None else None
    yield Table("Moyens mis à disposition, en euros par an", ("Quoi", "Valeur par an"), tuple(rows), (1,), total)
    yield Paragraph(annex_texts.KIND)


def _budget(agreement):
    """Yield the subsidy by year, the instalments, then charges, incomes and voluntary contributions with their sums."""
    amounts = amounts_of(agreement)
    if amounts.subsidies:
        rows = [(str(year or "–"), euros(amount)) for year, amount in amounts.subsidies]
        total = ("Total", euros(amounts.subsidy_total))
        yield Table("Subvention par exercice", ("Exercice", "Montant"), tuple(rows), (1,), total)
    if amounts.lines[MoneySection.INSTALMENT]:
        yield Heading("Échéancier de versement")
        yield Items(tuple(instalment_text(line) for line in amounts.lines[MoneySection.INSTALMENT]))
    year = f" {agreement.budget_year}" if agreement.budget_year else ""
    for section, title in (
        (MoneySection.CHARGE, f"Budget prévisionnel{year}{NBSP}: charges"),
        (MoneySection.INCOME, f"Budget prévisionnel{year}{NBSP}: produits"),
        (MoneySection.VOLUNTARY, "Contributions volontaires, hors budget"),
    ):
        lines = amounts.lines[section]
        if lines:
            rows = tuple((_line_name(line), euros(line.amount)) for line in lines)
            yield Table(title, ("Libellé", "Montant"), rows, (1,), ("Total", euros(amounts.total(section))))
    if not (amounts.lines[MoneySection.CHARGE] and amounts.lines[MoneySection.INCOME]):
        yield _said("Charges et produits prévisionnels", "")


def _line_name(line):
    names = [line.source.partner.name] if line.source else []
    return ", ".join([*names, *([line.label] if line.label else [])]) or GAP


def _indicators(agreement):
    rows = [
        (
            indicator.name,
            _figure(indicator.baseline, indicator.unit),
            _figure(indicator.target, indicator.unit),
        )
        for sheet in _sheets_of(agreement)
        for indicator in sheet.indicators.all()
    ]
    if rows:
        yield Table("Indicateurs", ("Indicateur", "Départ", "Cible"), tuple(rows), (1, 2))
    named = {row[0].lower() for row in rows}
    others = [text for text in agreement.indicators if text.lower() not in named]
    if others or not rows:
        yield _items(others)
    yield Heading("Méthode")
    yield Paragraph(annex_texts.METHOD)


def _figure(value, unit):
    return "" if value is None else f"{value.normalize():f} {unit}".strip().replace(".", ",").replace(" ", NBSP)


def _republican_contract(agreement):
    yield Paragraph(annex_texts.REPUBLICAN)
    yield Items(annex_texts.REPUBLICAN_COMMITMENTS)
    when = f" le {day(agreement.republican_contract_on)}" if agreement.republican_contract_on else ""
    mark = "×" if agreement.republican_contract else f"{NBSP}{NBSP}"
    yield Paragraph(f"({NBSP}{mark}{NBSP}) {annex_texts.REPUBLICAN_SIGNED.replace('{when}', when)}")


def _premises(agreement):
    yield _said("Lieu", " ".join(agreement.premises.split()))
    yield _said("Plan", "joint par les Parties")
    yield Heading("État à l’entrée")
    yield from _paragraphs(agreement.premises_state)
    if agreement.equipment:
        rows = tuple((what, GAP, GAP) for what in agreement.equipment)
        yield Table("Inventaire du matériel", ("Matériel", "État à l’entrée", "État à la sortie"), rows)
    yield Heading("État à la sortie")
    yield Paragraph(GAP)
    yield Paragraph(f"Fait contradictoirement le {GAP}, visas des deux Parties{NBSP}: {GAP}")


def _commitments(agreement):
    for party in agreement.parties.all():
        yield Heading(party.called)
        yield _items(commitment.text for commitment in party.commitments.all())


def _data(agreement):
    """Yield what is done with the data, as articles 26 and 28 of the RGPD ask; then what the team wrote."""
    rows = [
        (label, " ".join(text.split()) or GAP)
        for label, text in (
            ("Finalités", agreement.data_purpose),
            ("Données traitées", agreement.data_kinds),
            ("Personnes concernées", agreement.data_persons),
            ("Durée de conservation", agreement.data_retention),
            ("Point de contact", agreement.data_contact),
        )
    ]
    free = _paragraphs(agreement.data_annex) if agreement.data_annex.strip() else ()
    if not free or any(text != GAP for _label, text in rows):
        yield Table("Le traitement", ("Quoi", "Ce qui est convenu"), tuple(rows))
    yield from free


def _staff(agreement):
    """Yield one table for each employee lent: what the law wants written (C. trav. L8241-2)."""
    labels = {party.partnership_id: party.called for party in agreement.parties.all()}
    for mean in agreement.means.all():
        if not mean.is_staff:
            continue
        lender = labels.get(mean.partnership_id) or (mean.partnership.partner.name if mean.partnership else GAP)
        rows = (
            ("Structure qui emploie", lender),
            ("Personne mise à disposition", mean.person or GAP),
            ("Qualification", mean.qualification or GAP),
            ("Durée et horaires", mean.period or GAP),
            ("Ce qui est refacturé, et comment", mean.cost_method or GAP),
            ("Avenant au contrat de travail", f"du {day(mean.rider_on)}" if mean.rider_on else GAP),
        )
        yield Table(mean.what, ("Quoi", "Ce qui est convenu"), rows)
    yield Paragraph(annex_texts.STAFF)


def _image(agreement):
    """Yield the form of consent (model IM), to be filled by hand by each person, or by both parents of a minor."""
    from agreements.wording import form_blocks

    yield from form_blocks(agreement, "IM")
