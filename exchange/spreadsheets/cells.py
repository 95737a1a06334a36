"""The cells of one row to the values of a partner and of a person met there. Nothing is cut, guessed or dropped in silence."""

import datetime
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from exchange.spreadsheets.columns import BY_CODE
from exchange.spreadsheets.kinds import kind_of, kind_of_name
from partnerships.models import Contact, Partner
from partnerships.numbers import READERS
from territories.names import normalise

# What people write for « nothing ».
NOTHING = {
    "",
    "-",
    "--",
    "/",
    "x",
    "nc",
    "n c",
    "neant",
    "n a",
    "na",
    "?",
    "aucun",
    "sans",
    "non renseigne",
    "null",
    "none",
    "#n a",
}
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
PARTNER_TEXTS = ("name", "short_name", "legal_form", "seat", "mission", "brings", "expects")
CONTACT = ("contact_name", "contact_function", "email", "phone", "other_phone", "channel")
_LIMITS = {
    name: Partner._meta.get_field(name).max_length for name in ("name", "short_name", "legal_form", "seat", "mission")
} | {
    "brings": 20000,
    "expects": 20000,
    "contact_name": Contact._meta.get_field("name").max_length,
    "contact_function": Contact._meta.get_field("function").max_length,
    "phone": Contact._meta.get_field("phone").max_length,
    "other_phone": Contact._meta.get_field("other_phone").max_length,
    "channel": Contact._meta.get_field("channel").max_length,
}
_CEDEX = re.compile(r"\s+cedex(\s+\d+)?$", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"\b(\d{5})\s+([^\d,;\n]{2,60})$")


@dataclass
class Row:
    """One row of the sheet. `number`: as the spreadsheet shows it, from 1. `values`: what it says, cleaned, "" left out.

    `problem`: why it cannot be written, or ""; `number_only`: it could, without the official number. `remarks`: what was
    read otherwise than written, or left out. `skipped`: no partner stands there (empty, title, total).
    """

    number: int
    values: dict = field(default_factory=dict)
    problem: str = ""
    number_only: bool = False
    remarks: list = field(default_factory=list)
    skipped: bool = False


def is_nothing(text):
    """Return whether a cell says that there is nothing: empty, a dash, « néant »."""
    return not text or text in NOTHING or (len(text) < 16 and normalise(text) in NOTHING)


def read_row(number, cells, fields):
    """Return the Row of the cells, whose `fields` are the codes of columns.FIELDS, "" for a column left out."""
    raw = {}
    for code, cell in zip(fields, cells, strict=True):
        if code and not is_nothing(cell):
            raw.setdefault(code, []).append(cell)
    row = Row(number)
    if not raw:
        row.skipped = True
        return row
    values = row.values
    for code in PARTNER_TEXTS:
        if code in raw:
            values[code] = ("\n" if code in ("mission", "brings", "expects") else ", ").join(
                cell if code in ("mission", "brings", "expects") else cell.replace("\n", ", ") for cell in raw[code]
            )
    if not values.get("name"):
        row.problem = _("il manque le nom du partenaire")
        if len(raw) == 1 and len(next(iter(raw.values()))) == 1:
            row.skipped = True
        return row
    if re.match(r"(sous )?total\b", normalise(values["name"])):
        row.skipped = True
        return row
    _read_kind(row, raw)
    _read_place(row, raw)
    _read_numbers(row, raw)
    _read_contact(row, raw)
    _read_day(row, raw)
    if not row.problem or row.number_only:
        _check_lengths(row)
    return row


def _read_kind(row, raw):
    if "kind" in raw:
        kind = kind_of(raw["kind"][0])
        if kind:
            row.values["kind"] = kind
            return
        row.remarks.append(_("type d’acteur inconnu\u00a0: «\u00a0%(text)s\u00a0»") % {"text": raw["kind"][0][:60]})
    if kind := kind_of_name(row.values["name"]):
        row.values["kind_guessed"] = kind


def _read_place(row, raw):
    """Keep what names the place, to look it up with those of the other rows: `place`, `postcode`, `place_code`."""
    values = row.values
    place = _CEDEX.sub("", raw["place"][0].replace("\n", " ")) if "place" in raw else ""
    postcode = re.sub(r"\s", "", raw["postcode"][0]) if "postcode" in raw else ""
    if match := re.match(r"(\d{5})\s+(.+)", place):
        postcode, place = postcode or match[1], match[2]
    elif match := re.fullmatch(r"(.+?)\s*\(?(\d{5})\)?", place):
        place, postcode = match[1], postcode or match[2]
    at_the_end = _IN_ADDRESS.search(_CEDEX.sub("", values.get("seat", "")))
    if at_the_end and not place and not postcode and "place_code" not in raw:
        postcode, place = at_the_end[1], at_the_end[2].strip()
    if re.fullmatch(r"\d{4}", postcode) and "bce" not in raw:
        # 01000 (Ain) loses its zero. Belgian postcodes have four figures: both are tried.
        values["postcode_padded"] = postcode.zfill(5)
    for name, text in (("place", place), ("postcode", postcode), ("place_code", raw.get("place_code", [""])[0])):
        if text:
            values[name] = text.strip()


def _read_numbers(row, raw):
    for name, reader in READERS.items():
        if name not in raw:
            continue
        read = reader(raw[name][0])
        if read.problem:
            row.problem, row.number_only = read.problem, True
        else:
            row.values[name] = read.text
            row.values[f"{name}_key"] = read.key


def _read_contact(row, raw):
    values = row.values
    if "contact_name" in raw:
        values["contact_name"] = raw["contact_name"][0].replace("\n", ", ")
    parts = [raw[code][0] for code in ("contact_first", "contact_last") if code in raw]
    if parts and "contact_name" not in raw:
        values["contact_name"] = " ".join(parts)
    elif "contact_first" in raw and normalise(raw["contact_first"][0]) not in normalise(values["contact_name"]):
        values["contact_name"] = f"{raw['contact_first'][0]} {values['contact_name']}"
    if "contact_function" in raw:
        values["contact_function"] = raw["contact_function"][0].replace("\n", ", ")
    if "email" in raw:
        _read_email(row, raw["email"][0])
    for code in ("other_phone", "channel"):
        if code in raw:
            values[code] = raw[code][0].replace("\n", ", ")
    if "phone" in raw:
        phones = []
        for cell in raw["phone"]:
            for part in re.split(r"\s*(?:/|;|\n|,(?!\d+E)| ou | et )\s*", cell):
                phone, remark = read_phone(part)
                if remark:
                    row.remarks.append(remark)
                if phone and phone not in phones:
                    phones.append(phone)
        if phones:
            values["phone"] = " / ".join(phones)


def _read_email(row, cell):
    addresses = []
    for part in re.split(r"[\s;,<>]+|mailto:", cell):
        try:
            validate_email(part)
        except ValidationError:
            continue
        addresses.append(part.strip("."))
    if not addresses:
        row.remarks.append(
            _("courriel non repris, il n’a pas la forme d’une adresse\u00a0: «\u00a0%(text)s\u00a0»")
            % {"text": cell[:80]}
        )
        return
    row.values["email"] = addresses[0]
    if len(addresses) > 1:
        row.remarks.append(
            _("seul le premier courriel est repris\u00a0; laissé\u00a0: %(rest)s") % {"rest": ", ".join(addresses[1:])}
        )


def read_phone(text):
    """Return (the number as it is kept, a remark or ""). A French number that lost its first zero gets it back."""
    text = text.strip()
    if not text or is_nothing(text):
        return "", ""
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", text, re.IGNORECASE):
        return "", _("téléphone non repris, le tableur l’a arrondi\u00a0: «\u00a0%(text)s\u00a0»") % {"text": text}
    if re.fullmatch(r"0\d{3}(?:[ .]\d{2}){3}", text):
        return text, ""  # a Belgian mobile, written as there
    digits = re.sub(r"\D", "", re.sub(r"\.0$", "", text).replace("(0)", ""))
    if re.search(r"^\s*(\+|00)\s*33", text):
        digits = "0" + digits[2 if text.lstrip().startswith("+") else 4 :]
    elif text.lstrip().startswith(("+", "00")):
        return text, ""
    elif len(digits) == 11 and digits.startswith("33"):
        digits = "0" + digits[2:]
    elif len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits
    if len(digits) == 10 and digits.startswith("0"):
        return " ".join(digits[rank : rank + 2] for rank in range(0, 10, 2)), ""
    if len(digits) in (4, 9) and re.fullmatch(r"[\d\s./\-]+", text):
        return text, ""  # a short number, or a Belgian one
    return text, _("téléphone inhabituel, gardé tel quel\u00a0: «\u00a0%(text)s\u00a0»") % {"text": text[:40]}


def _read_day(row, raw):
    if "checked_on" not in raw:
        return
    day = read_day(raw["checked_on"][0])
    if day is None:
        row.remarks.append(_("date non reprise\u00a0: «\u00a0%(text)s\u00a0»") % {"text": raw["checked_on"][0][:40]})
    else:
        row.values["checked_on"] = day.isoformat()


def read_day(text):
    """Return the date that a text writes in one of the ways of French spreadsheets, or None."""
    words = normalise(text).replace("1er", "1")
    try:
        if match := re.match(r"(\d{4}) (\d{1,2}) (\d{1,2})\b", words):
            return datetime.date(*map(int, match.groups()))
        if match := re.match(r"(?:[a-z]+ )?(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})\b", words):
            day, month, year = map(int, match.groups())
            return datetime.date(year + 2000 if year < 100 else year, month, day)
        if match := re.match(r"(?:[a-z]+ )?(\d{1,2}) ([a-z]+) (\d{4})\b", words):
            months = [
                rank for rank, month in enumerate(MONTHS, 1) if month.startswith(match[2][:4]) and len(match[2]) > 2
            ]
            return datetime.date(int(match[3]), months[0], int(match[1])) if len(months) == 1 else None
        if re.fullmatch(r"[34]\d{4}", words):
            # A day of Excel's calendar, counted from the last day of 1899.
            return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(words))
    except ValueError:
        return None
    return None


def _check_lengths(row):
    for name, most in _LIMITS.items():
        text = row.values.get(name, "")
        if len(text) > most:
            row.problem, row.number_only = (
                _("%(label)s\u00a0: %(count)s signes, %(most)s au plus")
                % {"label": BY_CODE[name].label, "count": len(text), "most": most},
                False,
            )
            return


def has_contact(values):
    """Return whether the row speaks of a person, or of a way to reach one."""
    return any(values.get(name) for name in CONTACT)
