"""The articles of a version of a model, as stored: a list of {key, title, body, optional, each_party}."""

from django.utils.text import slugify

from agreements.models_text import PREAMBLE

FIELDS = ("key", "title", "body", "optional", "each_party")


def stored(model):
    """Return the articles of a TextModel as a version stores them."""
    return [{field: getattr(article, field) for field in FIELDS} for article in model.articles]


def find(articles, key):
    """Return the article of that key, or None."""
    return next((article for article in articles if article["key"] == key), None)


def new_key(articles, title):
    """Return a key that no article has, made of the title: other articles refer to it (`{article:key}`)."""
    base = slugify(title)[:30].strip("-").replace("-", "_") or "article"
    # « ajouter » is the address of a new article.
    taken = {article["key"] for article in articles} | {"ajouter"}
    key, rank = base, 2
    # « _p2 » at the end of a key says that it is the second party's (TextModel.article).
    while key in taken or "_p" in key:
        key, rank = f"{base.replace('_p', '_')}_{rank}", rank + 1
    return key


def added(articles, article):
    """Return the list with one more article, before the two that close a text (annexes, signatures)."""
    last = next((rank for rank, one in enumerate(articles) if one["key"] in ("annexes", "exemplaires")), len(articles))
    return [*articles[:last], article, *articles[last:]]


def changed(articles, key, **values):
    """Return the list with other values in the article of that key."""
    return [article | values if article["key"] == key else article for article in articles]


def moved(articles, key, step):
    """Return the list with the article one place up (-1) or down (1). The preamble stays first."""
    rows = list(articles)
    here = next(rank for rank, article in enumerate(rows) if article["key"] == key)
    first = 1 if rows[0]["key"] == PREAMBLE else 0
    there = min(max(here + step, first), len(rows) - 1)
    if here >= first:
        rows.insert(there, rows.pop(here))
    return rows


def without(articles, key):
    """Return the list without the article of that key."""
    return [article for article in articles if article["key"] != key]
