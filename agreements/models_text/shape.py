"""What a model of agreement is: a title, the words that present a party, and articles with marks to fill.

Syntax of a body: one paragraph a line; a line that starts with « - » is an item of a list; `{mark}` is filled from the
facts of the agreement, a dotted line when the fact is missing; `[si condition : text]` stays only when the condition
holds. Numbers of other articles are marks too (`{article:key}`), so that they follow when an article is left out.
The signature block (« Fait à… ») is drawn by the document, from the same facts.
"""

from dataclasses import dataclass

from agreements.typography import french

PREAMBLE = "preambule"


@dataclass(frozen=True)
class ModelArticle:
    """An article as the model has it. `optional` articles may be left out of an agreement."""

    key: str
    title: str
    body: str
    optional: bool = False


@dataclass(frozen=True)
class TextModel:
    """A model. `party` presents each party in turn, `party_last` closes the last one."""

    title: str
    party: str
    party_last: str
    articles: tuple[ModelArticle, ...]

    def article(self, key):
        """Return the ModelArticle of that key, or None."""
        return next((article for article in self.articles if article.key == key), None)


def text_model(*, title, party, party_last, articles):
    """Return a TextModel from plain French: `articles` are (key, title, body) or (key, title, body, optional)."""
    return TextModel(
        title=french(title),
        party=french(party),
        party_last=french(party_last),
        articles=tuple(
            ModelArticle(key, french(head), french(body), bool(optional)) for key, head, body, *optional in articles
        ),
    )
