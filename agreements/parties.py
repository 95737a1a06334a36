"""Who is party to an agreement changes: the articles, their marks and their references follow.

A text names its parties by their rank (`{p2.court}`, article `engagements_p2`): when ranks change, a wording of the team
goes on speaking of the same party, and the model's own wording stays as it is.
"""

import re

from agreements.drafting import add_article, add_party
from agreements.facts import party_facts
from agreements.models import AgreementMean
from agreements.models_text import model_of

_MARK = re.compile(r"\{([^{}\n]*)\}")


def bounds(agreement):
    """Return (fewest, most) parties of the agreement's text."""
    model = model_of(agreement)
    return (model.parties_min, model.parties_max) if model else (2, 9)


def add(agreement, partnership, *, by):
    """Add a partner as the last party, with the articles that are written for each. Returns it. In an operation."""
    parties = list(agreement.parties.order_by("position", "pk"))
    party = add_party(agreement, partnership, len(parties), by=by)
    model = model_of(agreement)
    articles = list(agreement.articles.order_by("position", "pk"))
    rank = len(parties) + 1
    for article in model.articles if model and articles else ():
        if not article.each_party:
            continue
        before = next((n for n, one in enumerate(articles) if one.key == f"{article.key}_p{rank - 1}"), None)
        where = len(articles) if before is None else before + 1
        articles.insert(where, add_article(agreement, article.for_party(rank), where))
    _number(articles)
    return party


def remove(agreement, party):
    """Take a party off, with its articles and what it brings; a wording that named it keeps its words. In an operation."""
    before = list(agreement.parties.order_by("position", "pk"))
    after = [one for one in before if one.pk != party.pk]
    gone = before.index(party) + 1
    said = {name: fact.value for name, fact in party_facts(party).items()}
    _rerank(agreement, before, after, gone, said)
    if agreement.processor_id == party.pk:
        agreement.processor = None
        agreement.save()
    for mean in AgreementMean.objects.filter(agreement=agreement, partnership=party.partnership_id):
        mean.delete()
    for commitment in party.commitments.all():
        commitment.delete()
    party.delete()
    _number(after)


def move(agreement, party, step):
    """Move a party one rank up (-1) or down (1). Call it in an operation."""
    before = list(agreement.parties.order_by("position", "pk"))
    here = before.index(party)
    there = min(max(here + step, 0), len(before) - 1)
    after = before.copy()
    after.insert(there, after.pop(here))
    _rerank(agreement, before, after)
    _number(after)


def _rerank(agreement, before, after, gone=0, said=None):
    """Rewrite keys and marks for the new ranks, then put the articles of each party in their order."""
    ranks = {rank: after.index(party) + 1 for rank, party in enumerate(before, start=1) if party in after}
    model = model_of(agreement)
    each = {article.key for article in model.articles if article.each_party} if model else set()
    kept = []
    for article in agreement.articles.order_by("position", "pk"):
        base, rank = _of_party(article.key, each)
        if rank and rank == gone:
            article.delete()
            continue
        wording = model.article(article.key) if model and article.key else None
        is_ours = wording is not None and (wording.title, wording.body) == (article.title, article.body)
        key = f"{base}_p{ranks.get(rank, rank)}" if rank else article.key
        if rank or not is_ours:
            title, body = (reranked(text, ranks, each, said or {}) for text in (article.title, article.body))
        else:
            title, body = article.title, article.body
        if (key, title, body) != (article.key, article.title, article.body):
            article.key, article.title, article.body = key, title[:200], body
            article.save()
        kept.append(article)
    _number(_in_rank_order(kept, each))


def reranked(text, ranks, each=(), said=None):
    """Return the text with its marks of parties renumbered by `ranks` ({old: new}).

    A mark of a party that has no new rank becomes what it said ({name: text or texts}), a dotted line if it said nothing;
    a reference to its article goes away. `each` are the keys of the articles written for each party.
    """
    said = said or {}

    def mark(found):
        name = found.group(1)
        party = re.fullmatch(r"p(\d+)\.(.+)", name)
        if party:
            rank, fact = int(party.group(1)), party.group(2)
            if rank in ranks:
                return f"{{p{ranks[rank]}.{fact}}}"
            value = said.get(fact) or "…"
            return value if isinstance(value, str) else " ; ".join(value)
        kind, _colon, keys = name.partition(":")
        if kind not in ("article", "des_articles"):
            return found.group(0)
        named = []
        for key in keys.split(","):
            base, rank = _of_party(key, each)
            if not rank:
                named.append(key)
            elif rank in ranks:
                named.append(f"{base}_p{ranks[rank]}")
        return f"{{{kind}:{','.join(named)}}}" if named else "…"

    return _MARK.sub(mark, text)


def _of_party(key, each):
    """Return (« engagements », 2) for « engagements_p2 » when such articles are written for each party, else (key, 0)."""
    base, _mark, rank = key.rpartition("_p")
    return (base, int(rank)) if base in each and rank.isdigit() else (key, 0)


def _in_rank_order(articles, each):
    """Return the articles with those of each party in the order of the ranks, at the places that they hold together."""
    ordered = list(articles)
    for key in each:
        places = [n for n, article in enumerate(ordered) if _of_party(article.key, {key})[1]]
        for place, article in zip(
            places, sorted((ordered[n] for n in places), key=lambda one: _of_party(one.key, each)[1]), strict=True
        ):
            ordered[place] = article
    return ordered


def _number(rows):
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save()
