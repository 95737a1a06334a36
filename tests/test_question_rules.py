"""Each rule of `partnerships/rules` beyond the frise: a project that raises its question, and one that does not."""

import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from agreements.models import Agreement, AgreementStatus, Arrangement, Party
from exchange.importing import import_file
from partnerships.models import Link, LogEntry, PartnerKind
from partnerships.questions import ask_everything
from partnerships.relations.net import Net
from partnerships.rules import raci
from partnerships.rules.base import PLACES, RULES, in_order, rule
from partnerships.rules.facts import Facts
from projects.models import InvolvementCode, ProjectMember, Situation
from tests.factories import (
    ActivityFactory,
    OrganisationFactory,
    PartnershipFactory,
    PlacementFactory,
    ProjectMemberFactory,
    RaciFactory,
    TerritoryFactory,
)
from tests.official import official_places

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 16)


def texts(project, code):
    return [question.text for question in RULES[code].ask(Facts(project, today=TODAY))]


@pytest.fixture
def place(project):
    """Return a function that places a new partner at a horizon (0, 1, 2) and level."""

    def place(name, code=InvolvementCode.ALLY, position=0, **fields):
        partnership = PartnershipFactory(
            project=project, partner__name=name, **{f"partner__{key}": value for key, value in fields.items()}
        )
        PlacementFactory(
            partnership=partnership, horizon=project.horizons.all()[position], level=project.levels.get(code=code)
        )
        return partnership

    return place


def tie(project, *pairs, **fields):
    for one, other in pairs:
        Link.objects.create(project=project, a=one, b=other, intensity=2, **fields)


# --- Relations ----------------------------------------------------------------------------------------------------
def test_a_funder_tied_to_nobody_but_us_is_asked_about(project, place):
    fund, town = place("Caf", kind=PartnerKind.FAMILY_FUND), place("Mairie")
    tie(project, (project.partnerships.get(is_lead=True), fund))
    assert texts(project, "financeur_seul") == [
        "Caf finance, sans lien noté avec d’autres partenaires\u00a0: qui l’a rencontré\u00a0?"
    ]
    tie(project, (fund, town))
    assert texts(project, "financeur_seul") == []


def test_partners_of_whom_no_link_is_noted_are_asked_about_once_links_are_noted(project, place):
    one, two, alone = place("Mairie"), place("École"), place("Café")
    place("Fondation", kind=PartnerKind.FOUNDATION)
    assert texts(project, "isoles") == []
    tie(project, (one, two))
    assert texts(project, "isoles") == [
        "1 partenaire sans aucun lien noté (Café)\u00a0: avec qui travaille-t-il déjà\u00a0?"
    ]
    tie(project, (one, alone))
    assert texts(project, "isoles") == []


@pytest.mark.parametrize(("others", "said"), [(4, "A0, A1, A2, A3)"), (5, "A0, A1, A2 et 2 autres)")])
def test_four_partners_are_named_and_more_are_counted_after_three(project, place, others, said):
    tie(project, (place("Mairie"), place("École")))
    for n in range(others):
        place(f"A{n}")
    assert said in texts(project, "isoles")[0]


def test_a_link_that_has_ended_ties_nobody_any_more(project, place):
    one, two = place("Mairie"), place("École")
    tie(project, (project.partnerships.get(is_lead=True), place("Café")))
    tie(project, (one, two), until=TODAY)
    assert "2 partenaires" in texts(project, "isoles")[0]


def test_a_partner_by_whom_most_others_hold_is_asked_about_and_so_are_we(project, place):
    lead = project.partnerships.get(is_lead=True)
    partners = [place(f"Partenaire {n}") for n in range(6)]
    tie(project, *((lead, partner) for partner in partners))
    assert texts(project, "tout_par_un") == [
        "6 partenaires ne sont reliés qu’à nous\u00a0: qui pourraient-ils rencontrer\u00a0?"
    ]
    tie(project, *pairwise(partners))
    assert texts(project, "tout_par_un") == []


def test_a_bridge_is_the_only_one_who_joins_others_to_the_rest(project, place):
    town, social, school = place("Mairie"), place("CCAS"), place("École")
    tie(project, (project.partnerships.get(is_lead=True), town), (town, school), (town, social))
    tie(project, (project.partnerships.get(is_lead=True), school))
    assert texts(project, "passerelle") == [
        "Pour joindre CCAS, tout passe par Mairie\u00a0: qui d’autre le pourrait\u00a0?"
    ]
    tie(project, (school, social))
    assert texts(project, "passerelle") == []


def test_those_who_decide_together_today_and_do_not_talk_are_asked_about(project, place):
    town, fund = (place(name, InvolvementCode.CO_LEAD) for name in ("La mairie", "La Caf"))
    place("Plus tard", InvolvementCode.CO_LEAD, position=1)
    tie(project, (town, place("École")))
    assert texts(project, "lien_manquant") == [
        "Aucun lien noté entre La mairie et La Caf\u00a0: est-ce un manque\u00a0?"
    ]
    tie(project, (fund, town))
    assert texts(project, "lien_manquant") == []


def test_many_missing_links_are_counted_after_ten(project, place):
    key = [place(f"Co-porteur {n}", InvolvementCode.CO_LEAD) for n in range(6)]
    tie(project, key[:2])
    asked = texts(project, "lien_manquant")
    assert len(asked) == 11
    assert asked[-1].startswith("4 autres paires")


def test_the_net_tells_sides_apart():
    net = Net([("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("e", "f")])
    assert net.cut_off_by("b") == [{"a"}]
    assert net.cut_off_by("a") == net.cut_off_by("e") == []
    assert net.alone_with("b") == {"a"}
    assert net.missing_pairs(["a", "b", "c"]) == [("a", "c")]


# --- Who ----------------------------------------------------------------------------------------------------------
def test_one_person_of_the_team_who_alone_meets_everybody(project, place):
    member = ProjectMemberFactory(project=project, name="Yanis")
    partners = [place(f"Partenaire {n}") for n in range(4)]
    for partner in partners[:3]:
        partner.looked_after_by = member
        partner.save()
    assert texts(project, "une_personne") == []
    entry = LogEntry.objects.create(partnership=partners[3], date=TODAY, summary="Vu")
    entry.presences.create(who_member=member)
    assert texts(project, "une_personne")[0].startswith("Yanis est la seule personne de l’équipe à connaître nos 4")
    entry.presences.create(who_member=ProjectMember.objects.create(project=project, name="Solène"))
    assert texts(project, "une_personne") == []


# --- Agreements (declared by the room above) ----------------------------------------------------------------------
def test_an_agreement_that_ends_before_the_horizon_does(project, place):
    partner = place("Mobil’Monts", position=1)
    agreement = Agreement.objects.create(
        project=project, template="T1", title="-", status=AgreementStatus.SIGNED, ends_on=datetime.date(2027, 6, 30)
    )
    Party.objects.create(agreement=agreement, partnership=partner)
    assert texts(project, "accord_trop_court") == [
        "Mobil’Monts\u00a0: l’accord prend fin le 30\u00a0juin\u00a02027, avant la fin de l’horizon"
        " «\u00a0Moyen terme\u00a0»\u00a0: et après\u00a0?"
    ]
    Agreement.objects.update(ends_on=datetime.date(2027, 12, 31))
    assert texts(project, "accord_trop_court") == []
    Arrangement.objects.create(partnership=partner, formalisation="charter", purpose="-", end=datetime.date(2027, 3, 1))
    assert len(texts(project, "accord_trop_court")) == 1
    Arrangement.objects.update(end=datetime.date(2026, 3, 1))
    assert texts(project, "accord_trop_court") == []


# --- Holes that other pages show ----------------------------------------------------------------------------------
def test_a_place_aimed_at_without_anybody(project, place):
    town = TerritoryFactory()
    project.project_territories.create(territory=town)
    assert len(texts(project, "personne")) == 1
    partner = place("Mairie").partner
    partner.territory = town
    partner.save()
    assert texts(project, "personne") == []
    assert texts(project, "sur_place") == []


def test_a_situation_where_somebody_is_missing(project):
    situation = Situation.objects.create(project=project, name="Une chute")
    assert texts(project, "situation") == ["Une chute\u00a0: qui repère, qui oriente, qui accompagne, qui agit\u00a0?"]
    situation.gap = "Personne"
    situation.save()
    assert texts(project, "situation") == []


def test_nobody_noted_at_the_bilans_once_the_other_phases_are_noted(project, place):
    before, review = (
        project.phases.create(name=name, moment=moment, position=n)
        for n, (name, moment) in enumerate((("En amont", "before"), ("Bilans", "review")))
    )
    partner = place("Mairie")
    assert texts(project, "personne_aux_bilans") == []
    partner.phase_presences.create(phase=before)
    assert texts(project, "personne_aux_bilans") == [
        "Personne n’est noté dans la phase «\u00a0Bilans\u00a0»\u00a0: avec qui faire le point\u00a0?"
    ]
    partner.phase_presences.create(phase=review)
    assert texts(project, "personne_aux_bilans") == []


def test_a_partner_who_is_not_where_one_hopes(project, place):
    partner = place("Caf")
    assert texts(project, "ecart") == []
    partner.hoped_level = project.levels.get(code=InvolvementCode.CO_LEAD)
    partner.save()
    assert len(texts(project, "ecart")) == 1
    partner.placements.update(level=partner.hoped_level)
    assert texts(project, "ecart") == []


# --- RACI: raci.checks finds (tests/test_raci_checks.py), the rules say what it asks -------------------------------
def test_each_signal_of_the_raci_has_its_question(project, place):
    row = ActivityFactory(project=project, name="Tenir la halte")
    RaciFactory(activity=row, partnership=place("Café"), letters="C")
    place("École", InvolvementCode.CO_LEAD)
    assert texts(project, "aucun_a") == ["Tenir la halte, personne n’en répond\u00a0: qui en répond\u00a0?"]
    assert texts(project, "aucun_r") == ["Tenir la halte, personne ne la réalise\u00a0: qui le fait\u00a0?"]
    assert texts(project, "absent_du_raci") == [
        "École, placé sur la frise, nulle part dans le RACI\u00a0: quel rôle lui proposer\u00a0?"
    ]
    question = next(RULES["aucun_a"].ask(Facts(project)).__iter__())
    assert question.url.endswith(f"/raci/#a-{row.public_id}")
    row.assignments.update(letters="RA")
    assert texts(project, "aucun_a") == texts(project, "aucun_r") == []


def test_every_code_of_the_checks_is_a_rule():
    source = (Path(settings.BASE_DIR) / "partnerships" / "raci" / "checks.py").read_text(encoding="utf-8")
    assert {code for code in raci.ASKS if f'"{code}"' in source} == set(raci.ASKS) == set(raci.COUNTED)
    assert set(raci.ASKS) <= set(RULES)


# --- The engine ---------------------------------------------------------------------------------------------------
def test_two_rules_of_one_name_are_refused():
    with pytest.raises(ValueError, match="silence"):
        rule("silence", PLACES[0], "")(lambda facts: [])


def test_every_rule_says_what_it_is_and_what_makes_it_come_back():
    for one in in_order():
        assert one.ask.__doc__ or one.code in raci.ASKS
        assert str(one.comes_back).endswith(".")
        assert one.place in PLACES


# --- The demonstration, read rule by rule in exchange/demo.yaml on its own day -------------------------------------
DEMONSTRATION = {
    "ecart": [
        "Caf est aujourd’hui «\u00a0Allié\u00a0»",
        "Maison des solidarités est aujourd’hui «\u00a0Allié\u00a0»",
        "Maison de santé est aujourd’hui «\u00a0Contributeur\u00a0»",
    ],
    # Every lane has somebody at each horizon, residents and elected people are there from the start, nobody waits.
    "financeur_seul": ["MSA", "Terres Voisines"],
    "isoles": ["7 partenaires sans aucun lien noté (ARS, MDPH, La Miche dorée et 4 autres)"],
    "passerelle": [
        "Pour joindre CCAS Cunlhat, tout passe par Cunlhat",
        "Pour joindre St-Germain-l'Herm, tout passe par CC ALF",
    ],
    "lien_manquant": [
        "Aucun lien noté entre Cunlhat et Olliergues",
        "Aucun lien noté entre Cunlhat et Habitants relais",
        "Aucun lien noté entre Olliergues et Habitants relais",
        "Aucun lien noté entre CC ALF et Habitants relais",
    ],
    # raci_signaux_attendus
    "trop_de_realisateurs": ["Places, salles et autorisations", "Communication et bouche-à-oreille"],
    "trop_de_consultes": ["Diagnostic partagé", "Calendrier des haltes", "Évaluation et bilans"],
    "habitants_absents": [
        "Recherche de financements",
        "Places, salles",
        "Permanences droits",
        "Repérage de l'isolement",
    ],
    "porteur_surcharge": ["Le Fil des Monts répond de 8 activités sur 12"],
    "co_porteur_sans_role": ["Caf, co-porteur au long terme"],
    "silence": ["22 partenaires sans nouvelles"],
    "manque": ["Qui distribue le courrier", "Qui intervient la nuit", "Qui travaille dehors"],
    "accord_trop_court": [
        "Caf\u00a0: l’accord prend fin le 5",
        "France services\u00a0: l’accord",
        "Mobil'Monts\u00a0: l’accord",
    ],
}


@pytest.mark.once
def test_the_demonstration_asks_exactly_this():
    official_places()
    demo = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"
    project = import_file(demo.read_bytes(), organisation=OrganisationFactory()).project
    everything = ask_everything(project, today=TODAY)
    found = {}
    for group in everything.groups:
        for asked in group.asked:
            found.setdefault(asked.question.code, []).append(asked.question.text)
    assert {code: len(lines) for code, lines in found.items()} == {
        code: len(lines) for code, lines in DEMONSTRATION.items()
    }
    for code, starts in DEMONSTRATION.items():
        for start in starts:
            assert any(line.startswith(start) for line in found[code]), (start, found[code])
