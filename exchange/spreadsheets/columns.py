"""Which column holds what: the row of titles, wherever it is, and the field of each column, from its title or its cells."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from territories.names import normalise

SEARCHED_ROWS = 20
SURE = 80


@dataclass(frozen=True)
class Field:
    """A thing that a column may hold. `several`: more than one column may hold it, they are joined."""

    code: str
    label: str
    titles: tuple
    several: bool = False


def _field(code, label, titles, several=False):
    return Field(code, label, tuple(title.strip() for title in titles.split(",")), several)


FIELDS = (
    _field(
        "name",
        _("Nom du partenaire"),
        "structure, nom de la structure, organisme, nom de l organisme, organisation, partenaire, nom du partenaire, nom, "
        "raison sociale, denomination, association, nom de l association, etablissement, institution, entite, societe, acteur",
    ),
    _field("short_name", _("Nom court"), "sigle, acronyme, nom court, abreviation, nom usuel"),
    _field(
        "kind",
        _("Type d’acteur"),
        "type, type d acteur, type de structure, type de partenaire, categorie, typologie, famille, nature de la structure",
    ),
    _field(
        "place",
        _("Commune ou territoire"),
        "commune, ville, localite, territoire, territoire d action, commune du siege, lieu",
    ),
    _field("postcode", _("Code postal"), "code postal, cp, c p, code post"),
    _field(
        "place_code",
        _("Code INSEE de la commune"),
        "code insee, insee, code commune, code officiel geographique, code ins",
    ),
    _field(
        "seat",
        _("Adresse"),
        "adresse, adresse postale, siege, rue, voie, adresse 1, adresse 2, complement d adresse, adresse du siege",
        several=True,
    ),
    _field(
        "siret",
        _("SIRET ou SIREN"),
        "siret, siren, n siret, no siret, numero siret, n siren, numero de siret, siret siren",
    ),
    _field("rna", _("RNA"), "rna, n rna, no rna, numero rna, waldec, n waldec"),
    _field("bce", _("Numéro BCE"), "bce, n bce, numero bce, numero d entreprise, n entreprise, tva"),
    _field("legal_form", _("Forme juridique"), "forme juridique, statut juridique, statut, forme"),
    _field(
        "mission",
        _("Mission"),
        "mission, missions, activite, activites, objet, domaine, domaine d intervention, domaines d intervention, description",
    ),
    _field(
        "checked_on",
        _("Vérifié le"),
        "verifie le, date de verification, mis a jour le, mise a jour, maj, date maj, date de mise a jour, "
        "derniere mise a jour, date",
    ),
    _field(
        "contact_name",
        _("Contact : nom complet"),
        "contact, nom du contact, interlocuteur, interlocutrice, referent, referente, personne ressource, personne contact, "
        "nom prenom, nom et prenom, prenom nom, responsable, correspondant, contact nom, personne referente, nom du referent",
    ),
    _field("contact_first", _("Contact : prénom"), "prenom, prenom du contact, contact prenom"),
    _field("contact_last", _("Contact : nom de famille"), "nom de famille, contact nom de famille"),
    _field(
        "contact_function",
        _("Contact : fonction"),
        "fonction, poste, qualite, titre, fonction du contact, role, contact fonction",
    ),
    _field(
        "email",
        _("Contact : courriel"),
        "courriel, mail, e mail, email, adresse mail, adresse e mail, adresse electronique, mel, adresse courriel",
    ),
    _field(
        "phone",
        _("Contact : téléphone"),
        "telephone, tel, portable, mobile, gsm, fixe, numero de telephone, tel fixe, tel portable, telephone fixe, "
        "telephone portable, contact tel, n de telephone, n tel, ligne directe",
        several=True,
    ),
    _field(
        "other_phone",
        _("Contact : autre téléphone"),
        "autre telephone, second telephone, deuxieme telephone, contact autre telephone",
    ),
    _field(
        "channel",
        _("Contact : autre moyen"),
        "autre moyen, messagerie, contact autre moyen",
    ),
    _field(
        "brings",
        _("Ce qu’il apporte"),
        "apporte, ce qu il apporte, apport, apports, contribution, ressources",
        several=True,
    ),
    _field("expects", _("Ce qu’il attend"), "attend, ce qu il attend, attente, attentes, besoins", several=True),
)
BY_CODE = {field.code: field for field in FIELDS}
_TITLES = {title: field for field in FIELDS for title in field.titles}
# A title above several titles: « Structure » over « Nom, Adresse, CP », « Contact » over « Nom, Tél, Mail ».
_OF_PERSON = {
    "contact",
    "contacts",
    "referent",
    "referente",
    "interlocuteur",
    "personne",
    "personne contact",
    "responsable",
}
_OF_PARTNER = {"structure", "organisme", "partenaire", "association", "organisation", "identite", "etablissement"}
_ABOVE = _OF_PERSON | _OF_PARTNER | {"coordonnees", "adresse", "localisation", "lieu", "divers"}
_WORDS_AROUND = {
    "du",
    "de",
    "la",
    "le",
    "l",
    "des",
    "contact",
    "referent",
    "structure",
    "partenaire",
    "organisme",
    "obligatoire",
}

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_LOOKS = (
    ("email", _EMAIL),
    ("siret", re.compile(r"(?:\d[ .]?){14}|\d(?:[.,]\d+)?E\+13")),
    ("rna", re.compile(r"W\d{9}")),
    ("phone", re.compile(r"(?:\+33|0)?[1-9](?:[ .\-]?\d{2}){4}")),
    ("postcode", re.compile(r"\d{5}")),
)


@dataclass(frozen=True)
class Reading:
    """How a sheet is read. `header`: rank of the row of titles from 0, or -1; `titles` and `fields` by column ("" for none)."""

    header: int
    titles: list
    fields: list


def guess(rows):
    """Return the Reading of a sheet's rows: its row of titles among the first twenty, and the field of each column."""
    best, most = -1, 0
    for rank, row in enumerate(rows[:SEARCHED_ROWS]):
        if _is_one_text(row):
            continue
        # Fields, not columns: a title merged over four columns is read four times and says one thing.
        found = len({field.code for score, field in map(_match, _titles_at(rows, rank)) if score >= SURE})
        if found > most:
            best, most = rank, found
    if most < min(2, len(rows[0])):
        # No title that we know. A first row without number nor address is taken for titles all the same.
        first = next((rank for rank, row in enumerate(rows[:SEARCHED_ROWS]) if sum(map(bool, row)) > 1), 0)
        is_data = any(re.search(r"\d|@", cell) for cell in rows[first])
        best = -1 if is_data else first
    return read_at(rows, best)


def read_at(rows, header):
    """Return the Reading of the rows when their titles are at `header` (rank from 0, -1 for none)."""
    titles = _titles_at(rows, header) if header >= 0 else [""] * len(rows[0])
    body = rows[header + 1 : header + 201]
    return Reading(header, titles, _assign(titles, body))


def _titles_at(rows, rank):
    """Return the titles of the columns, each after the title that stands above it when that one groups several."""
    titles = rows[rank]
    above = rows[rank - 1] if rank else []
    known = [normalise(cell) for cell in above]
    if not any(known) or not all(cell in _ABOVE for cell in known if cell) or len({cell for cell in known if cell}) < 2:
        return list(titles)
    full, group = [], ""
    for title, over in zip(titles, above, strict=True):
        # Merged cells are read in each column that they cover: such a group ends where they do. One written alone goes on.
        group = over or ("" if above.count(group) > 1 else group)
        full.append(f"{group} {title}" if title and group and normalise(group) != normalise(title) else title)
    return full


def _is_one_text(row):
    """Return whether the row says one thing only: a title spread over the sheet."""
    texts = {cell for cell in row if cell}
    return len(texts) < 2 and len(row) > 1


def is_banner(cells):
    """Return whether a row is a title merged over several columns, the name of a section and no partner."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 2 and len(set(filled)) == 1


def _match(title):
    """Return (how sure from 0 to 100, Field or None) for one title alone."""
    from rapidfuzz import fuzz, process

    words = normalise(title).split()
    text = " ".join(words)
    if not text or len(text) > 60:
        return 0, None
    if text in _TITLES:
        return 100, _TITLES[text]
    if words[0] in _OF_PERSON and len(words) > 1:
        rest = " ".join(words[1:])
        if rest in ("nom", "nom prenom", "nom et prenom", "prenom nom"):
            return 98, BY_CODE["contact_name"]
        score, field = _match(rest)
        return (score - 2, field) if score else (0, None)
    if words[0] in _OF_PARTNER | {"adresse", "coordonnees", "localisation", "lieu"} and len(words) > 1:
        score, field = _match(" ".join(words[1:]))
        if score:
            return score - 2, field
    kept = " ".join(word for word in words if word not in _WORDS_AROUND)
    if kept in _TITLES:
        return 92, _TITLES[kept]
    held = [title for title in _TITLES if len(title) > 3 and f" {title} " in f" {text} "]
    if held:
        return 85, _TITLES[max(held, key=len)]
    found = process.extractOne(text, [title for title in _TITLES if len(title) > 3], scorer=fuzz.ratio, score_cutoff=84)
    return (82, _TITLES[found[0]]) if found else (0, None)


def _assign(titles, body):
    """Return the code of the field of each column: the surest first, each field once unless columns may be joined."""
    matches = [_match(title) for title in titles]
    texts = [normalise(title) for title in titles]
    structures = [text for text in texts if text in _TITLES and _TITLES[text].code == "name" and text != "nom"]
    for rank, text in enumerate(texts):
        if text == "nom" and (structures or "nom de la structure" in texts):
            # Beside a column for the organisation, « Nom » is a person's.
            matches[rank] = (96, BY_CODE["contact_last" if "prenom" in texts else "contact_name"])
        elif text in ("contact nom", "nom du contact", "nom contact") and any("prenom" in other for other in texts):
            matches[rank] = (96, BY_CODE["contact_last"])
    for rank, (score, _found) in enumerate(matches):
        if not score:
            matches[rank] = _by_look([row[rank] for row in body if row[rank]])
    fields = [""] * len(titles)
    taken = set()
    for rank in sorted(range(len(titles)), key=lambda rank: (-matches[rank][0], rank)):
        _score, field = matches[rank]
        if field is not None and (field.several or field.code not in taken):
            fields[rank] = field.code
            taken.add(field.code)
    if "name" not in taken:
        _take_a_name(fields, body)
    return fields


def _take_a_name(fields, body):
    """Give the name to the first column left that says something, in letters, on nearly every row."""
    for rank, code in enumerate(fields):
        texts = [row[rank] for row in body if row[rank]]
        if not code and len(texts) > 0.8 * len(body) and all(re.search(r"[^\W\d]{2}", text) for text in texts):
            fields[rank] = "name"
            return


def _by_look(cells):
    """Return (how sure, Field) from the cells of a column without a title that we know."""
    for code, pattern in _LOOKS:
        if cells and sum(1 for cell in cells if pattern.fullmatch(cell.strip())) > 0.6 * len(cells):
            return 60, BY_CODE[code]
    return 0, None
