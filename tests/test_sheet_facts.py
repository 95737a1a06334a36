"""What is computed around a fiche action: proposals, budget, questions, document, yearly help, copies."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from agreements.forms.sheet_rows import rearranged
from agreements.models import (
    ActionSheet,
    Indicator,
    SheetMoneyLine,
    SheetObstacle,
    SheetPartner,
    SheetStep,
    SheetValidation,
)
from agreements.sheets.budget import budget_of
from agreements.sheets.copying import copy_sheet
from agreements.sheets.document import sheet_blocks, sheet_document
from agreements.sheets.proposals import freins_of, letters_of, pilot_of, with_freins, with_raci
from agreements.sheets.questions import sheet_questions
from agreements.yearly import yearly_help
from partnerships.models import Obstacle, PartnerKind, Partnership, Response
from projects.models import Audience
from tests.agreement_facts import make_agreement, partner_of, read
from tests.factories import ActivityFactory, RaciFactory

DAY = datetime.date(2026, 11, 22)


def line(section, amount):
    return SimpleNamespace(section=section, amount=Decimal(amount))


def fresh(sheet):
    return ActionSheet.objects.with_rows().select_related("project").get(pk=sheet.pk)


def make_sheet(project, **fields):
    """Return a fiche with a row of each kind, a private one included."""
    pilot = project.partnerships.get(is_lead=True)
    fields = {"title": "Les haltes", "number": 1, "pilot": pilot, "finding": "Peu de lieux"} | fields
    sheet = ActionSheet.objects.create(project=project, **fields)
    partner = partner_of(project, partner__name="CCAS d’Ambert")
    SheetPartner.objects.create(sheet=sheet, partnership=partner, role="R", contribution="une salle")
    SheetStep.objects.create(sheet=sheet, what="Choisir les lieux", when="mars 2026", who_partnership=partner)
    SheetMoneyLine.objects.create(sheet=sheet, section="charge", label="Personnel", amount=30000)
    SheetMoneyLine.objects.create(sheet=sheet, section="income", amount=24000, source=partner)
    SheetMoneyLine.objects.create(sheet=sheet, section="voluntary", label="Salle", amount=900, source=partner)
    Indicator.objects.create(sheet=sheet, name="Haltes", kind="output", unit="haltes", target=45, source="Cahier")
    SheetObstacle.objects.create(sheet=sheet, text="Freinzq", response="Paradezq")
    return sheet


@pytest.mark.parametrize(
    ("lines", "question"),
    [
        ([], ""),
        ([("charge", 100), ("income", 100), ("voluntary", 50)], ""),
        ([("charge", 100), ("income", 60)], "Il manque 40\u00a0€ de produits"),
        ([("charge", 100), ("income", 160)], "dépassent les charges de 60\u00a0€"),
        ([("voluntary", 50)], ""),
    ],
)
def test_a_budget_that_does_not_balance_asks_a_plain_question(lines, question):
    budget = budget_of([line(*one) for one in lines])
    assert question in budget.question
    assert bool(question) == bool(budget.question)


@pytest.mark.parametrize(
    ("gesture", "order"),
    [
        ("monter-1", "bac"),
        ("descendre-0", "bac"),
        ("monter-0", "abc"),
        ("descendre-2", "abc"),
        ("retirer-1", "ac"),
        ("retirer-9", "abc"),
        ("ajouter", "abc"),
        ("monter-x", "abc"),
    ],
)
def test_typed_rows_move_without_script(gesture, order):
    assert "".join(rearranged(list("abc"), gesture)) == order


def test_typed_rows_are_completed_and_never_overwritten():
    one, two, pilot = (Partnership(pk=rank, public_id=name) for rank, name in enumerate(("un", "deux", "pilote"), 1))
    typed = [
        {"partnership": "un", "role": "I", "contribution": "la salle"},
        {"partnership": "", "role": "", "contribution": ""},
    ]
    rows, filled = with_raci(typed, {one: "R", two: "C", pilot: "A"}, 3)
    assert [(row["partnership"], row["role"]) for row in rows] == [("un", "I"), ("deux", "C")]
    assert (filled, rows[0]["contribution"]) == (1, "la salle")
    rows, filled = with_raci([{"partnership": "un", "role": "", "contribution": ""}], {one: "R"}, None)
    assert (rows[0]["role"], filled) == ("R", 1)
    rows, filled = with_freins(
        [{"text": "Le  coût", "response": "Dit"}, {"text": "Le temps", "response": ""}],
        [("le coût", "Chiffrer"), ("Le temps", "Un relais"), ("La place", "")],
    )
    assert [row["response"] for row in rows] == ["Dit", "Un relais", ""]
    assert filled == 2


@pytest.mark.django_db
def test_the_raci_of_the_linked_activities_proposes_letters_and_a_pilot(project):
    sheet = ActionSheet.objects.create(project=project, title="Les haltes")
    first, second = ActivityFactory(project=project), ActivityFactory(project=project)
    apart = ActivityFactory(project=project)
    both, told, elsewhere = (partner_of(project) for _rank in range(3))
    for activity, partnership, letters in (
        (first, both, "A"),
        (second, both, "R"),
        (first, told, "I"),
        (second, told, "C"),
        (apart, elsewhere, "A"),
    ):
        RaciFactory(activity=activity, partnership=partnership, letters=letters)
    sheet.activities.set([first, second])
    letters = letters_of(sheet)
    assert {partnership.pk: code for partnership, code in letters.items()} == {both.pk: "RA", told.pk: "C"}
    assert pilot_of(letters) == both
    assert pilot_of({both: "A", told: "RA"}) is None


@pytest.mark.django_db
def test_freins_come_with_their_parades_from_the_partners_of_the_sheet(project):
    sheet = make_sheet(project)
    partnership = sheet.partners.get().partnership
    obstacle = Obstacle.objects.create(partnership=partnership, text="Le coût\ndu camion")
    Response.objects.create(obstacle=obstacle, text="Chiffrer")
    Obstacle.objects.create(partnership=partner_of(project), text="Ailleurs")
    assert freins_of(fresh(sheet)) == [("Le coût du camion", "Chiffrer")]


@pytest.mark.django_db
def test_partners_read_everything_but_what_is_private(project):
    sheet = make_sheet(project, watch_points="Vigilancezq", framework="ctg", audience_count=150, interim_on=DAY)
    sheet.audiences.add(Audience.objects.create(project=project, name="Aînés"))
    SheetValidation.objects.create(sheet=sheet, partnership=sheet.pilot, on=DAY, by_name="Jeanne Coudert")
    document = sheet_document(fresh(sheet), DAY)
    annex = str(list(sheet_blocks([fresh(sheet)])))
    for told in (
        *("Peu de lieux", "mars 2026", "CCAS d’Ambert", "une salle", "Choisir les lieux", "Haltes", "aînés", "150"),
        *("22\u00a0novembre\u00a02026",),
    ):
        assert told.casefold() in str(document).casefold().replace("\\xa0", "\u00a0")
        assert told.casefold() in annex.replace("\\xa0", "\u00a0").casefold()
    for told in ("Convention territoriale globale", "24\u00a0000\u00a0€", "Jeanne Coudert", "Personnel"):
        assert told.casefold() in str(document).casefold().replace("\\xa0", "\u00a0")
    assert "zq" not in str(document) + annex


@pytest.mark.django_db
def test_what_is_missing_is_asked(project):
    empty = ActionSheet.objects.create(project=project, title="Les haltes")
    assert {part for part, _question in sheet_questions(fresh(empty))} == {
        *("fiche", "pourquoi", "partenaires", "publics", "etapes", "indicateurs", "deroulement"),
    }
    asked = dict(sheet_questions(fresh(make_sheet(project, final_on=DAY, residents_place="Oui"))))
    assert set(asked) == {"indicateurs", "budget"}
    assert "chiffre d’avant" in asked["indicateurs"]


@pytest.mark.django_db
def test_a_change_of_a_validated_text_makes_a_new_version_to_validate(project):
    sheet = make_sheet(project)
    sheet.change_text()
    assert sheet.edition == 1
    for partnership in (sheet.pilot, sheet.partners.get().partnership):
        assert not fresh(sheet).is_validated_by_both
        SheetValidation.objects.create(sheet=sheet, partnership=partnership, on=DAY)
    assert fresh(sheet).is_validated_by_both
    sheet.change_text()
    sheet.change_text()
    sheet.save()
    assert (sheet.edition, fresh(sheet).is_validated_by_both) == (2, False)


@pytest.mark.django_db
def test_money_told_by_the_agreement_and_its_fiche_counts_once(project, coordinator):
    partner = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY)
    agreement = make_agreement(project, coordinator, partner)
    sheet = ActionSheet.objects.create(project=project, title="Les haltes")
    SheetMoneyLine.objects.create(sheet=sheet, section="income", amount=20000, source=partner)
    SheetMoneyLine.objects.create(sheet=sheet, section="voluntary", label="Salle", amount=2000, source=partner)
    agreement.sheets.add(sheet)
    agreement.means.create(partnership=partner, what="Une salle", value=3000)
    assert yearly_help(read(agreement))[partner.pk].total == 23000
    sheet.money_lines.create(section="income", amount=1, source=partner)
    assert yearly_help(read(agreement))[partner.pk].total == 23001


@pytest.mark.django_db
def test_a_copy_has_the_text_and_nothing_of_the_life(project):
    sheet = make_sheet(project, status="ongoing", edition=4)
    sheet.activities.add(ActivityFactory(project=project))
    sheet.indicators.update(value=41)
    SheetValidation.objects.create(sheet=sheet, partnership=sheet.pilot, on=DAY)
    copy = copy_sheet(fresh(sheet), title="Les haltes (copie)")
    assert (copy.status, copy.edition, copy.number, copy.finding) == ("idea", 1, 2, "Peu de lieux")
    assert [
        getattr(copy, name).count() for name in ("partners", "steps", "money_lines", "obstacles", "activities")
    ] == [*(1, 1, 3, 1, 1)]
    assert copy.validations.count() == 0
    assert copy.indicators.get().value is None
