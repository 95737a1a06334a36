"""The text of an agreement: bodies with marks, filled from facts, numbered, ready for a document or a screen."""

import re
from dataclasses import dataclass, replace

from agreements import facts as facts_of
from agreements.annexes import TITLES as ANNEX_TITLES
from agreements.annexes import annex_blocks, annexes_of
from agreements.facts import Fact
from agreements.models_text import MODELS, PREAMBLE, model_of
from agreements.typography import upper_first
from documents.shapes import (
    GAP,
    ConventionAnnex,
    ConventionArticle,
    ConventionDocument,
    ConventionMean,
    ConventionParty,
    Items,
    Paragraph,
)
from partnerships.drawings import board_drawing
from partnerships.tables import raci_table

# An optional part, or a mark. Parts do not nest and stay on their line.
_TOKEN = re.compile(r"\[si ([^:\[\]]+?)\s*: ?([^\[\]]*)\]|\{([^{}\n]*)\}")
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœAEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒ](?!nze)")


@dataclass(frozen=True)
class Run:
    """A piece of text. `mark` names the fact that it comes from, `place` where this fact is mended."""

    text: str
    mark: str = ""
    place: str = ""

    @property
    def is_gap(self):
        return self.text == GAP


@dataclass(frozen=True)
class Block:
    """A paragraph, or an item of a list, as runs."""

    runs: tuple[Run, ...]
    item: bool = False

    @property
    def text(self):
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class WrittenArticle:
    """An article of the agreement with its text filled. `number` is None for the preamble and for one left out."""

    article: object
    number: int | None
    title: str
    blocks: tuple[Block, ...]

    @property
    def gaps(self):
        return [run for block in self.blocks for run in block.runs if run.is_gap]


def articles_of(agreement):
    """Return the agreement's articles in order; those of its model, unsaved, when it has none yet (an imported T1)."""
    from agreements.models import Article

    stored = list(agreement.articles.all())
    model = model_of(agreement)
    if stored or model is None:
        return stored
    return [
        Article(
            public_id="",
            agreement=agreement,
            key=article.key,
            position=position,
            title=article.title,
            body=article.body,
            optional=article.optional,
        )
        for position, article in enumerate(model.articles)
    ]


def has_text(agreement):
    """Say whether Maillage can write this agreement: it has articles, or a model that Maillage knows."""
    return bool(articles_of(agreement))


class Writer:
    """Fills the text of one agreement (from with_facts). Build one a request: it reads the facts once."""

    def __init__(self, agreement):
        self.agreement = agreement
        self.facts = facts_of.agreement_facts(agreement)
        self.articles = articles_of(agreement)
        self.conditions = facts_of.conditions(agreement)
        self.annexes = annexes_of(agreement, self.articles)
        self.numbers = {}
        included = [article for article in self.articles if article.included and article.key != PREAMBLE]
        self._rank = {id(article): rank for rank, article in enumerate(included, start=1)}
        for article in self.articles:
            if article.key:
                self.conditions[f"article {article.key}"] = article.included
                self.numbers[article.key] = self._rank.get(id(article))

    def written(self):
        """Return every article, also those left out, as WrittenArticle."""
        return [self.write(article) for article in self.articles]

    def write(self, article, *, title=None, body=None):
        """Return one article filled; `title` and `body` replace the stored ones (a text being typed)."""
        number = self._rank.get(id(article))
        title_runs = self._fill(article.title if title is None else title, number)
        return WrittenArticle(
            article=article,
            number=number,
            title="".join("…" if run.is_gap else run.text for run in title_runs),
            blocks=tuple(self._blocks(article.body if body is None else body, number)),
        )

    def mark_facts(self, text):
        """Return [(mark, Fact)] of the marks in a text, in order, once each."""
        names = dict.fromkeys(match for match in re.findall(r"\{([^{}\n]*)\}", text))
        return [(name, self._fact(name, None)) for name in names]

    def party_text(self, party, rank, *, last):
        """Return the filled paragraph of a party, as runs."""
        model = model_of(self.agreement) or MODELS["T1"]
        own = facts_of.party_facts(party) | {"rang": Fact("", "", str(rank))}
        return self._fill(model.party + (model.party_last if last else ""), None, own)

    def _blocks(self, body, number):
        for line in body.splitlines():
            line = line.strip()
            is_item = line.startswith("- ")
            runs = self._fill(line[2:] if is_item else line, number)
            if not runs:
                continue
            mark = re.fullmatch(r"- \{([^{}]*)\}", line)
            values = self._fact(mark.group(1), number).value if mark else None
            if isinstance(values, tuple) and values:
                yield from self._items(values, runs[0])
            else:
                yield Block(runs, is_item)

    def _items(self, values, run):
        for index, value in enumerate(values):
            text = value.strip().replace("'", "’")
            if not text.endswith((".", ";", "!", "?", "…")):
                text += "." if index == len(values) - 1 else "\u00a0;"
            yield Block((replace(run, text=text),), True)

    def _fill(self, text, number, own=None):
        """Return the runs of a line; an optional part whose condition fails leaves nothing."""
        runs, dropped_first = [], False
        for piece in self._pieces(text):
            if isinstance(piece, str):
                _append(runs, Run(piece))
            elif piece[0] == "if":
                holds = self.conditions.get(piece[1].strip())
                if holds:
                    for run in self._fill_raw(piece[2], number, own):
                        _append(runs, run)
                elif holds is None and piece[1].strip() in self.conditions:
                    _append(runs, Run(GAP, piece[1], "donnees"))
                elif piece[1].strip() not in self.conditions:
                    _append(runs, Run(f"[{piece[2]}]"))
                elif not runs:
                    dropped_first = True
            else:
                _append(runs, self._mark(piece[1], number, own))
        runs = _trimmed(runs)
        if dropped_first and runs:
            runs[0] = replace(runs[0], text=upper_first(runs[0].text))
        return tuple(runs)

    def _fill_raw(self, text, number, own):
        for piece in self._pieces(text):
            yield Run(piece) if isinstance(piece, str) else self._mark(piece[1], number, own)

    def _pieces(self, text):
        position = 0
        for match in _TOKEN.finditer(text):
            if match.start() > position:
                yield text[position : match.start()]
            yield ("if", match.group(1), match.group(2)) if match.group(1) else ("mark", match.group(3).strip())
            position = match.end()
        if position < len(text):
            yield text[position:]

    def _mark(self, name, number, own):
        fact = (own or {}).get(name) or self._fact(name, number)
        value = fact.value
        if isinstance(value, tuple):
            value = "\u00a0; ".join(item.strip().rstrip(" .;") for item in value)
        return Run(value.replace("'", "’") or GAP, name, fact.place)

    def _fact(self, name, number):
        """Return the Fact of a mark. A mark that nobody knows, or that points to an article left out, is a gap."""
        kind, _colon, rest = name.partition(":")
        if name == "numero":
            return Fact("Numéro de cet article", "", str(number or "–"))
        if name == "annexes":
            listed = "\u00a0; ".join(f"{annex.number}.\u00a0{annex.title}" for annex in self.annexes)
            return Fact("Liste des annexes", "annexes", listed or "Aucune annexe")
        if kind == "annexe":
            found = next((annex for annex in self.annexes if annex.key == rest), None)
            place = {"moyens": "apports", "donnees": "donnees", "discretion": "donnees"}.get(rest, "annexes")
            label = f"Annexe «\u00a0{ANNEX_TITLES.get(rest, rest)}\u00a0»"
            return Fact(label, place, str(found.number) if found else "")
        if kind == "article":
            return Fact("Numéro d’un autre article", "", str(self.numbers.get(rest) or ""))
        if kind == "des_articles":
            ranks = [self.numbers[key] for key in rest.split(",") if self.numbers.get(key)]
            return Fact("Numéros d’autres articles", "", of_articles(ranks))
        return self.facts.get(name) or Fact("", "", "")


def of_articles(ranks):
    """Return « des articles 4 à 7 et 11 », « de l’article 9 », or nothing for no rank."""
    ranks = sorted(set(ranks))
    if not ranks:
        return ""
    if len(ranks) == 1:
        return f"de l’article\u00a0{ranks[0]}"
    spans = []
    for rank in ranks:
        if spans and rank == spans[-1][1] + 1:
            spans[-1][1] = rank
        else:
            spans.append([rank, rank])
    words = []
    for first, last in spans:
        if last - first >= 2:
            words.append(f"{first}\u00a0à\u00a0{last}")
        else:
            words += [str(rank) for rank in range(first, last + 1)]
    return (
        f"des articles\u00a0{', '.join(words[:-1])} et {words[-1]}"
        if len(words) > 1
        else f"des articles\u00a0{words[0]}"
    )


def _append(runs, run):
    """Add a run, in French: « de » before a filled vowel is « d’ », « de le » is « du », « de les » is « des »."""
    before = runs[-1] if runs else None
    article = re.match(r"(le|les) ", run.text)
    if run.mark and before and article and re.search(r"(^|[\s(])de $", before.text):
        runs[-1] = replace(before, text=before.text[:-2] + ("u " if article.group(1) == "le" else "es "))
        run = replace(run, text=run.text[article.end() :])
    elif run.mark and before and not run.is_gap and _VOWEL.match(run.text):
        shorter = re.sub(r"(^|[\s(])([Dd]|[Qq]u)e $", r"\1\2’", before.text)
        runs[-1] = replace(before, text=shorter)
    if run.text:
        runs.append(run)


def _trimmed(runs):
    """Return the runs without outer spaces, nor a space that a dropped part left before a full stop."""
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return [run for run in runs if run.text]


# --- The document -------------------------------------------------------------------------------------------------


def convention_document(agreement, *, day, draft, writer=None, with_annexes=True):
    """Return the agreement (from with_facts) as a ConventionDocument of that day; annexes as its switches say.

    `day` is written on the annexes and, for a draft, beside the version. Without annexes: a preview of the text.
    """
    writer = writer or Writer(agreement)
    annexes = writer.annexes if with_annexes else []
    kinds = {annex.kind for annex in annexes}
    written = writer.written()
    parties = list(agreement.parties.all())
    project = agreement.project
    return ConventionDocument(
        title=agreement.title,
        project=project.name,
        banner=project.banner,
        number=agreement.number,
        version=str(agreement.text_version or 1),
        day=day,
        draft=draft,
        parties=tuple(
            _party(writer, party, rank, last=rank == len(parties)) for rank, party in enumerate(parties, start=1)
        ),
        preamble=tuple(shapes_of(next((item.blocks for item in written if item.article.key == PREAMBLE), ()))),
        preamble_mark=next((item.article.public_id for item in written if item.article.key == PREAMBLE), ""),
        articles=tuple(
            ConventionArticle(item.number, item.title, tuple(shapes_of(item.blocks)), mark=item.article.public_id)
            for item in written
            if item.number is not None
        ),
        place=agreement.place,
        signed_on=agreement.signed_on,
        means=_means(agreement) if "means" in kinds else (),
        raci=raci_table(project, day) if "raci" in kinds else None,
        board=board_drawing(project, day) if "board" in kinds else None,
        annexes=tuple(ConventionAnnex(annex.kind, annex.title, annex_blocks(agreement, annex)) for annex in annexes),
    )


def shapes_of(blocks):
    """Yield Paragraph and Items; items that follow one another make one list."""
    items = []
    for block in blocks:
        if block.item:
            items.append(block.text)
            continue
        if items:
            yield Items(tuple(items))
            items = []
        yield Paragraph(block.text)
    if items:
        yield Items(tuple(items))


def _party(writer, party, rank, *, last):
    return ConventionParty(
        name=party.called,
        short_name=party.label,
        description="".join(run.text for run in writer.party_text(party, rank, last=last)),
        signatory=party.signatory or GAP,
        quality=party.quality or GAP,
    )


def _means(agreement):
    labels = {party.partnership_id: party.label for party in agreement.parties.all()}
    return tuple(
        ConventionMean(
            party=labels.get(mean.partnership_id) or (mean.partnership.partner.label if mean.partnership else ""),
            what=mean.what,
            value=mean.value,
        )
        for mean in agreement.means.all()
    )
