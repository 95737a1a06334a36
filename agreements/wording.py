"""The text of an agreement: bodies with marks, filled from facts, numbered, ready for a document or a screen."""

import copy
import re
from dataclasses import dataclass, replace

from agreements import facts as facts_of
from agreements.annexes import PLACES as ANNEX_PLACES
from agreements.annexes import TITLES as ANNEX_TITLES
from agreements.annexes import annex_blocks, annexes_of, with_pictures
from agreements.conditions import CONDITIONS, holding
from agreements.facts import Fact
from agreements.joining import BY_HAND, Block, Run, agreed, append, of_articles, trimmed
from agreements.models_text import MODELS, PREAMBLE, model_of
from agreements.numbering import label
from agreements.typography import french, upper_first
from documents.shapes import (
    GAP,
    ConventionAnnex,
    ConventionArticle,
    ConventionDocument,
    ConventionMean,
    ConventionParty,
    Heading,
    Items,
    Paragraph,
)
from partnerships.drawings import board_drawing
from partnerships.tables import raci_table

# An optional part, a part said for each party, or a mark. Parts do not nest and stay on their line.
_TOKEN = re.compile(r"\[(?:si ([^:\[\]]+)|(chaque partie)[ \u00a0]?): ?([^\[\]]*)\]|\{([^{}\n]*)\}")


@dataclass(frozen=True)
class WrittenArticle:
    """An article of the agreement with its text filled. `number` is None for the preamble and for one left out."""

    article: object
    number: int | None
    title: str
    blocks: tuple[Block, ...]

    @property
    def gaps(self):
        return [run for block in self.blocks for run in block.runs if run.is_missing]


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
        for position, article in enumerate(model.articles_for(len(agreement.parties.all())))
    ]


def has_text(agreement):
    """Say whether Maillage can write this agreement: it has articles, or a model that Maillage knows."""
    return bool(articles_of(agreement))


class Writer:
    """Fills the text of one agreement (from with_facts). Build one a request: it reads the facts once."""

    def __init__(self, agreement):
        self.agreement = agreement
        self.model = model_of(agreement)
        self.parties = list(agreement.parties.all())
        self.facts = facts_of.agreement_facts(agreement, self.model.roles if self.model else ())
        self.articles = articles_of(agreement)
        self.conditions = holding(agreement)
        self.numbers = {}
        self.annexes = annexes_of(agreement, self.articles, self.model)
        self.conditions["des annexes"] = bool(self.annexes)
        for key in ANNEX_TITLES:
            self.conditions[f"annexe {key}"] = any(annex.key == key for annex in self.annexes)
        for article in self.articles:
            if article.key:
                self.conditions[f"article {article.key}"] = article.included
        # Nothing is printed of an article whose every line depends on what does not hold: it takes no number.
        self.moot = {id(article) for article in self.articles if article.included and self._is_moot(article)}
        included = [
            article
            for article in self.articles
            if article.included and article.key != PREAMBLE and id(article) not in self.moot
        ]
        self._rank = {id(article): rank for rank, article in enumerate(included, start=1)}
        for article in self.articles:
            if article.key:
                self.conditions[f"article {article.key}"] = article.included and id(article) not in self.moot
                self.numbers[article.key] = self._rank.get(id(article))

    @property
    def late(self):
        """Return {mark: text} of the late facts (facts.is_late) that are known."""
        return {name: fact.value for name, fact in self.facts.items() if fact.value and facts_of.is_late(name)}

    def agreed(self):
        """Return the Writer of the text that is agreed on: a dotted line stands for each late fact, known or not."""
        late = self.late
        if not late:
            return self
        other = copy.copy(self)
        other.facts = self.facts | {name: replace(self.facts[name], value="") for name in late}
        return other

    def written(self):
        """Return every article, also those left out, as WrittenArticle."""
        return [self.write(article) for article in self.articles]

    def write(self, article, *, title=None, body=None):
        """Return one article filled; `title` and `body` replace the stored ones (a text being typed)."""
        number = self._rank.get(id(article))
        own = _amended(article)
        title_runs = self._fill(article.title if title is None else title, number, own)
        return WrittenArticle(
            article=article,
            number=number,
            title="".join("…" if run.is_gap else run.text for run in title_runs),
            blocks=tuple(self._blocks(article.body if body is None else body, number, own)),
        )

    def mark_facts(self, text):
        """Return [(mark, Fact)] of the marks in a text, in order, once each."""
        names = dict.fromkeys(match for match in re.findall(r"\{([^{}\n]*)\}", text))
        return [(name, self._fact(name, None)) for name in names]

    def party_text(self, party, rank, *, last):
        """Return the filled paragraph of a party, as runs."""
        model = self.model or MODELS["T1"]
        own = self._own(rank) | {"rang": Fact("", "", str(rank))}
        runs = self._fill(model.party + (model.party_last if last else ""), None, own)
        return agreed(runs, party.called, party.legal_form)

    def visas(self):
        """Return the filled visas of the model (« Vu la loi… »), one text each."""
        return tuple("".join(run.text for run in runs) for runs in self.visa_runs())

    def visa_runs(self):
        """Return the visas as runs, one tuple each."""
        lines = (self.model.visas if self.model else "").splitlines()
        return [runs for runs in (self._fill(line, None, undecided=False) for line in lines) if runs]

    def lines(self, body):
        """Return a body of the model filled, as Blocks: for a form that is not an article."""
        return tuple(self._blocks(body, None))

    def _own(self, rank):
        prefix = f"p{rank}."
        return {name.removeprefix(prefix): fact for name, fact in self.facts.items() if name.startswith(prefix)}

    def _is_moot(self, article):
        return bool(article.key) and "[si " in article.body and not any(self._blocks(article.body, 0))

    def _blocks(self, body, number, own=None):
        for line in body.splitlines():
            line = line.strip()
            whole = _TOKEN.fullmatch(line)
            if whole and whole.group(1) and self.conditions.get(whole.group(1).strip()):
                # A whole line under a condition may be an item of a list.
                line = whole.group(3).strip()
            is_item = line.startswith("- ")
            runs = self._fill(line[2:] if is_item else line, number, own)
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
            text = french(value.strip())
            if not text.endswith((".", ";", "!", "?", "…")):
                text += "." if index == len(values) - 1 else "\u00a0;"
            yield Block((replace(run, text=text),), True)

    def _fill(self, text, number, own=None, *, undecided=True):
        """Return the runs of a line; an optional part whose condition fails leaves nothing.

        A part whose condition nobody has decided yet is a gap, or nothing when `undecided` is False.
        """
        runs, dropped_first = [], False
        for piece in self._pieces(text):
            if isinstance(piece, str):
                append(runs, Run(piece))
                continue
            kind, name, inner = piece
            if kind == "mark":
                append(runs, self._mark(name, number, own))
            elif kind == "each":
                self._fill_each(runs, inner, number)
            elif name not in self.conditions:
                append(runs, Run(f"[{inner}]"))
            elif self.conditions[name]:
                self._fill_part(runs, inner, number, own)
            elif self.conditions[name] is None and undecided:
                append(runs, Run(GAP, name, CONDITIONS[name].place))
            elif not runs:
                dropped_first = True
        runs = trimmed(runs)
        if dropped_first and runs:
            runs[0] = replace(runs[0], text=upper_first(runs[0].text))
        return tuple(runs)

    def _fill_part(self, runs, inner, number, own):
        for piece in self._pieces(inner):
            append(runs, Run(piece) if isinstance(piece, str) else self._mark(piece[1], number, own))

    def _fill_each(self, runs, inner, number):
        """Say a part once for each party: sentences one after the other, pieces of a sentence with semicolons."""
        between = " " if inner.rstrip().endswith(".") else "\u00a0; "
        for rank in range(1, len(self.parties) + 1):
            if rank > 1:
                append(runs, Run(between))
            own = {f"p.{name}": fact for name, fact in self._own(rank).items()}
            self._fill_part(runs, inner, number, own)

    def _pieces(self, text):
        """Yield the plain texts of a line, and (kind, name, inner text) of its marks and parts."""
        position = 0
        for match in _TOKEN.finditer(text):
            if match.start() > position:
                yield text[position : match.start()]
            condition, each, inner, mark = match.groups()
            if condition:
                yield ("if", condition.strip(), inner)
            elif each:
                yield ("each", "", inner)
            else:
                yield ("mark", mark.strip(), "")
            position = match.end()
        if position < len(text):
            yield text[position:]

    def _mark(self, name, number, own):
        fact = (own or {}).get(name) or self._fact(name, number)
        value = fact.value
        if isinstance(value, tuple):
            value = "\u00a0; ".join(item.strip().rstrip(" .;") for item in value)
        return Run(french(value) or GAP, name, fact.place)

    def _fact(self, name, number):
        """Return the Fact of a mark. A mark that nobody knows, or that points to an article left out, is a gap."""
        kind, _colon, rest = name.partition(":")
        if name == BY_HAND:
            return Fact("Ligne à remplir à la main", "")
        if name == "numero":
            return Fact("Numéro de cet article", "", str(number or "–"))
        if name == "annexes":
            listed = "\u00a0; ".join(f"{annex.number}.\u00a0{annex.title}" for annex in self.annexes)
            return Fact("Liste des annexes", "annexes", listed or "Aucune annexe")
        if kind == "annexe":
            found = next((annex for annex in self.annexes if annex.key == rest), None)
            place = ANNEX_PLACES.get(rest, "annexes")
            label = f"Annexe «\u00a0{ANNEX_TITLES.get(rest, rest)}\u00a0»"
            return Fact(label, place, found.number if found else "")
        if kind == "article":
            return Fact("Numéro d’un autre article", "", str(self.numbers.get(rest) or ""))
        if kind == "des_articles":
            ranks = [rank for key in rest.split(",") for rank in self._ranks(key.strip())]
            return Fact("Numéros d’autres articles", "", of_articles(ranks))
        return self.facts.get(name) or Fact("", "", "")

    def _ranks(self, key):
        """Return the numbers of an article of the model: several when it is written once for each party."""
        keys = [key, *(f"{key}_p{rank}" for rank in range(1, len(self.parties) + 1))]
        return [self.numbers[key] for key in keys if self.numbers.get(key)]


def _amended(article):
    """Return the facts that an article which adds or deletes one says of it: its number and title in the agreement."""
    if not article.amends_kind:
        return None
    return {
        "avenant.article": Fact("", "", str(label(*article.amends_key))),
        "avenant.intitule": Fact("", "", article.amends_title),
    }


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
        title=french(agreement.title),
        project=french(project.name),
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
            ConventionArticle(
                item.number,
                item.title,
                tuple(shapes_of(item.blocks)),
                label(*item.article.amends_key) if item.article.amends_key else item.number,
                mark=item.article.public_id,
            )
            for item in written
            if item.number is not None
        ),
        place=french(agreement.place),
        signed_on=agreement.signed_on,
        means=_means(agreement) if "means" in kinds else (),
        raci=raci_table(project, day) if "raci" in kinds else None,
        board=board_drawing(project, day) if "board" in kinds else None,
        annexes=with_pictures(
            agreement,
            tuple(
                ConventionAnnex(annex.kind, annex.title, annex_blocks(agreement, annex), annex.number)
                for annex in annexes
            ),
        ),
        visas=writer.visas(),
        reference=writer.model.reference if writer.model else "Convention",
        hand=writer.model.hand if writer.model else (),
    )


def form_blocks(agreement, code):
    """Yield the articles of another model, filled from this agreement, as the blocks of an annex: a form to sign."""
    model = MODELS[code]
    writer = Writer(agreement)
    for article in model.articles:
        yield Heading(article.title)
        yield from shapes_of(writer.lines(article.body))
    yield Heading("Signatures")
    yield Items(tuple(f"{who}\u00a0: {GAP}" for who in model.hand))


def text_blocks(agreement, body):
    """Yield a text that is no article, filled from this agreement, as the blocks of an annex."""
    yield from shapes_of(Writer(agreement).lines(body))


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
        name=french(party.called),
        short_name=french(writer.facts[f"p{rank}.role"].value),
        description="".join(run.text for run in writer.party_text(party, rank, last=last)),
        signatory=french(party.signatory) or GAP,
        quality=french(party.quality) or GAP,
        others=tuple((french(name) or GAP, french(quality)) for name, quality in party.signatories[1:]),
    )


def _means(agreement):
    labels = {party.partnership_id: party.label for party in agreement.parties.all()}
    return tuple(
        ConventionMean(
            party=labels.get(mean.partnership_id) or (mean.partnership.partner.label if mean.partnership else ""),
            what=french(mean.what),
            value=mean.value,
        )
        for mean in agreement.means.all()
    )
