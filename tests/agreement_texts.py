"""Agreements of every model of text, with every fact that the model asks for."""

import datetime
from decimal import Decimal

from agreements.drafting import write_articles
from agreements.models import (
    ActionSheet,
    Agreement,
    AgreementMean,
    Indicator,
    MoneyLine,
    MoneySection,
    Party,
    PartyCommitment,
)
from partnerships.models import PartnerKind, Partnership
from projects.models import Audience, operation
from tests.agreement_facts import DAY, partner_of, read
from tests.factories import TerritoryFactory

NAMES = ("Commune d’Olliergues", "Association Mobil’Monts", "Épicerie des Monts", "Le Relais d’Ambert")


def make_text(project, by, code, *, parties=None, first=PartnerKind.MUNICIPALITY, **facts):
    """Return an agreement of the model `code`, every fact filled; the first party is of the kind `first`."""
    from agreements.models_text import MODELS

    count = parties or MODELS[code].parties_min
    with operation(by=by, label="Texte", project=project):
        agreement = Agreement.objects.create(
            project=project, template=code, title=MODELS[code].name, created_by=by, **(FACTS | facts)
        )
        for rank in range(count):
            _add_party(agreement, rank, first)
        agreement.audiences.add(Audience.objects.get_or_create(project=project, name="Enfants et parents")[0])
        agreement.territories.add(TerritoryFactory(name="Olliergues"))
        write_articles(agreement)
    return read(agreement)


def add_money(agreement):
    """Give a subsidy over three years, with its instalments and a balanced budget."""
    rows = [(MoneySection.SUBSIDY, {"year": year, "amount": 28000}) for year in (2027, 2028, 2029)]
    rows += [
        (MoneySection.INSTALMENT, {"share": Decimal("70"), "label": "À la notification", "amount": 19600}),
        (MoneySection.CHARGE, {"label": "Salaires", "amount": 40000}),
        (MoneySection.INCOME, {"label": "Subvention", "amount": 40000}),
        (MoneySection.VOLUNTARY, {"label": "Bénévolat", "amount": 6400}),
    ]
    for position, (section, fields) in enumerate(rows):
        MoneyLine.objects.create(agreement=agreement, section=section, position=position, **fields)
    giver = agreement.parties.order_by("position").first().partnership
    AgreementMean.objects.create(agreement=agreement, partnership=giver, what="Un garage pour le camion", value=1800)
    return read(agreement)


def add_sheet(agreement):
    sheet = ActionSheet.objects.create(
        project=agreement.project,
        title="Les haltes",
        number=1,
        calendar="Le lundi",
        pilot=agreement.parties.first().partnership,
    )
    Indicator.objects.create(sheet=sheet, name="Haltes tenues", unit="haltes", baseline=0, target=45)
    agreement.sheets.add(sheet)
    return read(agreement)


def amend(agreement, signed_on=DAY):
    """Return a signed agreement that this amendment changes."""
    old = Agreement.objects.create(
        project=agreement.project, template="T1", title="Convention des haltes", number="2026-01", signed_on=signed_on
    )
    Agreement.objects.filter(pk=agreement.pk).update(amends=old)
    return read(agreement)


def _add_party(agreement, rank, first):
    kind = first if rank == 0 else PartnerKind.ASSOCIATION
    name = NAMES[rank] if rank < len(NAMES) else f"Association n° {rank + 1}"
    mine = Partnership.objects.filter(project=agreement.project)
    partnership = mine.filter(is_lead=True).first() if rank == 1 else mine.filter(partner__name=name).first()
    partnership = partnership or partner_of(agreement.project, partner__name=name, partner__kind=kind)
    type(partnership.partner).objects.filter(pk=partnership.partner_id).update(kind=kind)
    party = Party.objects.create(
        agreement=agreement,
        partnership=partnership,
        position=rank,
        legal_form="commune" if rank == 0 else "association régie par la loi du 1er juillet 1901",
        seat="1, place du Vieux Pont, 63880 Olliergues",
        siret="216 302 589 00010",
        signatory="Jeanne Coudert",
        quality="présidente",
        authorisation="la décision du conseil d’administration du 3 septembre 2026",
        mission="D’animer la vie sociale.",
        who_name="Thibault Mazuel",
        insurance_on=DAY,
    )
    PartyCommitment.objects.create(party=party, text="Tenir le calendrier")


FACTS = {
    "finding": "Une personne sur trois ne peut pas venir seule.",
    "origin": "Une idée de quatre habitantes, en 2025.",
    "objectives": ["Permettre à chacune de venir."],
    "indicators": ["Trajets réalisés"],
    "governance_body": "le point mobilité",
    "governance_frequency": "deux fois par an",
    "quorum": "la moitié des co-porteuses",
    "majority": "les deux tiers des co-porteuses",
    "interim_review_on": datetime.date(2028, 6, 1),
    "data_option": "A",
    "data_purpose": "Inscrire aux trajets.",
    "data_kinds": "Prénom, téléphone.",
    "data_persons": "Les personnes inscrites.",
    "data_retention": "Trois mois.",
    "data_contact": "La coordination du projet.",
    "effective_on": datetime.date(2027, 1, 1),
    "ends_on": datetime.date(2029, 12, 31),
    "notice": "trois mois",
    "public_notice": "six mois",
    "formal_notice_delay": "trente jours",
    "jurisdiction": "le tribunal judiciaire compétent",
    "court_town": "Clermont-Ferrand",
    "place": "Olliergues",
    "signature_planned_on": datetime.date(2026, 12, 20),
    "originals": 9,
    "deliberation_body": "Conseil municipal",
    "deliberation_number": "2026-41",
    "deliberation_on": datetime.date(2026, 12, 10),
    "deliberation_enforceable_on": datetime.date(2026, 12, 14),
    "requested_on": datetime.date(2026, 9, 14),
    "republican_contract": True,
    "republican_contract_on": datetime.date(2026, 9, 14),
    "passing_on": False,
    "unspent_max": Decimal("10"),
    "public_policy": "Le lien social en milieu rural.",
    "total_cost": Decimal("208500"),
    "variation_threshold": Decimal("20"),
    "iban": "FR76 0000 0000 0000",
    "charged_to": "article 6574",
    "accountant": "le service de gestion comptable d’Ambert",
    "evaluation_months": 6,
    "framework": "Le plan de cohésion sociale 2026-2031.",
    "budget_article": "849/332-02",
    "proof_deadline": "au plus tard le 31 mars de l’année suivante",
    "premises": "La salle des fêtes, 120 m².",
    "premises_domain": "public",
    "premises_use": "Les haltes du lundi.",
    "premises_capacity": 80,
    "time_slots": ["Le lundi de 9 h à 12 h"],
    "equipment": ["Six tables"],
    "fee": Decimal("0"),
    "insurer": "la Mutuelle des Monts",
    "policy": "A-1234",
    "keys": "Deux clés.",
    "premises_state": "Sol et murs en bon état.",
    "charter": "Accueillir sans condition.\nDécider ensemble.",
    "pictures_planned": True,
    "picture_uses": ["Affiches et site du projet"],
    "picture_duration": "trois ans",
    "picture_territory": "le monde entier",
    "annex_board": False,
    "annex_raci": False,
}
