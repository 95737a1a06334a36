"""The facts that an agreement's text is filled from: one mark, one value, one place where it is mended.

Only what is listed here can enter the text. The team's private reading of a partner (freins, leviers, trust, tensions)
is not, so no agreement can contain it.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from agreements.amounts import amounts_of
from agreements.conditions import belgian, deliberates, public_body
from agreements.typography import NBSP, french_list, lower_first, seated, with_article
from documents.words import euros


@dataclass(frozen=True)
class Fact:
    """`value` is a text, a tuple of texts (a list), or empty: then the document shows a dotted line."""

    label: str
    place: str
    value: str | tuple = ""


# What is only known once the text is agreed on (ADR 14): the act that empowers whoever signs. An assembly deliberates on the
# text as it will be signed (domain C2, C8), so the number of its act comes after the text. Marks, and those of a party.
LATE = {"deliberation.numero", "deliberation.date", "deliberation.executoire_le"}
LATE_OF_PARTY = "habilitation"


def is_late(mark):
    """Say whether a mark belongs to the signing rather than to the text agreed on."""
    return mark in LATE or re.fullmatch(rf"p\d+\.{LATE_OF_PARTY}", mark) is not None


def day_text(value):
    """Return « 12 mars 2026 » with non-breaking spaces, « 1er » for the first of a month; empty text for None."""
    if value is None:
        return ""
    month = formats.date_format(value, "F Y")
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number} {month}".replace(" ", NBSP)


def duration_text(agreement):
    """Return the duration as typed, else counted from the two dates: « 27 mois et 14 jours, jusqu’au… »."""
    if agreement.duration or not (agreement.effective_on and agreement.ends_on):
        return agreement.duration
    start, end = agreement.effective_on, agreement.ends_on
    # The last day counts: from 1 January to 31 December is one year.
    stop = end + datetime.timedelta(days=1)
    months = (stop.year - start.year) * 12 + stop.month - start.month
    if _add_months(start, months) > stop:
        months -= 1
    days = (stop - _add_months(start, months)).days
    parts = []
    if months and months % 12 == 0 and not days:
        years = months // 12
        parts = [f"{years}{NBSP}an{'s' if years > 1 else ''}"]
    else:
        if months:
            parts.append(f"{months}{NBSP}mois")
        if days:
            parts.append(f"{days}{NBSP}jour{'s' if days > 1 else ''}")
    return f"{french_list(parts)}, jusqu’au {day_text(end)}"


def _add_months(start, months):
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


def _with_the_others(party):
    others = [", ".join(filter(None, signatory)) for signatory in party.signatories[1:]]
    if not (others and party.quality):
        return party.quality
    return "".join((party.quality, *(f", {other}" for other in others[:-1]), f", et {others[-1]}"))


def party_facts(party, role=""):
    """Return {name: Fact} of one party, names without the « p1. » prefix. `role`: what the text calls it."""
    place = f"partie:{party.public_id}"
    numbers = [
        f"{name}{NBSP}{value}"
        for name, value in ((f"n°{NBSP}SIRET", party.siret), (f"n°{NBSP}BCE", party.bce), (f"n°{NBSP}RNA", party.rna))
        if value
    ]
    label = _("SIRET, RNA ou numéro BCE")
    return {
        "denomination": Fact(_("Dénomination"), place, party.called),
        "court": Fact(_("Nom court"), place, party.label),
        "role": Fact(_("Nom dans le texte"), place, role or party.label),
        "forme": Fact(_("Forme juridique"), place, party.legal_form),
        "siege": Fact(_("Siège"), place, seated(party.seat)),
        "identifiant": Fact(label, place, numbers[0] if numbers else ""),
        "identifiants": Fact(label, place, ", ".join(numbers)),
        "signataire": Fact(_("Signataire"), place, party.signatory),
        # « maire, et Paul Roux, directeur général »: the sentence goes on with those who sign with the first.
        "qualite": Fact(_("Qualité du ou de la signataire"), place, _with_the_others(party)),
        # « ayant reçu pouvoir par l’article 9 des statuts »
        "habilitation": Fact(
            _("Habilitation"), place, re.sub(r"^article\b", "l’article", party.authorisation, flags=re.I)
        ),
        "mission": Fact(_("Mission"), place, _clause(party.mission)),
        "referent": Fact(_("Personne référente"), place, party.who),
        "engagements": Fact(
            _("Engagements"),
            f"engagements:{party.public_id}",
            tuple(commitment.text for commitment in party.commitments.all()),
        ),
    }


def agreement_facts(agreement, roles=()):
    """Return {mark: Fact} of an agreement that comes from with_facts(); parties are p1, p2… in their order."""
    names = [lower_first(audience.name) for audience in agreement.audiences.all()]
    places = [territory.name for territory in agreement.territories.all()]
    interim = day_text(agreement.interim_review_on)
    parties = list(agreement.parties.all())
    lead = next((party for party in parties if party.partnership.is_lead), None) or (parties[0] if parties else None)
    decider = next((party for party in parties if deliberates(party)), None)
    decision = decider.decision if decider else agreement
    decided_in = "deliberation" if decision is agreement or decider is None else f"deliberation:{decider.public_id}"
    facts = {
        "projet": Fact(_("Projet"), "projet", agreement.project.name),
        "parties": Fact(_("Parties"), "", french_list(party.label for party in parties)),
        "autres": Fact(
            _("L’autre Partie, les autres"), "", "les autres Parties" if len(parties) > 2 else "l’autre Partie"
        ),
        "porteur": Fact(_("Structure porteuse"), "", lead.label if lead else ""),
        "constat": Fact(_("Constat partagé"), "pourquoi", _clause(agreement.finding)),
        "origine_projet": Fact(_("Origine du projet"), "pourquoi", _clause(agreement.origin)),
        "objectifs": Fact(_("Objectifs communs"), "pourquoi", tuple(agreement.objectives)),
        "indicateurs": Fact(
            _("Indicateurs"), "pourquoi", french_list(_clause(indicator) for indicator in agreement.indicators)
        ),
        "publics": Fact(_("Publics"), "publics", french_list(names)),
        "territoire": Fact(_("Territoire"), "publics", french_list(places)),
        "instance": Fact(_("Instance commune"), "instance", with_article(agreement.governance_body)),
        "frequence": Fact(_("Fréquence des réunions"), "instance", agreement.governance_frequency),
        "quorum": Fact(_("Quorum"), "instance", agreement.quorum),
        "majorite": Fact(_("Majorité pour modifier"), "instance", agreement.majority),
        "date_bilan_intermediaire": Fact(_("Bilan intermédiaire"), "instance", f"le {interim}" if interim else ""),
        "date_effet": Fact(_("Prend effet le"), "dates", day_text(agreement.effective_on)),
        "date_fin": Fact(_("Prend fin le"), "dates", day_text(agreement.ends_on)),
        "duree": Fact(_("Durée"), "dates", duration_text(agreement)),
        "preavis": Fact(_("Préavis"), "dates", agreement.notice),
        "preavis_ig": Fact(_("Préavis pour motif d’intérêt général"), "dates", agreement.public_notice),
        "delai_mise_en_demeure": Fact(_("Délai de mise en demeure"), "dates", agreement.formal_notice_delay),
        "juridiction": Fact(_("Juridiction"), "dates", agreement.jurisdiction),
        "tribunal": Fact(_("Ville ou arrondissement du tribunal"), "dates", agreement.court_town),
        "nb_originaux": Fact(_("Nombre d’originaux"), "signature", str(agreement.originals or "")),
        "lieu": Fact(_("Fait à"), "signature", agreement.place),
        "date_signature_prevue": Fact(_("Signature prévue le"), "signature", day_text(agreement.signature_planned_on)),
        "sous_traitant": Fact(_("Sous-traitant"), "donnees"),
        "responsable": Fact(_("Responsable du traitement"), "donnees"),
        "organe": Fact(_("Organe délibérant"), decided_in, _clause(decision.deliberation_body).removeprefix("le ")),
        "deliberation.numero": Fact(_("Numéro de délibération"), decided_in, decision.deliberation_number),
        "deliberation.date": Fact(_("Date de la délibération"), decided_in, day_text(decision.deliberation_on)),
        "deliberation.executoire_le": Fact(
            _("Délibération exécutoire le"), decided_in, day_text(decision.deliberation_enforceable_on)
        ),
    }
    facts |= _money_facts(agreement) | _premises_facts(agreement) | _data_facts(agreement, parties)
    facts |= _image_facts(agreement) | _amended_facts(agreement)
    for rank, party in enumerate(parties, start=1):
        role = roles[rank - 1] if rank <= len(roles) else ""
        for name, fact in party_facts(party, role).items():
            facts[f"p{rank}.{name}"] = fact
        own = party.decision if public_body(party) and not party.authorisation else None
        if own and own.deliberation_number and own.deliberation_on:
            said = _("la délibération n°\u00a0%(number)s du %(day)s") % {
                "number": own.deliberation_number,
                "day": day_text(own.deliberation_on),
            }
            facts[f"p{rank}.habilitation"] = Fact(_("Habilitation"), f"partie:{party.public_id}", said)
        if agreement.processor_id:
            role = "sous_traitant" if party.pk == agreement.processor_id else "responsable"
            facts[role] = Fact(facts[role].label, "donnees", party.label)
    return facts


def _money_facts(agreement):
    amounts = amounts_of(agreement)
    years = [year for year, _amount in amounts.subsidies if year]
    first = min(years, default=agreement.effective_on.year if agreement.effective_on else None)
    last = max(years, default=agreement.ends_on.year if agreement.ends_on else None)
    charges = amounts.total("charge")
    one_year = len(years) == 1 or (first is not None and first == last)
    cost = agreement.total_cost or (charges if charges and one_year else None)
    kind_value = amounts.kind_value
    cumulated = amounts.yearly_support if amounts.subsidies and (kind_value is not None or not amounts.kind) else None
    months = agreement.evaluation_months
    return {
        "politique_publique": Fact(
            _("Politique publique ou fin d’intérêt public"), "subvention", _clause(agreement.public_policy)
        ),
        "date_demande": Fact(_("Demande du"), "subvention", day_text(agreement.requested_on)),
        "date_cer": Fact(
            _("Contrat d’engagement républicain du"), "subvention", day_text(agreement.republican_contract_on)
        ),
        "annee_debut": Fact(_("Premier exercice"), "budget", str(first or "")),
        "annee_fin": Fact(_("Dernier exercice"), "budget", str(last or "")),
        "montant_total": Fact(
            _("Montant total de la subvention"), "budget", euros(amounts.subsidy_total) if amounts.subsidies else ""
        ),
        "exercices": Fact(
            _("Subvention par exercice"),
            "budget",
            tuple(
                (f"exercice {year}{NBSP}: {euros(amount)}" if year else euros(amount))
                for year, amount in amounts.subsidies
            ),
        ),
        "echeancier": Fact(
            _("Échéancier de versement"), "budget", tuple(instalment_text(line) for line in amounts.lines["instalment"])
        ),
        "budget_total": Fact(_("Coût total prévisionnel"), "subvention", euros(cost) if cost else ""),
        "seuil_variation": Fact(
            _("Écart entre postes à signaler"), "subvention", percent(agreement.variation_threshold)
        ),
        "excedent_max": Fact(_("Excédent conservé, au plus"), "subvention", percent(agreement.unspent_max)),
        "iban": Fact(_("Compte à créditer (IBAN)"), "subvention", agreement.iban),
        "imputation": Fact(_("Imputation budgétaire"), "subvention", agreement.charged_to),
        "comptable": Fact(_("Comptable assignataire"), "subvention", agreement.accountant),
        "nature": Fact(_("Soutien en nature"), "apports", tuple(lower_first(mean.what) for mean in amounts.kind)),
        "valeur_nature": Fact(
            _("Valeur annuelle du soutien en nature"), "apports", euros(kind_value) if kind_value is not None else ""
        ),
        "montant_cumule": Fact(
            _("Soutien annuel, numéraire et nature"), "apports", euros(cumulated) if cumulated is not None else ""
        ),
        "mois_evaluation": Fact(
            _("Évaluation d’ensemble avant le terme"), "subvention", f"{months}{NBSP}mois" if months else ""
        ),
        "cadre_be": Fact(_("Cadre (PCS, CLSS…)"), "subvention", _clause(agreement.framework)),
        "article_budgetaire": Fact(_("Article budgétaire"), "subvention", agreement.budget_article),
        "delai_justificatifs": Fact(_("Délai des justificatifs"), "subvention", agreement.proof_deadline),
    }


def _premises_facts(agreement):
    capacity, fee = agreement.premises_capacity, agreement.fee
    value = amounts_of(agreement).kind_value
    return {
        "lieu_designe": Fact(_("Lieu mis à disposition"), "lieu", _clause(agreement.premises)),
        "usage": Fact(_("Usage convenu"), "lieu", _clause(agreement.premises_use)),
        "capacite": Fact(_("Personnes au plus"), "lieu", f"{capacity}{NBSP}personnes" if capacity else ""),
        "creneaux": Fact(_("Créneaux"), "lieu", tuple(agreement.time_slots)),
        "materiel": Fact(_("Matériel prêté"), "lieu", tuple(agreement.equipment)),
        "redevance": Fact(_("Gratuité ou redevance"), "lieu", euros(fee) if fee else ""),
        "echeance_redevance": Fact(_("Quand la redevance est due"), "lieu", agreement.fee_terms),
        "valeur_annuelle": Fact(
            _("Valeur annuelle de ce qui est prêté"), "apports", f"{euros(value)} par an" if value is not None else ""
        ),
        "assureur": Fact(_("Assureur"), "lieu", agreement.insurer),
        "police": Fact(_("Numéro de police"), "lieu", agreement.policy),
        "cles": Fact(_("Clés et badges"), "lieu", _clause(agreement.keys)),
        "charte": Fact(_("Charte"), "annexes", tuple(_lines(agreement.charter))),
    }


def _data_facts(agreement, parties):
    abroad = [belgian(party) for party in parties]
    french = "la Commission nationale de l’informatique et des libertés (CNIL)"
    belgium = "l’Autorité de protection des données (APD)"
    authority = belgium if abroad and all(abroad) else french
    if any(abroad) and not all(abroad):
        authority = f"{french}, en France, ou de {belgium}, en Belgique"
    return {
        "donnees.finalites": Fact(_("À quoi servent les données"), "donnees", _clause(agreement.data_purpose)),
        "donnees.nature": Fact(_("Quelles données"), "donnees", _clause(agreement.data_kinds)),
        "donnees.personnes": Fact(_("De qui"), "donnees", _clause(agreement.data_persons)),
        "donnees.duree": Fact(_("Gardées combien de temps"), "donnees", _clause(agreement.data_retention)),
        "donnees.contact": Fact(_("Point de contact"), "donnees", _clause(agreement.data_contact)),
        "autorite_donnees": Fact(_("Autorité de protection des données"), "", authority),
    }


def _image_facts(agreement):
    return {
        "image.supports": Fact(_("Supports"), "images", tuple(agreement.picture_uses)),
        "image.duree": Fact(_("Durée d’utilisation"), "images", agreement.picture_duration),
        "image.territoire": Fact(_("Territoire d’utilisation"), "images", agreement.picture_territory),
    }


def _amended_facts(agreement):
    amended = agreement.amends
    return {
        "convention.titre": Fact(_("Convention modifiée"), "", amended.title if amended else ""),
        "convention.numero": Fact(_("Numéro de la convention modifiée"), "", amended.number if amended else ""),
        "convention.date": Fact(
            _("Date de la convention modifiée"), "", day_text(amended.signed_on) if amended else ""
        ),
    }


def instalment_text(line):
    """Return « 70 %, soit 19 600 €, à la notification »: an instalment as the text says it."""
    share = percent(line.share)
    said = f"{share}, soit {euros(line.amount)}" if share else euros(line.amount)
    return f"{said}, {lower_first(line.label)}" if line.label else said


def percent(value):
    """Return « 12,5 % », or empty text for None."""
    return "" if value is None else f"{value.normalize():f}{NBSP}%".replace(".", ",")


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _clause(text):
    """Return a text ready to stand inside a sentence: one line, no full stop at its end, small first letter."""
    return lower_first(" ".join(text.split()).rstrip(" ."))
