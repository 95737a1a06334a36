"""What a file is, told from its first bytes and its directory: a hostile one is refused before anything is unpacked."""

import io
import zipfile

from django.utils.translation import gettext as _

from exchange.errors import SpreadsheetRefused

MAX_BYTES = 10_000_000
MAX_UNPACKED = 150_000_000
MAX_RATIO = 200
SMALL = 2_000_000  # below, a ratio means nothing: an empty styled sheet shrinks a thousand times
MAX_ENTRIES = 2000
EXTENSIONS = {"xlsx": ("xlsx",), "ods": ("ods",), "csv": ("csv", "tsv", "txt")}
# First bytes of what people take for a spreadsheet, or would like us to.
SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script", b"<svg")
MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/vbadata.xml", "basic/", "scripts/")


def look(name, data):
    """Return the kind of a file, "xlsx", "ods" or "csv", from its name and its bytes. Opens nothing, writes nothing.

    Raises SpreadsheetRefused: too large, empty, bomb, macros, old format, or not what its name says.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    if not data.strip(b"\x00 \t\r\n"):
        raise SpreadsheetRefused(_("Ce fichier est vide."))
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in ("xlsm", "xltm", "xlsb", "xlam"):
        raise _macros()
    kind = _kind(data)
    if kind == "xls":
        raise SpreadsheetRefused(
            _(
                "C’est un classeur d’un ancien format (.xls), ou protégé par un mot de passe. Ouvrez-le, puis "
                "enregistrez-le en .xlsx."
            )
        )
    if kind is None or extension not in EXTENSIONS[kind]:
        raise SpreadsheetRefused(
            _(
                "Le contenu de ce fichier n’est pas celui que son nom annonce (.%(extension)s). Enregistrez le tableau "
                "en .xlsx, .ods ou .csv depuis votre tableur, sans le renommer."
            )
            % {"extension": extension or "?"}
        )
    return kind


def too_large():
    """Return the refusal of a file that is too large to be read."""
    return SpreadsheetRefused(
        _("Ce fichier dépasse 10\u00a0Mo\u00a0: il n’a pas été lu. Gardez la feuille des partenaires, sans images."),
        413,
    )


def _macros():
    return SpreadsheetRefused(
        _(
            "Ce classeur contient des macros (de petits programmes)\u00a0: il n’a pas été ouvert. "
            "Enregistrez-le en .xlsx ou .ods."
        )
    )


def _kind(data):
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    for start, kind in SIGNATURES:
        if data.startswith(start):
            return "xls" if kind == "xls" else None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"\x00" in data or start.startswith(MARKUP):
        return None
    return "csv"


def _kind_of_archive(data):
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OSError) as error:
        raise SpreadsheetRefused(
            _("Ce classeur est abîmé et ne s’ouvre pas. Ouvrez-le dans votre tableur et enregistrez-le de nouveau.")
        ) from error
    sizes = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    # An entry unpacked to more than it says is stopped while it is unpacked (sheets.py, the other process).
    if len(entries) > MAX_ENTRIES or sizes > MAX_UNPACKED or swollen or _overlap(entries):
        raise SpreadsheetRefused(
            _(
                "Ce classeur se déplie en une quantité démesurée de données\u00a0: il n’a pas été ouvert. "
                "Copiez le tableau dans un classeur neuf."
            ),
            413,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise SpreadsheetRefused(_("Ce classeur est protégé par un mot de passe. Enregistrez-le sans protection."))
    names = {entry.filename.lower().replace("\\", "/") for entry in entries}
    if any(macro in name for name in names for macro in MACROS):
        raise _macros()
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        kind = archive.read(next(entry for entry in entries if entry.filename == "mimetype"))[:80]
        return "ods" if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else None
    return None


def _overlap(entries):
    """Return whether two entries share their bytes, which only a bomb does."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False
