"""The conditions that a text may set (`[si condition : …]`): what each one means, and whether it holds."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from agreements.amounts import amounts_of
from agreements.models import DataOption, PremisesDomain
from partnerships.models import PartnerKind

_MINORS = re.compile(r"\b(enfants?|jeunes?|mineur\w*|adolescent\w*|collégien\w*|familles?)\b", re.I)
_ASSOCIATIONS = (PartnerKind.ASSOCIATION, PartnerKind.SOCIAL_CENTRE, PartnerKind.FEDERATION)


@dataclass(frozen=True)
class Condition:
    """`label` says when it holds; `place` where it is decided (agreements.places), empty when it is read elsewhere."""

    label: str
    place: str = ""


CONDITIONS = {
    "deux": Condition(_("il y a deux parties")),
    "plusieurs": Condition(_("il y a trois parties ou plus")),
    "habitants": Condition(_("des habitant·es prennent part à l’instance"), "instance"),
    "partage": Condition(_("des informations nominatives sont partagées"), "donnees"),
    "option A": Condition(_("données\u00a0: chacune de son côté"), "donnees"),
    "option B": Condition(_("données\u00a0: responsables conjoints"), "donnees"),
    "option C": Condition(_("données\u00a0: sous-traitance"), "donnees"),
    "électronique": Condition(_("la signature est électronique"), "signature"),
    "subvention": Condition(_("une subvention est inscrite au budget"), "budget"),
    "sans subvention": Condition(_("aucune subvention n’est inscrite au budget"), "budget"),
    "nature": Condition(_("un organisme public apporte en nature"), "apports"),
    "sans nature": Condition(_("aucun apport en nature d’un organisme public"), "apports"),
    "reversement": Condition(_("une part est reversée à des partenaires"), "subvention"),
    "comptable": Condition(_("le comptable assignataire est connu"), "subvention"),
    "souscrit": Condition(_("la date du contrat d’engagement républicain est connue"), "subvention"),
    "collectivité": Condition(_("la première partie est une collectivité française")),
    "commune": Condition(_("la première partie est une commune française")),
    "cpas": Condition(_("la première partie est un CPAS")),
    "délibération": Condition(_("une partie publique délibère"), "deliberation"),
    "domaine public": Condition(_("le lieu est du domaine public"), "lieu"),
    "domaine privé": Condition(_("le lieu est du domaine privé d’une personne publique"), "lieu"),
    "propriété privée": Condition(_("le lieu est à une personne privée"), "lieu"),
    "matériel": Condition(_("du matériel est prêté"), "lieu"),
    "clés": Condition(_("des clés sont remises"), "lieu"),
    "gratuit": Condition(_("le prêt est gratuit"), "lieu"),
    "gratuit public": Condition(_("le domaine public est prêté gratuitement à une association"), "lieu"),
    "gratuit privé": Condition(_("un bien privé est prêté gratuitement"), "lieu"),
    "redevance": Condition(_("une redevance est due"), "lieu"),
    "redevance inconnue": Condition(_("gratuité ou redevance\u00a0: pas encore dit"), "lieu"),
    "prêteur public": Condition(_("la première partie est publique")),
    "prêteur privé": Condition(_("la première partie est privée")),
    "charte": Condition(_("une charte est écrite"), "annexes"),
    "mineurs": Condition(_("le public compte des personnes mineures"), "images"),
    "des annexes": Condition(_("au moins une annexe est jointe"), "annexes"),
    "convention numérotée": Condition(_("la convention modifiée a un numéro")),
}


def public_body(party):
    """Say whether a party is a French local authority or its social centre: it signs after a decision."""
    return party.partnership.partner.kind in PartnerKind.public_bodies() and not belgian(party)


def deliberates(party):
    """Say whether a party is a local authority, French or Belgian: its council decides before it signs."""
    return party.partnership.partner.kind in PartnerKind.public_bodies()


def belgian(party):
    territory = party.partnership.partner.territory
    return bool(party.bce) or (territory is not None and territory.country == "BE")


def is_public(partner):
    """Say whether a partner is a public authority or manages a public service (loi 2000-321, art. 1 and 9-1)."""
    return partner.kind in (
        *PartnerKind.public_bodies(),
        PartnerKind.STATE,
        PartnerKind.MUNICIPAL_OFFICE,
        PartnerKind.FAMILY_FUND,
        PartnerKind.PENSION_FUND,
        PartnerKind.FARM_FUND,
        PartnerKind.HEALTH_INSURANCE,
        PartnerKind.HEALTH_AGENCY,
        PartnerKind.DISABILITY_HOUSE,
    )


def is_association(party):
    return party.partnership.partner.kind in _ASSOCIATIONS or "association" in party.legal_form.lower()


def minors(agreement):
    """Return the names of the audiences of the agreement that may be minors."""
    return [audience.name for audience in agreement.audiences.all() if _MINORS.search(audience.name)]


def holding(agreement):
    """Return {condition: True or False, or None when nothing has been chosen yet (then a dotted line stands)}.

    `agreement` comes from with_facts(). « article objet » and « annexe raci » are added by the wording, which knows them.
    """
    amounts = amounts_of(agreement)
    parties = list(agreement.parties.all())
    first = parties[0] if parties else None
    kind = first.partnership.partner.kind if first else ""
    lender_is_public = first is not None and is_public(first.partnership.partner)
    domain, fee, chosen = agreement.premises_domain, agreement.fee, agreement.data_option
    known = {
        "deux": len(parties) <= 2,
        "plusieurs": len(parties) > 2,
        "habitants": agreement.residents_take_part,
        "partage": agreement.nominative_sharing,
        "électronique": agreement.electronic_signature,
        "subvention": bool(amounts.subsidies),
        "sans subvention": not amounts.subsidies,
        "nature": bool(amounts.kind),
        "sans nature": not amounts.kind,
        "reversement": bool(agreement.passing_on),
        "comptable": bool(agreement.accountant),
        "souscrit": agreement.republican_contract_on is not None,
        "collectivité": first is not None and public_body(first),
        "commune": first is not None and public_body(first) and kind == PartnerKind.MUNICIPALITY,
        "cpas": kind == PartnerKind.SOCIAL_CENTRE_PUBLIC,
        "délibération": any(public_body(party) for party in parties),
        "domaine public": domain == PremisesDomain.PUBLIC,
        "domaine privé": domain == PremisesDomain.PRIVATE,
        "propriété privée": domain == PremisesDomain.OWNER,
        "matériel": bool(agreement.equipment),
        "clés": bool(agreement.keys),
        "gratuit": fee == 0,
        "gratuit public": fee == 0
        and domain == PremisesDomain.PUBLIC
        and any(is_association(party) for party in parties[1:]),
        "gratuit privé": fee == 0 and domain in (PremisesDomain.PRIVATE, PremisesDomain.OWNER),
        "redevance": bool(fee),
        "redevance inconnue": fee is None,
        "prêteur public": lender_is_public,
        "prêteur privé": not lender_is_public,
        "charte": bool(agreement.charter.strip()),
        "mineurs": agreement.pictures_planned is not False and bool(minors(agreement)),
        "convention numérotée": bool(agreement.amends and agreement.amends.number),
    }
    for code in DataOption.values:
        known[f"option {code}"] = chosen == code
    if not chosen:
        known[f"option {DataOption.values[0]}"] = None
    if not domain:
        known["domaine public"] = None
    return known
