"""Variants of the table: their letters and rules, and a change of variant that loses no letter unasked."""

import pytest
from django.urls import reverse

from partnerships.models import RaciAssignment
from partnerships.raci.checks import RowState, raci_signals, row_signals
from partnerships.raci.grid import findings_html
from partnerships.raci.matrix import Row
from partnerships.raci.variants import VARIANTS, closest
from partnerships.rules.raci import ASKS, COUNTED
from projects.models import Operation, undo
from tests.factories import ActivityFactory, PartnershipFactory, RaciFactory


@pytest.mark.parametrize(
    ("variant", "text", "letters"),
    [
        ("raci", "a/r", "RA"),
        ("rasci", "s", "S"),
        ("raci_vs", "S", "Sg"),
        ("raci_vs", "v", "V"),
        ("rasci_vs", "S", "S"),
        ("rasci_vs", "sg", "Sg"),
        ("daci", "AD", "DA"),
        ("daci", "–", ""),
    ],
)
def test_a_variant_reads_its_own_letters(variant, text, letters):
    assert VARIANTS[variant].read(text) == letters


@pytest.mark.parametrize(("variant", "text"), [("raci", "S"), ("raci", "D"), ("daci", "R"), ("rasci", "V")])
def test_a_variant_refuses_the_letters_of_another(variant, text):
    with pytest.raises(ValueError, match=text):
        VARIANTS[variant].read(text)


@pytest.mark.parametrize(
    ("letter", "variant", "near"), [("R", "daci", "D"), ("RA", "daci", "DA"), ("D", "raci", "R"), ("Sg", "raci", "")]
)
def test_the_nearest_letter_is_proposed_when_there_is_one(letter, variant, near):
    assert closest(letter, VARIANTS[variant]) == near


def filled(project, **letters):
    activity = ActivityFactory(project=project)
    for value in letters.values():
        RaciFactory(activity=activity, partnership=PartnershipFactory(project=project), letters=value)
    return activity


@pytest.mark.django_db
def test_one_strange_letter_does_not_exist_and_two_do_not(project):
    filled(project, a="S", b="A")
    assert "S n’existe pas en RACI" in {signal.detail for signal in raci_signals(project)}
    filled(project, a="S", b="V")
    assert "S, V n’existent pas en RACI" in {signal.detail for signal in raci_signals(project)}


@pytest.mark.django_db
def test_the_one_a_and_the_doer_are_those_of_the_variant(project):
    filled(project, a="DA", b="C", c="I")
    codes = {signal.code for signal in raci_signals(project)}
    assert {"aucun_a", "aucun_r", "lettre_hors_variante"} <= codes
    project.raci_variant = "daci"
    codes = {signal.code for signal in raci_signals(project)}
    assert not {"aucun_a", "aucun_r", "lettre_hors_variante"} & codes


@pytest.mark.parametrize(
    ("variant", "letters", "found"),
    [
        ("raci_vs", ["RA"], {"sans_verification": "personne ne la vérifie ni ne signe la remise"}),
        ("raci_vs", ["RA", "V"], {"sans_verification": "personne ne signe la remise"}),
        ("rasci_vs", ["RA", "Sg"], {"sans_verification": "personne ne la vérifie"}),
        ("rasci_vs", ["RA", "V", "Sg"], {}),
        ("raci", ["RA"], {}),
        ("daci", ["A", "D"], {}),
        ("daci", ["A", "D", "D"], {"plusieurs_d": "2 acteurs la conduisent"}),
        ("daci", ["DA", "D", "D", "D"], {"plusieurs_d": "4 acteurs la conduisent"}),
        ("daci", ["A"], {"aucun_r": "personne ne la réalise"}),
        ("raci", ["A", "R", "R"], {}),
    ],
)
def test_who_verifies_who_signs_and_the_one_driver_are_asked_where_the_variant_has_them(variant, letters, found):
    row = Row(1, "abc", "Halte", None)
    state = RowState(row, letters, ["C"], VARIANTS[variant])
    assert {signal.code: signal.detail for signal in row_signals(state)} == found


def test_each_error_and_each_warning_of_a_row_has_its_question_and_its_place_in_the_grid():
    row = Row(1, "abc", "Halte", None)
    for variant, letters in (("raci_vs", []), ("daci", ["D", "D", "DA", "A"])):
        signals = row_signals(RowState(row, letters, [], VARIANTS[variant]))
        assert {signal.code for signal in signals} <= set(ASKS) & set(COUNTED)
        assert "Deux A" in findings_html(signals) or "Sans V ni Sg" in findings_html(signals)


@pytest.mark.django_db
def test_changing_the_variant_says_first_what_would_mean_nothing_and_loses_nothing(project, coordinator, sign_in):
    filled(project, a="RA", b="R", c="C")
    project.save()  # its past, to come back to
    client, address = sign_in(coordinator), reverse("partnerships:raci_variant", args=[project.slug])
    assert client.get(address).status_code == 200
    asked = client.post(address, {"variant": "daci", "version": 1})
    html = asked.content.decode()
    assert "<strong>R</strong>, 1 case<" in html
    assert "<strong>RA</strong>, 1 case<" in html
    assert "«&nbsp;est consulté&nbsp;», se lira «&nbsp;contribue&nbsp;»" in html
    project.refresh_from_db()
    assert project.raci_variant == "raci"
    # R becomes D, RA is kept as it is.
    sent = {"variant": "daci", "version": 1, "confirmer": "1", "lettre-0": "D", "lettre-1": "garder"}
    assert client.post(address, sent).status_code == 302
    assert sorted(RaciAssignment.objects.values_list("letters", flat=True)) == ["C", "D", "RA"]
    grid = client.get(reverse("partnerships:raci_grid", args=[project.slug])).content.decode()
    assert "RA hors DACI" in grid
    assert "contribue" in grid
    # Somebody who saw the version before is told so, and one gesture takes the whole change back.
    assert client.post(address, {**sent, "variant": "raci", "lettre-0": "garder"}).status_code == 409
    undo(Operation.objects.first(), by=coordinator)
    project.refresh_from_db()
    assert project.raci_variant == "raci"
    assert sorted(RaciAssignment.objects.values_list("letters", flat=True)) == ["C", "R", "RA"]
    assert client.post(address, {"variant": "inconnue"}).status_code == 422


@pytest.mark.django_db
def test_a_cell_takes_the_letters_of_the_project_alone(project, coordinator, sign_in):
    cell = filled(project, a="R").assignments.get()
    client, address = sign_in(coordinator), reverse("partnerships:raci_cell", args=[project.slug])
    fields = {"activity": cell.activity.public_id, "partnership": cell.partnership.public_id, "seen": "R"}
    assert client.post(address, {**fields, "letters": "S"}).status_code == 422
    project.raci_variant = "rasci"
    project.save()
    assert client.post(address, {**fields, "letters": "S"}).json()["letters"] == "S"
