"""Signatures of an agreement: asked from the parties, noted one by one or all at once, and what starts too early."""

from itertools import zip_longest

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.facts import day_text
from agreements.models import (
    ActionSheet,
    Agreement,
    Blocked,
    OutOfOrder,
    Refused,
    SheetStatus,
    Signature,
    SignatureState,
)
from agreements.typography import NBSP, french_list


def ask_signatures(agreement, *, on):
    """Write the signatures to come of each party, as it names its signatories; a party that has some keeps them.

    An amendment is signed by those who signed what it changes, in the same order.
    """
    known = set(agreement.signatures.values_list("party", flat=True))
    earlier = {}
    for one in Signature.objects.filter(agreement=agreement.amends_id).select_related("party__partnership__partner"):
        earlier.setdefault(one.party.partnership_id, []).append(one)
    for party in agreement.parties.all():
        if party.pk in known:
            continue
        before = earlier.get(party.partnership_id, [])
        then = {name or before[0].party.called for name, _quality in before[0].party.signatories} if before else set()
        # Whoever signed as the party named them then signs as it names them now; the others sign as they did.
        named = [(name or party.called, quality) for name, quality in party.signatories]
        others = [one for one in before if one.name not in then]
        as_named = [one for one in before if one.name in then][: len(named)]
        asked = [*zip_longest(named, as_named), *(((one.name, one.quality), one) for one in others)]
        for (name, quality), model in asked:
            kept = {"rank": model.rank, "email": model.email} if model else {}
            Signature.objects.create(
                agreement=agreement, party=party, name=name[:200], quality=quality[:200], asked_on=on, **kept
            )


def sign_the_others(agreement, *, on):
    """Note that all those who were waited for have signed on that day. Raises Refused when one of them does not."""
    waited = [signature for signature in agreement.signatures.all() if not signature.is_signed]
    refused = [signature for signature in waited if signature.state == SignatureState.REFUSED]
    if refused:
        raise Refused(refused)
    for signature in waited:
        signature.state = SignatureState.ELECTRONIC if agreement.electronic_signature else SignatureState.PAPER
        signature.signed_on = on
        signature.save()


def drop_signatures(agreement):
    """Ask nobody any more: the text goes back to work. The files that came back signed stay with the agreement."""
    for signature in agreement.signatures.prefetch_related("files"):
        for file in signature.files.all():
            file.signature = None
            file.save()
        signature.delete()


def moved_since_ready(agreement):
    """Say whether the words of an agreement (from with_facts) differ from those of the last version. False without any."""
    from agreements.freezing import says_the_same

    version = agreement.versions.order_by("-number").values("fingerprint").first()
    return bool(version and version["fingerprint"]) and not says_the_same(agreement, version["fingerprint"])


def require_party_may_sign(signature, *, on):
    """Raise Blocked when the party is public and signs before its decision is enforceable (check 2 of C8)."""
    from agreements.checks import blocking, findings
    from agreements.checks.case import Case

    agreement = Agreement.objects.with_facts().select_related("project").get(pk=signature.agreement_id)
    agreement.signed_on = on
    if signature.party_id in {party.pk for party in Case(agreement, on).public_parties()}:
        errors = blocking(findings(agreement, day=on))
        if errors:
            raise Blocked(errors)


def starts_early(agreement, today):
    """Say whether something begins before everybody has signed: the date of effect is past, or a fiche is under way.

    A fiche that is under way began under the agreement before, when there was one.
    Reads `has_begun` (of `with_beginnings`) when it is there, else the fiches of with_facts.
    """
    if not agreement.is_open:
        return False
    begun = getattr(agreement, "has_begun", None)
    if begun is None:
        begun = any(sheet.status == SheetStatus.ONGOING for sheet in agreement.sheets.all())
    begun = begun and not agreement.follows_id
    return bool(begun or (agreement.effective_on and agreement.effective_on <= today))


def with_beginnings(agreements):
    """Annotate `has_begun`: a fiche of the agreement, or annexed to it, is under way."""
    sheets = ActionSheet.objects.filter(
        Q(agreement=OuterRef("pk")) | Q(annexed_to=OuterRef("pk")), status=SheetStatus.ONGOING
    )
    return agreements.annotate(has_begun=Exists(sheets.order_by()))


def early_words(agreement):
    """Return the sentence of the warning « avant signature de tous »."""
    if agreement.effective_on:
        return _("Avant signature de tous\u00a0: la convention prend effet le %(day)s.") % {
            "day": day_text(agreement.effective_on)
        }
    return _("Avant signature de tous\u00a0: une fiche action est en cours.")


def reason_of(refusal):
    """Return what a WrongMoment says to the person who asked, or empty text."""
    if not isinstance(refusal, OutOfOrder):
        return ""
    names = [one.name for one in refusal.before]
    if isinstance(refusal, Refused):
        sentence = ngettext("%(who)s a refusé de signer.", "%(who)s ont refusé de signer.", len(names))
    else:
        sentence = ngettext("%(who)s signe avant.", "%(who)s signent avant.", len(names))
    return sentence % {"who": french_list(names)}


def reminder(signature, *, by):
    """Return (subject, text) of the courriel that reminds one person to sign."""
    agreement = signature.agreement
    subject = _("Signature de la convention «%(s)s%(title)s%(s)s»") % {"title": agreement.title, "s": NBSP}
    place = f" ({signature.quality})" if signature.quality else ""
    asked = day_text(signature.asked_on)
    lines = [
        _("Bonjour,"),
        "",
        _("La convention «%(s)s%(title)s%(s)s» attend votre signature pour %(party)s%(place)s.")
        % {"title": agreement.title, "party": signature.party.called, "place": place, "s": NBSP},
    ]
    if asked:
        lines.append(_("Elle est prête à signer depuis le %(day)s.") % {"day": asked})
    lines += [
        _("Vous pouvez signer sur papier et nous rendre l’exemplaire, ou nous en envoyer une copie numérisée."),
        "",
        _("Si quelque chose vous retient, dites-le nous%(s)s: nous en reparlerons.") % {"s": NBSP},
        "",
        _("Merci,"),
        str(by),
    ]
    return subject, "\n".join(lines)
