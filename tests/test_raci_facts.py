"""What is noted about a cell: opinions asked and news told, what the A answers, private notes; and the sheet to hand over."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exchange.errors import ProjectFileError
from exchange.exporting import export_project, to_yaml
from exchange.importing import import_file
from partnerships.models import Contact, FactKind, LogEntry, RaciAssignment, RaciFact
from partnerships.raci.duties import contact_for, duties, waiting, with_contacts
from partnerships.raci.matrix import read_matrix
from partnerships.raci.role_sheet import role_sheet
from partnerships.tables import raci_table
from projects.models import Operation, operation, undo
from tests.documents_samples import text as text_of_pdf
from tests.factories import ActivityFactory, OrganisationFactory, PartnershipFactory, RaciFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 22)
SECRET = "Ne répond jamais avant le troisième rappel"


def url(project, name, *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


@pytest.fixture
def caf(project):
    return PartnershipFactory(project=project, partner__name="Caisse d’allocations", partner__short_name="Caf")


def cell(partnership, letters, start=None, end=None, **activity):
    row = ActivityFactory(project=partnership.project, start=start, end=end, **activity)
    return RaciFactory(activity=row, partnership=partnership, letters=letters)


# --- Whom to ask, whom to tell ------------------------------------------------------------------------------------


def test_an_opinion_is_due_before_the_activity_and_news_after_it_soonest_first(project, caf):
    spring, summer = datetime.date(2027, 3, 1), datetime.date(2027, 7, 1)
    told = cell(caf, "I", spring, summer)
    asked = cell(caf, "C", spring, summer)
    undated = cell(caf, "C")
    cell(caf, "R", spring)
    cell(caf, "C", spring, status="dropped")
    cell(caf, "C", spring, status="done")
    found = list(waiting(project))
    assert [(one.pk, one.due) for one in found] == [(asked.pk, spring), (told.pk, summer), (undated.pk, None)]


def test_the_person_to_reach_is_the_one_who_said_how(project, caf):
    Contact.objects.create(partner=caf.partner, name="Ancienne", preferred="email", email="a@b.example", left_on=DAY)
    Contact.objects.create(partner=caf.partner, name="Accueil", phone="0400000000")
    wanted = Contact.objects.create(partner=caf.partner, name="Odile", phone="0400000001", preferred="phone")
    cell(caf, "C")
    person, way = contact_for(with_contacts(duties(project)).get().partnership.partner)
    assert person == wanted
    assert way == ("phone", "0400000001", True)


def test_done_is_one_gesture_with_its_exchange_and_comes_back(project, caf, coordinator, reader, sign_in):
    one = cell(caf, "C", name="Halte")
    client = sign_in(coordinator)
    page = client.get(url(project, "raci_duties")).content.decode()
    assert "Demander son avis à" in page
    assert "aucun contact noté" in page
    address = url(project, "raci_duty", one.activity.public_id, caf.public_id, "C")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert client.get(address).status_code == 200
    assert client.post(address, {"day": tomorrow, "text": "Trop tôt"}).status_code == 422
    sent = {"day": "2026-11-02", "channel": "phone", "text": "Favorable", "journal": "on"}
    assert client.post(address, sent).status_code == 302
    entry = LogEntry.objects.get()
    assert (entry.kind, entry.summary) == ("call", "Avis demandé\u00a0: Halte.\nFavorable")
    assert not waiting(project).exists()
    assert "Favorable" in client.get(url(project, "raci_duties"), {"voir": "faits"}).content.decode()
    # A letter that changes waits again, in its own words.
    RaciAssignment.objects.filter(pk=one.pk).update(letters="I")
    assert waiting(project).get().letters == "I"
    RaciAssignment.objects.filter(pk=one.pk).update(letters="C")
    undo(Operation.objects.first(), by=coordinator)
    assert not LogEntry.objects.exists()
    client.post(address, {"aussitot": "1"})
    fact = RaciFact.objects.get()
    assert (fact.day, fact.who) == (timezone.localdate(), "Coordination")
    # Somebody else's click on the same line changes nothing.
    assert client.post(address, {"aussitot": "1"}).status_code == 302
    assert RaciFact.objects.count() == 1
    client.post(url(project, "raci_duty_reopen", fact.public_id))
    assert waiting(project).exists()
    assert sign_in(reader).post(address, {"aussitot": "1"}).status_code == 403


@pytest.mark.once
def test_the_lists_cost_the_same_for_few_and_for_many(project, caf, coordinator, sign_in):
    client = sign_in(coordinator)
    names = ("raci_duties", "raci_load", "raci_answers", "raci_notes", "raci_proposals")
    costs = []
    for many in (1, 12):
        for _ in range(many):
            other = PartnershipFactory(project=project)
            Contact.objects.create(partner=other.partner, name="Odile")
            cell(other, "C")
            held = cell(other, "A")
            for kind in (FactKind.ANSWER, FactKind.NOTE):
                RaciFact.objects.create(activity=held.activity, partnership=other, kind=kind, who_partnership=caf)
        for name in names:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url(project, name)).status_code == 200
            costs.append((name, len(queries)))
    assert costs[:5] == costs[5:]
    assert max(count for _name, count in costs) <= 10, costs


# --- What the A answers -------------------------------------------------------------------------------------------


def test_the_a_answers_and_the_answer_falls_when_the_a_changes(project, caf, coordinator, sign_in):
    held = cell(caf, "A", name="Halte")
    client = sign_in(coordinator)
    address = url(project, "raci_answer", held.activity.public_id, caf.public_id)
    assert client.post(address, {"aussitot": "oui", "vu": ""}).status_code == 302
    assert "J’en réponds" in client.get(url(project, "raci_grid")).content.decode()
    # Who saw no answer does not write over the one that is there.
    late = client.post(address, {"agreed": "non", "day": "2026-11-20", "vu": ""})
    assert late.status_code == 409
    assert "Valeur actuelle" in late.content.decode()
    assert RaciFact.objects.get().agreed is True
    seen = client.get(address).context["seen"]
    assert client.post(address, {"agreed": "non", "day": "2026-11-20", "vu": seen}).status_code == 302
    assert "Pas encore" in client.get(url(project, "raci_grid")).content.decode()
    [(activity, actor, said, day)] = raci_table(project, DAY).answers
    assert (activity, actor, said, day.isoformat()) == ("Halte", "Caisse d’allocations", "pas encore", "2026-11-20")
    with operation(by=coordinator, label="Changer", project=project) as gesture:
        RaciAssignment.objects.write_cells([(held.activity_id, caf.pk, "A", "C")])
    assert not RaciFact.objects.exists()
    assert client.get(address).status_code == 404
    undo(gesture, by=coordinator)
    assert read_matrix(project).answers[held.activity_id].agreed is False


@pytest.mark.once
def test_the_pdf_says_in_words_who_answers(project, caf, coordinator, sign_in):
    held = cell(caf, "A", name="Halte")
    RaciFact.objects.create(activity=held.activity, partnership=caf, kind=FactKind.ANSWER, day=DAY, text=SECRET)
    pdf = text_of_pdf(sign_in(coordinator).get(url(project, "raci_pdf")).content)
    assert "« j’en réponds »" in pdf.replace("\u00a0", " ")
    assert SECRET not in pdf


# --- Notes --------------------------------------------------------------------------------------------------------


def test_a_note_is_private_guarded_and_marked_in_the_grid(project, caf, coordinator, reader, sign_in):
    held = cell(caf, "A")
    client = sign_in(coordinator)
    address = url(project, "raci_note", held.activity.public_id, caf.public_id)
    assert "Reste dans l’équipe" in client.get(address).content.decode()
    assert client.post(address, {"text": SECRET, "seen": ""}).status_code == 302
    assert '<td class="n A">A' in client.get(url(project, "raci_grid")).content.decode()
    stale = client.post(address, {"text": "Autre chose", "seen": ""})
    assert stale.status_code == 409
    assert SECRET in stale.content.decode()
    assert "Autre chose" in stale.content.decode()
    assert client.post(address, {"text": "x" * 2001, "seen": SECRET}).status_code == 422
    assert SECRET in sign_in(reader).get(address).content.decode()
    assert sign_in(reader).post(address, {"text": "", "seen": SECRET}).status_code == 403
    client.post(address, {"text": "", "seen": SECRET})
    assert not RaciFact.objects.exists()
    undo(Operation.objects.first(), by=coordinator)
    assert RaciFact.objects.get().text == SECRET


# --- The sheet of a partner ---------------------------------------------------------------------------------------


def test_the_sheet_says_its_own_roles_their_dates_and_who_answers_and_nothing_internal(
    project, caf, coordinator, sign_in
):
    held = cell(caf, "C", datetime.date(2027, 3, 1), name="Halte")
    answering = PartnershipFactory(project=project, partner__name="Commune de Cunlhat")
    RaciFactory(activity=held.activity, partnership=answering, letters="A")
    cell(answering, "R", name="Ne le regarde pas")
    RaciFact.objects.create(activity=held.activity, partnership=caf, kind=FactKind.NOTE, text=SECRET)
    sheet = role_sheet(project, caf, DAY)
    [group] = sheet.groups
    assert (group.letters, [line.activity for line in group.lines]) == ("C", ["Halte"])
    assert group.lines[0].accountable == ("Commune de Cunlhat",)
    client = sign_in(coordinator)
    page = client.get(url(project, "raci_sheet", caf.public_id)).content.decode()
    assert "à partir du 1er\u00a0mars\u00a02027" in page
    assert SECRET not in page
    pdf = text_of_pdf(client.get(url(project, "raci_sheet_pdf", caf.public_id)).content)
    assert "Halte" in pdf
    assert "Commune de Cunlhat" in pdf
    assert SECRET not in pdf
    assert "Ne le regarde pas" not in pdf


def test_all_the_sheets_are_one_file_a_page_each_at_the_cost_of_one(
    project, caf, coordinator, sign_in, unrendered_documents
):
    held = cell(caf, "C", name="Halte")
    client = sign_in(coordinator)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url(project, "raci_sheets_pdf"))
        return len(queries), json.loads(page.content)["html"]

    few, page = cost()
    assert page.count('class="feuille"') == 1
    for number in range(5):
        other = PartnershipFactory(project=project, partner__name=f"Association {number}")
        RaciFactory(activity=held.activity, partnership=other, letters="I")
    PartnershipFactory(project=project, partner__name="Sans rôle")
    cell(caf, "R", status="dropped", name="Abandonnée")
    many, page = cost()
    assert many == few
    assert page.count('class="feuille"') == 6
    assert "Association 4" in page
    assert "Sans rôle" not in page
    assert "Abandonnée" not in page
    assert url(project, "raci_sheets_pdf") in client.get(url(project, "raci_load")).content.decode()
    record = client.get(url(project, "partnership_record", caf.public_id)).content.decode()
    assert url(project, "raci_sheet", caf.public_id) in record


@pytest.mark.once
def test_the_project_file_keeps_the_variant_the_letters_and_the_facts(project, caf, coordinator):
    project.raci_variant = "rasci_vs"
    project.save()
    held = cell(caf, "Sg", name="Halte")
    member = project.members.get()
    for kind, facts in (
        (FactKind.NOTE, {"text": SECRET, "who_member": member}),
        (FactKind.ANSWER, {"agreed": False, "channel": "committee"}),
        (FactKind.REFUSED, {"letters": "C"}),
        (FactKind.DONE, {"letters": "I", "who_name": "Une stagiaire"}),
    ):
        RaciFact.objects.create(activity=held.activity, partnership=caf, kind=kind, day=DAY, **facts)
    content = export_project(project)
    again = import_file(to_yaml(content), organisation=OrganisationFactory()).project
    assert again.raci_variant == "rasci_vs"
    assert export_project(again) == content
    assert RaciFact.objects.of_project(again).count() == 4
    # The same fact twice is told before anything is written.
    content["raci_faits"].append(content["raci_faits"][0])
    with pytest.raises(ProjectFileError) as refused:
        import_file(to_yaml(content), organisation=OrganisationFactory())
    assert "Ce fait est déjà écrit" in refused.value.problems[0].message
