"""What a page that the browser keeps is made of: another release with the same project must be another page."""

import shutil

import pytest
from django.urls import reverse

from partnerships.views import release
from partnerships.views.raci.grid import TEMPLATES as RACI

PAGES = {
    "raci": RACI,
    "board": ("partnerships/board.html",),
    "board_projection": ("partnerships/board_projection.html",),
}


@pytest.fixture
def copied(settings, tmp_path):
    """The templates, copied to where a test may change one."""
    shutil.copytree(settings.BASE_DIR / "templates", tmp_path / "templates")
    settings.BASE_DIR = tmp_path
    release._release_of.cache_clear()
    yield tmp_path / "templates"
    release._release_of.cache_clear()


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("raci", "base.html"),
        ("raci", "partnerships/_live.html"),
        ("raci", "partnerships/_raci_beside.html"),
        ("board", "partnerships/_board_wall.html"),
        ("board_projection", "partnerships/_wall_controls.html"),
    ],
)
def test_a_change_of_any_part_of_a_page_is_another_release(copied, page, part):
    before = release.release_of(*PAGES[page])
    assert release.release_of(*PAGES[page]) == before
    (copied / part).write_text((copied / part).read_text() + " ")
    release._release_of.cache_clear()
    assert release.release_of(*PAGES[page]) != before


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("raci", "js/direct.js"),
        ("raci", "js/direct-raci.js"),
        ("raci", "css/direct.css"),
        ("board", "js/direct-frise.js"),
        ("board", "js/fils.js"),
        ("board", "css/frise.css"),
        ("board", "css/temps.css"),
        ("board_projection", "css/mural.css"),
    ],
)
def test_another_version_of_a_file_is_another_release(monkeypatch, page, file):
    before = release.release_of(*PAGES[page])
    monkeypatch.setattr(release, "static", lambda name: f"/static/{name}{'.new' if name == file else ''}")
    release._release_of.cache_clear()
    assert release.release_of(*PAGES[page]) != before
    release._release_of.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["raci_grid", "board"])
def test_a_page_that_listens_is_not_the_page_that_does_not(page, project, coordinator, sign_in, settings):
    client = sign_in(coordinator)
    first = client.get(reverse(f"partnerships:{page}", args=[project.slug]))
    settings.LIVE = True
    again = client.get(reverse(f"partnerships:{page}", args=[project.slug]), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
