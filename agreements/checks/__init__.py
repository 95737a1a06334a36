"""What must be looked at before an agreement is ready to sign: one function a check, numbered as in the method (C8).

Level E blocks the clean PDF, level W is a warning shown beside the text. A check yields (message, place) pairs; the
place is where the fact is mended.
"""

from agreements.checks import means, parties, text  # noqa: F401 (they register their checks)
from agreements.checks.blanks import blanks
from agreements.checks.case import BLANK, CHECKS, PROOFS, Case, Finding
from agreements.models import TemplateCode
from agreements.places import place_url

__all__ = ["BLANK", "CHECKS", "PROOFS", "Finding", "blocking", "findings"]

_OF_DATES = (10,)


def findings(agreement, *, day=None, writer=None):
    """Return the Findings of an agreement (from with_facts), errors first. `day` is the date of reading."""
    from django.utils import timezone

    case = Case(agreement, day or timezone.localdate(), writer)
    # A text written elsewhere is not ours to check: only its dates are followed here.
    is_ours = agreement.template != TemplateCode.ELSEWHERE
    checks = [check for check in CHECKS if is_ours or check[0] in _OF_DATES]
    overrides = {override.check_number: override for override in agreement.overrides.all()}
    found = [
        Finding(
            number,
            level,
            str(message),
            place_url(agreement, place),
            overridable,
            overrides.get(number) if overridable else None,
            case.ground(number, ground),
        )
        for number, level, overridable, function, ground in sorted(checks, key=lambda check: check[0])
        for message, place in function(case)
    ]
    if is_ours:
        found += blanks(case)
    return sorted(found, key=lambda finding: (not finding.blocks, finding.level == BLANK))


def blocking(found):
    """Return the findings that forbid the clean PDF and « prête à signer »."""
    return [finding for finding in found if finding.blocks]
