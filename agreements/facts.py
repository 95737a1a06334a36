"""The facts that an agreement's text is filled from: one mark, one value, one place where it is mended.

Only what is listed here can enter the text. The team's private reading of a partner (freins, leviers, trust, tensions)
is not, so no agreement can contain it.
"""

import calendar
import datetime
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from agreements.models import DataOption
from agreements.typography import NBSP, french_list, lower_first

MAX_PARTIES_IN_TEXT = 9


@dataclass(frozen=True)
class Fact:
    """`value` is a text, a tuple of texts (a list), or empty: then the document shows a dotted line."""

    label: str
    place: str
    value: str | tuple = ""


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


def party_facts(party):
    """Return {name: Fact} of one party, names without the « p1. » prefix."""
    place = f"partie:{party.public_id}"
    if party.siret or not (party.bce or party.rna):
        identifier = f"n°{NBSP}SIRET{NBSP}{party.siret}" if party.siret else ""
    else:
        identifier = f"n°{NBSP}BCE{NBSP}{party.bce}" if party.bce else f"n°{NBSP}RNA{NBSP}{party.rna}"
    return {
        "denomination": Fact(_("Dénomination"), place, party.called),
        "court": Fact(_("Nom court"), place, party.label),
        "forme": Fact(_("Forme juridique"), place, party.legal_form),
        "siege": Fact(_("Siège"), place, party.seat),
        "identifiant": Fact(_("SIRET, RNA ou numéro BCE"), place, identifier),
        "signataire": Fact(_("Signataire"), place, party.signatory),
        "qualite": Fact(_("Qualité du ou de la signataire"), place, party.quality),
        "habilitation": Fact(_("Habilitation"), place, party.authorisation),
        "mission": Fact(_("Mission"), place, _clause(party.mission)),
        "referent": Fact(_("Personne référente"), place, party.who),
        "engagements": Fact(
            _("Engagements"),
            f"engagements:{party.public_id}",
            tuple(commitment.text for commitment in party.commitments.all()),
        ),
    }


def agreement_facts(agreement):
    """Return {mark: Fact} of an agreement that comes from with_facts(); parties are p1 and p2."""
    names = [lower_first(audience.name) for audience in agreement.audiences.all()]
    places = [territory.name for territory in agreement.territories.all()]
    interim = day_text(agreement.interim_review_on)
    parties = list(agreement.parties.all())[:MAX_PARTIES_IN_TEXT]
    facts = {
        "projet": Fact(_("Projet"), "projet", agreement.project.name),
        "constat": Fact(_("Constat partagé"), "pourquoi", _clause(agreement.finding)),
        "objectifs": Fact(_("Objectifs communs"), "pourquoi", tuple(agreement.objectives)),
        "indicateurs": Fact(
            _("Indicateurs"), "pourquoi", french_list(_clause(indicator) for indicator in agreement.indicators)
        ),
        "publics": Fact(_("Publics"), "publics", french_list(names)),
        "territoire": Fact(_("Territoire"), "publics", french_list(places)),
        "instance": Fact(_("Instance commune"), "instance", agreement.governance_body),
        "frequence": Fact(_("Fréquence des réunions"), "instance", agreement.governance_frequency),
        "date_bilan_intermediaire": Fact(_("Bilan intermédiaire"), "instance", f"le {interim}" if interim else ""),
        "date_effet": Fact(_("Prend effet le"), "dates", day_text(agreement.effective_on)),
        "date_fin": Fact(_("Prend fin le"), "dates", day_text(agreement.ends_on)),
        "duree": Fact(_("Durée"), "dates", duration_text(agreement)),
        "preavis": Fact(_("Préavis"), "dates", agreement.notice),
        "delai_mise_en_demeure": Fact(_("Délai de mise en demeure"), "dates", agreement.formal_notice_delay),
        "juridiction": Fact(_("Juridiction"), "dates", agreement.jurisdiction),
        "nb_originaux": Fact(_("Nombre d’originaux"), "signature", str(agreement.originals or "")),
        "lieu": Fact(_("Fait à"), "signature", agreement.place),
        "sous_traitant": Fact(_("Sous-traitant"), "donnees"),
        "responsable": Fact(_("Responsable du traitement"), "donnees"),
    }
    for rank, party in enumerate(parties, start=1):
        for name, fact in party_facts(party).items():
            facts[f"p{rank}.{name}"] = fact
        if agreement.processor_id:
            role = "sous_traitant" if party.pk == agreement.processor_id else "responsable"
            facts[role] = Fact(facts[role].label, "donnees", party.label)
    return facts


def conditions(agreement):
    """Return {condition: True or False, or None when nothing has been chosen yet (then a dotted line stands)}."""
    chosen = agreement.data_option
    known = {
        "habitants": agreement.residents_take_part,
        "partage": agreement.nominative_sharing,
        "électronique": agreement.electronic_signature,
    }
    for code in DataOption.values:
        known[f"option {code}"] = chosen == code
    if not chosen:
        known[f"option {DataOption.values[0]}"] = None
    for article in agreement.articles.all():
        if article.key:
            known[f"article {article.key}"] = article.included
    return known


def _clause(text):
    """Return a text ready to stand inside a sentence: one line, no full stop at its end, small first letter."""
    return lower_first(" ".join(text.split()).rstrip(" ."))
