"""Checks on the parties: who they are, who signs, after which decision."""

import re

from django.utils.translation import gettext as _

from agreements.checks.case import ERROR, WARNING, check, is_belgian
from partnerships.models import PartnerKind

_ASSOCIATIONS = (PartnerKind.ASSOCIATION, PartnerKind.SOCIAL_CENTRE, PartnerKind.FEDERATION)
_FRENCH_ONLY = re.compile(r"\b(SIRET|CNIL|contrat d’engagement républicain)\b", re.I)


@check(1, ERROR)
def identity_is_complete(case):
    """Each party has a name, a seat, a signatory and a quality; as many originals as parties (C. civ. 1375, 1366)."""
    if len(case.parties) < 2:
        yield _("Il faut deux parties au moins."), "signature"
    for party in case.parties:
        missing = [
            str(label)
            for label, value in (
                (_("le siège"), party.seat),
                (_("le ou la signataire"), party.signatory),
                (_("sa qualité"), party.quality),
            )
            if not value
        ]
        if missing:
            yield (
                _("%(party)s\u00a0: il manque %(missing)s.")
                % {"party": party.partnership.partner.label, "missing": ", ".join(missing)},
                f"partie:{party.public_id}",
            )
    agreement = case.agreement
    if not agreement.electronic_signature:
        if agreement.originals is None:
            yield _("Combien d’originaux signez-vous\u00a0? Le nombre s’écrit sur chacun."), "signature"
        elif agreement.originals < len(case.parties):
            yield (
                _("Il faut autant d’originaux que de parties\u00a0: %(count)d au moins.")
                % {"count": len(case.parties)},
                "signature",
            )


@check(2, ERROR, overridable=True)
def public_party_has_decided(case):
    """A local authority signs after a decision made enforceable: number, date, day (CGCT L2131-1, L2121-29).

    Each public party has its own; what the agreement itself says holds for those of which nothing is noted.
    """
    agreement = case.agreement
    public = [party for party in case.public_parties() if not is_belgian(party)]
    signed = agreement.signed_on or agreement.signature_planned_on
    late = []
    for party in public:
        decision = party.decision
        place = "deliberation" if len(public) == 1 and decision == agreement else f"deliberation:{party.public_id}"
        missing = [
            str(label)
            for label, value in (
                (_("le numéro"), decision.deliberation_number),
                (_("la date"), decision.deliberation_on),
                (_("le jour où elle devient exécutoire"), decision.deliberation_enforceable_on),
            )
            if not value
        ]
        if missing:
            yield (
                _("Délibération de %(party)s\u00a0: il manque %(missing)s.")
                % {"party": party.partnership.partner.label, "missing": ", ".join(missing)},
                place,
            )
        enforceable = decision.deliberation_enforceable_on
        if signed and enforceable and signed <= enforceable:
            late.append(place)
    if late:
        yield _("La signature doit suivre le jour où la délibération devient exécutoire."), late[0]


@check(3, WARNING)
def association_says_who_empowers(case):
    """The statutes or a decision of the board empower the signatory of an association (usual practice)."""
    for party in case.parties:
        is_association = party.partnership.partner.kind in _ASSOCIATIONS or "association" in party.legal_form.lower()
        if is_association and not party.authorisation:
            yield (
                _("%(party)s\u00a0: qui donne pouvoir de signer\u00a0? Statuts ou décision du conseil.")
                % {"party": party.partnership.partner.label},
                f"partie:{party.public_id}",
            )


@check(4, ERROR)
def subsidised_body_signed_the_republican_contract(case):
    """A subsidised association has signed the contrat d’engagement républicain (décret 2021-1947; France)."""
    agreement = case.agreement
    if agreement.yearly_subsidy and not agreement.republican_contract and not case.belgian_parties():
        yield (
            _("Subvention publique\u00a0: le contrat d’engagement républicain n’est pas noté comme souscrit."),
            "signature",
        )


@check(18, ERROR)
def belgian_party_without_french_mentions(case):
    """A Belgian party has a BCE number and another authority for data: no SIRET, CER, CNIL (domain C4)."""
    for party in case.belgian_parties():
        if party.siret or party.rna:
            yield (
                _("%(party)s est belge\u00a0: gardez le numéro BCE, retirez SIRET et RNA.")
                % {"party": party.partnership.partner.label},
                f"partie:{party.public_id}",
            )
    if not case.belgian_parties():
        return
    for item in case.written:
        found = next(
            (_FRENCH_ONLY.search(block.text) for block in item.blocks if _FRENCH_ONLY.search(block.text)), None
        )
        if found and item.article.public_id:
            yield (
                _("«\u00a0%(word)s\u00a0» n’existe pas en Belgique.") % {"word": found.group(0)},
                f"article:{item.article.public_id}",
            )
