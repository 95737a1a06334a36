"""The agreement for a word processor: the parts of the text in their order, from which docx and odt are written alike.

Numbers of articles and annexes are text, as on paper, so that nobody's word processor renumbers what a letter may quote.
A table of roles of forty columns is legible on no portrait page: here each activity says who has which letter.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from documents import shapes, words
from documents.board import CERTAINTIES, PROVENANCES
from documents.convention import reference_of
from documents.convention_annexes import annex_title, annexes_in_order
from documents.shapes import GAP, Items

MARK = "article_"
TEXT_WIDTH = 162  # millimetres between the margins of an A4 page
PICTURE_HEIGHT = 200  # millimetres: under the title of its annex
NARROWEST, WIDEST = 17, 70  # letters that a column counts for, at least and at most
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
# What XML cannot hold, and what no word processor draws.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """`level` 1 for the parts of the agreement, 2 below. `mark` names a bookmark, empty for none."""

    text: str
    level: int = 1
    mark: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph. `strong`: said louder, such as the name of a party."""

    text: str
    strong: bool = False

    @property
    def introduces(self):
        """Say whether it stays on the page of what follows: a list, or who a name is."""
        return self.strong or self.text.endswith(":") or self.text.startswith("Fait à ")


@dataclass(frozen=True)
class Points:
    """A list. `number` of the article it stands in, None outside of one; the first item is `first`."""

    items: tuple[str, ...]
    number: int | str | None = None
    first: int = 1


@dataclass(frozen=True)
class Table:
    """`heads` is repeated on each page; each row starts with what it is about.

    `numbers` are the ranks of the columns of amounts; with `has_total`, the last row is the sum of the others.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    has_total: bool = False

    @property
    def widths(self):
        """Return the width of each column in millimetres: by what they hold, so that no word processor has to guess."""
        longest = [
            max(len(line) for row in (self.heads, *self.rows) for line in (row[rank].split("\n") or [""]))
            for rank in range(len(self.heads))
        ]
        shares = [min(max(letters, NARROWEST), WIDEST) for letters in longest]
        return [TEXT_WIDTH * share / sum(shares) for share in shares]


@dataclass(frozen=True)
class Picture:
    """A picture, `alt` for those who do not see it; `width` and `height` in millimetres."""

    alt: str
    name: str
    content: bytes
    width: float
    height: float


@dataclass(frozen=True)
class Signatures:
    """Frames to sign in: (who, represented by)."""

    frames: tuple[tuple[str, str], ...]


def plain(text):
    """Return a text as a word processor takes it: gaps as dotted lines, no sign that XML refuses."""
    return _FORBIDDEN.sub("", text.replace(GAP, words.DOTS).replace("\r\n", "\n").replace("\r", "\n"))


def article_heading(article):
    """Return « Article 3. Objet », the same words as the bookmarks of the PDF."""
    return plain(f"Article{words.NBSP}{article.number}. {article.title}")


def parts_of(document):
    """Yield the parts of a ConventionDocument after its title, in the order of the paper."""
    if document.notice:
        yield Text(plain(document.notice), strong=True)
    for visa in document.visas:
        yield Text(plain(visa))
    yield from _parties(document)
    if document.preamble:
        yield Heading("Préambule", mark=f"{MARK}{document.preamble_mark}" if document.preamble_mark else "")
        yield from _blocks(document.preamble)
    for article in document.articles:
        yield Heading(article_heading(article), mark=f"{MARK}{article.mark}" if article.mark else "")
        yield from _blocks(article.blocks, article.items_after or article.number)
        if article.note:
            yield Text(plain(article.note))
    if not document.notice:
        yield from _signatures(document)
    for rank, annex in enumerate(annexes_in_order(document), 1):
        yield Heading(plain(annex_title(annex, rank)), new_page=True)
        yield from _ANNEXES[annex.kind](document, annex)


def foot_of(document):
    """Return (reference, footer) of every page."""
    return plain(reference_of(document)), plain(document.footer)


def _parties(document):
    yield Heading("Entre")
    for party in document.parties:
        yield Text(plain(party.name or GAP), strong=True)
        said = party.description
        if said:
            yield Text(plain(said))
        if party.signatory not in said and "représenté" not in said:
            yield Text(f"Représentée par {' et '.join(_named(*signatory) for signatory in party.signatories)}")
        if party.short_name and f"«{words.NBSP}{party.short_name}" not in said:
            yield Text(plain(f"ci-après «{words.NBSP}{party.short_name}{words.NBSP}»"))


def _blocks(blocks, number=None):
    rank = 1
    for block in blocks:
        if isinstance(block, Items):
            yield Points(tuple(plain(item) for item in block.items), number, rank)
            rank += len(block.items)
        elif isinstance(block, shapes.Heading):
            yield Heading(plain(block.text), level=2)
        elif isinstance(block, shapes.Table):
            rows = (*block.rows, *([block.total] if block.total else []))
            heads = tuple(plain(head) for head in block.heads)
            cells = tuple(tuple(plain(cell) for cell in row) for row in rows)
            yield Table(plain(block.title), heads, cells, tuple(block.numbers), bool(block.total))
        elif isinstance(block, shapes.Picture):
            yield _picture(block)
        else:
            yield Text(plain(block.text))


def _picture(block):
    """Return the picture as large as its points allow, 96 an inch, and as the page does."""
    width, height = block.width * 25.4 / 96, block.height * 25.4 / 96
    scale = min(1, TEXT_WIDTH / width, PICTURE_HEIGHT / height)
    extension = block.media_type.removeprefix("image/")
    return Picture(plain(block.alt), f"{block.sha256}.{extension}", block.content, width * scale, height * scale)


def _named(name, quality):
    return plain(", ".join(filter(None, (name or GAP, quality))))


def _signatures(document):
    yield Heading("Signatures")
    signed = words.day(document.signed_on) if document.signed_on else GAP
    originals = f", en {document.originals} exemplaires originaux" if document.originals else ""
    yield Text(plain(f"Fait à {document.place or GAP}, le {signed}{originals}."))
    frames = [
        (plain(f"Pour {party.name or GAP}"), _named(*signatory))
        for party in document.parties
        for signatory in party.signatories
    ]
    yield Signatures(tuple(frames + [(plain(who), plain(GAP)) for who in document.hand]))


def _text_annex(_document, annex):
    yield from _blocks(annex.blocks)


def _means(document, _annex):
    rows = tuple(
        (plain(mean.party), plain(mean.what), "non valorisé" if mean.value is None else words.euros(mean.value))
        for mean in document.means
    )
    total = sum(mean.value for mean in document.means if mean.value is not None)
    rows += (("Ensemble des parties", "Total valorisé", words.euros(total)),)
    heads = ("Partie", "Ce qu’elle apporte", "Valeur par an")
    yield Table("Valeurs estimées, en euros par an", heads, rows, numbers=(2,), has_total=True)


def _roles(document, _annex):
    table = document.raci
    names = [plain(column.full_name or column.name) for column in table.columns]
    rows = []
    for group in table.groups:
        for row in group.rows:
            said = {}
            for name, letters in zip(names, row.cells, strict=True):
                if letters:
                    said.setdefault(letters, []).append(name)
            roles = "\n".join(f"{letters}{words.NBSP}: {', '.join(who)}" for letters, who in said.items())
            rows.append((plain(row.name), plain(group.name), roles))
    yield Table(
        f"{plain(table.project)}, au {words.day(table.day)}", ("Activité", "Étape", "Qui, et à quel titre"), tuple(rows)
    )
    legend = table.legend or LEGEND
    yield Text(plain("\u00a0; ".join(f"{letters}{words.NBSP}: {name}" for letters, name in legend)))
    for activity, actor, said, day in table.answers:
        yield Text(plain(f"{activity}, {actor}{words.NBSP}: «{words.NBSP}{said}{words.NBSP}», le {words.day(day)}"))


LEGEND = (
    ("R", "réalise"),
    ("A", "répond de l’action"),
    ("C", "est consulté"),
    ("I", "est informé"),
    ("RA", "réalise et répond"),
    ("(A)", "répond par délégation"),
)


def _board(document, _annex):
    drawing = document.board
    partners = {}
    for card in drawing.cards:
        sure = CERTAINTIES.get(card.certainty, card.certainty.lower())
        said = PROVENANCES.get(card.provenance, card.provenance.lower())
        place = ", ".join(filter(None, (drawing.levels[card.level].name, sure, said)))
        partners.setdefault(card.partner, (card.name, {}))[1][card.horizon] = place
    rows = [
        (plain(name), *(plain(places.get(rank, "")) for rank in range(len(drawing.horizons))))
        for name, places in sorted(partners.values(), key=lambda pair: pair[0].casefold())
    ]
    rows += [
        (plain(name), *("à placer" for _ in drawing.horizons)) for name in sorted(drawing.waiting, key=str.casefold)
    ]
    heads = ("Partenaire", *(plain(horizon.name) for horizon in drawing.horizons))
    yield Table(f"{plain(drawing.project)}, au {words.day(drawing.day)}", heads, tuple(rows))


_ANNEXES = {"text": _text_annex, "means": _means, "raci": _roles, "board": _board}


def packed(data, *, first=(), without=()):
    """Return an office file with its parts in one order and of one date: the same bytes for the same text.

    `first` are the parts that stand at the head, stored as they are (the type of an odt); `without` are left out.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        names = sorted(set(given.namelist()) - set(first) - set(without))
        for name in [*first, *names]:
            if name.endswith("/"):
                continue
            how = zipfile.ZIP_STORED if name in first else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, given.read(name), compress_type=how)
    return out.getvalue()
