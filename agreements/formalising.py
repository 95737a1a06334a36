"""What a partnership says that it is written on (Partnership.formalisation), when an arrangement or a text begins or ends.

The team says it on the partner's record, and what it said stays, but for three cases that nobody would type twice: « Aucune »
gives way to the first arrangement that is noted, a form whose last arrangement ends gives way to what is left, and « Aucune »
or an oral agreement that nothing else holds gives way to the text that is signed.
"""

import datetime

from django.utils.translation import gettext as _

from agreements.models import AgreementStatus, TemplateCode
from partnerships.models import Formalisation

# What a text of each model is (glossary A5); whatever is not here is an agreement like another.
_FORMS = {
    TemplateCode.T2: Formalisation.CPO,
    TemplateCode.T3: Formalisation.PROVISION,
    TemplateCode.T4: Formalisation.FRAMEWORK,
    TemplateCode.LI: Formalisation.LETTER_OF_INTENT,
    TemplateCode.CH: Formalisation.CHARTER,
}
_NOT_SAID = (TemplateCode.AV, TemplateCode.A26, TemplateCode.IM)


def left_without(partnership, arrangement):
    """Return the form that is left once an arrangement no longer holds, None while the partnership's own stays true.

    Another arrangement of the same form, or a text in force when the form is a written one, keeps it. Else it is that of the
    text in force, of the latest arrangement that holds, or none. Two queries at most.
    """
    form = arrangement.formalisation
    if partnership.formalisation != form or form == Formalisation.NONE:
        return None
    others = [one for one in partnership.arrangements.living() if one.pk != arrangement.pk]
    if any(one.formalisation == form for one in others):
        return None
    in_force = (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED)
    texts = partnership.party_to.filter(agreement__status__in=in_force).exclude(agreement__template__in=_NOT_SAID)
    written = list(texts.order_by("-agreement__signed_on", "agreement").values_list("agreement__template", flat=True))
    if written:
        return _FORMS.get(written[0], Formalisation.AGREEMENT) if form == Formalisation.ORAL else None
    latest = max(others, key=lambda one: (one.date or datetime.date.min, one.position, one.pk), default=None)
    return Formalisation(latest.formalisation) if latest else Formalisation.NONE


def gain(partnership, arrangement):
    """Say the form of an arrangement that holds where nothing was said. Return the new Formalisation, or None.

    Inside an operation. Raises StaleVersion.
    """
    if partnership.formalisation != Formalisation.NONE or not arrangement.is_living:
        return None
    return _say(partnership, arrangement.formalisation)


def lose(partnership, arrangement):
    """Say what is left where an arrangement that no longer holds was what was said. Return the new Formalisation, or None.

    Inside an operation. Raises StaleVersion.
    """
    left = left_without(partnership, arrangement)
    return None if left is None else _say(partnership, left)


def gain_signed(agreement):
    """Say the form of a text that all have signed, on the records of its parties. Return the sentences that tell it.

    Inside an operation, after the signature is written. The carrying organisation has no written form with itself, and an
    amendment leaves that of its agreement. Raises StaleVersion.
    """
    if agreement.template in _NOT_SAID:
        return []
    form, sentences = _FORMS.get(agreement.template, Formalisation.AGREEMENT), []
    parties = agreement.parties.filter(partnership__is_lead=False).select_related("partnership__partner")
    for partnership in (party.partnership for party in parties):
        before = partnership.formalisation
        if before == Formalisation.NONE or (before == Formalisation.ORAL and not _is_spoken(partnership)):
            sentences.append(words_of(partnership, before, _say(partnership, form)))
    return sentences


def _is_spoken(partnership):
    """Say whether an oral agreement with the partner goes on, beside what was signed."""
    return partnership.arrangements.living().filter(formalisation=Formalisation.ORAL).exists()


def _say(partnership, form):
    partnership.claim(partnership.version)
    partnership.formalisation = form
    partnership.save()
    return Formalisation(form)


def words_of(partnership, before, form):
    """Return the sentence that tells what the record of a partner says from now on; empty text when nothing changed."""
    if form is None or form == before:
        return ""
    return _("%(partner)s\u00a0: l’écrit de sa fiche passe de «\u00a0%(before)s\u00a0» à «\u00a0%(after)s\u00a0».") % {
        "partner": partnership.partner.label,
        "before": Formalisation(before).label,
        "after": Formalisation(form).label,
    }
