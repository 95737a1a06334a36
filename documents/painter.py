"""HTML to PDF with WeasyPrint. Imported by the worker process only: it costs almost a second and 60 MB.

The page can reach nothing: the fetcher knows the names below `maillage:` that we give it and refuses all the rest, so
that an address typed by somebody never makes the server read a file or call another machine.
"""

import base64
import datetime
import gc
import hashlib
import logging

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents import paths
from documents.finish import finish, finish_archive

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it would write the refused addresses on stderr

BASE = "maillage:/"
FACES = frozenset(
    f"{face.format(letters)}.woff2"
    for face in (
        "atkinson-hyperlegible-next-{}-400-normal",
        "atkinson-hyperlegible-next-{}-400-italic",
        "atkinson-hyperlegible-next-{}-700-normal",
        "young-serif-{}-400-normal",
    )
    for letters in ("latin", "latin-ext")
)


class ClosedFetcher(URLFetcher):
    """Answers for an exact list of addresses, from memory or from our own files; opens nothing else."""

    def __init__(self, pictures=None, photos=None):
        super().__init__(allowed_protocols=("maillage",), allow_redirects=False)
        self._pictures = pictures or {}
        self._photos = photos or {}

    def fetch(self, url, headers=None):
        """Return the response for one of our addresses. Raises ValueError for any other."""
        name = url.removeprefix(BASE)
        if name == url:
            raise ValueError("Not one of our addresses")
        if name in self._pictures:
            return URLFetcherResponse(url, self._pictures[name].encode(), {"Content-Type": "image/svg+xml"})
        if name in self._photos:
            media_type, content = self._photos[name]
            return URLFetcherResponse(url, base64.b64decode(content), {"Content-Type": media_type})
        if name in FACES:
            return URLFetcherResponse(url, (paths.FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})
        raise ValueError("Not one of our files")


class Painter:
    """Fonts and style sheets read once, then any number of documents."""

    def __init__(self):
        self._fonts = FontConfiguration()
        self._sheets = {}
        self._sheet("base")

    def _sheet(self, name):
        if name not in self._sheets:
            source = (paths.CSS / f"{name}.css").read_text(encoding="utf-8")
            self._sheets[name] = CSS(string=source, base_url=BASE, url_fetcher=ClosedFetcher(), font_config=self._fonts)
        return self._sheets[name]

    def paint(self, html, styles, pictures, day="2000-01-01", archived=None, photos=None):
        """Return the bytes of a tagged PDF, the same for the same arguments.

        `photos` are (media type, bytes in base 64) by their names, which their content gives. `archived` is None, or the
        files that travel in an archive (PDF/A-3), dated of `day`: [(name, description, text)].
        """
        sheets = [self._sheet(name) for name in ("base", *styles)]
        identifier = hashlib.sha256(repr((html, styles, sorted(pictures.items()), archived)).encode()).digest()[:16]
        when = datetime.datetime.fromisoformat(day)
        attachments = [
            Attachment(
                string=text,
                name=name,
                description=description,
                created=when,
                modified=when,
                relationship="Data",
                url_fetcher=ClosedFetcher(),
            )
            for name, description, text in archived or ()
        ]
        gc.disable()  # boxes form cycles: collecting during the layout costs a sixth of the time
        try:
            page = HTML(string=html, base_url=BASE, url_fetcher=ClosedFetcher(pictures, photos))
            return page.write_pdf(
                stylesheets=sheets,
                font_config=self._fonts,
                attachments=attachments,
                pdf_variant="pdf/ua-1" if archived is None else "pdf/a-3a",
                pdf_identifier=identifier,
                finisher=finish if archived is None else finish_archive,
            )
        finally:
            gc.enable()
