"""What the persons of five agreements know and type: the project and its directory, then the answers to each form."""

from partnerships.models import Contact, Partner, PartnerKind
from projects.models import Audience, Committee, CommitteeKind, Project, ProjectTerritory
from tests.factories import PartnershipFactory, TerritoryFactory

LEAD = "Centre social Le Fil"
FOR_US = {
    "Signataire": "Marc Teyssonneau",
    "Qualité": "président",
    "Qui donne pouvoir de signer": "Article 9 des statuts",
}
SEPARATE_DATA = {"A – chacune décide de son côté de ce qu’elle fait des données": True}
ENDING = {
    "Préavis": "trois mois",
    "Délai de mise en demeure": "trente jours",
    "Juridiction": "le tribunal judiciaire compétent",
}
INSTALMENT = "Échéancier de versement, ligne 1"


def describe(project):
    """Write the project as its team has described it: an agreement takes all this from it."""
    Project.objects.filter(pk=project.pk).update(
        finding="Une personne sur trois, dans les villages, ne peut pas venir seule jusqu’au centre.",
        objectives=["Permettre à chacune de venir sans voiture.", "Faire se rencontrer les villages."],
    )
    Audience.objects.create(project=project, name="Personnes âgées isolées")
    ProjectTerritory.objects.create(project=project, territory=TerritoryFactory(name="Olliergues"))
    Committee.objects.create(
        project=project, kind=CommitteeKind.STEERING, name="Comité de pilotage", frequency="deux fois par an"
    )
    Partner.objects.filter(name=LEAD).update(
        kind=PartnerKind.SOCIAL_CENTRE,
        legal_form="association régie par la loi du 1er juillet 1901",
        seat="12, chemin des Tisserands, 63600 Ambert",
        siret="216 302 589 00010",
        mission="D’animer la vie sociale avec les habitantes et habitants.",
    )


def known(project, name, contact, *, kind=PartnerKind.ASSOCIATION, brings="", **facts):
    """Write a partner in the directory, with the person to write to and what it brings to the project; return it there."""
    described = {
        "legal_form": "association régie par la loi du 1er juillet 1901",
        "seat": "1, place du Vieux Pont, 63880 Olliergues",
        "siret": "216 302 589 00028",
        "mission": "D’accompagner les habitantes et habitants du canton.",
    } | facts
    partnership = PartnershipFactory(
        project=project,
        brings=brings,
        partner__name=name,
        partner__kind=kind,
        **{f"partner__{field}": value for field, value in described.items()},
    )
    Contact.objects.create(partner=partnership.partner, name=contact, email="contact@partenaire.example")
    return partnership


def signs(name, quality, **more):
    """Return what a party must still say of itself when the directory knows the rest."""
    power = {"Qui donne pouvoir de signer": "décision du conseil d’administration du 3 septembre 2026"}
    return {"Signataire": name, "Qualité": quality} | (power if quality != "maire" else {}) | more


# Each form of « Ce qui manque », by its title: {label, or (group, label): what is typed}.
SIMPLE = {
    LEAD: FOR_US,
    "Mobil’Monts": signs("Jeanne Coudert", "présidente"),
    "Engagements : Le Fil": {"Engagements": "Tenir le calendrier des trajets\nPrévenir des changements"},
    "Constat, objectifs, indicateurs": {"Indicateurs": "Trajets réalisés\nPersonnes transportées"},
    "Instance commune et bilan": {"Bilan intermédiaire": "2028-03-15"},
    "Dates, durée, différends": ENDING,
    "Données personnelles": SEPARATE_DATA,
}

SUBSIDY = {
    "Commune d’Olliergues": signs("Sylvie Roche", "maire", **{"Attestation d’assurance du": "2026-09-01"}),
    LEAD: FOR_US,
    "Constat, objectifs, indicateurs": {
        "Origine du projet": "Une idée de quatre habitantes, en 2025.",
        "Indicateurs": "Trajets réalisés",
    },
    "Subvention": {
        "Politique publique ou fin d’intérêt public servie": "Le lien social en milieu rural.",
        "Demande du": "2026-09-14",
        "Contrat d’engagement républicain souscrit": "Oui",
        "Souscrit le": "2026-09-14",
        "Coût total prévisionnel, toute la durée (€)": "208500",
        "Écart entre postes à signaler, au-delà de (%)": "20",
        "Compte à créditer (IBAN)": "FR76 0000 0000 0000",
        "Imputation budgétaire": "article 65748",
        "Excédent conservé, au plus (%)": "10",
        "Évaluation d’ensemble, mois avant le terme": "6",
    },
    "Budget et versements": {
        (INSTALMENT, "Part (%)"): "100",
        (INSTALMENT, "Quand"): "Chaque année, au 31 mars",
        (INSTALMENT, "Montant (€)"): "28000",
        ("Charges, ligne 1", "Libellé"): "Salaire de la coordination",
        ("Charges, ligne 1", "Montant (€)"): "28000",
        ("Produits, ligne 1", "Qui apporte"): "Commune d’Olliergues",
        ("Produits, ligne 1", "Montant (€)"): "28000",
    },
    "Dates, durée, différends": {
        "Préavis pour motif d’intérêt général": "six mois",
        "Ville ou arrondissement du tribunal": "Clermont-Ferrand",
    },
    "Délibération": {
        "Organe délibérant": "Conseil municipal",
        "Numéro de délibération": "2026-41",
        "Date de la délibération": "2026-11-05",
        "Exécutoire le": "2026-11-09",
    },
}

HALL = {
    "Foyer rural de Cunlhat": signs("Odile Vialatte", "présidente"),
    LEAD: FOR_US | {"Attestation d’assurance du": "2026-10-01"},
    "Lieu et matériel prêtés": {
        "Lieu mis à disposition": "La grande salle du foyer, 120 m², place du Marché.",
        "Usage convenu": "Les haltes et les ateliers du projet.",
        "Personnes au plus": "60",
        "Créneaux": "Le lundi de 9 h à 12 h\nLe jeudi de 14 h à 17 h",
        "Matériel prêté": "Six tables\nQuarante chaises",
        "Redevance (€)": "0",
        "Assureur": "la Mutuelle des Monts",
        "Numéro de police": "A-1234",
        "Clés et badges remis": "Deux clés.",
    },
    "Dates, durée, différends": ENDING,
    "Apports en nature": {("Apport 1", "€ par an"): "2400"},
}

FRAMEWORK = {
    LEAD: FOR_US,
    "Mobil’Monts": signs("Jeanne Coudert", "présidente"),
    "CCAS d’Ambert": signs("Paul Ferrand", "vice-président"),
    "Constat, objectifs, indicateurs": {"Indicateurs": "Trajets réalisés"},
    "Instance commune et bilan": {
        "Bilan intermédiaire": "2028-03-15",
        "Quorum du comité de pilotage": "la moitié des co-porteuses",
        "Majorité pour modifier": "les deux tiers des co-porteuses",
    },
    "Dates, durée, différends": ENDING,
    "Données personnelles": SEPARATE_DATA,
    "Délibération": {
        "Organe délibérant": "Conseil d’administration",
        "Numéro de délibération": "2026-12",
        "Date de la délibération": "2026-11-02",
        "Exécutoire le": "2026-11-06",
    },
}

BELGIAN = {
    "Commune de Chiny": {
        "Signataire": "Marie Lambert",
        "Qualité": "bourgmestre",
        "Signent aussi pour elle": "Luc Martin, directeur général",
    },
    LEAD: {
        "Signataire": "Marc Teyssonneau",
        "Qualité": "président",
        "Qui donne pouvoir de signer": "Article 12 des statuts",
    },
    "Engagements : Commune de Chiny": {"Engagements": "Verser la subvention\nAnnoncer les ateliers"},
    "Engagements : Le Fil": {"Engagements": "Tenir deux ateliers par mois"},
    "Constat, objectifs, indicateurs": {"Indicateurs": "Ateliers tenus"},
    "Subvention": {
        "Cadre (PCS, CLSS…)": "Le plan de cohésion sociale 2026-2031, action 4.2",
        "Politique publique ou fin d’intérêt public servie": "Le lien social en milieu rural.",
        "Compte à créditer (IBAN)": "BE00 0000 0000 0000",
        "Article budgétaire": "849/332-02",
        "Délai des justificatifs": "au plus tard le 31 mars de l’année suivante",
    },
    "Budget et versements": {
        (INSTALMENT, "Part (%)"): "100",
        (INSTALMENT, "Quand"): "À la signature",
        (INSTALMENT, "Montant (€)"): "12000",
    },
    "Instance commune et bilan": {"Bilan intermédiaire": "2027-06-15"},
    "Dates, durée, différends": {
        "Préavis": "trois mois",
        "Délai de mise en demeure": "trente jours",
        "Ville ou arrondissement du tribunal": "Neufchâteau",
    },
    "Données personnelles": SEPARATE_DATA,
    "Délibération": {"Organe délibérant": "Conseil communal", "Date de la délibération": "2026-11-04"},
}

AMENDMENT = {
    "Constat, objectifs, indicateurs": {"Origine du projet": "Les ateliers ont doublé dès le printemps."},
    "Dates, durée, différends": {"Prend effet le": "2027-06-01"},
}
