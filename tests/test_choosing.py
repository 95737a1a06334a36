"""Which text to write, case by case of the method (C2): the model, why, on which ground, what to join."""

from decimal import Decimal

import pytest

from agreements.choosing import Answers, Data, Images, Lent, Money, Place, Strength, choose


def sources(said):
    return " · ".join(one.source for one in said)


def texts(said):
    return " · ".join(one.text for one in said)


@pytest.mark.parametrize(
    ("answers", "model"),
    [
        (Answers(), "T1"),
        (Answers(money=Money.PRIVATE), "T1"),
        (Answers(money=Money.SUBSIDY, public_body=True), "T2"),
        (Answers(money=Money.SUBSIDY, public_body=True, place=Place.PUBLIC), "T2"),
        (Answers(place=Place.PUBLIC, public_body=True), "T3"),
        (Answers(place=Place.PRIVATE), "T3"),
        (Answers(parties=3), "T4"),
        (Answers(parties=9, place=Place.PUBLIC), "T4"),
        (Answers(parties=4, money=Money.SUBSIDY, public_body=True), "T4"),
        (Answers(belgian=True, public_body=True), "T5"),
        (Answers(belgian=True, public_body=True, money=Money.SUBSIDY), "T5"),
        (Answers(belgian=True), "T1"),
        (Answers(belgian=True, public_body=True, parties=3), "T4"),
        (Answers(strength=Strength.INTENTION), "LI"),
        (Answers(strength=Strength.VALUES, parties=5), "CH"),
        (Answers(strength=Strength.SPOKEN), "oral"),
        (Answers(strength=Strength.ELSEWHERE, money=Money.SUBSIDY), "EXT"),
    ],
)
def test_the_case_decides_the_model_and_says_why(answers, model):
    choice = choose(answers)
    assert choice.model == model
    assert choice.reasons
    assert all(said.text for said in (*choice.reasons, *choice.alerts))


@pytest.mark.parametrize(
    ("cash", "kind", "is_written"),
    [("23000", None, False), ("23000.01", None, True), ("15000", "8000", False), ("15000", "8001", True)],
)
def test_above_23_000_euros_in_a_year_cash_and_kind_together_the_written_form_is_due(cash, kind, is_written):
    choice = choose(
        Answers(money=Money.SUBSIDY, public_body=True, cash=Decimal(cash), kind=Decimal(kind) if kind else None)
    )
    assert ("une convention écrite est obligatoire" in texts(choice.reasons)) is is_written
    assert ("données essentielles" in texts(choice.alerts)) is is_written
    assert "2001-495" in sources(choice.reasons)


def test_a_subsidy_brings_the_republican_contract_the_account_and_their_grounds():
    choice = choose(Answers(money=Money.SUBSIDY, public_body=True, cash=Decimal(9000)))
    assert "2021-1947" in sources(choice.alerts)
    assert "Contrat d’engagement républicain" in choice.annexes
    assert "six mois" in texts(choice.alerts)
    assert "9-1" in sources(choice.reasons)


def test_a_belgian_party_hears_of_no_french_threshold_nor_contract():
    choice = choose(
        Answers(belgian=True, public_body=True, money=Money.SUBSIDY, cash=Decimal(90000), named_sharing=True)
    )
    assert "L3331-2" in sources(choice.reasons)
    whole = texts((*choice.reasons, *choice.alerts)) + sources(choice.alerts) + "".join(choice.annexes)
    assert "23" not in whole
    assert "2021-1947" not in whole
    assert "article 458" in whole
    assert "délibère" not in whole


def test_a_subsidy_among_several_is_written_apart_between_two():
    choice = choose(Answers(parties=3, money=Money.SUBSIDY, public_body=True))
    assert "s’écrit à deux" in texts(choice.alerts)


def test_very_high_subsidies_call_for_an_auditor():
    alerts = choose(Answers(money=Money.SUBSIDY, public_body=True, all_subsidies_high=True)).alerts
    assert "L612-4" in sources(alerts)
    assert "L612-4" not in sources(choose(Answers(money=Money.SUBSIDY, public_body=True)).alerts)


@pytest.mark.parametrize(
    ("answers", "source", "annex"),
    [
        (Answers(place=Place.PUBLIC), "L2122-1", "état des lieux"),
        (Answers(place=Place.PRIVATE), "1875", "Attestations d’assurance"),
        (Answers(parties=3, place=Place.PUBLIC), "L2144-3", "état des lieux"),
        (Answers(lent=Lent.ASSOCIATION), "L8241-1", "Avenant au contrat de travail"),
        (Answers(lent=Lent.CIVIL_SERVANT), "L512-6", "fiche de poste"),
        (Answers(data=Data.JOINT), "article 26", "Données personnelles"),
        (Answers(data=Data.PROCESSOR), "article 28", "Données personnelles"),
        (Answers(named_sharing=True), "226-13", "Protocole de partage"),
        (Answers(images=Images.ADULTS), "article 9", "autorisation d’image"),
        (Answers(images=Images.MINORS), "article 9", "autorisation d’image"),
        (Answers(parties=3), "1310", "Fiches action"),
        (Answers(), "1210", "Apports en nature"),
    ],
)
def test_each_case_has_its_ground_and_its_annex(answers, source, annex):
    choice = choose(answers)
    assert source in sources((*choice.reasons, *choice.alerts))
    assert annex in " · ".join(choice.annexes)


@pytest.mark.parametrize(
    "answers",
    [
        {"parties": 3},
        {},
        {"strength": Strength.SPOKEN, "place": Place.PUBLIC},
        {"place": Place.PRIVATE},
        {"place": Place.PUBLIC, "parties": 3, "images": Images.ADULTS},
        {"place": Place.PRIVATE, "parties": 3, "images": Images.MINORS},
        {"place": Place.PUBLIC, "lent": Lent.ASSOCIATION},
        {"lent": Lent.CIVIL_SERVANT, "money": Money.ORDER, "named_sharing": True},
    ],
)
def test_a_belgian_case_cites_no_french_code(answers):
    choice = choose(Answers(belgian=True, **answers))
    for said in (*choice.reasons, *choice.alerts):
        belgian = any(word in said.source for word in ("belge", "Wallonie", "RGPD"))
        assert belgian or not said.source, said.source


def test_minors_ask_for_both_parents_and_the_child():
    assert "deux parents, l’avis de l’enfant" in texts(choose(Answers(images=Images.MINORS)).alerts)
    assert "deux parents" not in texts(choose(Answers(images=Images.ADULTS)).alerts)


def test_an_order_paid_by_a_public_body_is_called_a_contract():
    assert "marché public" in texts(choose(Answers(money=Money.ORDER, public_body=True)).alerts)


def test_a_public_body_decides_before_it_signs():
    assert "L2131-1" in sources(choose(Answers(public_body=True)).alerts)
    assert "L2131-1" not in sources(choose(Answers()).alerts)


def test_what_cannot_be_only_spoken_is_said():
    said = choose(
        Answers(
            strength=Strength.SPOKEN,
            money=Money.SUBSIDY,
            cash=Decimal(30000),
            place=Place.PUBLIC,
            lent=Lent.ASSOCIATION,
        )
    )
    assert len(said.alerts) == 3
    assert not choose(Answers(strength=Strength.SPOKEN)).alerts
    assert said.annexes == ()
