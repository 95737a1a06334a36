"""The text that somebody is asked to validate, as data, and its fingerprint: what is validated is this text and no other.

It is what a version freezes, annexes included: a fiche action that changes after a yes changes what will be signed. The
drawings of the RACI and of the frise are left out: they follow the life of the project, and the version keeps them.
"""

import hashlib
import json

from agreements.comparing import sections_as_data, sections_from
from agreements.freezing import present_sections
from agreements.models import TextState


def validated_sections(agreement, writer=None):
    """Return the text of an agreement (from with_facts) as Sections, its annexes that are texts included."""
    return present_sections(agreement, writer=writer)


def fingerprint_of(sections):
    """Return the SHA-256, in hexadecimal, of every word of the Sections."""
    return fingerprint_of_data(sections_as_data(sections))


def fingerprint_of_data(data):
    """Return the same of sections as data."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def fingerprint_now(agreement, writer=None):
    """Return the fingerprint of the text of an agreement (from with_facts) as it reads now."""
    return fingerprint_of(validated_sections(agreement, writer))


def text_state(agreement, writer=None):
    """Return the TextState of an agreement (from with_facts) as it reads now, written the first time it is asked about."""
    data = sections_as_data(validated_sections(agreement, writer))
    known = {"agreement": agreement, "fingerprint": fingerprint_of_data(data)}
    return TextState.objects.get_or_create(**known, defaults={"sections": data})[0]


def sections_of_state(state):
    """Return the Sections of a TextState."""
    return sections_from({"sections": state.sections})
