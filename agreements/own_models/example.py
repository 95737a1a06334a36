"""An agreement that does not exist, to see a model filled: made in memory, never saved, its persons and places made up."""

import datetime
from decimal import Decimal

from agreements.drafting import proposed_title
from agreements.models import (
    ActionSheet,
    Agreement,
    AgreementMean,
    Article,
    CheckOverride,
    DataOption,
    MoneyLine,
    MoneySection,
    Party,
    PartyCommitment,
    PremisesDomain,
)
from agreements.models_text.shape import TextModel
from partnerships.models import Partner, PartnerKind, Partnership
from projects.models import Audience, Project
from territories.models import Territory

# Rows in memory need a key for their relations to be read; no stored row has a negative one.
_KEY = -1

_PARTIES = (
    {
        "name": "Centre social Les Tilleuls",
        "short_name": "Les Tilleuls",
        "kind": PartnerKind.SOCIAL_CENTRE,
        "legal_form": "association régie par la loi du 1er juillet 1901",
        "seat": "4, rue du Lavoir, 00000 Valmore",
        "siret": "000 000 000 00000",
        "signatory": "Camille Exemple",
        "quality": "présidente",
        "authorisation": "l’article 9 des statuts",
        "mission": "d’animer la vie sociale du quartier",
        "who_name": "Sacha Exemple, coordination",
        "commitments": ("ouvrir le jardin deux après-midi par semaine", "accueillir toute personne, sans inscription"),
    },
    {
        "name": "Commune de Valmore",
        "short_name": "la commune de Valmore",
        "kind": PartnerKind.MUNICIPALITY,
        "legal_form": "commune",
        "seat": "1, place de la Mairie, 00000 Valmore",
        "siret": "000 000 000 00001",
        "signatory": "Dominique Exemple",
        "quality": "maire",
        "authorisation": "la délibération du 3 mars 2026",
        "mission": "d’assurer les services publics de proximité",
        "who_name": "Alix Exemple, vie associative",
        "commitments": ("prêter la parcelle des Tilleuls", "fournir l’eau et les clés"),
    },
    {
        "name": "Ludothèque Pic et Puces",
        "short_name": "la ludothèque",
        "kind": PartnerKind.ASSOCIATION,
        "legal_form": "association régie par la loi du 1er juillet 1901",
        "seat": "12, rue des Jeux, 00000 Valmore",
        "siret": "000 000 000 00002",
        "signatory": "Morgane Exemple",
        "quality": "trésorière",
        "authorisation": "la décision du conseil d’administration du 12 février 2026",
        "mission": "de faire jouer ensemble petits et grands",
        "who_name": "Noa Exemple",
        "commitments": ("animer un après-midi de jeux par mois",),
    },
)

_FACTS = {
    "number": "2026-01",
    "finding": "peu de lieux où se retrouver sans rien acheter",
    "origin": "des habitantes et habitants ont demandé un lieu de rencontre",
    "objectives": ["Cultiver un jardin partagé ouvert à toutes et à tous", "Faire se rencontrer les générations"],
    "indicators": ["nombre d’ouvertures", "âges des personnes venues"],
    "governance_body": "le comité de pilotage",
    "governance_frequency": "deux fois par an",
    "residents_take_part": True,
    "data_option": DataOption.SEPARATE,
    "effective_on": datetime.date(2026, 9, 1),
    "ends_on": datetime.date(2028, 8, 31),
    "notice": "trois mois",
    "formal_notice_delay": "trente jours",
    "interim_review_on": datetime.date(2027, 9, 15),
    "jurisdiction": "le tribunal administratif dans le ressort duquel la convention s’exécute",
    "place": "Valmore",
    "signature_planned_on": datetime.date(2026, 6, 15),
    "deliberation_body": "conseil municipal",
    "deliberation_number": "2026-14",
    "deliberation_on": datetime.date(2026, 3, 3),
    "deliberation_enforceable_on": datetime.date(2026, 3, 10),
    "requested_on": datetime.date(2026, 1, 20),
    "republican_contract": True,
    "republican_contract_on": datetime.date(2026, 1, 20),
    "unspent_max": Decimal(5),
    "public_policy": "l’animation de la vie sociale",
    "total_cost": Decimal(24000),
    "variation_threshold": Decimal(20),
    "iban": "FR00 0000 0000 0000 0000 0000 000",
    "charged_to": "65748, fonction 420",
    "accountant": "la trésorerie de Valmore",
    "evaluation_months": 6,
    "public_notice": "trois mois",
    "court_town": "Valmore",
    "framework": "plan de cohésion sociale",
    "budget_article": "84010/332-02",
    "proof_deadline": "avant le 31 mars de l’année suivante",
    "premises": "la parcelle des Tilleuls, rue du Lavoir",
    "premises_domain": PremisesDomain.PRIVATE,
    "premises_use": "un jardin partagé",
    "premises_capacity": 40,
    "time_slots": ["mercredi, de 14 h à 18 h", "samedi, de 14 h à 18 h"],
    "equipment": ["deux brouettes", "un cabanon"],
    "fee": Decimal(0),
    "insurer": "Assurances Exemple",
    "policy": "0000-0000",
    "keys": "deux clés du portail",
    "quorum": "la moitié des parties présentes",
    "majority": "deux tiers des co-porteuses",
    "data_purpose": "prévenir les personnes inscrites",
    "data_kinds": "nom et téléphone",
    "data_persons": "personnes inscrites au jardin",
    "data_retention": "jusqu’à la fin de la saison",
    "data_contact": "l’accueil du centre social",
    "pictures_planned": True,
    "picture_uses": ["affiches", "site internet"],
    "picture_duration": "trois ans",
    "picture_territory": "France",
}


def example_agreement(model: TextModel, *, base, version=None):
    """Return an Agreement written from a TextModel, as with_facts would give it, without asking the database.

    `base` is the code of the built-in model, `version` the AgreementTemplateVersion whose text it is, if any.
    """
    count = min(max(2, model.parties_min), model.parties_max, len(_PARTIES))
    project = Project(pk=_KEY, name="Le jardin des Tilleuls", slug="exemple", start=_FACTS["effective_on"])
    agreement = Agreement(
        pk=_KEY, project=project, template=base, text_model=version, title=proposed_title(project, model), **_FACTS
    )
    agreement.originals = count
    agreement.created_at = None
    agreement.text_version = None
    rows = list(_PARTIES[:count])
    if model.public_first:
        rows.sort(key=lambda row: row["kind"] != PartnerKind.MUNICIPALITY)
    parties = [_party(agreement, rank, dict(row)) for rank, row in enumerate(rows)]
    articles = [
        Article(
            agreement=agreement,
            key=article.key,
            position=position,
            title=article.title,
            body=article.body,
            optional=article.optional,
        )
        for position, article in enumerate(model.articles_for(count))
    ]
    mean = AgreementMean(
        agreement=agreement, partnership=parties[-1].partnership, what="une parcelle de 300 m²", value=Decimal(1200)
    )
    money = [
        MoneyLine(agreement=agreement, section=MoneySection.SUBSIDY, year=2026, amount=Decimal(8000)),
        MoneyLine(
            agreement=agreement,
            section=MoneySection.INSTALMENT,
            share=Decimal(100),
            label="à la notification",
            amount=Decimal(8000),
        ),
    ]
    _hold(
        agreement,
        parties=(Party, parties),
        means=(AgreementMean, [mean]),
        articles=(Article, articles),
        sheets=(ActionSheet, []),
        overrides=(CheckOverride, []),
        money_lines=(MoneyLine, money),
        audiences=(Audience, [Audience(name="Habitantes et habitants du quartier")]),
        territories=(Territory, [Territory(name="Valmore")]),
    )
    agreement.has_own_annexes = False
    return agreement


def _party(agreement, rank, row):
    commitments = row.pop("commitments")
    partner = Partner(pk=_KEY - rank, name=row.pop("name"), short_name=row.pop("short_name"), kind=row.pop("kind"))
    partnership = Partnership(pk=_KEY - rank, project=agreement.project, partner=partner, is_lead=rank == 0)
    party = Party(pk=_KEY - rank, agreement=agreement, partnership=partnership, position=rank, **row)
    _hold(party, commitments=(PartyCommitment, [PartyCommitment(party=party, text=text) for text in commitments]))
    return party


def _hold(instance, **relations):
    """Give the instance its rows, as a prefetch would."""
    instance._prefetched_objects_cache = {}
    for name, (model, rows) in relations.items():
        held = model.objects.none()
        held._result_cache = rows
        instance._prefetched_objects_cache[name] = held
