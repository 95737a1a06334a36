"""From a page to a PDF, in another process: `html_to_pdf`.

One renderer per web process, started at the first document and kept warm. It holds no connection, no session and no
secret; when it dies it loses the document under way and the next call starts another.
"""

import atexit
import base64
import json
import logging
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from documents import paths
from documents.errors import Busy, RenderFailed
from documents.fonts import drawable

logger = logging.getLogger(__name__)

HEAD = struct.Struct(">BQ")
DONE, FAILED = 0, 1  # 2: done, and the child leaves
SECONDS_TO_START = 60

TOO_LONG = "Ce document est trop long à préparer. Raccourcissez-le, ou demandez-le en plusieurs parties."
BROKEN = "Ce document n’a pas pu être préparé. Réessayez dans un instant."
NOT_THERE = "La préparation des PDF n’est pas installée sur ce serveur. Prévenez la personne qui l’administre."
BUSY = "D’autres documents sont en préparation. Réessayez dans un instant."


def html_to_pdf(body, *, title, lang="fr", day=None, styles=(), pictures=None, photos=None, archived=None):
    """Return a tagged PDF/UA-1 file of `body`, a `<body>` element, the same bytes for the same arguments.

    `styles` name files of documents/css, `base` comes first by itself; `pictures` are SVG texts by the name under which
    the styles of the page call them (`url(maillage:/name)`); `photos` are (media type, bytes) of JPEG and PNG, by names that
    their content gives; `day` is written as the date of the file. With `archived`,
    even empty, the file is PDF/A-3 too and carries these texts: (name, description, text). Letters that our fonts lack
    are replaced (fonts.drawable): an archive shows no empty box.
    Raises RenderFailed, with a French reason, when the limits of time or memory stop it.
    """
    day = f"{day:%Y-%m-%d}" if day else "2000-01-01"
    when = f"{day}T00:00:00Z"
    html = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="generator" content="Maillage"><meta name="dcterms.created" content="{}">'
        '<meta name="dcterms.modified" content="{}"></head>{}</html>',
        lang,
        title,
        when,
        when,
        mark_safe(drawable(body)),
    )
    pictures = {name: drawable(picture) for name, picture in (pictures or {}).items()}
    photos = {name: (kind, base64.b64encode(content).decode()) for name, (kind, content) in (photos or {}).items()}
    facts = {"html": html, "styles": list(styles), "pictures": pictures, "day": day, "archived": archived}
    return _renderer.render(facts | ({"photos": photos} if photos else {}))


def _limit(name, default):
    return getattr(settings, name, default)


def _cpu_seconds():
    return _limit("DOCUMENT_CPU_SECONDS", 60)


class _Renderer:
    """The child process and its pipes; one document at a time."""

    def __init__(self):
        self._turn = threading.Lock()
        self._child = None
        self._owner = None
        self._home = None
        self._ready = False

    def render(self, request):
        """Return the PDF of a request. Raises RenderFailed."""
        if not self._turn.acquire(timeout=2 * _cpu_seconds()):
            raise Busy(BUSY)
        try:
            message = json.dumps(request).encode()
            answer = self._exchange(message)
            if not answer.startswith(b"%PDF"):  # the answer of another request, left in the pipe
                logger.warning("The renderer answered something else than a PDF, and is asked again.")
                self._start_again()
                answer = self._exchange(message)
            return answer
        finally:
            self._turn.release()

    def _exchange(self, message):
        self._await_child()
        child, deadline = self._child, time.monotonic() + 2 * _cpu_seconds()
        try:
            self._send(child, HEAD.pack(DONE, len(message)) + message, deadline)
            status, length = HEAD.unpack(self._receive(child, HEAD.size, deadline))
            answer = self._receive(child, length, deadline)
        except TimeoutError:
            self._start_again()
            raise RenderFailed(TOO_LONG) from None
        except (EOFError, BrokenPipeError):
            code = self._start_again()
            logger.warning("The renderer ended with code %s during a document.", code)
            raise RenderFailed(TOO_LONG if code == -signal.SIGXCPU else BROKEN) from None
        if status != DONE:
            self._start_again()
        if status == FAILED:
            logger.warning("The renderer refused a document: %s", answer.decode(errors="replace"))
            raise RenderFailed(TOO_LONG if answer.startswith(b"MemoryError") else BROKEN)
        return answer

    # --- Life of the child ----------------------------------------------------------------------------------------
    def _await_child(self):
        """Make sure that a child of ours is ready to read."""
        if self._owner != os.getpid():  # a forked web process must not share the pipes of its parent
            self._child = None
        if self._child is None or self._child.poll() is not None:
            self._start_again()
        if self._ready:
            return
        try:
            self._receive(self._child, HEAD.size, time.monotonic() + SECONDS_TO_START)
        except TimeoutError:
            self.stop()
            logger.error("The renderer was not ready after %s s.", SECONDS_TO_START)
            raise RenderFailed(BROKEN) from None
        except EOFError:
            code = self.stop()
            if code is not None and code < 0:  # killed while it was loading: the next document starts another
                logger.warning("The renderer was killed by signal %s before it was ready.", -code)
                raise RenderFailed(BROKEN) from None
            logger.error("The renderer does not start (code %s); are the libraries of Pango installed?", code)
            raise RenderFailed(NOT_THERE) from None
        self._ready = True

    def _start_again(self):
        """End the child, if any, and start another at once: it loads while people read the answer. Return its code."""
        code = self.stop()
        self._owner = os.getpid()
        self._ready = False
        self._home = tempfile.TemporaryDirectory(prefix="maillage-documents-")
        self._child = subprocess.Popen(
            [
                sys.executable,
                "-I",
                str(paths.HERE / "worker.py"),
                str(_cpu_seconds()),
                str(_limit("DOCUMENT_MEGABYTES", 1024)),
                str(_limit("DOCUMENT_ENOUGH_MEGABYTES", 200)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env=_environment(self._home.name),
        )
        os.set_blocking(self._child.stdin.fileno(), False)
        return code

    def stop(self):
        """End the child, if any, and return its exit code."""
        child, home = self._child, self._home
        self._child = self._home = None
        if child is None or self._owner != os.getpid():
            return None
        code = child.poll()
        if code is None:
            child.kill()
            code = child.wait()
        child.stdin.close()
        child.stdout.close()
        home.cleanup()
        return code

    # --- Pipes ----------------------------------------------------------------------------------------------------
    @staticmethod
    def _send(child, message, deadline):
        pipe, rest = child.stdin.fileno(), memoryview(message)
        while rest:
            if not select.select([], [pipe], [], max(0, deadline - time.monotonic()))[1]:
                raise TimeoutError
            rest = rest[os.write(pipe, rest[:65536]) :]

    @staticmethod
    def _receive(child, length, deadline):
        pipe, parts = child.stdout.fileno(), []
        while length:
            if not select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            part = os.read(pipe, min(length, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def _environment(home):
    """Return the whole environment of the child: no variable of ours, and no font but ours."""
    config = Path(home) / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{xml_escape(str(paths.FONTS))}</dir><cachedir>{xml_escape(home)}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {
        "FONTCONFIG_FILE": str(config),
        "HOME": home,
        "TMPDIR": home,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH") if name in os.environ},
    }


_renderer = _Renderer()
atexit.register(_renderer.stop)
