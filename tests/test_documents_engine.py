"""The renderer: closed to the network and to our files, the same bytes everywhere, limited, and back after a death."""

import datetime
import io
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pypdf import PdfReader

from documents import engine, paths
from documents.engine import html_to_pdf
from documents.errors import RenderFailed
from documents.fonts import text_width
from tests.documents_samples import fonts, opened, structure, text

DAY = datetime.date(2026, 3, 12)
SECRET = "mot-de-passe-du-serveur"


class CountingHandler(BaseHTTPRequestHandler):
    """Answers anything, and notes who asked."""

    def do_GET(self):
        self.server.asked.add(self.path.split("?")[0])
        self.send_response(200)
        kind = "text/css" if ".css" in self.path else "image/svg+xml"
        self.send_header("Content-Type", kind)
        self.end_headers()
        body = b"p{}" if kind == "text/css" else b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def listener():
    with ThreadingHTTPServer(("127.0.0.1", 0), CountingHandler) as server:
        server.asked = set()
        server.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


WAYS = (
    '<img src="{base}/img">',
    '<img srcset="{base}/srcset 1x" src="{base}/src">',
    '<link rel="stylesheet" href="{base}/link.css">',
    "<style>@import url({base}/import.css);</style>",
    '<style>@import "{base}/import-text.css" print;</style>',
    "<style>@font-face {{ font-family: x; src: url({base}/font) }}</style>",
    "<style>@page {{ background: url({base}/page) }}</style>",
    "<style>@page {{ @top-center {{ content: url({base}/margin) }} }}</style>",
    "<style>#before::before {{ content: url({base}/content) }}</style><p id=before>a</p>",
    '<p style="background-image: url({base}/background)">a</p>',
    '<ul><li style="list-style-image: url({base}/list)">a</ul>',
    '<p style="border: 9px solid; border-image: url({base}/border) 30">a</p>',
    '<object data="{base}/object"></object>',
    '<embed src="{base}/embed">',
    '<iframe src="{base}/iframe"></iframe>',
    '<input type="image" src="{base}/input">',
    '<video poster="{base}/poster"></video>',
    '<svg width="9" height="9"><image href="{base}/svg-image" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{base}/svg-use#a"/></svg>',
    '<svg width="9" height="9"><style>@import url({base}/svg-import.css);</style><rect width="9" height="9"/></svg>',
    '<link rel="attachment" href="{base}/attachment">',
    '<a rel="attachment" href="{base}/link-attachment">a</a>',
    '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22%3E'
    '%3Cimage href=%22{base}/nested%22 width=%229%22 height=%229%22/%3E%3C/svg%3E">',
    '<base href="{base}/base/"><img src="relative">',
    '<img src="maillage:/../../{base}/inside">',
    '<img src="//127.0.0.1:{port}/no-scheme">',
)


def test_no_way_of_fetching_reaches_the_network(listener):
    # As many in one page as one page can hold: what follows is asked for by the same ways, and does reach the listener.
    based = [way for way in WAYS if "<base" in way]
    for ways in ([way for way in WAYS if way not in based], based):
        body = "".join(way.format(base=listener.base, port=listener.server_port) for way in ways)
        html_to_pdf(f"<body>{body}<p>a</p></body>", title="Essai")
    assert listener.asked == set()


def test_the_ordinary_fetcher_would_have_reached_it(listener):
    page = "".join(way.format(base=listener.base, port="") for way in WAYS if "<base" not in way)
    script = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf()"
    subprocess.run([sys.executable, "-c", script], input=page.encode(), check=True, capture_output=True)
    assert len(listener.asked) >= 15


FILE_WAYS = (
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">a</a>',
    '<object data="{url}"></object>',
    '<link rel="stylesheet" href="{url}">',
    "<style>@import url({url});</style>",
    '<img src="{url}">',
)


@pytest.mark.parametrize("prefix", ["file://", "file:", "maillage:/../../../../../../../../..", "../../../../../../.."])
def test_no_file_of_the_machine_is_read(tmp_path, prefix):
    secret = tmp_path / "secret.css"
    secret.write_text(f"p::after {{ content: '{SECRET}' }}", encoding="utf-8")
    ways = "".join(way.format(url=f"{prefix}{secret}") for way in FILE_WAYS)
    pdf = html_to_pdf(f"<body>{ways}<p>a</p></body>", title="Essai")
    assert SECRET not in text(pdf)
    assert not PdfReader(io.BytesIO(pdf)).attachments


def test_the_ordinary_fetcher_would_have_read_it(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text(f"p::after {{ content: '{SECRET}' }}", encoding="utf-8")
    page = f'<link rel="stylesheet" href="file://{secret}"><link rel="attachment" href="file://{secret}"><p>a</p>'
    script = "import sys, weasyprint; sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read()).write_pdf())"
    done = subprocess.run([sys.executable, "-c", script], input=page.encode(), check=True, capture_output=True)
    assert SECRET in text(done.stdout)
    assert PdfReader(io.BytesIO(done.stdout)).attachments


def test_a_text_that_travels_along_is_never_an_address():
    text = "file:///etc/hosts"
    pdf = html_to_pdf("<body><p>a</p></body>", title="Essai", archived=[("a.json", "Essai", text)])
    assert PdfReader(io.BytesIO(pdf)).attachments == {"a.json": [text.encode()]}


@pytest.mark.parametrize("name", ["worker.py", "../config/settings.py", "%2e%2e/manage.py", "OFL-young-serif.txt"])
def test_our_own_files_outside_the_list_are_refused(name):
    pdf = html_to_pdf(f'<body><link rel="attachment" href="maillage:/{name}"><p>a</p></body>', title="Essai")
    assert not PdfReader(io.BytesIO(pdf)).attachments


# --- What a file says of itself -----------------------------------------------------------------------------------
def test_a_file_is_tagged_and_says_its_language_and_title():
    pdf = opened(html_to_pdf("<body><h1>Bonjour</h1></body>", title="Un titre & <b>", day=DAY))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "fr"
    assert str(pdf.docinfo["/Title"]) == "Un titre & <b>"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260312")
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_headers_of_tables_say_what_they_head():
    table = "<table><thead><tr><th scope=col>A<th scope=col>B<tbody><tr><th scope=row>x<td>y</table>"
    file = opened(html_to_pdf(f"<body>{table}</body>", title="Essai"))
    assert [str(header.A.Scope) for header in structure(file, "/TH")] == ["/Column", "/Column", "/Row"]


def test_only_our_fonts_are_embedded_even_for_letters_they_lack():
    pdf = html_to_pdf("<body><p>Œuvre <b>œ</b> <i>é</i> ✓ → 漢 Ł \u202f</p><h1>Titre</h1></body>", title="Essai")
    names = fonts(opened(pdf))
    assert names
    assert all("Atkinson-Next" in name or "Young-Serif" in name for name in names), names


def test_letters_of_the_other_languages_of_europe_are_in_our_fonts():
    words = "Łódź, Gümüş, Erdős, Ștefan"
    pdf = html_to_pdf(f"<body><h1>{words}</h1><p>{words} <b>{words}</b> <i>{words}</i></p></body>", title="Essai")
    assert text(pdf).count(words) == 4
    assert len(fonts(opened(pdf))) == 8  # a latin file and one behind it for each of the four faces
    assert text_width("Ł", 1) != text_width("漢", 1)


def test_the_same_page_gives_the_same_bytes_after_another_document():
    page = "<body><h1>Un</h1><p>Deux <b>trois</b></p></body>"
    first = html_to_pdf(page, title="Essai", day=DAY)
    html_to_pdf("<body><i>autre</i><table><tr><td>x</table></body>", title="Autre")
    assert html_to_pdf(page, title="Essai", day=DAY) == first


def test_the_same_page_gives_the_same_bytes_in_another_place(tmp_path):
    script = (
        "import datetime, sys; from django.conf import settings; settings.configure(); sys.path.insert(0, sys.argv[1]);"
        "from documents.engine import html_to_pdf;"
        "pdf = html_to_pdf('<body><h1>É</h1></body>', title='Essai', day=datetime.date(2026, 3, 12));"
        "sys.stdout.buffer.write(pdf)"
    )
    environment = {"HOME": str(tmp_path), "PATH": os.defpath, "LANG": "C", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(paths.ROOT)], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    assert done.stdout == html_to_pdf("<body><h1>É</h1></body>", title="Essai", day=DAY)


# --- Limits -------------------------------------------------------------------------------------------------------
@pytest.fixture
def short_limits(settings):
    settings.DOCUMENT_CPU_SECONDS = 1
    settings.DOCUMENT_MEGABYTES = 700
    engine._renderer.stop()
    yield
    engine._renderer.stop()


USE_BOMB = (
    '<svg width="9" height="9"><defs><g id="a0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 9))
    + '</defs><use href="#a8"/></svg>'
)
BOMBS = {
    "a column that spans a million": "<table><tr><td colspan=1000000>a</table>" * 3,
    "twenty thousand pages": "<p style='break-after: page'>a</p>" * 20_000,
    "nested tables": "<table><tr><td>" * 200 + "a",
    "a drawing that repeats itself": USE_BOMB,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_stopped_and_the_next_document_is_made(short_limits, bomb):
    began = time.monotonic()
    with pytest.raises(RenderFailed, match=r"^Ce document"):
        html_to_pdf(f"<body>{bomb}</body>", title="Bombe")
    assert time.monotonic() - began < 30
    assert html_to_pdf("<body><p>Ensuite</p></body>", title="Essai").startswith(b"%PDF")


def test_without_limits_a_bomb_would_go_on():
    script = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf()"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-c", script], input=USE_BOMB.encode(), timeout=5, capture_output=True, check=True
        )


def test_a_killed_renderer_loses_only_its_own_document():
    html_to_pdf("<body><p>Avant</p></body>", title="Essai")
    child = engine._renderer._child
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert "Après" in text(html_to_pdf("<body><p>Après</p></body>", title="Essai"))


def test_a_renderer_killed_during_a_document_says_so_in_french(short_limits, settings):
    settings.DOCUMENT_CPU_SECONDS = 60
    html_to_pdf("<body><p>Avant</p></body>", title="Essai")
    killer = threading.Timer(0.5, os.kill, (engine._renderer._child.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(RenderFailed, match="n’a pas pu être préparé"):
        html_to_pdf(f"<body>{BOMBS['twenty thousand pages']}</body>", title="Longue")
    killer.join()
    assert "Après" in text(html_to_pdf("<body><p>Après</p></body>", title="Essai"))


def test_a_renderer_that_cannot_start_says_so_in_french(monkeypatch):
    engine._renderer.stop()
    monkeypatch.setattr(paths, "HERE", paths.HERE / "nowhere")
    with pytest.raises(RenderFailed, match="n’est pas installée"):
        html_to_pdf("<body></body>", title="Essai")


def test_a_renderer_that_grew_is_replaced(settings):
    settings.DOCUMENT_ENOUGH_MEGABYTES = 1
    engine._renderer.stop()
    html_to_pdf("<body><p>Un</p></body>", title="Essai")
    first = engine._renderer._child.pid
    html_to_pdf("<body><p>Deux</p></body>", title="Essai")
    assert engine._renderer._child.pid != first
    engine._renderer.stop()


def test_several_threads_each_get_their_own_document():
    made = {}

    def make(word):
        made[word] = text(html_to_pdf(f"<body><p>{word}</p></body>", title=word))

    threads = [threading.Thread(target=make, args=(f"document-{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(word in content for word, content in made.items())
    assert len(made) == 6


def test_the_web_process_never_loads_the_engine():
    script = (
        "import sys; from django.conf import settings; settings.configure(); sys.path.insert(0, sys.argv[1]);"
        "from documents.engine import html_to_pdf; html_to_pdf('<body>a</body>', title='a');"
        "sys.exit('weasyprint' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(paths.ROOT)], check=True)
