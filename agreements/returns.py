"""What came back of the agreements under way, in a few words each, for a list: nobody has to open them one by one."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import (
    OPEN_STATUSES,
    Agreement,
    AgreementStatus,
    AgreementVersion,
    AnswerKind,
    PartyAnswer,
    Signature,
    SignatureState,
)
from agreements.sides import replies_waiting
from agreements.typography import french_list


def returns_of(project, agreements):
    """Return {key of agreement: (sentence, address)} of those of the project of which there is something to tell.

    A party may correct its own lines before there is a text. What waits to be read comes first. Else, ready: how many have
    signed; before: what the parties answered to the last version. Their parties must be prefetched. Three queries at most.
    """
    under_way = [one for one in agreements if one.status in OPEN_STATUSES]
    if not under_way:
        return {}
    counts, unread = _counts(under_way), replies_waiting([one.pk for one in under_way])
    discussed = [one for one in under_way if one.status == AgreementStatus.NEGOTIATION and one.pk not in unread]
    answers = _answers(discussed)
    found = {}
    for one in under_way:
        count, page = counts[one.pk], "reply_list"
        if one.pk in unread:
            words = ngettext("%(n)d retour à lire", "%(n)d retours à lire", unread[one.pk].count)
            sentence = words % {"n": unread[one.pk].count}
        elif one.status == AgreementStatus.READY:
            page = "signature_list"
            # None is singular in French.
            words = ngettext(
                "%(signed)d signature sur %(all)d", "%(signed)d signatures sur %(all)d", max(count.signed, 1)
            )
            sentence = words % {"signed": count.signed, "all": count.asked} if count.asked else ""
        else:
            sentence = _said(one, answers.get(one.pk, {}))
        if sentence:
            found[one.pk] = (sentence, reverse(f"agreements:{page}", args=[project.slug, one.public_id]))
    return found


def _counts(agreements):
    """Return {key: row with `asked` and `signed`}. One query."""
    rows = Agreement.objects.filter(pk__in=[one.pk for one in agreements]).only("pk")
    rows = rows.annotate(
        asked=_count(Q()), signed=_count(Q(state__in=(SignatureState.PAPER, SignatureState.ELECTRONIC)))
    )
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.asked, row.signed = row.asked or 0, row.signed or 0
    return found


def _count(about):
    rows = Signature.objects.filter(about, agreement=OuterRef("pk")).order_by().values("agreement")
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
