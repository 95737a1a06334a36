"""The text that somebody is asked to validate, as data, and its fingerprint: what is validated is this text and no other.

It is what a version freezes, annexes included: a fiche action that changes after a yes changes what will be signed. The
drawings of the RACI and of the frise are left out: they follow the life of the project, and the version keeps them. So are
the facts that belong to the signing (ADR 14): the deliberation comes after the text that it is about.
"""

import hashlib
import json

from agreements.comparing import sections_as_data, sections_from
from agreements.freezing import present_sections
from agreements.models import TextState
from agreements.wording import Writer


def validated_sections(agreement, writer=None):
    """Return the text of an agreement (from with_facts) as Sections, its annexes that are texts included."""
    return sections_from({"sections": _present(agreement, writer)})


def fingerprint_of_data(data):
    """Return the SHA-256, in hexadecimal, of every word of sections as data."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def fingerprint_now(agreement, writer=None):
    """Return the fingerprint under which the text of an agreement (from with_facts) is known as it reads now."""
    return fingerprint_of_data(_present(agreement, writer))


def text_state(agreement, writer=None):
    """Return the TextState of an agreement (from with_facts) as it reads now, written the first time it is asked about."""
    data = _present(agreement, writer)
    known = {"agreement": agreement, "fingerprint": fingerprint_of_data(data)}
    return TextState.objects.get_or_create(**known, defaults={"sections": data})[0]


def _present(agreement, writer=None):
    """Return the text as data. Late facts are dotted lines in it, unless it is known with them and not without.

    Texts validated before late facts were left out hold those of their day: whoever said yes to them still has.
    """
    writer = writer or Writer(agreement)
    data = sections_as_data(present_sections(agreement, writer=writer))
    if not writer.late:
        return data
    whole = sections_as_data(present_sections(agreement, writer=writer, late=True))
    found = {fingerprint_of_data(one): one for one in (whole, data)}
    known = set(agreement.text_states.filter(fingerprint__in=found).values_list("fingerprint", flat=True))
    return whole if known == {fingerprint_of_data(whole)} else data


def sections_of_state(state):
    """Return the Sections of a TextState."""
    return sections_from({"sections": state.sections})
