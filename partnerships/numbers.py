"""Official numbers of organisations, read the way people write them and checked by python-stdnum.

SIREN and SIRET (INSEE), RNA (the register of associations: W, one sign, eight digits; no key), BCE (Belgium).
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.be import vat as belgian
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.fr import siren as french_siren
from stdnum.fr import siret as french_siret

_SEPARATORS = re.compile(r"[\s.\-_/\u00a0\u202f]+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_RNA = re.compile(r"W[0-9A-Z][0-9]{8}")


@dataclass(frozen=True)
class Number:
    """`text`: as it is kept and shown; `key`: the same without separators, to compare; `problem`: what is wrong, or ""."""

    text: str
    key: str = ""
    problem: str = ""


def compact(text):
    """Return the text in capitals, without spaces, points, dashes nor slashes."""
    return _SEPARATORS.sub("", text).upper()


def is_siret(text):
    """Return whether the text is a SIRET with its key; La Poste's establishments follow their own rule and pass too."""
    return len(compact(text)) == 14 and french_siret.is_valid(compact(text))


def is_siren(text):
    """Return whether the text is a SIREN with its key."""
    return len(compact(text)) == 9 and french_siren.is_valid(compact(text))


def is_rna(text):
    """Return whether the text has the form of an association's number."""
    return bool(_RNA.fullmatch(compact(text)))


def is_bce(text):
    """Return whether the text is a Belgian enterprise number with its key."""
    try:
        return belgian.validate(compact(text))[0] in "01"
    except NotANumber:
        return False


def read_siret(text):
    """Return the Number of a SIRET or a SIREN."""
    key = compact(text)
    if not key:
        return Number("")
    if _SCIENTIFIC.fullmatch(text.strip()):
        problem = _(
            "le tableur a arrondi ce SIRET («\u00a0%(text)s\u00a0»)\u00a0: ses derniers chiffres sont perdus. Mettez la "
            "colonne au format Texte, retapez le numéro, puis envoyez le fichier de nouveau"
        )
        return Number(text, key, problem % {"text": text.strip()})
    if key.isdecimal() and len(key) in (8, 12, 13):
        # A spreadsheet that took it for a quantity dropped the zeros before it; the key says whether that is so.
        padded = key.zfill(9 if len(key) == 8 else 14)
        if is_siret(padded) or is_siren(padded):
            key = padded
    if is_siret(key):
        return Number(f"{key[:3]} {key[3:6]} {key[6:9]} {key[9:]}", key)
    if is_siren(key):
        return Number(f"{key[:3]} {key[3:6]} {key[6:]}", key)
    if not key.isdecimal() or len(key) not in (9, 14):
        problem = _("«\u00a0%(text)s\u00a0» n’est pas un SIRET (14\u00a0chiffres) ni un SIREN (9\u00a0chiffres)")
    else:
        problem = _("la clé de «\u00a0%(text)s\u00a0» est fausse\u00a0: un chiffre a dû être mal recopié")
    return Number(text, key, problem % {"text": text.strip()})


def read_rna(text):
    """Return the Number of an association in the French register."""
    key = compact(text)
    if not key or is_rna(key):
        return Number(key, key)
    problem = _("«\u00a0%(text)s\u00a0» n’est pas un numéro RNA (W suivi de 9\u00a0signes)") % {"text": text.strip()}
    return Number(text, key, problem)


def read_bce(text):
    """Return the Number of a Belgian enterprise."""
    key = compact(text)
    if not key:
        return Number("")
    if is_bce(key):
        key = belgian.compact(key)
        return Number(f"{key[:4]}.{key[4:7]}.{key[7:]}", key)
    problem = _("«\u00a0%(text)s\u00a0» n’est pas un numéro BCE (10\u00a0chiffres avec leur clé)") % {
        "text": text.strip()
    }
    return Number(text, key, problem)


READERS = {"siret": read_siret, "rna": read_rna, "bce": read_bce}


class CheckedNumbers:
    """Checks `siret`, `rna` and `bce` of a form on a partner. What stood there before is left alone, even when wrong."""

    def clean_siret(self):
        return self._checked("siret")

    def clean_rna(self):
        return self._checked("rna")

    def clean_bce(self):
        return self._checked("bce")

    def _checked(self, name):
        text = self.cleaned_data[name]
        if text == self.initial.get(name):
            return text
        number = READERS[name](text)
        if number.problem:
            raise ValidationError(number.problem[0].upper() + number.problem[1:] + ".")
        return number.text


def doubtful(partner):
    """Return {field: what is wrong} for the numbers of a partner that do not hold."""
    read = {name: reader(getattr(partner, name)) for name, reader in READERS.items()}
    return {name: number.problem for name, number in read.items() if number.problem}
