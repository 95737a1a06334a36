"""The text in force: a signed agreement as its signed amendments have changed it, article by article.

It is written to be read: only the texts that were signed bind the parties, and each article says what changed it.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.amending import lines_of
from agreements.facts import day_text
from agreements.models import Agreement, AgreementStatus, Amends
from agreements.numbering import label, quoted
from agreements.thawing import signed_document
from agreements.typography import french_list, upper_first
from agreements.wording import Writer, convention_document, shapes_of
from documents.shapes import ConventionArticle, Items


@dataclass(frozen=True)
class ArticleInForce:
    """`key` is (number, rank), `number` what is printed of it (7, « 7 bis »). `is_gone`: deleted, its number stays.

    `changes`: [(Article of an amendment, what it did in words)], the last one last.
    """

    key: tuple
    number: int | str
    title: str
    blocks: tuple = ()
    is_gone: bool = False
    changes: tuple = ()

    @property
    def note(self):
        """Return « Modifié par l’avenant n° 1 du 3 mars 2027, puis par l’avenant n° 2… », empty when nothing changed it."""
        return upper_first(", puis ".join(words for _article, words in self.changes))


def in_force(agreement, also=None):
    """Return the ArticleInForce of an agreement as its signed amendments have changed them, in order.

    `agreement` is read again with its facts. `also`: an amendment that is not signed, to read what the text would become.
    """
    current = Agreement.objects.with_facts().select_related("project").get(pk=agreement.pk)
    return _changed(_signed_document(current), current, also)


def consolidated(agreement, *, day):
    """Return the text in force of an agreement (from with_facts) on that day as a ConventionDocument to read.

    Nobody signs it, and it says so. Annexes are left with the texts that joined them.
    """
    document = _signed_document(agreement)
    articles = _changed(document, agreement)
    return replace(
        document,
        day=day,
        version="",
        articles=tuple(
            ConventionArticle(
                one.number,
                _("%(title)s (supprimé)") % {"title": one.title} if one.is_gone else one.title,
                one.blocks,
                note=f"{one.note}." if one.note else "",
            )
            for one in articles
        ),
        notice=_(
            "Texte consolidé au %(day)s, sans valeur juridique propre\u00a0: font foi la convention signée le %(signed)s et "
            "ses avenants signés. Les annexes sont celles de ces textes."
        )
        % {"day": day_text(day), "signed": day_text(agreement.signed_on)},
    )


def replaced_lines(agreement):
    """Return {key: ArticleInForce, its lines as a body says them} of the articles that signed amendments have changed."""
    return {one.key: (one, lines_of(one.blocks)) for one in in_force(agreement) if one.changes}


def left_pointing(articles):
    """Return [(ArticleInForce that is gone, those that still refer to it)] of a text: what is perhaps left to change."""
    gone = {one.key: one for one in articles if one.is_gone}
    found = {}
    for one in articles if gone else ():
        texts = [text for block in one.blocks for text in (block.items if isinstance(block, Items) else (block.text,))]
        for key in {key for text in texts for key in quoted(text)} & gone.keys():
            found.setdefault(key, []).append(one)
    return [(gone[key], found[key]) for key in sorted(found)]


def pointing_words(gone, pointing):
    """Return the question about an article that others refer to though it is deleted."""
    words = ngettext(
        "L’article %(gone)s, supprimé, est cité par %(others)s\u00a0: faut-il le récrire aussi\u00a0?",
        "L’article %(gone)s, supprimé, est cité par %(others)s\u00a0: faut-il les récrire aussi\u00a0?",
        len(pointing),
    )
    return words % {
        "gone": gone.number,
        "others": french_list(_("l’article %(number)s") % {"number": one.number} for one in pointing),
    }


def _signed_document(agreement):
    """Return the text that was signed, as it was frozen; as it reads now when that was not kept."""
    frozen = signed_document(agreement)
    if frozen is not None:
        return replace(frozen, annexes=(), means=(), raci=None, board=None)
    return convention_document(agreement, day=agreement.signed_on, draft=False, with_annexes=False)


def _changed(document, agreement, also=None):
    found = {
        (article.number, 0): ArticleInForce((article.number, 0), article.number, article.title, article.blocks)
        for article in document.articles
    }
    for amendment, name in _amendments(agreement, also):
        for written in Writer(amendment).written():
            article = written.article
            key = article.amends_key
            if key is None or written.number is None or (article.amends_kind != Amends.ADD and key not in found):
                continue
            # The first paragraph only says « l’article 7 est remplacé par… ».
            found[key] = _after(found.get(key), article, tuple(shapes_of(written.blocks[1:])), name)
    return [found[key] for key in sorted(found)]


def _after(one, article, blocks, name):
    """Return an article in force after what an article of an amendment does to it."""
    said = {Amends.ADD: _("ajouté par %(name)s"), Amends.DELETE: _("supprimé par %(name)s")}
    words = said.get(article.amends_kind, _("modifié par %(name)s")) % {"name": name}
    if article.amends_kind == Amends.ADD:
        key = article.amends_key
        return ArticleInForce(key, label(*key), article.amends_title, blocks, changes=((article, words),))
    changes = (*one.changes, (article, words))
    if article.amends_kind == Amends.DELETE:
        return replace(one, blocks=(), is_gone=True, changes=changes)
    return replace(one, blocks=blocks, changes=changes)


def _amendments(agreement, also):
    """Yield (amendment with its facts, « l’avenant n° 1 du 3 mars 2027 »), in the order in which they were signed."""
    every = list(agreement.amendments.order_by("position", "pk").values_list("pk", "status"))
    ranks = {pk: rank for rank, (pk, _status) in enumerate(every, 1)}
    signed = [pk for pk, status in every if status == AgreementStatus.SIGNED]
    rows = Agreement.objects.with_facts().select_related("project").filter(pk__in=signed)
    for amendment in rows.order_by("signed_on", "position") if signed else ():
        name = _("l’avenant n°\u00a0%(rank)d du %(day)s") % {
            "rank": ranks[amendment.pk],
            "day": day_text(amendment.signed_on),
        }
        if amendment.effective_on and amendment.effective_on != amendment.signed_on:
            name += _(" (effet le %(day)s)") % {"day": day_text(amendment.effective_on)}
        yield amendment, name
    if also is not None:
        yield also, _("cet avenant")
