"""Amendments: a signed text changes only by another signed text, article by article (C. civ. 1193)."""

from django.utils.translation import gettext as _

from agreements.models import (
    OPEN_STATUSES,
    Agreement,
    AgreementStatus,
    Amends,
    Article,
    Party,
    PartyCommitment,
    TemplateCode,
    WrongMoment,
)
from agreements.models_text import MODELS
from agreements.numbering import label, next_label

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

    Call it in an operation. The team then writes what changes. Raises WrongMoment when the amendment changes it already.
    Returns the Article.
    """
    sentence = _(
        "L’article %(number)s «\u00a0%(title)s\u00a0» de la Convention est remplacé par les stipulations suivantes\u00a0:"
    )
    said = {"number": current.number, "title": current.title}
    return _insert(
        amendment,
        current.key,
        title=_("Modification de l’article %(number)s") % said,
        body=[_plain(sentence % said), *lines_of(current.blocks)],
    )


def add_article(amendment, after, *, title, body, taken):
    """Add to an amendment an article that the agreement will have, behind the one of number `after`, and return the Article.

    Its number is the next « bis », or the next number at the end: those of a signed text do not move
    (agreements.numbering). `taken`: the keys of in_force(), this amendment included. Call it in an operation. Raises
    WrongMoment when no number is left there.
    """
    key = next_label(after, taken)
    if key is None:
        raise WrongMoment
    sentence = _(
        "Il est inséré dans la Convention, après l’article %(after)s, un article {avenant.article} "
        "«\u00a0{avenant.intitule}\u00a0», ainsi rédigé\u00a0:"
    )
    before = max(one for one in taken if one < key)
    return _insert(
        amendment,
        key,
        title=_("Insertion d’un article {avenant.article}"),
        body=[sentence % {"after": label(*before)}, body],
        amends_kind=Amends.ADD,
        amends_title=title,
    )


def delete_article(amendment, current, *, reason):
    """Add to an amendment the article that deletes `current`, an article of in_force(), and return the Article.

    The parties delete what they had agreed on, so the text says « supprimé » (« abrogé » is said of a rule by the authority
    that made it), and why: the reason is what the next reader will look for. Nothing takes its number. Call it in an
    operation. Raises WrongMoment when the amendment changes it already.
    """
    sentence = _(
        "L’article {avenant.article} «\u00a0{avenant.intitule}\u00a0» de la Convention est supprimé, pour le motif "
        "suivant\u00a0: %(reason)s"
    )
    reason = _plain(" ".join(reason.split())).replace("[", "(").replace("]", ")")
    return _insert(
        amendment,
        current.key,
        title=_("Suppression de l’article {avenant.article}"),
        body=[
            sentence % {"reason": reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."},
            _("Les autres articles gardent leur numéro\u00a0; aucun ne prend le sien."),
        ],
        amends_kind=Amends.DELETE,
        amends_title=current.title[:200],
    )


def _insert(amendment, key, *, body, **said):
    """Write an article of an amendment before « Prise d’effet », in the order of the numbers of the agreement."""
    ordered = list(amendment.articles.order_by("position", "pk"))
    others = [other.amends_key for other in ordered if other.amends_key]
    if key in others:
        raise WrongMoment
    article = Article(
        agreement=amendment,
        body="\n".join(body)[:20000],
        optional=True,
        amends_number=key[0],
        amends_rank=key[1],
        **said,
    )
    ordered.insert(min(1 + sum(1 for other in others if other < key), len(ordered)), article)
    for position, row in enumerate(ordered):
        if row.position != position or row.pk is None:
            row.position = position
            row.save()
    return article


def _plain(line):
    """Return a line that holds no mark: what is printed is already filled."""
    return line.replace("{", "(").replace("}", ")").replace("\ufffc", "{blanc}")


def lines_of(blocks):
    """Return the lines of a body that says what these blocks of a document say."""
    lines = []
    for block in blocks:
        lines += [f"- {item}" for item in block.items] if hasattr(block, "items") else [block.text]
    return [_plain(line) for line in lines]
