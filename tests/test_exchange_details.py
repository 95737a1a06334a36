"""The corners of the project file: every optional key, the directory, the team's own places and words."""

import datetime
import json
from pathlib import Path

import pytest
import yaml

from agreements.models import AgreementTemplate, AgreementTemplateVersion
from exchange.errors import ProjectFileError
from exchange.exporting import export_project, to_json, to_yaml
from exchange.groups import ListOf, MapOf, Record
from exchange.importing import import_file
from exchange.shape import FILE
from partnerships.models import Contact, LogEntry, LogPresence, Obstacle, Partner, PartnerKind, Promise
from projects.models import CannotUndo, Operation, Project, operation, undo
from territories.models import Territory, TerritoryKind, TerritoryName
from tests.factories import (
    ActivityFactory,
    OrganisationFactory,
    PartnerFactory,
    PartnershipFactory,
    PlacementFactory,
    ProjectMemberFactory,
    RaciFactory,
    TerritoryFactory,
)
from tests.official import official_places
from tests.test_exchange_export import content_of, differences

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parent.parent / "exchange" / "demo.yaml"


@pytest.fixture
def organisation(db):
    official_places()
    TerritoryFactory(code="92094", name="Namur", population=113000, country="BE")
    return with_model(OrganisationFactory())


def with_model(organisation):
    """Return the organisation with a published model of text of its own."""
    template = AgreementTemplate.objects.create(organisation=organisation, base="T1", name="Le nôtre")
    AgreementTemplateVersion.objects.create(
        template=template, number=2, title="{projet}", party="{court}", published_on=datetime.date(2026, 1, 1)
    )
    return organisation


def demo():
    content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    return json.loads(to_json(content))


def load(content, organisation):
    """Import a content and return the result."""
    return import_file(to_json(content), organisation=organisation)


def complete():
    """Return the demonstration with a value for every optional key of the format."""
    content = demo()
    del content["raci_signaux_attendus"]
    content["listes"]["lignes"].append(
        {"id": "veille", "nom": "En veille", "couleur": "#123456", "definition": "À revoir."}
    )
    content["listes"]["lignes"][0] = {**content["listes"]["lignes"][0], "id": "pilotes", "code": "co_lead"}
    for placement in content["placements"]:
        placement["ligne"] = placement["ligne"].replace("co_porteur", "pilotes")
    for partner in content["partenaires"]:
        if hope := partner.get("niveau_espere"):
            hope["ligne"] = hope["ligne"].replace("co_porteur", "pilotes")
    content["placements"][0]["provenance"] = "convenu"
    content["territoires"] += [
        {"id": "t_be", "type": "commune", "nom": "Namur", "pays": "BE", "code": "92094", "population": 113000},
        {
            "id": "t_q",
            "type": "quartier",
            "nom": "Le Haut du bourg",
            "code_postal": "63590",
            "departement": "63",
            "epci": "t_epci",
            "compose_de": ["t_cun"],
            "zonages": ["frr", "pvd"],
        },
    ]
    partner = content["partenaires"][1]
    partner["contact"] |= {
        "autre_telephone": "06 65 71 99 01",
        "autre_moyen": "Le matin, au guichet",
        "prefere": "autre_telephone",
        "parti_le": "2026-09-01",
    }
    partner |= {
        "confiance": 0,
        "limites": "Pas le lundi\nPas l’été",
        "interets_communs": "Le bourg",
        "suivi_par": "u2",
        "forme": "commune",
        "siege": "1, place de la Mairie",
        "siret": "216 301 325 00010",
        "rna": "W632000001",
        "bce": "0200.068.636",
        "mission": "Administrer\r\nla commune",
        "verifie_le": "2026-10-01",
        "archive_le": "2026-10-15",
        "mentions": "Réunie le 1er octobre 2026. Nom\u00a0: Le Bon Café",
        "autres_contacts": [
            {"nom": "Zoé Faure", "courriel": "zoe@cunlhat.example"},
            {
                "fonction": "Accueil",
                "telephone": "04 65 71 99 02",
                "autre_telephone": "06 65 71 99 02",
                "autre_moyen": "Messagerie de la page",
                "prefere": "telephone",
                "parti_le": "2026-09-30",
            },
        ],
        "freins": [{"id": "x1", "texte": "Le coût", "categorie": "financier", "force": 2, "statut": "hypothese"}],
        "leviers": [{"id": "x2", "texte": "Le lien", "categorie": "espace_public", "force": 1, "statut": "verifie"}],
        "parades": [{"frein": "x1", "texte": "Chiffrer", "qui": "Une voisine", "pour_le": "2027-01-01", "fait": True}],
        "niveau_espere": {"ligne": "allie", "provenance": "declare", "note": "Dit au conseil"},
        "a_solliciter": {"date": "2027-01-12", "moment": "review", "note": "Après les vœux"},
        "phases": ["ph_amont", "ph_bilans"],
        "avis": [
            {
                "horizon": "h1",
                "ligne": "allie",
                "voix": "equipe",
                "personne": "u2",
                "source": "Un appel",
                "date": "2026-10-02",
                "note": "Elle hésite",
            }
        ],
        "passages": [
            {"etape": "idee", "depuis_le": "2026-02-01", "note": "Un oui du maire"},
            {"etape": "elaboration", "depuis_le": "2026-04-01"},
        ],
        "mandats": [
            {
                "qui": "u2",
                "donne_par": "Le conseil d’administration",
                "donne_le": "2026-03-02",
                "jusqu_au": "2026-12-31",
                "marge": "Les horaires",
                "questions": "Le loyer",
            }
        ],
        "points": [
            {
                "etape": "negociation",
                "date": "2026-05-04",
                "texte": "Deux jours par semaine",
                "valide_par": "La présidente",
                "valide_le": "2026-05-06",
            }
        ],
        "suites": [{"quoi": "Rappeler", "qui": {"nom": "u4"}, "pour_le": "2026-12-01", "fait": False}],
    }
    content["situations"][0]["actions"] = ["f3", "f1"]
    del content["situations"][0]["action"]
    asked = {"question": "Qui ?", "famille": "entreprises", "types": ["commerce"], "oublie": True}
    content["qui_manque"] = [
        *content["qui_manque"],
        {"acteur": "Coiffeuse", **asked, "mots": ["coiff"], "sans_objet": "Aucun salon", "date": "2026-10-03"},
        {"acteur": "Fleuriste", **asked, "partenaire": "p15", "date": "2026-10-04"},
    ]
    content["partenaires"][1]["positions_au"] = "2026-11-02"
    content["liens"][0] |= {
        "nature": "partenariat",
        "depuis": "2026-01-10",
        "jusqu_au": "2028-12-31",
        "note": "Un mardi sur deux",
        "tension": "Qui signe ?",
    }
    content["dessin_relations"] = [
        {"partenaire": item["id"], "angle": 7 * rank % 360, "colonne": rank % 6, "rang": rank // 6}
        for rank, item in enumerate(content["partenaires"])
    ]
    content["projet"]["variante_raci"] = "rasci"
    noted = {"activite": "a02", "partenaire": "p02", "date": "2026-10-08"}
    content["raci_faits"] = [
        {**noted, "nature": "note", "texte": "Préfère un courrier", "qui": "u2"},
        {**noted, "nature": "fait", "role": "C", "moyen": "telephone"},
        {**noted, "nature": "reponse", "partenaire": "p01", "en_repond": False, "moyen": "comite"},
    ]
    content["questions_de_cote"] = [
        {
            "regle": "financeur_seul",
            "question": "MSA finance, sans lien noté avec d’autres partenaires\u00a0: qui l’a rencontré\u00a0?",
            "raison": "Elle finance de loin",
            "date": "2026-10-05",
        },
        {
            "regle": "silence",
            "question": "2 partenaires muets",
            "raison": "L’été",
            "date": "2026-10-06",
            "revenue": True,
        },
        {"regle": "partie", "question": "Une règle d’avant ?", "raison": "Non", "date": "2026-10-07"},
    ]
    sheet = content["fiches_action"][0]
    sheet |= {
        "activites": ["a07", "a06"],
        "cadre": "projet_social",
        "nombre_vise": 150,
        "etapes": [
            {"quoi": "Choisir les lieux", "quand": "mars 2026", "qui": "p03"},
            {"quoi": "Aménager le camion", "qui": "Une voisine"},
        ],
        "evaluation": {"intermediaire": "2026-11-10", "finale": "2027-06-30"},
        "budget": {
            "charges": [{"poste": "Personnel", "montant": 30000}, {"poste": "Carburant", "montant": 1200.5}],
            "produits": [{"source": "p05", "libelle": "Fonctionnement", "montant": 20000}, {"montant": 11200.5}],
            "valorisations": [
                {"quoi": "Une salle", "valeur": 900, "par": "p03"},
                {"quoi": "Bénévoles", "valeur": 3000},
            ],
        },
        "vigilance": "Ne pas tout porter seuls",
        "freins_repris": [{"frein": "Le coût", "parade": "Chiffrer"}, {"frein": "Le temps"}],
        "version": 2,
        "validations": [
            {"partenaire": "p01", "qui": "Le bureau", "date": "2026-05-02"},
            {"partenaire": "p01", "date": "2026-06-02", "version": 2},
        ],
        "archivee_le": "2026-11-01",
    }
    sheet["indicateurs"][0] |= {"source": "Cahier de bord", "frequence": "chaque halte"}
    agreement = content["conventions"][0]
    agreement |= {
        "numero": "2026-01",
        "signature_electronique": True,
        "suite": {
            "reconduction": "tacite",
            "periode_mois": 12,
            "preavis_mois": 3,
            "evenements": [
                {
                    "quoi": "reconduction",
                    "date": "2026-10-01",
                    "jusqu_au": "2028-12-31",
                    "organe": "Le conseil",
                    "motif": "Vu",
                },
                {"quoi": "denonciation", "date": "2026-11-01", "effet": "2027-02-01", "par": "p26", "motif": "Un élu"},
            ],
        },
        "habitants": True,
        "sous_traitant": "p26",
        "annexes": {
            "raci": False,
            "frise": False,
            "apports": False,
            "donnees": "Un registre commun",
            "discretion": "Ce qui se partage",
        },
        "annexes_propres": [
            {"titre": "Règlement", "texte": "Premier alinéa\n- un point"},
            {"titre": "Plan", "image": "Deux salles, une entrée au nord"},
        ],
        "passages_outre": [{"verification": 2, "motif": "Délibération affichée le jour même"}],
        "articles": [
            {
                "article": "objet",
                "titre": "Objet",
                "texte": "Premier alinéa\n- un point\n- un autre",
                "commentaires": [
                    {"texte": "Et le bail ?", "reponses": ["Au 2."]},
                    {"texte": "Trop long ?", "regle": True},
                ],
            },
            {"titre": "Le nôtre", "texte": "{projet} : à deux", "facultatif": True, "retenu": False, "remplace": 7},
            {"titre": "Ajout", "remplace": 7, "rang": 1, "effet": "ajoute", "intitule": "Participation"},
        ],
        "charte": "Accueillir sans condition",
        "lieu_prete": {
            "designation": "La salle des fêtes",
            "domaine": "domaine_public",
            "usage": "Les haltes",
            "capacite": 80,
            "creneaux": ["le lundi matin"],
            "materiel": ["six tables"],
            "redevance": 12.5,
            "echeance": "chaque mois",
            "assureur": "Une mutuelle",
            "police": "A-12",
            "cles": "deux clés",
            "etat_des_lieux": "Sol neuf",
        },
        "traitement": {
            "finalites": "Inscrire",
            "donnees": "Prénom",
            "personnes": "Les inscrits",
            "duree": "Un an",
            "contact": "La coordination",
        },
        "images": {
            "prevues": True,
            "supports": ["affiches"],
            "duree": "trois ans",
            "territoire": "la France",
            "formulaire": True,
        },
        "modifie": "c2",
        "suite_de": "c2",
        "cadre_belge": "PCS",
        "article_budgetaire": "849/332-02",
        "delai_justificatifs": "avant le 31 mars",
    }
    agreement["gouvernance"] |= {"quorum": "la moitié", "majorite": "les deux tiers"}
    agreement["moyens"][0] |= {
        "personnel": True,
        "personne": "Zoé Faure",
        "qualification": "animatrice",
        "duree": "six mois",
        "cout": "salaires et charges",
        "avenant_le": "2026-09-01",
    }
    content["circuit_validation"] = [
        {"nom": "Coordination", "role": "edition"},
        {"nom": "Présidence", "qui": "personne", "personne": "u2"},
        {"nom": "Conseil d’administration", "qui": "instance"},
    ]
    said = {"cle": "objet", "numero": "1", "titre": "Objet", "alineas": ["Premier alinéa", "- un point"]}
    agreement["textes_soumis"] = [{"parties": [said]}, {"parties": [{**said, "alineas": ["Autrement"]}]}]
    agreement["validations"] = [
        {
            "tour": 1,
            "texte": 2,
            "demandee_le": "2026-11-02",
            "mot": "Relire l’objet",
            "etapes": [
                {
                    "nom": "Coordination",
                    "role": "edition",
                    "decision": "valide",
                    "attend_depuis": "2026-11-02",
                    "le": "2026-11-03",
                    "texte": 1,
                },
                {
                    "nom": "Présidence",
                    "qui": "personne",
                    "personne": "u2",
                    "decision": "changement_demande",
                    "attend_depuis": "2026-11-03",
                    "le": "2026-11-04",
                    "texte": 2,
                    "motif": "Trop long",
                    "article": "1. Objet",
                    "reference": "Courriel du 4",
                },
                {"nom": "Conseil d’administration", "qui": "instance"},
            ],
        }
    ]
    signer = agreement["parties"][0]["partenaire"]
    agreement["signatures"] = [
        {
            "partie": signer,
            "signataire": "Ada Roche",
            "qualite": "maire",
            "courriel": "ada@cunlhat.example",
            "etat": "papier",
            "signee_le": "2026-11-10",
            "demandee_le": "2026-11-05",
            "relancee_le": "2026-11-08",
        },
        {"partie": signer, "signataire": "Zoé Faure", "rang": 2, "etat": "refusee", "motif": "En congé"},
    ]
    agreement["etapes_texte"][0] |= {
        "nom": "Premier jet",
        "texte": [
            {"cle": "objet", "numero": "1", "titre": "Objet", "alineas": ["Un alinéa", "- un point"]},
            {"cle": "signature", "titre": "Signature", "alineas": ["Pour le Fil"]},
        ],
        "reponses": [
            {
                "partenaire": agreement["parties"][1]["partenaire"],
                "reponse": "accepte",
                "moyen": "reunion",
                "qui": "La présidente",
                "date": "2026-07-01",
                "mots": "D’accord sur tout",
            }
        ],
    }
    agreement["parties"][0] |= {"assurance_le": "2026-09-01", "denomination": "L’ancien nom", "court": "Ancien"}
    agreement["parties"][0]["autres_signataires"] = ["Paul Roux, directeur général", "Léa Fay"]
    agreement["modele_organisation"] = {"nom": "Le nôtre", "version": 2}
    agreement["parties"][1]["deliberation"] = {
        "organe": "Conseil communautaire",
        "date_prevue": "2026-05-01",
        "numero": "2026-31",
        "date": "2026-05-04",
        "executoire_le": "2026-05-12",
    }
    second = content["conventions"][1]
    second["parties"][0]["bce"] = "0200.068.636"
    second["deliberation"] |= {"numero": "2026-12", "date": "2026-12-10", "executoire_le": "2026-12-15"}
    second["budget_annuel"]["produits"][0]["libelle"] = "Subvention"
    second |= {
        "politique_publique": "le lien social",
        "cout_total": 208500,
        "seuil_variation": 20,
        "iban": "FR76",
        "imputation": "6574",
        "comptable": "Trésorerie",
        "mois_evaluation": 6,
        "preavis_interet_general": "six mois",
        "tribunal": "Clermont-Ferrand",
    }
    second["echeancier"][0]["part"] = 70.5
    content["investissement"]["produits"][0]["libelle"] = "Mécénat"
    content["autres_accords"][0] |= {
        "montant": 12.34,
        "convenu": "La salle, le mardi, hors vacances.",
        "presents": "Deux élues",
        "preuve": "Courriel du 22 juin",
        "termine_le": "2026-09-30",
        "motif_fin": "La salle est en travaux.",
        "mis_par_ecrit": content["conventions"][0]["id"],
    }
    content["bilans"][0]["partenaires_actifs"] = {"actifs": 3, "places": 9, "source": "à la main"}
    return content


def test_every_key_of_the_format_comes_out_as_it_went_in(organisation):
    content = complete()
    project = load(content, organisation).project
    assert differences(content_of(to_json(content)), content_of(to_yaml(export_project(project)))) == []
    elsewhere = with_model(OrganisationFactory())
    again = import_file(to_yaml(export_project(project)), organisation=elsewhere).project
    assert to_yaml(export_project(again)) == to_yaml(export_project(project))
    # The model is that of the organisation that takes the file in, or none.
    assert again.agreements.get(text_model__isnull=False).text_model.template.organisation == elsewhere
    stranger = import_file(to_yaml(export_project(project)), organisation=OrganisationFactory()).project
    assert not stranger.agreements.filter(text_model__isnull=False).exists()


def test_the_test_above_forgets_no_key():
    def unused(kind, values, path):
        """Return the paths of the keys of `kind` that none of the values has."""
        if isinstance(kind, ListOf):
            return unused(kind.item, [item for value in values for item in value], path)
        if isinstance(kind, MapOf):
            return unused(kind.value, [item for value in values for item in value.values()], path)
        if not isinstance(kind, Record):
            return []
        found = []
        for key, inner in kind.keys.items():
            inside = [value[key] for value in values if value.get(key) is not None]
            found += unused(inner, inside, f"{path}.{key}") if inside else [f"{path}.{key}"]
        return found

    # The oracle is compared, never stored; `action` and `actions` say the same.
    assert unused(FILE, [complete()], "") == [".raci_signaux_attendus"]


def test_a_known_partner_is_completed_and_never_overwritten(organisation):
    known = PartnerFactory(
        organisation=organisation, name="COMMUNE DE CUNLHAT", short_name="Mairie", kind=PartnerKind.OTHER, mission=""
    )
    Contact.objects.create(partner=known, email="MAIRIE@cunlhat.example", function="Accueil")
    Contact.objects.create(partner=known, name="Zoé Faure")
    content = complete()
    warnings = {str(warning) for warning in load(content, organisation).warnings}
    known.refresh_from_db()
    assert (known.name, known.short_name, known.kind) == ("COMMUNE DE CUNLHAT", "Mairie", PartnerKind.MUNICIPALITY)
    assert known.mission == "Administrer\r\nla commune"
    assert known.version == 2
    assert [str(contact) for contact in known.contacts.all()] == ["Accueil", "Zoé Faure", "Accueil"]
    assert known.contacts.first().phone == "04 65 71 00 02"
    assert known.contacts.get(name="Zoé Faure").email == "zoe@cunlhat.example"
    assert any("partenaires[1].court" in warning and "« Mairie » est gardé" in _plain(warning) for warning in warnings)
    assert any("partenaires[1].contact.fonction" in warning for warning in warnings)


def _plain(text):
    return text.replace("\u00a0", " ")


def test_a_partner_of_another_organisation_is_not_reused(organisation):
    PartnerFactory(name="Commune de Cunlhat")
    load(demo(), organisation)
    assert Partner.objects.filter(name="Commune de Cunlhat").count() == 2


def test_own_places_are_made_once_for_an_organisation(organisation):
    load(complete(), organisation)
    load(complete(), organisation)
    own = Territory.objects.filter(organisation=organisation)
    assert sorted(own.values_list("name", flat=True)) == ["Le Haut du bourg"]
    assert own.get(name="Le Haut du bourg").departement.code == "63"


def test_a_difference_with_the_official_geography_is_a_remark(organisation):
    content = demo()
    content["territoires"][1] |= {"population": 9, "code_postal": "63591", "nom": "cunlhat"}
    content["territoires"][0]["communes"] = 4
    result = load(content, organisation)
    paths = {warning.path for warning in result.warnings}
    assert {"territoires[1].population", "territoires[1].code_postal", "territoires[1].nom"} <= paths
    assert "territoires[0].communes" not in paths
    assert export_project(result.project)["territoires"][1]["population"] == 1301


def test_a_placement_out_of_its_horizon_is_a_remark(organisation):
    content = demo()
    content["placements"][0]["date"] = "2031-01-01"
    assert "placements[0].date" in {warning.path for warning in load(content, organisation).warnings}


def test_the_raci_oracle_is_compared(organisation):
    assert not any("raci" in warning.path for warning in load(demo(), organisation).warnings)
    content = demo()
    content["raci"]["a01"]["p29"] = "I"
    told = [warning for warning in load(content, organisation).warnings if "raci" in warning.path]
    assert ["habitants_absents" in warning.message for warning in told] == [True]
    content = demo()
    content["raci_signaux_attendus"]["erreurs"] = [{"code": "aucun_a", "activite": "a02"}]
    told = [warning for warning in load(content, organisation).warnings if "raci" in warning.path]
    assert [warning.path for warning in told] == ["raci_signaux_attendus.erreurs[0]"]


def test_codes_of_the_models_are_accepted_without_lists(organisation):
    content = demo()
    for section in ("types", "etapes", "formalisations"):
        del content["listes"][section]
    content["partenaires"][1]["type"] = "municipality"
    project = load(content, organisation).project
    assert project.partnerships.get(key="p02").partner.kind == PartnerKind.MUNICIPALITY
    written = export_project(project)
    assert written["partenaires"][1]["type"] == "commune"
    assert len(written["listes"]["types"]) == len(PartnerKind)


def test_the_file_s_own_words_are_kept_and_completed(organisation):
    content = demo()
    content["listes"]["types"][0]["id"] = "mairie"
    for partner in content["partenaires"]:
        if partner["type"] == "commune":
            partner["type"] = "mairie"
    project = load(content, organisation).project
    partner = project.partnerships.get(key="p03").partner
    partner.kind = PartnerKind.HOSPITAL
    partner.save()
    written = export_project(project)
    assert [row["type"] for row in written["partenaires"][1:3]] == ["mairie", "hopital"]
    assert {"id": "hopital", "code": "hospital", "nom": "Hôpital"} in written["listes"]["types"]
    load(written, OrganisationFactory())


def test_words_of_a_list_are_the_only_ones_accepted(organisation):
    content = demo()
    content["partenaires"][3]["type"] = "hopital"
    with pytest.raises(ProjectFileError) as error:
        load(content, organisation)
    assert [problem.path for problem in error.value.problems] == ["partenaires[3].type"]


def test_a_project_made_in_the_application_goes_out_and_comes_back(project, coordinator):
    project.partnerships.all()[0].partner.contacts.create(name="Ada")
    member = ProjectMemberFactory(project=project, user=None, name="Sans compte")
    partnership = PartnershipFactory(
        project=project,
        partner__territory=TerritoryFactory(organisation=project.organisation, kind=TerritoryKind.QUARTIER, code=""),
    )
    PlacementFactory(partnership=partnership, horizon=project.horizons.first(), level=project.levels.last())
    RaciFactory(activity=ActivityFactory(project=project), partnership=partnership, letters="(A)")
    entry = LogEntry.objects.create(partnership=partnership, date="2026-05-01", summary="Un\x0bmot")
    for who in ({"who_name": "p01"}, {"who_member": member}, {"who_partnership": partnership}, {"who_name": "Léo"}):
        LogPresence.objects.create(entry=entry, **who)
    Obstacle.objects.create(partnership=partnership, text="Le temps")
    Promise.objects.create(partnership=partnership, what="Rappeler", who_name="z9")
    written = to_yaml(export_project(project))
    again = import_file(written, organisation=OrganisationFactory()).project
    assert to_yaml(export_project(again)) == written
    (presences,) = [row["presents"] for row in export_project(again)["journal"]]
    assert presences[0] == {"nom": "p01"}
    assert presences[3] == "Léo"


def test_an_import_is_not_undone(organisation):
    project = load(demo(), organisation).project
    with pytest.raises(CannotUndo):
        undo(Operation.objects.get(), by=None)
    assert Project.objects.get() == project


def test_a_lane_whose_meaning_changed_does_not_take_another_s_identifier(organisation, coordinator):
    project = load(demo(), organisation).project
    with operation(by=coordinator, label="Niveaux", project=project):
        lane = project.levels.get(key="information")
        lane.code = ""
        lane.save()
    again = load(export_project(project), OrganisationFactory()).project
    assert [level.code for level in again.levels.all()] == ["co_lead", "ally", "contributor", ""]


def test_a_belgian_commune_may_be_written_without_its_code(organisation):
    content = demo()
    content["territoires"].append({"id": "t_be", "type": "commune", "nom": "namur", "pays": "BE"})
    project = load(content, organisation).project
    assert project.territories.get(country="BE").code == "92094"


def test_a_former_commune_becomes_the_one_of_today(organisation):
    cunlhat = Territory.objects.get(code="63132")
    TerritoryName.objects.create(
        territory=cunlhat, nature="ancienne", name="Le Brugeron", name_norm="le brugeron", code="63057"
    )
    content = demo()
    del content["territoires"][1]["population"]
    content["territoires"][1] |= {"nom": "Le Brugeron", "code_insee": "63057"}
    result = load(content, organisation)
    assert cunlhat in result.project.territories.all()
    assert any("aujourd’hui «\u00a0Cunlhat\u00a0»" in warning.message for warning in result.warnings)


def test_an_own_place_comes_back_with_what_makes_it(organisation):
    load(complete(), organisation)
    own = Territory.objects.get(organisation=organisation)
    assert [part.name for part in own.parts.all()] == ["Cunlhat"]
    assert (own.commune.name, own.zonings) == ("Cunlhat", ["frr", "pvd"])
    other = OrganisationFactory()
    load(export_project(Project.objects.get()), other)
    twin = Territory.objects.get(organisation=other)
    assert [part.name for part in twin.parts.all()] == ["Cunlhat"]
    assert twin.zonings == own.zonings


@pytest.mark.parametrize("part", ["t_epci", "t_q", "t_be"])
def test_a_place_is_not_made_of_anything(organisation, part):
    content = complete()
    content["territoires"][-1]["compose_de"] = [part]
    with pytest.raises(ProjectFileError) as refused:
        load(content, organisation)
    assert "ne peut pas être une partie" in refused.value.problems[0].message


def test_the_first_edit_of_an_imported_agreement_is_taken_back_with_its_publics_places_and_sheets(organisation):
    project = load(demo(), organisation).project
    agreement = max(project.agreements.all(), key=lambda row: row.sheets.count() + row.audiences.count())
    hung = [set(getattr(agreement, name).all()) for name in ("audiences", "territories", "sheets")]
    assert all(hung)
    with operation(by=None, label="Renommer", project=project) as gesture:
        agreement.title = "Un autre titre"
        agreement.save()
    undo(gesture, by=None)
    assert [set(getattr(agreement, name).all()) for name in ("audiences", "territories", "sheets")] == hung
