"""Writing fiches action: a new one, its facts, its rows; order, copy, archive, removal, validation, agreements."""

import pytest
from django.urls import reverse

from agreements.forms.sheet import GROUPS
from agreements.forms.sheet_rows import ROWS
from agreements.models import ActionSheet, AgreementStatus, SheetPartner, SheetValidation
from agreements.views.sheet_edit import PARTS
from projects.models import Operation, undo
from tests.agreement_facts import make_agreement, partner_of
from tests.factories import ActivityFactory, RaciFactory
from tests.test_sheet_facts import DAY, fresh, make_sheet

pytestmark = pytest.mark.django_db


def url(name, project, *rest):
    return reverse(f"agreements:{name}", args=[project.slug, *rest])


def rows_of(*rows, version=1, **more):
    """Return what a browser posts for these rows."""
    data = {"version": version, "lignes-TOTAL_FORMS": len(rows), "lignes-INITIAL_FORMS": 0, **more}
    for rank, row in enumerate(rows):
        data |= {f"lignes-{rank}-{name}": value for name, value in row.items()}
    return data


def undo_last(by):
    undo(Operation.objects.order_by("-pk").first(), by=by)


@pytest.fixture
def sheet(project):
    return make_sheet(project)


@pytest.fixture
def writer(coordinator, sign_in):
    return sign_in(coordinator)


def test_every_part_has_its_page_and_its_place_in_the_list(project, sheet, writer):
    assert set(PARTS) == {*GROUPS, *ROWS}
    for part in PARTS:
        page = writer.get(url("sheet_edit", project, sheet.public_id, part)).content.decode()
        assert 'name="version"' in page
        assert 'aria-current="page"' in page
    assert writer.get(url("sheet_edit", project, sheet.public_id, "prix")).status_code == 404


def test_a_new_sheet_takes_its_roles_from_its_activities(project, writer, coordinator):
    activity = ActivityFactory(project=project)
    answers, helps = partner_of(project), partner_of(project)
    RaciFactory(activity=activity, partnership=answers, letters="A")
    RaciFactory(activity=activity, partnership=helps, letters="C")
    page = writer.get(url("sheet_create", project) + f"?activite={activity.public_id}").content.decode()
    assert "checked" in page
    assert writer.post(url("sheet_create", project), {"title": ""}).status_code == 422
    response = writer.post(url("sheet_create", project), {"title": "Les haltes", "activities": [activity.pk]})
    sheet = ActionSheet.objects.get()
    assert response["Location"] == url("sheet_edit", project, sheet.public_id, "pourquoi")
    assert (sheet.number, sheet.pilot) == (1, answers)
    assert [(row.partnership, row.role) for row in sheet.partners.all()] == [(helps, "C")]
    undo_last(coordinator)
    assert not ActionSheet.objects.exists()


def test_facts_are_written_with_what_hangs_on_them_and_undone(project, sheet, writer, coordinator):
    activity = ActivityFactory(project=project)
    address = url("sheet_edit", project, sheet.public_id, "deroulement")
    data = {"version": 1, "description": "Un camion", "activities": [activity.pk], "final_on": "2027-06-30"}
    assert writer.post(address, data | {"interim_on": "2028-01-01"}).status_code == 422
    response = writer.post(address, data | {"suite": "1"})
    assert response["Location"] == url("sheet_edit", project, sheet.public_id, "etapes")
    sheet.refresh_from_db()
    assert (sheet.description, list(sheet.activities.all())) == ("Un camion", [activity])
    conflict = writer.post(address, data | {"description": "Une tente"})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Une tente" in page
    assert "Un camion" in page
    assert "Remplacer" in page
    undo_last(coordinator)
    sheet.refresh_from_db()
    assert (sheet.description, list(sheet.activities.all())) == ("", [])


def test_a_line_is_added_without_losing_what_is_typed_nor_writing_it(project, sheet, writer):
    address = url("sheet_edit", project, sheet.public_id, "etapes")
    typed = rows_of({"what": "Repérer", "when": "mars"}, {"what": "Ouvrir"}, geste="ajouter")
    page = writer.post(address, typed).content.decode()
    assert 'value="Repérer"' in page
    assert 'value="Ouvrir"' in page
    assert 'name="lignes-2-what"' in page
    page = writer.post(address, typed | {"geste": "monter-1"}).content.decode()
    assert page.index('value="Ouvrir"') < page.index('value="Repérer"')
    assert sheet.steps.get().what == "Choisir les lieux"


def test_steps_name_somebody_known_or_anybody(project, sheet, writer, coordinator):
    address = url("sheet_edit", project, sheet.public_id, "etapes")
    rows = [{"what": "Repérer", "who": "ccas d’ambert"}, {"what": "Ouvrir", "who": "Une voisine"}, {"what": ""}]
    assert writer.post(address, rows_of(*rows)).status_code == 302
    first, second = sheet.steps.all()
    assert first.who_partnership.partner.name == "CCAS d’Ambert"
    assert (second.who_name, second.position) == ("Une voisine", 1)
    orphan = writer.post(address, rows_of({"what": "", "when": "mars"}, version=2))
    assert orphan.status_code == 422
    assert "videz la ligne" in orphan.content.decode()
    late = writer.post(address, rows_of({"what": "Autre"}, version=1))
    assert late.status_code == 409
    assert "Une voisine" in late.content.decode()
    assert 'value="Autre"' in late.content.decode()
    undo_last(coordinator)
    assert [step.what for step in sheet.steps.all()] == ["Choisir les lieux"]


def test_partners_are_taken_from_the_raci_never_over_a_typed_one(project, sheet, writer):
    activity = ActivityFactory(project=project)
    known, new = sheet.partners.get().partnership, partner_of(project)
    RaciFactory(activity=activity, partnership=known, letters="I")
    RaciFactory(activity=activity, partnership=new, letters="C")
    sheet.activities.add(activity)
    address = url("sheet_edit", project, sheet.public_id, "partenaires")
    typed = {"partnership": known.public_id, "role": "R", "contribution": "une salle"}
    page = writer.post(address, rows_of(typed, geste="reprendre")).content.decode()
    assert "Lignes ajoutées ou complétées\u00a0: 1" in page
    assert SheetPartner.objects.count() == 1
    other = {"partnership": new.public_id, "role": "C", "contribution": ""}
    assert writer.post(address, rows_of(typed, typed)).status_code == 422
    assert writer.post(address, rows_of(other, typed)).status_code == 302
    assert [(row.partnership, row.role) for row in sheet.partners.all()] == [(new, "C"), (known, "R")]


def test_the_budget_shows_its_sums_and_asks(project, sheet, writer):
    address = url("sheet_edit", project, sheet.public_id, "budget")
    page = writer.get(address).content.decode()
    assert "Il manque 6\u00a0000\u00a0€ de produits" in page
    income = {"section": "income", "amount": "30000"}
    charge = {"section": "charge", "label": "Personnel", "amount": "30000"}
    assert writer.post(address, rows_of({"section": "charge", "amount": "5"})).status_code == 422
    assert writer.post(address, rows_of({**charge, "amount": "-5"})).status_code == 422
    assert writer.post(address, rows_of(income, charge)).status_code == 302
    assert [row.section for row in sheet.money_lines.all()] == ["charge", "income"]
    assert "s’équilibrent" in writer.get(address).content.decode()


def test_private_parts_make_no_new_version_of_the_text(project, sheet, writer):
    SheetValidation.objects.create(sheet=sheet, partnership=sheet.pilot, on=DAY)
    writer.post(url("sheet_edit", project, sheet.public_id, "vigilance"), {"version": 1, "watch_points": "Seuls"})
    writer.post(url("sheet_edit", project, sheet.public_id, "freins"), rows_of({"text": "Le coût"}, version=2))
    assert fresh(sheet).edition == 1
    writer.post(url("sheet_edit", project, sheet.public_id, "indicateurs"), rows_of({"name": "Haltes"}, version=3))
    sheet.refresh_from_db()
    assert (sheet.edition, sheet.watch_points, sheet.obstacles.get().text) == (2, "Seuls", "Le coût")


def test_each_side_validates_the_text_that_it_read(project, sheet, writer):
    address = url("sheet_validate", project, sheet.public_id)
    lead, partner = sheet.pilot, sheet.partners.get().partnership
    said = {"by_name": "Jeanne Coudert", "on": "2026-11-20", "edition": 1}
    assert writer.post(address, said | {"partnership": partner_of(project).public_id}).status_code == 422
    assert writer.post(address, said | {"partnership": lead.public_id}).status_code == 302
    ActionSheet.objects.update(edition=2)
    late = writer.post(address, said | {"partnership": partner.public_id})
    assert late.status_code == 409
    assert "Le texte a changé" in late.content.decode()
    ActionSheet.objects.update(edition=1)
    writer.post(address, said | {"partnership": partner.public_id})
    sheet.refresh_from_db()
    assert sheet.status == "validated"
    page = writer.get(sheet.get_absolute_url()).content.decode()
    assert "Validée des deux côtés" in page
    assert "par Jeanne Coudert" in page
    validation = sheet.validations.get(partnership=partner)
    writer.post(url("sheet_unvalidate", project, sheet.public_id, validation.public_id))
    assert not fresh(sheet).is_validated_by_both


def test_a_sheet_is_joined_to_open_agreements_and_stays_in_signed_ones(project, sheet, writer, coordinator):
    agreement, signed = (make_agreement(project, coordinator) for _rank in range(2))
    for one in (agreement, signed):
        one.sheets.set([])
    signed.sheets.add(sheet)
    type(signed).objects.filter(pk=signed.pk).update(status=AgreementStatus.SIGNED)
    address = url("sheet_annex", project, sheet.public_id)
    assert writer.post(address, {"agreements": [signed.public_id]}).status_code == 422
    assert writer.post(address, {"agreements": [agreement.public_id]}).status_code == 302
    assert set(sheet.annexed_to.all()) == {agreement, signed}
    undo_last(coordinator)
    assert set(sheet.annexed_to.all()) == {signed}
    refused = writer.post(url("sheet_remove", project, sheet.public_id))
    assert refused.status_code == 409
    assert "est jointe" in refused.content.decode()


def test_archived_removed_copied_moved_and_undone(project, sheet, writer, coordinator):
    second = ActionSheet.objects.create(project=project, title="Droits", position=1)
    listing = url("sheet_list", project)
    writer.post(url("sheet_move", project, second.public_id, "monter"))
    assert [one.title for one in project.sheets.all()] == ["Droits", "Les haltes"]
    assert writer.post(url("sheet_move", project, second.public_id, "tourner")).status_code == 404
    writer.post(url("sheet_copy", project, sheet.public_id))
    assert project.sheets.filter(title="Les haltes (copie)").exists()
    writer.post(url("sheet_archive", project, second.public_id), {"version": second.version})
    assert "Droits" not in writer.get(listing, headers={"accept": "text/html"}).content.decode().split("avis")[0]
    assert "Droits" in writer.get(listing + "?archivees=1").content.decode()
    assert "Vous pourrez annuler" in writer.get(url("sheet_remove", project, sheet.public_id)).content.decode()
    writer.post(url("sheet_remove", project, sheet.public_id))
    assert not project.sheets.filter(pk=sheet.pk).exists()
    undo_last(coordinator)
    again = fresh(sheet)
    assert (again.partners.count(), again.money_lines.count(), again.obstacles.count()) == (1, 3, 1)


def test_a_reader_reads_and_writes_nothing(project, sheet, reader, stranger, sign_in, client):
    page = sign_in(reader).get(sheet.get_absolute_url()).content.decode()
    assert "Modifier" not in page
    assert "Freinzq" in page
    assert sign_in(reader).post(url("sheet_copy", project, sheet.public_id)).status_code == 403
    assert sign_in(stranger).get(sheet.get_absolute_url()).status_code == 404
    assert client.get(sheet.get_absolute_url()).status_code == 302
    pdf = sign_in(reader).get(url("sheet_pdf", project, sheet.public_id))
    assert pdf.content.startswith(b"%PDF")


def test_the_page_takes_the_same_queries_for_many_rows(project, sheet, writer, django_assert_max_num_queries):
    for rank in range(12):
        partnership = partner_of(project)
        sheet.partners.create(partnership=partnership, position=rank)
        sheet.steps.create(what="Pas", who_partnership=partnership)
        sheet.money_lines.create(section="income", amount=1, source=partnership)
        sheet.validations.create(partnership=partnership, on=DAY)
    with django_assert_max_num_queries(24):
        writer.get(sheet.get_absolute_url())
    with django_assert_max_num_queries(20):
        writer.get(url("sheet_edit", project, sheet.public_id, "partenaires"))
