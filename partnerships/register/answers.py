"""What the register answered, read into plain values. Every field is checked: a wrong one is left empty, a wrong company out.

The fields are those of the service's public description: results[] {siren, nom_raison_sociale, nom_complet, sigle,
nature_juridique, activite_principale, etat_administratif (A, C), siege {…}, complements {…}}, total_results.
"""

import json
import re
import unicodedata
from dataclasses import dataclass

from partnerships.numbers import is_rna, is_siren, is_siret
from partnerships.register.troubles import Unreadable

SHOWN = 10
# What the register writes in place of what an organisation asked it to keep (decree 2022-1014).
WITHHELD = "[NON-DIFFUSIBLE]"
_POSTCODE = re.compile(r"[0-9]{5}")
_COMMUNE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_REGION = re.compile(r"[0-9]{2}")
_LEGAL_FORM = re.compile(r"[0-9]{4}")
_ACTIVITY = re.compile(r"[0-9]{2}\.[0-9]{2}[A-Z]")


@dataclass(frozen=True)
class Company:
    """A legal unit as the register knows it. Texts are clean and short; numbers hold their key, or are empty."""

    siren: str
    name: str
    acronym: str = ""
    siret: str = ""
    rna: str = ""
    legal_code: str = ""
    activity: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    commune_code: str = ""
    region_code: str = ""
    closed: bool = False
    is_association: bool = False
    is_public: bool = False
    # The register gave a SIRET whose key is wrong; it is not taken.
    wrong_siret: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Answer:
    """`total`: how many the register holds for the question; `left_out`: how many of the ones sent could not be read."""

    companies: tuple
    total: int
    left_out: int = 0


def read_answer(body):
    """Return the Answer written in these bytes. Raises Unreadable when it is not one."""
    try:
        # Names are cleaned of what JSON may smuggle in; depth and numbers beyond reason raise here.
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    rows = data.get("results") if isinstance(data, dict) else None
    total = data.get("total_results") if isinstance(data, dict) else None
    if not isinstance(rows, list) or type(total) is not int or total < 0:
        raise Unreadable
    rows = rows[:SHOWN]
    companies = tuple(company for row in rows if (company := _company(row)) is not None)
    if rows and not companies:
        raise Unreadable
    return Answer(companies, max(total, len(companies)), len(rows) - len(companies))


def clean_text(value, longest):
    """Return a text on one line, without control, direction nor invisible signs, cut; empty for anything but a text."""
    if not isinstance(value, str):
        return ""
    # A lone surrogate is of category Cs: it goes too, and no database is asked to keep it.
    shown = "".join(" " if sign.isspace() else sign for sign in value[: 4 * longest])
    shown = "".join(sign for sign in shown if unicodedata.category(sign)[0] != "C")
    text = " ".join(unicodedata.normalize("NFC", shown).split())
    return "" if WITHHELD in text else text[:longest].rstrip()


def _company(row):
    """Return the Company of one row, or None when it has no true SIREN or no name."""
    if not isinstance(row, dict):
        return None
    siren = _matching(row.get("siren"), re.compile(r"[0-9]{9}"))
    name = clean_text(row.get("nom_raison_sociale"), 200) or clean_text(row.get("nom_complet"), 200)
    if not name or not is_siren(siren):
        return None
    seat = row["siege"] if isinstance(row.get("siege"), dict) else {}
    more = row["complements"] if isinstance(row.get("complements"), dict) else {}
    siret = _matching(seat.get("siret"), re.compile(r"[0-9]{14}"))
    right = siret.startswith(siren) and is_siret(siret)
    rna = clean_text(more.get("identifiant_association"), 20).upper()
    return Company(
        siren=siren,
        name=name,
        acronym=clean_text(row.get("sigle"), 60),
        siret=siret if right else "",
        rna=rna if rna.isascii() and is_rna(rna) else "",
        legal_code=_matching(row.get("nature_juridique"), _LEGAL_FORM),
        activity=_matching(row.get("activite_principale"), _ACTIVITY),
        address=clean_text(seat.get("adresse"), 250),
        postcode=_matching(seat.get("code_postal"), _POSTCODE),
        commune=clean_text(seat.get("libelle_commune"), 100),
        commune_code=_matching(seat.get("commune"), _COMMUNE),
        region_code=_matching(seat.get("region"), _REGION),
        closed=row.get("etat_administratif") == "C",
        is_association=more.get("est_association") is True,
        # `est_service_public` went out of use in 2026 and is always empty; both are read.
        is_public=more.get("est_administration") is True or more.get("est_service_public") is True,
        wrong_siret=bool(seat.get("siret")) and not right,
        withheld=seat.get("statut_diffusion_etablissement") == "P" or WITHHELD in str(seat.get("adresse")),
    )


def _matching(value, pattern):
    """Return the value if it is a text of this form, else an empty text."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""
