"""A text that comes back amended from a word processor: what it says beside today's text, and what taking it would write.

An article that says the same keeps its marks (`{preavis}`); of one that changed, each line that says the same keeps its own.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from agreements.comparing import ITEM, Section, compare
from agreements.models import Article
from agreements.models_text import PREAMBLE
from agreements.taking import PAIRS
from agreements.wording import Writer
from documents.words import DOTS

NEW = "nouveau-"
TITLE_MAX = Article._meta.get_field("title").max_length
BODY_MAX = Article._meta.get_field("body").max_length
_DOTS = re.compile(r"[….]{6,}|…{2,}[….]*")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass
class Change:
    """What the file says of one article. `key` chooses it in a form; `article` is None for one that the file adds.

    `kind`: same, changed, added or removed (comparing.py). `compared` tells it word by word. `title` and `body` are what
    would be written; `notes` are French sentences; `refused` says why it cannot be taken, empty when it can.
    """

    key: str
    kind: str
    article: Article | None
    compared: object
    title: str = ""
    body: str = ""
    notes: list = field(default_factory=list)
    refused: str = ""
    after: Article | None = None  # an added article comes behind this one

    @property
    def can_be_taken(self):
        return self.kind != "same" and not self.refused


@dataclass
class Returned:
    """Every change, in the order of the text, and French sentences on the file as a whole."""

    changes: list
    told: list

    @property
    def takeable(self):
        return [change for change in self.changes if change.can_be_taken]


def compare_with_file(agreement, articles, told=()):
    """Return the Returned of the articles read in a file ([ReadArticle]) beside today's text (from with_facts)."""
    writer = Writer(agreement)
    today = [_Today(writer, article) for article in writer.articles if article.included]
    told = list(told)
    found = _matched(today, articles, told)
    before = [Section(one.key, one.number, one.title, tuple(one.shown)) for one in today]
    after, new = [], []
    for read in articles:
        one = found.get(id(read))
        key = one.key if one else f"{NEW}{len(new) + 1}"
        if one is None:
            new.append((key, read))
        after.append(Section(key, one.number if one else "", _title(one, read), tuple(_shown(one, read))))
    by_key = {one.key: one for one in today}
    read_by_key = {found[id(read)].key: read for read in articles if id(read) in found} | dict(new)
    changes, last = [], None
    for compared in compare(before, after):
        key = compared.section.key
        change = _change(compared, by_key.get(key), read_by_key.get(key), writer)
        change.after = last
        last = change.article or last
        if compared.is_moved:
            told.append(
                _("«\u00a0%(title)s\u00a0» a changé de place dans le fichier\u00a0: sa place d’ici est gardée.")
                % {"title": compared.section.title}
            )
        changes.append(change)
    return Returned(changes, told)


class _Today:
    """An article as the text of today says it, line of its body by line."""

    def __init__(self, writer, article):
        self.article = article
        self.key = article.public_id
        written = writer.write(article)
        self.number = str(written.number or "")
        self.title = _("Préambule") if article.key == PREAMBLE else written.title
        # (line of the body, its blocks): an optional part that does not hold has none.
        self.lines = [(line, writer.write(article, body=line).blocks) for line in article.body.splitlines()]

    @property
    def blocks(self):
        """Return [(rank of its line, block)]."""
        return [(rank, block) for rank, (_line, blocks) in enumerate(self.lines) for block in blocks]

    @property
    def shown(self):
        return [_as_line(_said(block.text), block.item) for _rank, block in self.blocks]


def _matched(today, articles, told):
    """Return {id of a read article: the article of today that it is}: by its mark, else by its title."""
    by_mark = {one.key: one for one in today if one.key}
    by_title = {}
    for one in today:
        by_title.setdefault(_plain(one.title).casefold(), one)
    found, taken = {}, set()
    for read in articles:
        one = by_mark.get(read.mark)
        if one is not None and one.key not in taken:
            found[id(read)] = one
            taken.add(one.key)
    for read in articles:
        one = by_title.get(_plain(read.title).casefold())
        if id(read) not in found and one is not None and one.key not in taken:
            found[id(read)] = one
            taken.add(one.key)
            told.append(
                _("«\u00a0%(title)s\u00a0» est retrouvé par son titre\u00a0: le fichier a perdu sa marque.")
                % {"title": one.title}
            )
    return found


def _title(one, read):
    """Return the title of the file, today's own when it says the same."""
    return one.title if one and _plain(one.title) == _plain(read.title) else read.title


def _shown(one, read):
    """Return the paragraphs of the file as lines; those that say what today's text says are written as it does."""
    known = {_plain(line): line for line in one.shown} if one else {}
    return [known.get(_plain(line), line) for line in (_as_line(part.text, part.is_item) for part in read.paragraphs)]


def _change(compared, one, read, writer):
    key = compared.section.key
    if read is None:
        return _absent(compared, one)
    if one is None:
        change = Change(key, "added", None, compared, title=read.title)
        change.body = _typed("\n".join(_shown(None, read)), change)
        change.title = _typed(change.title, change)
        return _within(change)
    if compared.is_same or compared.kind == "moved":
        return Change(key, "same", one.article, compared, one.article.title, one.article.body)
    change = Change(key, "changed", one.article, compared)
    same_title = _plain(one.title) == _plain(read.title)
    change.title = one.article.title if same_title else _typed(read.title, change)
    change.body = _merged(one, read, change)
    if (change.title, change.body) == (one.article.title, one.article.body):
        change.kind = "same"
    return _within(change)


def _absent(compared, one):
    change = Change(one.key, "removed", one.article, compared, one.article.title, one.article.body)
    if one.article.key and not one.article.optional:
        change.refused = _("Cet article du modèle ne se retire pas\u00a0: il reste.")
    elif one.article.key:
        change.notes.append(_("Le retirer le laisse dans la liste, hors de la convention."))
    else:
        change.notes.append(_("Le retirer le supprime, et «\u00a0Annuler\u00a0» le rend."))
    return change


def _within(change):
    if not change.title.strip():
        change.refused = _("Ce titre est vide.")
    elif len(change.title) > TITLE_MAX:
        change.refused = _("Ce titre dépasse %(count)d signes\u00a0: raccourcissez-le dans le fichier.") % {
            "count": TITLE_MAX
        }
    elif len(change.body) > BODY_MAX:
        change.refused = _("Ce texte dépasse %(count)d signes\u00a0: raccourcissez-le dans le fichier.") % {
            "count": BODY_MAX
        }
    return change


# --- One body out of two ------------------------------------------------------------------------------------------
def _merged(one, read, change):
    """Return the body that says what the file says: lines that say the same keep their marks."""
    old = [(_plain(_said(block.text)), block.item) for _rank, block in one.blocks]
    new = [(_plain(part.text), part.is_item) for part in read.paragraphs]
    owners = [rank for rank, _block in one.blocks]
    where, reworded = {}, {}  # of a paragraph of today in the file: said the same, said otherwise
    # Lines that come back again and again would be compared for hours: beyond, they are not looked for.
    many = len(old) * len(new) > PAIRS
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=many).get_opcodes():
        if tag == "equal":
            where.update(zip(range(i1, i2), range(j1, j2), strict=True))
        elif tag == "replace" and i2 - i1 == j2 - j1:
            reworded.update(zip(range(j1, j2), range(i1, i2), strict=True))
    kept = {}  # first paragraph of the file that a kept line says: (its rank, how many it says)
    for rank, (_line, blocks) in enumerate(one.lines):
        mine = [place for place, owner in enumerate(owners) if owner == rank]
        there = [where.get(place) for place in mine]
        if mine and None not in there and there == list(range(there[0], there[0] + len(there))):
            kept[there[0]] = (rank, len(blocks))
    lines, place, written = [], 0, -1
    while place < len(new):
        if place in kept:
            rank, count = kept[place]
            lines += _silent(one, written, rank)
            lines.append(one.lines[rank][0])
            written, place = rank, place + count
            continue
        part = read.paragraphs[place]
        text = _as_line(part.text, part.is_item)
        if place in reworded:
            text = _with_gaps(text, one.blocks[reworded[place]][1])
        lines.append(_typed(text, change, marks=place in reworded))
        place += 1
    lines += _silent(one, written, len(one.lines))
    return "\n".join(lines)


def _silent(one, written, until):
    """Return the lines between two that say nothing today (an optional part): they are kept."""
    return [line for line, blocks in one.lines[written + 1 : until] if line.strip() and not blocks]


def _with_gaps(text, block):
    """Return a reworded line with the marks of its dotted lines, when it has as many of them as before."""
    marks = [run.mark for run in block.runs if run.is_gap]
    if not all(marks) or len(_DOTS.findall(text)) != len(marks):
        return text
    left = iter(marks)
    return _DOTS.sub(lambda _dots: f"\x02{next(left)}\x03", text)


def _typed(text, change, *, marks=False):
    """Return a text of the file as a body takes it: no brace of its own, for what stands in braces is a mark."""
    safe = text.replace("{", "(").replace("}", ")").replace("[si ", "(si ")
    if safe != text:
        change.notes.append(
            _("Les accolades du fichier sont devenues des parenthèses\u00a0: ici, elles appellent une donnée.")
        )
    return safe.replace("\x02", "{").replace("\x03", "}") if marks else safe


def _said(text):
    return text.replace("\ufffc", DOTS)


def _as_line(text, is_item):
    return f"{ITEM}{text}" if is_item else text


def _plain(text):
    """Return a text without what a word processor changes by itself: spaces, apostrophes, the length of dotted lines."""
    text = _SPACES.sub(" ", text.replace("'", "’").replace("\u00ad", "").replace("\u2011", "-"))
    return _DOTS.sub(DOTS, text).strip()


# --- Writing ------------------------------------------------------------------------------------------------------
def take(agreement, changes, versions):
    """Write the chosen changes. Call it in an operation; `versions` are those of the articles as they were shown.

    Raises StaleVersion when somebody changed one of them meanwhile.
    """
    for change in changes:
        article = change.article
        if article is None:
            continue
        article.claim(versions.get(change.key, 0))
        if change.kind == "removed" and not article.key:
            article.delete()
            continue
        if change.kind == "removed":
            article.included = False
        else:
            article.title, article.body = change.title, change.body
        article.save()
    _add(agreement, [change for change in changes if change.article is None])


def _add(agreement, changes):
    """Write the articles that the file adds, each behind the one that it follows there."""
    if not changes:
        return
    ordered = list(agreement.articles.order_by("position", "pk"))
    for change in reversed(changes):  # two in one place keep their order
        place = next((rank for rank, one in enumerate(ordered, 1) if change.after and one.pk == change.after.pk), None)
        if place is None:
            place = 1 if ordered and ordered[0].key == PREAMBLE else 0
        ordered.insert(place, Article(agreement=agreement, title=change.title, body=change.body))
    for position, article in enumerate(ordered):
        if article.position != position or article.pk is None:
            article.position = position
            article.save()
