"""What a model of agreement is: a title, the words that present a party, and articles with marks to fill.

Syntax of a body: one paragraph a line; a line that starts with « - » is an item of a list; `{mark}` is filled from the
facts of the agreement, a dotted line when the fact is missing; `[si condition : text]` stays only when the condition
holds, `[chaque partie : text]` is said once for each party, `{p.court}` being its short name. Numbers of other articles
are marks too (`{article:key}`), so that they follow when an article is left out. `{blanc}` is a line filled by hand.
The signature block (« Fait à… ») is drawn by the document, from the same facts.
"""

import re
from dataclasses import dataclass, replace

from agreements.typography import french

PREAMBLE = "preambule"
MAX_PARTIES = 9


@dataclass(frozen=True)
class ModelArticle:
    """An article as the model has it. `optional` articles may be left out of an agreement.

    An article of `each_party` is written once for each party: `engagements` gives `engagements_p1`, `engagements_p2`…,
    and its `{p.court}` marks become `{p1.court}`, `{p2.court}`… (see TextModel.articles_for).
    """

    key: str
    title: str
    body: str
    optional: bool = False
    each_party: bool = False

    def for_party(self, rank):
        """Return the article of the party of that rank, from 1."""
        if not self.each_party:
            return self
        title, body = (re.sub(r"\{p\.", f"{{p{rank}.", text) for text in (self.title, self.body))
        return replace(self, key=f"{self.key}_p{rank}", title=title, body=body, each_party=False)


@dataclass(frozen=True)
class TextModel:
    """A model. `party` presents each party in turn, `party_last` closes the last one; `visas` stand before them.

    `code` is that of the agreement's template, `name` and `purpose` (one French sentence) tell when to choose it.
    `parties_min` and `parties_max` bound its parties. `roles` are what the text calls them, in their order, when it
    does not use their short names; with `public_first` the first is the public body, with `lender_first` who lends.
    `annexes` are (key, title): those that it can have, in the order in which its articles quote them, titled `roman`
    (« I ») or not. `hand` are people
    who sign without being parties, named by hand on paper. `reference` is how the document calls itself.
    """

    title: str
    party: str
    party_last: str
    articles: tuple[ModelArticle, ...]
    code: str = ""
    name: str = ""
    purpose: str = ""
    parties_min: int = 2
    parties_max: int = MAX_PARTIES
    visas: str = ""
    roles: tuple[str, ...] = ()
    public_first: bool = False
    lender_first: bool = False
    annexes: tuple[tuple[str, str], ...] = ()
    roman: bool = False
    hand: tuple[str, ...] = ()
    reference: str = "Convention"

    def article(self, key):
        """Return the ModelArticle of that key, that of a party for « engagements_p3 », or None."""
        base, _mark, rank = key.rpartition("_p")
        for article in self.articles:
            if article.each_party and base == article.key and rank.isdigit():
                return article.for_party(int(rank))
            if not article.each_party and article.key == key:
                return article
        return None

    def titled(self, **known):
        """Return the title with its marks filled; a piece between brackets goes away with a mark that is not known."""
        title = re.sub(
            r" \([^()]*\)", lambda piece: piece.group() if set(_marks(piece.group())) <= set(known) else "", self.title
        )
        for mark in _marks(title):
            title = title.replace(f"{{{mark}}}", str(known.get(mark, "")))
        return title.strip()

    def articles_for(self, parties):
        """Return the articles of an agreement between that many parties: those of `each_party` once for each."""
        found = []
        for article in self.articles:
            ranks = range(1, parties + 1) if article.each_party else [0]
            found += [article.for_party(rank) for rank in ranks]
        return tuple(found)


def _marks(text):
    return re.findall(r"\{([^{}]*)\}", text)


def text_model(*, articles, annexes=(), **said):
    """Return a TextModel from plain French.

    `articles` are (key, title, body), followed by « optional » or « each_party » or both when they hold.
    """
    plain = ("code", "roman", "public_first", "lender_first", "parties_min", "parties_max")
    french_said = {
        name: value if name in plain else tuple(map(french, value)) if isinstance(value, tuple) else french(value)
        for name, value in said.items()
    }
    return TextModel(
        articles=tuple(
            ModelArticle(
                key, french(head), french(body), optional="optional" in flags, each_party="each_party" in flags
            )
            for key, head, body, *flags in articles
        ),
        annexes=tuple((key, french(title)) for key, title in annexes),
        **french_said,
    )
