"""Documents already made, on the disk: the same facts give the same file without rendering it again."""

import hashlib
import json
import os
import tempfile
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from documents import paths

DEFAULT_BYTES = 200_000_000
ENGINES = ("weasyprint", "pydyf", "python-docx", "odfdo")


def cached(document, render):
    """Return `render(document)`, from the disk when these facts were rendered before by this version of the code.

    `document` is one of the dataclasses of shapes.py, `render` a function that returns bytes. The folder is
    DOCUMENT_CACHE_DIR; the oldest files go when it holds more than DOCUMENT_CACHE_BYTES.
    """
    path = _folder() / f"{_key(document, render)}.bin"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = render(document)
        _write(path, content)
        _prune(path.parent)
        return content
    os.utime(path)  # what people ask for again stays
    return content


def _folder():
    return Path(settings.DOCUMENT_CACHE_DIR)


def _key(document, render):
    facts = json.dumps(document, default=_plain, ensure_ascii=False, separators=(",", ":"))
    name = f"{render.__module__}.{render.__qualname__}"
    return hashlib.sha256("\0".join((code_version(), name, facts)).encode()).hexdigest()


def _plain(value):
    """Return what JSON can write for a dataclass (its name and fields), a picture, a date or an amount."""
    if isinstance(value, bytes):
        return ["bytes", hashlib.sha256(value).hexdigest()]
    kind = type(value)
    names = _names(kind)
    return [kind.__name__, str(value) if names is None else [getattr(value, name) for name in names]]


@cache
def _names(kind):
    """Return the names of the fields of a dataclass, None for another kind."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def code_version():
    """Return a digest of all that shapes a document: our code, styles, templates, fonts, symbols, the engine."""
    return _read_code_version() if settings.DEBUG else _known_code_version()


@cache
def _known_code_version():
    return _read_code_version()


def _read_code_version():
    digest = hashlib.sha256(" ".join(map(version, ENGINES)).encode())
    files = [paths.SPRITE]
    for folder, pattern in (
        (paths.HERE, "*.py"),
        (paths.HERE, "*.xml"),
        (paths.CSS, "*.css"),
        (paths.TEMPLATES, "*.html"),
        (paths.FONTS, "*.woff2"),
    ):
        files += sorted(folder.glob(pattern))
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _write(path, content):
    """Write beside, then rename: a reader never sees half a file, two writers of the same facts do not collide."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        part.write(content)
    os.replace(part.name, path)


def _prune(folder):
    """Remove the files that have not been asked for the longest, down to the allowed size."""
    allowed = getattr(settings, "DOCUMENT_CACHE_BYTES", DEFAULT_BYTES)
    found = []
    for entry in os.scandir(folder):
        try:
            state = entry.stat()
        except FileNotFoundError:
            continue  # another process pruned it
        found.append((state.st_mtime_ns, entry.name, state.st_size))
    total = sum(size for _when, _name, size in found)
    for _when, name, size in sorted(found):
        if total <= allowed:
            return
        (folder / name).unlink(missing_ok=True)
        total -= size
