"""Documents already made: the same facts give the same file, without a renderer; the folder stays small."""

import dataclasses
import os
import subprocess
import sys

import pytest

from documents import cache, paths
from documents.board import board_pdf
from documents.cache import cached
from documents.errors import RenderFailed
from documents.http import file_response
from documents.shapes import BoardPoster
from tests.documents_samples import board, raci

CALLS = []


def first_render(document):
    CALLS.append(document)
    return f"{document.project} {len(CALLS)}".encode()


def second_render(document):
    CALLS.append(document)
    return b"autre"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    CALLS.clear()
    settings.DOCUMENT_CACHE_DIR = tmp_path / "documents"
    return settings.DOCUMENT_CACHE_DIR


def test_the_same_facts_are_rendered_once():
    assert cached(board(), first_render) == cached(board(), first_render) == "Le Détour 1".encode()
    assert len(CALLS) == 1


@pytest.mark.parametrize(
    "other",
    [
        board(project="Autre"),
        board(cards=()),
        board(day=board().day.replace(day=13)),
        board(waiting=("a", "b")),
        raci(),
    ],
)
def test_other_facts_are_rendered_again(other):
    cached(board(), first_render)
    cached(other, first_render)
    assert len(CALLS) == 2


def test_facts_that_look_alike_are_not_confused():
    one, other = board(waiting=("a,b",)), board(waiting=("a", "b"))
    assert cached(one, first_render) != cached(other, first_render)


def test_another_renderer_has_its_own_file():
    cached(board(), first_render)
    assert cached(board(), second_render) == b"autre"


def test_a_new_version_of_the_code_renders_again(monkeypatch):
    cached(board(), first_render)
    monkeypatch.setattr(cache, "code_version", lambda: "other")
    cached(board(), first_render)
    assert len(CALLS) == 2


def test_the_version_follows_styles_templates_fonts_and_symbols(monkeypatch, tmp_path):
    before = cache._read_code_version()
    for name in ("CSS", "TEMPLATES", "FONTS"):
        with monkeypatch.context() as patch:
            patch.setattr(paths, name, tmp_path)
            assert cache._read_code_version() != before
    (tmp_path / "glyphes.svg").write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(paths, "SPRITE", tmp_path / "glyphes.svg")
    assert cache._read_code_version() != before


def test_a_failure_is_not_kept(folder):
    def broken(document):
        raise RenderFailed("Trop long.")

    with pytest.raises(RenderFailed):
        cached(board(), broken)
    assert not folder.exists() or not list(folder.iterdir())


def test_the_oldest_files_go_first(settings, folder):
    settings.DOCUMENT_CACHE_BYTES = 3 * len("Le Détour 1".encode())
    drawings = [board(waiting=(str(n),)) for n in range(4)]
    for number, drawing in enumerate(drawings[:3]):
        cached(drawing, first_render)
        newest = max(folder.iterdir(), key=lambda path: path.stat().st_ctime_ns)
        os.utime(newest, (1000 + number, 1000 + number))
    cached(drawings[0], first_render)  # asked for again: it is now the newest
    cached(drawings[3], first_render)
    assert len(list(folder.iterdir())) == 3
    cached(drawings[0], first_render)
    assert len(CALLS) == 4
    cached(drawings[1], first_render)
    assert len(CALLS) == 5


def test_nothing_half_written_stays(folder):
    cached(board(), first_render)
    assert [path.suffix for path in folder.iterdir()] == [".bin"]


def test_the_second_time_needs_no_renderer(folder):
    pdf = cached(BoardPoster(board()), board_pdf)
    script = (
        "import sys; from django.conf import settings; sys.path.insert(0, sys.argv[1]);"
        "settings.configure(DOCUMENT_CACHE_DIR=sys.argv[2]);"
        "from documents import engine; from documents.cache import cached; from documents.board import board_pdf;"
        "from documents.shapes import BoardPoster; from tests.documents_samples import board;"
        "engine._renderer.render = None; pdf = cached(BoardPoster(board()), board_pdf); sys.stdout.buffer.write(pdf);"
        "sys.exit('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(paths.ROOT), str(folder)], check=True, capture_output=True)
    assert done.stdout == pdf


def test_facts_hold_nothing_but_what_json_can_say():
    names = {field.name for field in dataclasses.fields(board())}
    assert names == {"project", "banner", "day", "horizons", "levels", "cards", "waiting", "asks"}


# --- The answer ---------------------------------------------------------------------------------------------------
def test_a_file_is_downloaded_under_its_french_name():
    response = file_response(b"%PDF", "Frise d’été.pdf", "application/pdf")
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''Frise%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content == b"%PDF"


def test_a_name_cannot_add_a_header():
    header = file_response(b"", 'a"; x=\r\nSet-Cookie: b.pdf', "application/pdf").headers["Content-Disposition"]
    assert "\n" not in header
    assert "Set-Cookie:" not in header


def test_a_file_can_be_shown_in_place():
    header = file_response(b"", "frise.svg", "image/svg+xml", inline=True).headers["Content-Disposition"]
    assert header == 'inline; filename="frise.svg"'


def test_the_etag_is_that_of_the_content():
    one, same, other = (file_response(content, "a.pdf", "application/pdf") for content in (b"1", b"1", b"2"))
    assert one.headers["ETag"] == same.headers["ETag"] != other.headers["ETag"]
