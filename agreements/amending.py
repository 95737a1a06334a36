"""Amendments: a signed text changes only by another signed text, article by article (C. civ. 1193)."""

from dataclasses import replace

from django.utils.translation import gettext as _

from agreements.models import (
    OPEN_STATUSES,
    Agreement,
    AgreementStatus,
    Article,
    Party,
    PartyCommitment,
    TemplateCode,
    WrongMoment,
)
from agreements.models_text import MODELS
from agreements.wording import Writer, convention_document, shapes_of

# What a text started from another writes for itself; everything else starts as the other says it.
OWN = {
    *("id", "public_id", "version", "key", "position", "number", "template", "title", "status", "amends", "follows"),
    *("origin", "effective_on", "interim_review_on", "signed_on", "signature_planned_on", "processor", "text_model"),
    *("deliberation_planned_on", "deliberation_number", "deliberation_on", "deliberation_enforceable_on"),
    *("annex_means", "annex_raci", "annex_board", "annex_image", "created_by", "created_at", "watch_points"),
}
# Left empty in an amendment until it changes them: agreements.terms.
_UNCHANGED = {"ends_on", "renewal", "renewal_months", "notice", "notice_months"}


def open_amendment(agreement):
    """Return the amendment of this agreement that is not signed yet, or None."""
    return agreement.amendments.filter(status__in=OPEN_STATUSES).first()


def last_signed(agreement):
    """Return the text that the parties signed last: an amendment, else the agreement itself. One query.

    It names them as they are now: their signatories, their seats, what they commit to.
    """
    signed = agreement.amendments.filter(status=AgreementStatus.SIGNED).order_by("-signed_on", "-position")
    return signed.first() or agreement


def start_amendment(agreement, *, by, day):
    """Write the draft of an amendment to a signed agreement, between the same parties, and return it.

    Call it in an operation. Raises WrongMoment unless the agreement is signed, or when an amendment is already open:
    one at a time, so that each says what the text was before it.
    """
    if agreement.status != AgreementStatus.SIGNED or open_amendment(agreement):
        raise WrongMoment
    from agreements.drafting import next_number, write_articles

    project = agreement.project
    rank = agreement.amendments.count() + 1
    last = project.agreements.order_by("-position").first()
    copied = {
        field.name: getattr(agreement, field.name)
        for field in Agreement._meta.concrete_fields
        if field.name not in OWN | _UNCHANGED
    }
    amendment = Agreement.objects.create(
        **copied,
        template=TemplateCode.AV,
        title=MODELS[TemplateCode.AV].titled(**{"avenant.rang": rank, "convention.titre": agreement.title})[:300],
        number=next_number(project, day.year),
        position=last.position + 1,
        amends=agreement,
        renewal="",
        annex_means=False,
        annex_raci=False,
        annex_board=False,
        created_by=by,
    )
    amendment.audiences.set(agreement.audiences.all())
    amendment.territories.set(agreement.territories.all())
    for party in last_signed(agreement).parties.all():
        copy_party(party, amendment)
    write_articles(amendment)
    return amendment


def copy_party(party, agreement):
    """Write the party of a text in another one, with its commitments, and return it. Call it in an operation.

    The other text is decided again: the decisions taken on the first are not its own.
    """
    left_out = ("id", "public_id", "version", "agreement")
    copied = {
        field.name: getattr(party, field.name)
        for field in Party._meta.concrete_fields
        if field.name not in left_out and not field.name.startswith("deliberation_")
    }
    copy = Party.objects.create(agreement=agreement, **copied)
    for commitment in party.commitments.all():
        PartyCommitment.objects.create(party=copy, position=commitment.position, text=commitment.text)
    return copy


def replace_article(amendment, current):
    """Add to an amendment the article that replaces `current`, an article of in_force(), with its text to start from.

    Call it in an operation. The team then writes what changes. Raises WrongMoment when it is already replaced. Returns
    the Article.
    """
    number = current.number
    if amendment.articles.filter(amends_number=number).exists():
        raise WrongMoment
    sentence = _(
        "L’article %(number)d «\u00a0%(title)s\u00a0» de la Convention est remplacé par les stipulations suivantes\u00a0:"
    )
    body = [_plain(sentence % {"number": number, "title": current.title}), *_lines(current.blocks)]
    ordered = list(amendment.articles.order_by("position", "pk"))
    article = Article(
        agreement=amendment,
        title=_("Modification de l’article %(number)d") % {"number": number},
        body="\n".join(body)[:20000],
        optional=True,
        amends_number=number,
    )
    # Before « Prise d’effet », in the order of the numbers of the agreement.
    place = 1 + sum(1 for other in ordered if other.amends_number and other.amends_number < number)
    ordered.insert(min(place, len(ordered)), article)
    for position, row in enumerate(ordered):
        if row.position != position or row.pk is None:
            row.position = position
            row.save()
    return article


def _plain(line):
    """Return a line that holds no mark: what is printed is already filled."""
    return line.replace("{", "(").replace("}", ")").replace("\ufffc", "{blanc}")


def _lines(blocks):
    """Return the lines of a body that says what these blocks of a document say."""
    lines = []
    for block in blocks:
        lines += [f"- {item}" for item in block.items] if hasattr(block, "items") else [block.text]
    return [_plain(line) for line in lines]


def in_force(agreement):
    """Return the ConventionArticles of an agreement as its signed amendments have changed them, in order.

    `agreement` is read again with its facts. An article that an amendment replaces keeps its number and its title.
    """
    current = Agreement.objects.with_facts().select_related("project").get(pk=agreement.pk)
    document = convention_document(current, day=current.signed_on, draft=False, with_annexes=False)
    articles = {article.number: article for article in document.articles}
    for number, blocks in _replacements(agreement).items():
        if number in articles:
            articles[number] = replace(articles[number], blocks=blocks)
    return [articles[number] for number in sorted(articles)]


def replaced_lines(agreement):
    """Return {number: lines} of the articles that signed amendments have replaced, as their bodies would say them."""
    return {number: _lines(blocks) for number, blocks in _replacements(agreement).items()}


def _replacements(agreement):
    """Return {number of an article: blocks} as the signed amendments say them, the last one last."""
    found = {}
    signed = agreement.amendments.filter(status=AgreementStatus.SIGNED)
    for amendment in (
        Agreement.objects.with_facts().select_related("project").filter(pk__in=signed).order_by("signed_on", "position")
    ):
        for written in Writer(amendment).written():
            if written.article.amends_number and written.number is not None:
                # The first paragraph only says « l’article 7 est remplacé par… ».
                found[written.article.amends_number] = tuple(shapes_of(written.blocks[1:]))
    return found
