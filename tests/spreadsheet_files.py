"""What the tests of spreadsheets share: the files of tests/spreadsheets, the communes that they name, hostile files."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

from exchange.spreadsheets import steps
from partnerships.models import ImportState
from territories.models import Country, Territory, TerritoryKind
from tests.official import official_places
from tests.spreadsheets.make import Workbook, archive

FOLDER = Path(__file__).resolve().parent / "spreadsheets"
OTHERS = (
    ("63177", "Job", "63990", Country.FRANCE),
    ("63454", "Vertolaye", "63480", Country.FRANCE),
    ("63430", "Thiers", "63300", Country.FRANCE),
    ("43080", "Craponne-sur-Arzon", "43500", Country.FRANCE),
    ("92094", "Namur", "5000", Country.BELGIUM),
    ("62063", "Liège", "4000", Country.BELGIUM),
    ("52011", "Charleroi", "6000", Country.BELGIUM),
)


def places():
    """Create the communes that the files name."""
    official_places()
    for code, name, postcodes, country in OTHERS:
        Territory.objects.create(kind=TerritoryKind.COMMUNE, code=code, name=name, postcodes=postcodes, country=country)


def source(name):
    """Return the bytes of a file of the folder."""
    return (FOLDER / name).read_bytes()


def prepared(project, author, name, data=None):
    """Return the PartnerImport of a file, its columns as they were guessed and its rows compared with the directory."""
    draft = steps.receive(project, author, name, source(name) if data is None else data)
    assert draft.move([ImportState.COLUMNS], ImportState.PLANNING)
    steps.prepare(draft)
    return draft


def written(draft, answers=()):
    """Write a prepared import with {row number: answer}; return (Operation, Result)."""
    for item in draft.plan:
        item["answer"] = dict(answers).get(item["number"], item["answer"])
    assert draft.move([ImportState.PREVIEW], ImportState.WRITING, plan=draft.plan)
    return steps.write(draft)


def simple(rows, **options):
    """Return an xlsx of one sheet."""
    book = Workbook()
    book.sheet("Feuil1", rows, **options)
    return book.bytes()


def _replaced(data, changes):
    """Return an xlsx with some of its files replaced, or added."""
    with zipfile.ZipFile(BytesIO(data)) as book:
        files = {name: book.read(name) for name in book.namelist()}
    return archive(files | changes)


PLAIN = simple([["Structure", "Commune"], ["Café du Pont", "Ambert"]])
SHEET = "xl/worksheets/sheet1.xml"
_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{}</sheetData></worksheet>"
)


def swollen():
    """An xlsx of a few kilobytes that unpacks to twenty megabytes."""
    return _replaced(PLAIN, {SHEET: b"<" + b"0" * 20_000_000})


def sparse():
    """An xlsx of two cells, so far apart that holding what lies between takes half a terabyte."""
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    return _replaced(PLAIN, {SHEET: _SHEET.format(cells).encode()})


def lying():
    """An xlsx whose directory announces fewer bytes than one of its files unpacks to."""
    data = bytearray(_replaced(PLAIN, {SHEET: _SHEET.format("<row/>" * 400_000).encode()}))
    size = struct.pack("<I", len(_SHEET.format("<row/>" * 400_000)))
    for mark in range(len(data) - 4):
        if data[mark : mark + 4] == size:
            data[mark : mark + 4] = struct.pack("<I", 1000)
    return bytes(data)


def overlapping():
    """A zip whose entries share the same bytes."""
    data = bytearray(_replaced(PLAIN, {"a.xml": b"a" * 5000, "b.xml": b"a" * 5000}))
    with zipfile.ZipFile(BytesIO(bytes(data))) as book:
        first = book.getinfo("a.xml").header_offset
    entry = data.rindex(b"b.xml") - 4  # the offset of b.xml's bytes, in the directory
    data[entry : entry + 4] = struct.pack("<I", first)
    return bytes(data)


def formula():
    """An xlsx whose cell B2 computes something."""
    book = Workbook()
    book.sheet("Feuil1", [["Structure", "Mail"], ["Café du Pont", ""]]).write_formula(
        1, 1, '=HYPERLINK("https://a.example")'
    )
    return book.bytes()


def ods_formula():
    """An ods that computes something."""
    with zipfile.ZipFile(BytesIO(source("namur-liege.ods"))) as book:
        files = {name: book.read(name) for name in book.namelist()}
    marked = files["content.xml"].replace(
        b"<table:table-cell office", b'<table:table-cell table:formula="of:=1+1" office', 1
    )
    return archive(files | {"content.xml": marked})


# name of the file, its bytes, what answers, words of the refusal
HOSTILE = {
    "a formula": ("liste.xlsx", formula, 422, "B2"),
    "a formula in an ods": ("liste.ods", ods_formula, 422, "formules"),
    "a formula in a csv": ("liste.csv", lambda: b"Structure;Mail\r\nCaf\xc3\xa9;=cmd|' /C calc'!A0\r\n", 422, "B2"),
    "a zip bomb": ("liste.xlsx", swollen, 413, "démesurée"),
    "a sheet of half a terabyte": ("liste.xlsx", sparse, 422, "ne se lit pas"),
    "a directory that lies": ("liste.xlsx", lying, 422, "ne se lit pas"),
    "entries that overlap": ("liste.xlsx", overlapping, 413, "démesurée"),
    "macros": ("liste.xlsx", lambda: _replaced(PLAIN, {"xl/vbaProject.bin": b"x"}), 422, "macros"),
    "macros said by the name": ("liste.xlsm", lambda: PLAIN, 422, "macros"),
    "macros in an ods": ("liste.ods", lambda: archive({"mimetype": "x", "Basic/a.xml": "x"}), 422, "macros"),
    "an old workbook": ("liste.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 422, ".xls"),
    "a PDF renamed": ("liste.xlsx", lambda: b"%PDF-1.7 ...", 422, "n’est pas celui que son nom annonce"),
    "a web page renamed": (
        "liste.csv",
        lambda: b"<html><table><tr><td>x</table>",
        422,
        "n’est pas celui que son nom annonce",
    ),
    "a workbook renamed": ("liste.csv", lambda: PLAIN, 422, "n’est pas celui que son nom annonce"),
    "a csv renamed": ("liste.xlsx", lambda: b"Structure;Mail\r\nA;b\r\n", 422, "n’est pas celui que son nom annonce"),
    "another zip": (
        "liste.xlsx",
        lambda: archive({"word/document.xml": "x"}),
        422,
        "n’est pas celui que son nom annonce",
    ),
    "a broken zip": ("liste.xlsx", lambda: PLAIN[: len(PLAIN) // 2], 422, "abîmé"),
    "nothing": ("liste.csv", lambda: b"", 422, "vide"),
    "empty rows": ("liste.csv", lambda: b";;;\r\n;;;\r\n", 422, "aucune ligne"),
    "eleven megabytes": ("liste.csv", lambda: b"a;b\r\n" * 2_200_000, 413, "10\u00a0Mo"),
    "too many rows": ("liste.csv", lambda: b"a;b\r\n" * 10_200, 413, "10\u00a0000"),
}
