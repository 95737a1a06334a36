"""What the repository itself promises: nothing unused, nothing inline, nothing of one machine, pinned packages."""

import ast
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import allauth.account
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

ROOT = settings.BASE_DIR
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))
# Printed by WeasyPrint, never sent to a browser: the policy of the pages does not reach them.
ON_PAPER = "documents/"
LICENCE_FILES = {"LICENSE", "static/vendor/htmx-LICENSE.txt", "static/vendor/sortable-LICENSE.txt"}


def tracked():
    """Return the paths of the files of the repository, from git or, without it, from the folder."""
    git = shutil.which("git")
    listing = git and subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing and listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        apart = {".git", ".venv", "var", "__pycache__"}
        paths = [path for path in ROOT.rglob("*") if not apart & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def texts(*suffixes):
    """Return (path, text) of each file of the repository that is text, or that ends in one of these suffixes."""
    for path in tracked():
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def source(name):
    return (ROOT / "templates" / name).read_text(encoding="utf-8")


def pinned(path):
    """Return {package: (version, number of hashes)} of a compiled list of requirements."""
    packages = {}
    for block in re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8")):
        match = re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", block)
        if match:
            packages[match[1]] = (match[2], block.count("--hash=sha256:"))
    return packages


def asked(path):
    """Return the names of the packages that a `.in` list asks for, those of the lists it includes too."""
    names = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("-r "):
            names |= asked(path.parent / line.removeprefix("-r ").strip())
        elif line:
            names.add(re.split(r"[\[<>=!~; ]", line)[0].lower().replace("_", "-"))
    return names


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(ON_PAPER)])
def test_a_template_carries_no_inline_script_or_style(name):
    forbidden = {
        "a style attribute": r"\sstyle\s*=",
        "a style element": r"<style\b",
        "an inline script": r"<script\b(?![^>]*\bsrc=)",
        "an event attribute": r"\son[a-z]+\s*=",
        "a javascript: address": r"javascript:",
    }
    found = [what for what, pattern in forbidden.items() if re.search(pattern, source(name), re.IGNORECASE)]
    assert not found


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_speaks_htmx_4(name):
    forbidden = {
        "hx-on is evaluated: our policy forbids it": r"hx-on\b",
        "hx-disabled-elt became hx-disable": r"hx-disabled-elt",
        "hx-ext is gone: extensions are only loaded": r"hx-ext\b",
        "js: values are evaluated: our policy forbids it": r"hx-(vals|headers)[^=]*=['\"]\s*js(avascript)?:",
        "trigger filters are evaluated: our policy forbids it": r"hx-trigger[^=]*=['\"](?:[^'\"]*,)?\s*[\w:-]+\[",
    }
    found = [what for what, pattern in forbidden.items() if re.search(pattern, source(name))]
    assert not found


def test_scripts_listen_to_the_events_of_htmx_4():
    old = re.compile(r"htmx:[a-z]+[A-Z]")  # htmx:afterSwap became htmx:after:swap
    found = [name for name, text in texts(".js") if not name.startswith("static/vendor/") and old.search(text)]
    assert not found


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(ON_PAPER)])
def test_a_form_works_without_javascript(name):
    forms = re.findall(r"<form\b(?:\{[{%].*?[%}]\}|[^>{]|\{)*>", source(name), re.DOTALL)
    assert [form for form in forms if "method=" not in form or ("hx-" in form and "action=" not in form)] == []


def test_every_template_is_used_somewhere():
    written = "\n".join(text for _, text in texts(".py", ".html"))
    of_allauth = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(allauth.account.__file__).parent.rglob("*.py")
    )

    def used(name):
        # A view may join the folder of its room to the name of a fragment.
        for spelling in {name, Path(name).name if Path(name).name.startswith("_") else name}:
            if re.search(rf"[\"']{re.escape(spelling)}[\"'#]", written):
                return True
        # allauth adds the extension to "account/login."
        return f'"{name.removesuffix("html")}{{app_settings' in of_allauth

    assert [name for name in TEMPLATES if not used(name)] == []


def test_every_address_is_in_small_letters_and_ends_with_a_slash():
    def paths(patterns, before=""):
        for pattern in patterns:
            here = before + str(pattern.pattern)
            yield from paths(pattern.url_patterns, here) if hasattr(pattern, "url_patterns") else [here]

    bare = [re.sub(r"<[^>]*>|\(\?P.*\)", "", path) for path in paths(get_resolver().url_patterns)]
    files = re.compile(r"\.(pdf|docx|odt|svg|yaml|json|csv|txt|ics)$")
    wrong = [
        path
        for path in bare
        if path != path.lower() or not (path.rstrip("$").endswith("/") or files.search(path) or not path)
    ]
    assert not wrong


def test_vendored_scripts_are_those_whose_sum_was_written_down():
    folder = ROOT / "static" / "vendor"
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}


def test_nothing_names_a_folder_of_one_machine():
    absolute = re.compile(r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+)/")
    found = [name for name, text in texts() if name not in LICENCE_FILES and absolute.search(text)]
    assert not found


def test_nothing_names_a_package_registry():
    registries = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "registry.npmjs" + ".org",
        "--index" + "-url",
        "extra-index" + "-url",
    ]
    found = [
        (name, word) for name, text in texts() for word in registries if word in text and name != "docs/development.md"
    ]
    assert not found


def test_nothing_loads_from_another_site():
    elsewhere = re.compile(r"(?:src|href|action)=[\"']https?://|url\([\"']?https?://|@import\s+[\"']https?://")
    found = [name for name, text in texts(".html", ".css") if elsewhere.search(re.sub(r"<a\b[^>]*>", "", text))]
    assert not found


@pytest.mark.parametrize(
    ("compiled", "asked_for"), [("requirements.txt", "base.in"), ("requirements-dev.txt", "dev.in")]
)
def test_every_package_asked_for_is_pinned_with_its_hashes(compiled, asked_for):
    packages = pinned(ROOT / compiled)
    assert asked(ROOT / "requirements" / asked_for) <= set(packages)
    assert [name for name, (_, hashes) in packages.items() if not hashes] == []


def test_development_has_the_packages_of_the_application_in_the_same_versions():
    application, development = pinned(ROOT / "requirements.txt"), pinned(ROOT / "requirements-dev.txt")
    assert application.items() <= development.items()


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.(?:skip|importorskip|xfail)\b|mark\.(?:skip|skipif|xfail)\b")
    assert [
        name
        for name, text in texts(".py")
        if name.startswith("tests/") and name != "tests/test_repository.py" and marks.search(text)
    ] == []


def _said(tree):
    """Yield (line, text) of the strings of a module that a person may read; what stands in braces is a word."""
    unread = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            unread.add(node.body[0].value)
        if isinstance(node, ast.FunctionDef) and node.name in {"__str__", "__repr__"}:
            unread.update(ast.walk(node))
        if isinstance(node, ast.JoinedStr):
            unread.update(node.values)
    for node in ast.walk(tree):
        if node in unread:
            continue
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_french_signs_keep_their_space_that_does_not_break():
    """A line that begins with « : » or « ? » is a fault of French, which no reader of the code sees."""
    elsewhere = ("tests/", "bench/", "bin/", "docs/", "static/vendor/")
    # Columns are named as spreadsheets write them, samples as people do, and what is given to the base as it was given;
    # `raci.js` puts its spaces when it draws, `agreements.wording` those of the articles. Models would migrate.
    as_typed = {"exchange/exporting.py", "exchange/spreadsheets/columns.py", "exchange/spreadsheets/samples.py"}
    as_typed |= {"static/js/raci.js", "partnerships/starting_actors.py"}
    apart = re.compile(r"/(migrations|management|models_text|models)/|/models\.py$")
    broken = re.compile(r"""[^\s=<>&|?:(] [:;?!»%](?=[\s<"'`.,]|$)|« """)
    found = []
    for name, text in texts(".py", ".html", ".js"):
        if name.startswith(elsewhere) or name in as_typed or apart.search(name):
            continue
        if name.endswith(".py"):
            said = [(n, one) for n, one in _said(ast.parse(text)) if not re.search("SELECT|<|stroke", one)]
        elif name.endswith(".html"):
            said = enumerate(
                re.sub(r"\{%.*?%\}|\{#.*?#\}|<[^>]*>", "", re.sub(r"\{\{.*?\}\}", "x", text)).splitlines(), 1
            )
        else:
            code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
            said = [(0, re.sub(r"\$\{[^}]*\}", "x", one)) for one in re.findall(r"'[^'\n]*'|`[^`]*`", code)]
        found += [(name, line, one.strip()[:80]) for line, one in said if broken.search(one)]
    assert found == []


def test_every_room_says_what_it_is_for():
    rooms = [path.parent for path in ROOT.glob("*/apps.py")]
    assert rooms
    assert [room.name for room in rooms if not (room / "README.md").is_file()] == []
