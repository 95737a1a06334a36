"""Hostile and unusable files: refused in French with the right status, nothing kept, nothing written."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exchange.errors import SpreadsheetRefused
from exchange.spreadsheets.opening import look
from exchange.spreadsheets.reading import decode, read_sheets, separator_of
from partnerships.models import Partner, PartnerImport
from projects.models import Operation
from tests.spreadsheet_files import HOSTILE, PLAIN, overlapping, simple, swollen
from tests.spreadsheets.make import Workbook

pytestmark = pytest.mark.django_db
IMPORT = "/projets/le-detour/partenaires/importer/"


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_must_not_be_read_is_refused_and_leaves_nothing(project, coordinator, sign_in, case):
    name, make, status, words = HOSTILE[case]
    before = Partner.objects.count()
    response = sign_in(coordinator).post(IMPORT, {"file": SimpleUploadedFile(name, make())})
    assert response.status_code == status
    assert words in response.content.decode()
    assert (PartnerImport.objects.count(), Operation.objects.count(), Partner.objects.count()) == (0, 0, before)


def test_the_same_file_without_what_is_hostile_is_read(project, coordinator, sign_in):
    response = sign_in(coordinator).post(IMPORT, {"file": SimpleUploadedFile("liste.xlsx", PLAIN)})
    assert response.status_code == 302
    assert PartnerImport.objects.get().sheets[0]["rows"] == [["Structure", "Commune"], ["Café du Pont", "Ambert"]]


def test_sixty_megabytes_are_refused_from_the_header_alone(project, coordinator, sign_in):
    response = sign_in(coordinator).generic("POST", IMPORT, b"x", CONTENT_LENGTH="60000000")
    assert response.status_code == 413
    assert "10\u00a0Mo" in response.content.decode()


def test_a_file_sent_from_another_site_is_refused(project, coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(IMPORT, {"file": SimpleUploadedFile("liste.xlsx", PLAIN)})
    assert response.status_code == 403
    assert not PartnerImport.objects.exists()


@pytest.mark.parametrize("bomb", [swollen, overlapping])
def test_a_bomb_is_refused_before_anything_is_unpacked(bomb):
    data = bomb()
    times = []
    for _time in range(3):
        began = time.process_time()
        with pytest.raises(SpreadsheetRefused):
            look("liste.xlsx", data)
        times.append(time.process_time() - began)
    assert min(times) < 0.05


def test_a_sheet_with_formulas_beside_a_plain_one_is_named_and_left_alone():
    book = Workbook()
    book.sheet("Calculs", [["Total"]]).write_formula(1, 0, "=1+1")
    book.sheet("Liste", [["Structure"], ["Café du Pont"]])
    calculated, plain = read_sheets("liste.xlsx", book.bytes())
    assert "A2" in calculated.refused
    assert not plain.refused
    assert plain.rows == [["Structure"], ["Café du Pont"]]


def test_a_large_plain_sheet_is_no_bomb():
    rows = [["Structure", "Mission"]] + [[f"Partenaire {n}", "Accueillir, écouter, orienter"] for n in range(5000)]
    [sheet] = read_sheets("liste.xlsx", simple(rows))
    assert len(sheet.rows) == 5001


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Œuvre".encode(), "Œuvre"),
        ("Œuvre".encode("utf-8-sig"), "Œuvre"),
        ("Œuvre €".encode("cp1252"), "Œuvre €"),
        ("Œuvre".encode("utf-16"), "Œuvre"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;c\n1,5;2;3\n", ";"),
        ("a,b,c\n1;5,2,3\n", ","),
        ("a\tb\n1,5\t2;3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"x;y",b\n"1;2",c\n', ","),
        ("Une colonne\nseule\n", ";"),
    ],
)
def test_the_separator_is_the_one_that_cuts_the_rows_alike(text, separator):
    assert separator_of(text) == separator
