"""The checks before « prête à signer », one by one: each speaks when it must and is silent when it must."""

import datetime

import pytest

from agreements.checks import CHECKS, blocking, findings
from agreements.checks.case import Case
from agreements.models import (
    ActionSheet,
    Agreement,
    AgreementMean,
    Article,
    CheckOverride,
    MoneyLine,
    MoneySection,
    Party,
)
from partnerships.models import PartnerKind
from projects.models import Audience
from tests.agreement_facts import DAY, make_complete, partner_of, read
from tests.agreement_texts import add_money, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    """A complete agreement with an association."""
    return make_complete(project, coordinator)


@pytest.fixture
def public(project, coordinator):
    """A complete agreement with a commune, its decision aside."""
    partnership = partner_of(project, partner__name="Olliergues", partner__kind=PartnerKind.MUNICIPALITY)
    return make_complete(project, coordinator, partnership)


def numbers(agreement, **facts):
    """Return the numbers of the checks that speak, after setting facts on the agreement."""
    if facts:
        Agreement.objects.filter(pk=agreement.pk).update(**facts)
    return [finding.number for finding in findings(read(agreement), day=DAY) if finding.number]


def set_party(agreement, position=1, **facts):
    Party.objects.filter(agreement=agreement, position=position).update(**facts)


def add_mean(agreement, what, value=None, position=1):
    partnership = agreement.parties.get(position=position).partnership
    return AgreementMean.objects.create(agreement=agreement, partnership=partnership, what=what, value=value)


def rewrite(agreement, key, body):
    Article.objects.filter(agreement=agreement, key=key).update(body=body)


def test_a_complete_agreement_is_not_blocked(agreement):
    assert blocking(findings(agreement, day=DAY)) == []


@pytest.mark.parametrize("field", ["seat", "signatory", "quality"])
def test_1_each_party_is_identified(agreement, field):
    assert 1 not in numbers(agreement)
    set_party(agreement, **{field: ""})
    assert 1 in numbers(agreement)


def test_1_there_are_as_many_originals_as_parties_unless_signed_electronically(agreement):
    assert 1 in numbers(agreement, originals=1)
    assert 1 in numbers(agreement, originals=None)
    assert 1 not in numbers(agreement, originals=None, electronic_signature=True)


def test_2_a_public_party_signs_after_its_enforceable_decision(public):
    assert numbers(public).count(2) == 1
    decision = {"deliberation_number": "2026-41", "deliberation_on": DAY, "deliberation_enforceable_on": DAY}
    assert 2 not in numbers(public, **decision)
    assert 2 in numbers(public, signature_planned_on=DAY)
    assert 2 not in numbers(public, signature_planned_on=DAY + datetime.timedelta(days=1))
    assert 2 in numbers(public, signed_on=DAY)


def test_1_the_model_says_how_many_parties(project, coordinator):
    assert 1 not in numbers(make_text(project, coordinator, "T4", parties=3))
    assert 1 in numbers(make_text(project, coordinator, "T4", parties=2))
    assert 1 in numbers(make_text(project, coordinator, "T3", parties=3))
    assert 1 not in numbers(make_text(project, coordinator, "IM", originals=None))


def test_2_does_not_concern_two_associations(agreement):
    assert 2 not in numbers(agreement)


def test_2_is_passed_over_with_a_reason(public, coordinator):
    CheckOverride.objects.create(agreement=public, check_number=2, reason="délégation du maire", by=coordinator)
    found = findings(read(public), day=DAY)
    assert [finding.override.reason for finding in found if finding.number == 2] == ["délégation du maire"]
    assert blocking(found) == []


def test_an_override_does_not_lift_a_check_that_cannot_be_passed_over(agreement, coordinator):
    CheckOverride.objects.create(agreement=agreement, check_number=1, reason="tant pis", by=coordinator)
    set_party(agreement, seat="")
    assert blocking(findings(read(agreement), day=DAY))


def test_3_an_association_says_who_empowers_its_signatory(agreement):
    set_party(agreement, position=0, authorisation="article 3 des statuts")
    assert 3 not in numbers(agreement)
    set_party(agreement, authorisation="")
    assert 3 in numbers(agreement)


def test_4_a_subsidised_association_has_the_republican_contract(agreement):
    assert 4 not in numbers(agreement)
    MoneyLine.objects.create(agreement=agreement, section=MoneySection.SUBSIDY, year=2027, amount=1000)
    assert 4 in numbers(agreement)
    assert 4 not in numbers(agreement, republican_contract=True)


def test_5_large_public_help_needs_the_model_with_a_subsidy(public):
    mean = add_mean(public, "personnel", 23000)
    assert 5 not in numbers(public)
    AgreementMean.objects.filter(pk=mean.pk).update(value=23001)
    assert 5 in numbers(public)
    assert 5 not in numbers(public, template="T2")


def test_5_counts_cash_and_kind_and_only_what_goes_to_a_private_body(public):
    add_mean(public, "personnel", 2000)
    MoneyLine.objects.create(agreement=public, section=MoneySection.SUBSIDY, year=2027, amount=21000)
    assert 5 not in numbers(public)
    MoneyLine.objects.create(agreement=public, section=MoneySection.SUBSIDY, year=2028, amount=21001)
    assert 5 in numbers(public)
    other = public.parties.get(position=0).partnership.partner
    type(other).objects.filter(pk=other.pk).update(kind=PartnerKind.FAMILY_FUND)
    assert 5 not in numbers(public)


def test_6_a_subsidy_says_what_the_law_asks(project, coordinator):
    subsidised = add_money(make_text(project, coordinator, "T2"))
    assert 6 not in numbers(subsidised)
    assert numbers(subsidised, unspent_max=None).count(6) == 1
    rewrite(subsidised, "controle", "")
    assert numbers(subsidised).count(6) == 2
    subsidised.money_lines.filter(section__in=("subsidy", "instalment")).delete()
    assert numbers(subsidised).count(6) == 4
    assert 6 not in numbers(subsidised, template="T1")


def test_7_help_in_kind_from_a_public_body_has_a_value(public, agreement):
    add_mean(public, "deux agents")
    assert 7 in numbers(public)
    public.means.update(value=500)
    assert 7 not in numbers(public)
    add_mean(agreement, "deux bénévoles")
    assert 7 not in numbers(agreement)


def test_7_what_a_public_body_lends_has_a_value(project, coordinator):
    place = make_text(project, coordinator, "T3")
    assert 7 in numbers(place)
    add_mean(place, "la salle des fêtes", 1200, position=0)
    assert 7 not in numbers(place)


def test_8_words_of_an_order_are_noticed_with_a_public_party(public, agreement):
    assert 8 not in numbers(public)
    for written in (public, agreement):
        rewrite(written, "moyens", "La commune paie sur facturation, au prix unitaire de 12 €.")
    assert 8 in numbers(public)
    assert 8 not in numbers(agreement)


def test_8_a_subsidised_project_says_where_it_comes_from(project, coordinator):
    subsidised = make_text(project, coordinator, "T2")
    assert 8 not in numbers(subsidised)
    assert 8 in numbers(subsidised, origin="")


def test_9_the_models_that_forbid_it_do_not_allow_it(project, coordinator):
    subsidised = make_text(project, coordinator, "T2", passing_on=True)
    assert 9 not in numbers(subsidised)
    rewrite(subsidised, "emploi", "L’Association ne la reverse pas à un autre organisme.")
    assert 9 in numbers(subsidised)


def test_9_money_passed_on_needs_a_clause(agreement):
    assert 9 in numbers(agreement, passing_on=True)
    rewrite(agreement, "moyens", "Le reversement d’une part de la subvention est autorisé.")
    assert 9 not in numbers(agreement)


def test_10_the_end_is_known_and_not_passed(agreement):
    assert 10 not in numbers(agreement, ends_on=DAY)
    assert 10 in numbers(agreement, ends_on=DAY - datetime.timedelta(days=1))
    assert 10 not in numbers(agreement, status="ended")
    assert 10 in numbers(agreement, ends_on=None)


def test_10_what_binds_nobody_needs_no_end(project, coordinator):
    for code in ("LI", "CH", "IM", "AV"):
        assert 10 not in numbers(make_text(project, coordinator, code, ends_on=None))
    assert 10 in numbers(make_text(project, coordinator, "T4", ends_on=None))


def test_10_a_subsidy_ends_with_its_last_year(project, coordinator):
    subsidised = make_text(project, coordinator, "T2", ends_on=None)
    assert 10 in numbers(subsidised)
    add_money(subsidised)
    assert 10 not in numbers(subsidised)


@pytest.mark.parametrize("code", ["T1", "T2", "T3", "T4", "T5"])
def test_11_every_model_lists_what_ends_it(project, coordinator, code):
    assert 11 not in numbers(make_text(project, coordinator, code))


def test_11_the_ending_clause_lists_commitments_and_is_quoted(agreement):
    assert 11 not in numbers(agreement)
    rewrite(agreement, "fin", "Chaque Partie peut partir quand elle veut.")
    assert numbers(agreement).count(11) == 2
    rewrite(agreement, "fin", "En cas de manquement à l’article 4, mise en demeure en visant le présent article.")
    assert 11 not in numbers(agreement)


def test_12_nominative_sharing_has_its_rules_annexed(agreement):
    assert 12 in numbers(agreement, nominative_sharing=True)
    assert 12 not in numbers(agreement, secrecy_annex="Entre professionnels concernés, avec l’accord de la personne.")


def test_13_a_common_register_is_not_separate_controllers(agreement):
    rewrite(agreement, "evaluation", "Les Parties tiennent un registre commun.")
    assert 13 in numbers(agreement, data_option="A")
    assert 13 not in numbers(agreement, data_option="B")


def test_14_what_is_lent_is_insured(agreement):
    add_mean(agreement, "temps de bénévoles")
    assert 14 not in numbers(agreement)
    add_mean(agreement, "Salle des fêtes")
    assert 14 in numbers(agreement)
    set_party(agreement, insurance_on=DAY - datetime.timedelta(days=365))
    assert 14 not in numbers(agreement)
    set_party(agreement, insurance_on=DAY - datetime.timedelta(days=366))
    assert 14 in numbers(agreement)


def test_14_who_uses_a_place_is_insured(project, coordinator):
    place = make_text(project, coordinator, "T3")
    assert 14 not in numbers(place)
    set_party(place, insurance_on=None)
    assert 14 in numbers(place)


def test_15_images_of_minors_need_the_holders_of_parental_authority(agreement, project):
    agreement.audiences.add(Audience.objects.create(project=project, name="Enfants de 6 à 11 ans"))
    assert 15 not in numbers(agreement)
    Article.objects.filter(agreement=agreement, key="communication").update(included=False)
    assert 15 in numbers(agreement)
    assert 15 not in numbers(agreement, pictures_planned=False)
    assert 15 not in numbers(agreement, pictures_planned=True, annex_image=True)
    assert 15 in numbers(agreement, annex_image=False)
    assert 15 not in numbers(agreement, template="AV")


def test_16_an_employee_lent_is_described(agreement):
    mean = add_mean(agreement, "une animatrice, trois heures par semaine")
    assert 16 not in numbers(agreement)
    AgreementMean.objects.filter(pk=mean.pk).update(what="une animatrice mise à disposition trois heures par semaine")
    assert 16 in numbers(agreement)
    written = {
        "is_staff": True,
        "person": "Zoé Faure",
        "qualification": "animatrice",
        "period": "six mois",
        "cost_method": "salaires et charges",
        "rider_on": DAY,
    }
    AgreementMean.objects.filter(pk=mean.pk).update(**written)
    assert 16 not in numbers(agreement)
    for name in ("person", "qualification", "period", "cost_method"):
        AgreementMean.objects.filter(pk=mean.pk).update(**written | {name: ""})
        assert 16 in numbers(agreement)
    AgreementMean.objects.filter(pk=mean.pk).update(**written | {"rider_on": None})
    assert 16 in numbers(agreement)


def test_16_lent_things_are_not_people(agreement):
    for what in ("salle mise à disposition par la commune", "mise à disposition d’un garage", "un agent d’accueil"):
        add_mean(agreement, what)
    assert 16 not in numbers(agreement)


def test_17_each_sheet_says_who_and_when(agreement, project):
    assert 17 in numbers(agreement)
    pilot = agreement.parties.get(position=0).partnership
    sheet = ActionSheet.objects.create(project=project, title="Haltes", pilot=pilot, calendar="le lundi")
    agreement.sheets.add(sheet)
    assert 17 not in numbers(agreement)
    ActionSheet.objects.filter(pk=sheet.pk).update(calendar="")
    assert 17 in numbers(agreement)
    Article.objects.filter(agreement=agreement, key="fiches").update(included=False)
    assert 17 not in numbers(agreement)


def test_18_a_belgian_party_has_no_french_mention(agreement):
    set_party(agreement, bce="0123.456.749", siret="")
    assert 18 not in numbers(agreement)
    set_party(agreement, siret="123 456 789 00012")
    assert 18 in numbers(agreement)
    set_party(agreement, siret="")
    rewrite(agreement, "donnees", "Réclamation auprès de la CNIL.")
    assert 18 in numbers(agreement)


def test_18_a_text_between_two_countries_names_both_authorities(project, coordinator):
    both = make_text(project, coordinator, "A26")
    set_party(both, bce="0123.456.749", siret="")
    assert 18 not in numbers(both)
    french = make_text(project, coordinator, "T2")
    set_party(french, bce="0123.456.749", siret="")
    assert 18 in numbers(french)


def test_a_check_cites_the_law_of_the_country_of_all_its_parties(agreement):
    first, *others = agreement.parties.all()
    french = {number: ground for number, _level, _over, _function, ground in CHECKS}
    first.bce = "0123456789"
    assert Case(agreement, DAY).ground(10, french[10]) == "Code civil, art. 1210, 1211 et 1215"
    for party in others:
        party.bce = "0987654321"
    grounds = {number: Case(agreement, DAY).ground(number, ground) for number, ground in french.items()}
    # 4, 5 and 6 are of France: they ask nothing of a Belgian text.
    told = " ".join(ground for number, ground in grounds.items() if number not in (4, 5, 6))
    for code in ("CGCT", "2000-321", "Code du travail", "santé publique", "Code civil, art", "collectivités"):
        assert code not in told
    assert "RGPD, art. 26" in told


def test_every_check_of_the_method_is_there_with_its_ground():
    assert sorted(check[0] for check in CHECKS) == list(range(1, 19))
    assert [check[0] for check in CHECKS if not str(check[4])] == []
    assert [check[0] for check in CHECKS if check[2]] == [2]


def test_blanks_say_what_is_left_to_write_and_where(agreement):
    blanks = [finding for finding in findings(agreement, day=DAY) if not finding.number]
    assert any("préavis" in finding.message and finding.url.endswith("/faits/dates/") for finding in blanks)
    assert not any(finding.blocks for finding in blanks)


def test_a_blank_said_once_for_each_party_is_called_by_its_name(agreement):
    set_party(agreement, mission="", who_name="")
    told = " ".join(finding.message for finding in findings(read(agreement), day=DAY))
    assert "mission, personne référente" in told
    assert "repère" not in told


def test_errors_come_first(public):
    found = findings(public, day=DAY)
    assert [finding.blocks for finding in found] == sorted((finding.blocks for finding in found), reverse=True)
