"""Checks on what the parties bring: money, things lent, their value and their insurance."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.checks.case import ERROR, WARNING, check, is_belgian, is_public
from agreements.models import TemplateCode
from agreements.yearly import yearly_help

SUBSIDY_THRESHOLD = Decimal(23000)
_LOANS = re.compile(
    r"\b(salles?|locaux|local|garage|bureau|véhicules?|camions?|minibus|voitures?|camionnettes?)\b", re.I
)


@check(5, ERROR)
def large_public_help_has_the_right_model(case):
    """Over 23 000 € a year from one authority, cash and kind: model T2 (loi 2000-321, art. 10; décret 2001-495)."""
    agreement = case.agreement
    if agreement.template in (TemplateCode.T2, TemplateCode.T4):
        return
    for party in case.parties:
        if not is_public(party.partnership.partner) or is_belgian(party):
            continue
        if yearly_help(agreement)[party.partnership_id].total > SUBSIDY_THRESHOLD:
            yield (
                _("%(party)s apporte plus de 23\u00a0000\u00a0€ par an\u00a0: prenez le modèle T2 (subvention).")
                % {"party": party.partnership.partner.label},
                "apports",
            )


@check(7, WARNING)
def public_help_in_kind_is_valued(case):
    """What a public body lends is a subsidy in kind: its value is asked (loi 2000-321, art. 9-1; CGCT L2144-3)."""
    for mean in case.means:
        if mean.partnership and is_public(mean.partnership.partner) and mean.value is None:
            yield (
                _("%(party)s apporte «\u00a0%(what)s\u00a0»\u00a0: quelle valeur par an\u00a0?")
                % {"party": mean.partnership.partner.label, "what": mean.what},
                "apports",
            )


@check(9, WARNING)
def passing_on_is_written(case):
    """Money passed on to a partner needs a clause that allows it (CGCT L1611-4)."""
    if case.agreement.passing_on and "revers" not in case.text.lower():
        yield _("Un reversement est prévu, aucun article ne l’autorise."), "signature"


@check(14, WARNING)
def lent_things_are_insured(case):
    """Premises or a vehicle lent: a certificate of less than a year is shown (usual practice)."""
    for party in case.parties:
        lent = [mean for mean in case.means if mean.partnership_id == party.partnership_id and _LOANS.search(mean.what)]
        if lent and (party.insurance_on is None or (case.day - party.insurance_on).days > 365):
            yield (
                _("%(party)s prête «\u00a0%(what)s\u00a0»\u00a0: une attestation d’assurance de moins d’un an\u00a0?")
                % {"party": party.partnership.partner.label, "what": lent[0].what},
                f"partie:{party.public_id}",
            )
