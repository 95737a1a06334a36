"""A file sent by somebody is hostile until proven otherwise."""

import io
import struct
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from documents.inspecting import REFUSALS, FileRefused, inspect, page_count
from tests.scan_samples import jpeg, pdf, png

pytestmark = pytest.mark.once


def refusal(content, **options):
    with pytest.raises(FileRefused) as refused:
        inspect(content, **options)
    return next(code for code, words in REFUSALS.items() if words == str(refused.value))


def open_action(file):
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def page_action(file):
    file.pages[0].AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://exemple.example")))


def hidden_action(file):
    """Deep in a direct object, under a name written with an escape."""
    file.Root.Mine = Array([Dictionary(Next=Array([Dictionary({"/S": Name("/Launch"), "/F": String("x")})]))])


def form_of_scripts(file):
    file.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=Array([]))


def attached(file):
    file.attachments["a.exe"] = b"MZ"


def test_a_pdf_is_counted_and_left_as_it_is():
    content = pdf(pages=4)
    found = inspect(content)
    assert (found.content, found.media_type, found.pages, found.extension) == (content, "application/pdf", 4, "pdf")
    assert page_count(content) == 4
    assert page_count(b"%PDF-nothing") is None


@pytest.mark.parametrize("change", [open_action, page_action, hidden_action, form_of_scripts])
def test_a_pdf_that_acts_by_itself_is_refused(change):
    assert refusal(pdf(change=change)) == "active"


def test_a_pdf_that_carries_files_is_refused_as_a_scan_and_taken_as_a_signed_file():
    content = pdf(change=attached)
    assert refusal(content) == "attached"
    assert inspect(content, attachments=True).pages == 1


def test_what_is_no_scan_is_refused():
    assert refusal(b"") == "empty"
    assert refusal(b"%PDF-1.7 nothing else") == "broken"
    assert refusal(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "unknown"
    assert refusal(b"GIF89a") == "unknown"
    assert refusal(b"\n%PDF-1.7") == "unknown"
    assert refusal(b"%PDF-" + b"0" * 20_000_001) == "bytes"
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"0" * 100) == "broken"
    assert refusal(pdf(encryption=pikepdf.Encryption(owner="a", user="b"))) == "encrypted"
    assert refusal(pdf(encryption=pikepdf.Encryption(owner="a", user=""))) == "encrypted"
    assert refusal(pdf(pages=201)) == "pages"


def test_an_image_is_drawn_anew_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010F] = "MARQUEDELAPPAREIL"
    content = jpeg(exif=exif)
    assert b"MARQUEDELAPPAREIL" in content
    found = inspect(content)
    assert b"MARQUEDELAPPAREIL" not in found.content
    assert (found.media_type, found.pages) == ("image/jpeg", 1)
    with Image.open(io.BytesIO(found.content)) as picture:
        assert picture.size == (60, 80)
    assert inspect(png()).media_type == "image/png"


def test_an_image_that_unpacks_to_gigabytes_is_refused():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0" * 1000)) + chunk(b"IEND", b"")
    )
    assert refusal(bomb) in ("pixels", "broken")
