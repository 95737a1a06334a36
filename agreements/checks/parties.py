"""Checks on the parties: who they are, who signs, after which decision."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.amounts import amounts_of
from agreements.checks.case import ERROR, WARNING, check
from agreements.conditions import belgian, is_association

_FRENCH_ONLY = re.compile(
    r"\b(SIRET|CNIL|Commission nationale de l’informatique et des libertés|contrat d’engagement républicain"
    r"|loi n°\s2000-321|décret n°\s20\d\d-\d+|code général des collectivités territoriales"
    r"|code général de la propriété des personnes publiques)\b",
    re.I,
)


@check(1, ERROR, gettext_lazy("Code civil, art. 1375 et 1366"))
def identity_is_complete(case):
    """Each party has a name, a seat, a signatory and a quality; as many originals as parties (C. civ. 1375, 1366).

    The number of originals is that of contracts: a letter, a charter, a form of consent need none.
    """
    fewest = case.model.parties_min if case.model else 2
    most = case.model.parties_max if case.model else None
    if len(case.parties) < fewest:
        yield _("Il faut au moins %(count)d parties pour ce modèle.") % {"count": fewest}, "signature"
    elif most and len(case.parties) > most:
        yield _("Ce modèle est écrit pour %(count)d parties au plus.") % {"count": most}, "signature"
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
    if case.binds and not agreement.electronic_signature:
        if agreement.originals is None:
            yield _("Combien d’originaux signez-vous\u00a0? Le nombre s’écrit sur chacun."), "signature"
        elif agreement.originals < len(case.parties):
            yield (
                _("Il faut autant d’originaux que de parties\u00a0: %(count)d au moins.")
                % {"count": len(case.parties)},
                "signature",
            )


@check(
    2, ERROR, gettext_lazy("Code général des collectivités territoriales, art. L2121-29 et L2131-1"), overridable=True
)
def public_party_has_decided(case):
    """A local authority signs after a decision made enforceable: number, date, day (CGCT L2131-1, L2121-29).

    Each public party has its own; what the agreement itself says holds for those of which nothing is noted.
    """
    agreement = case.agreement
    public = case.public_parties() if case.binds else []
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
                _("Délibération (%(party)s)\u00a0: il manque %(missing)s.")
                % {"party": party.partnership.partner.label, "missing": ", ".join(missing)},
                place,
            )
        enforceable = decision.deliberation_enforceable_on
        if signed and enforceable and signed <= enforceable:
            late.append(place)
    if late:
        yield _("La signature doit suivre le jour où la délibération devient exécutoire."), late[0]


@check(3, WARNING, gettext_lazy("Usage\u00a0: statuts ou décision du conseil"))
def association_says_who_empowers(case):
    """The statutes or a decision of the board empower the signatory of an association (usual practice)."""
    for party in case.parties if case.binds else ():
        if is_association(party) and not party.authorisation:
            yield (
                _("%(party)s\u00a0: qui donne pouvoir de signer\u00a0? Statuts ou décision du conseil.")
                % {"party": party.partnership.partner.label},
                f"partie:{party.public_id}",
            )


@check(4, ERROR, gettext_lazy("Décret n°\u00a02021-1947 du 31\u00a0décembre 2021"))
def subsidised_body_signed_the_republican_contract(case):
    """A subsidised association has signed the contrat d’engagement républicain (décret 2021-1947; France)."""
    agreement = case.agreement
    if amounts_of(agreement).subsidies and not agreement.republican_contract and not case.belgian_parties():
        yield (
            _("Subvention publique\u00a0: le contrat d’engagement républicain n’est pas noté comme souscrit."),
            "subvention",
        )


@check(18, ERROR, gettext_lazy("Droit belge\u00a0: numéro BCE, Autorité de protection des données"))
def belgian_party_without_french_mentions(case):
    """A Belgian party has a BCE number and another authority for data: no SIRET, CER, CNIL (domain C4).

    A text between the two countries may name what is French, if the same paragraph says « en France ».
    """
    for party in case.belgian_parties():
        if party.siret or party.rna:
            yield (
                _("%(party)s est belge\u00a0: gardez le numéro BCE, retirez SIRET et RNA.")
                % {"party": party.partnership.partner.label},
                f"partie:{party.public_id}",
            )
    if not case.belgian_parties():
        return
    mixed = not all(belgian(party) for party in case.parties)
    for item in case.written:
        found = _french_only((block.text for block in item.blocks), mixed)
        if found and item.article.public_id:
            yield (
                _("«\u00a0%(word)s\u00a0» n’existe pas en Belgique.") % {"word": found},
                f"article:{item.article.public_id}",
            )
    found = _french_only(case.writer.visas(), mixed)
    if found:
        yield (
            _(
                "Ce modèle s’appuie sur «\u00a0%(word)s\u00a0», qui n’existe pas en Belgique\u00a0: prenez le modèle "
                "«\u00a0Belgique, commune ou CPAS et ASBL\u00a0»."
            )
            % {"word": found},
            "signature",
        )


def _french_only(texts, mixed):
    """Return the first mention that exists only in France, or None."""
    for text in texts:
        found = _FRENCH_ONLY.search(text)
        if found and not (mixed and "en France" in text):
            return found.group(0)
    return None
