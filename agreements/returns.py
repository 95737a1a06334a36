"""What came back of the agreements under way, in a few words each, for a list: nobody has to open them one by one."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import (
    Agreement,
    AgreementStatus,
    AgreementVersion,
    AnswerKind,
    PartnerRemark,
    PartyAnswer,
    PartyCorrection,
    Settled,
    Signature,
    SignatureState,
    WordingProposal,
)
from agreements.typography import french_list

_UNREAD = (
    (PartnerRemark, Q(answered_at=None)),
    (WordingProposal, Q(decision=Settled.PENDING)),
    (PartyCorrection, Q(decision=Settled.PENDING)),
)
_SIGNED = Q(state__in=(SignatureState.PAPER, SignatureState.ELECTRONIC))


def returns_of(project, agreements):
    """Return {key of agreement: (sentence, address)} of those of the project of which there is something to tell.

    Ready: how many have signed. Before: what waits to be read, else what the parties answered to the last version. Their
    parties must be prefetched. Two queries at most.
    """
    under_way = [one for one in agreements if one.status in (AgreementStatus.NEGOTIATION, AgreementStatus.READY)]
    if not under_way:
        return {}
    counts = _counts(under_way)
    discussed = [one for one in under_way if one.status == AgreementStatus.NEGOTIATION and not counts[one.pk].unread]
    answers = _answers(discussed)
    found = {}
    for one in under_way:
        count, page = counts[one.pk], "reply_list"
        if one.status == AgreementStatus.READY:
            page = "signature_list"
            # None is singular in French.
            words = ngettext(
                "%(signed)d signature sur %(all)d", "%(signed)d signatures sur %(all)d", max(count.signed, 1)
            )
            sentence = words % {"signed": count.signed, "all": count.asked} if count.asked else ""
        elif count.unread:
            sentence = ngettext("%(n)d retour à lire", "%(n)d retours à lire", count.unread) % {"n": count.unread}
        else:
            sentence = _said(one, answers.get(one.pk, {}))
        if sentence:
            found[one.pk] = (sentence, reverse(f"agreements:{page}", args=[project.slug, one.public_id]))
    return found


def _counts(agreements):
    """Return {key: row with `unread`, `asked` and `signed`}. One query."""
    rows = Agreement.objects.filter(pk__in=[one.pk for one in agreements]).only("pk")
    rows = rows.annotate(
        **{f"unread_{n}": _count(model, about, "link__agreement") for n, (model, about) in enumerate(_UNREAD)},
        asked=_count(Signature, Q(), "agreement"),
        signed=_count(Signature, _SIGNED, "agreement"),
    )
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.asked, row.signed = row.asked or 0, row.signed or 0
        row.unread = sum(getattr(row, f"unread_{n}") or 0 for n in range(len(_UNREAD)))
    return found


def _count(model, about, path):
    rows = model.objects.filter(about, **{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(rows.annotate(n=Count("pk")).values("n"))


def _answers(agreements):
    """Return {key: {key of a party: kind of its last answer to the last version}}. One query, none for no agreement."""
    if not agreements:
        return {}
    last = AgreementVersion.objects.filter(agreement=OuterRef("version__agreement")).order_by("-number")
    rows = PartyAnswer.objects.filter(
        version__agreement__in=[one.pk for one in agreements], version__number=Subquery(last.values("number")[:1])
    )
    found = {}
    for agreement, party, kind in rows.order_by("made_at", "pk").values_list("version__agreement", "party", "kind"):
        found.setdefault(agreement, {})[party] = kind
    return found


def _said(agreement, answers):
    """Return who asks for a change, else who accepts, in a sentence; empty when nobody has answered.

    The one other party is not named: a list calls an agreement by its name.
    """
    others = [party for party in agreement.parties.all() if not party.partnership.is_lead]
    if len(others) == 1:
        alone = {AnswerKind.CHANGE: _("Changement demandé"), AnswerKind.ACCEPTED: _("Texte accepté")}
        return alone.get(answers.get(others[0].pk), "")
    changes = [party.label for party in others if answers.get(party.pk) == AnswerKind.CHANGE]
    if changes:
        words = ngettext("%(who)s demande un changement", "%(who)s demandent un changement", len(changes))
        return words % {"who": french_list(changes)}
    accepts = [party.label for party in others if answers.get(party.pk) == AnswerKind.ACCEPTED]
    if not accepts:
        return ""
    if len(accepts) == len(others) > 1:
        return _("Toutes les autres parties acceptent")
    return ngettext("%(who)s accepte", "%(who)s acceptent", len(accepts)) % {"who": french_list(accepts)}
