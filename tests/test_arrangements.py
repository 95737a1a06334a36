"""Lighter arrangements: noted, changed, ended, taken up again, removed; what the partner's record says of its form follows."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.calendar import arrangement_dues
from agreements.formalising import left_without
from agreements.models import Agreement, AgreementStatus, Arrangement
from partnerships.models import Formalisation
from projects.models import Operation, undo
from tests.agreement_facts import make_agreement, partner_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
DAY = datetime.date(2026, 3, 4)


def url(name, project, *rest):
    return reverse(f"agreements:{name}", args=[project.slug, *rest])


def note(partnership, form="oral", **facts):
    return Arrangement.objects.create(
        partnership=partnership, **{"formalisation": form, "purpose": "La salle le mardi", "date": DAY} | facts
    )


def form_of(partnership):
    partnership.refresh_from_db()
    return partnership.formalisation


def typed(partnership, **facts):
    known = {
        "partnership": partnership.public_id,
        "formalisation": "oral",
        "purpose": "La salle le mardi",
        "version": 1,
    }
    return known | facts


@pytest.fixture
def mairie(project):
    return partner_of(project, partner__name="Mairie d’Ambert")


def said_in(response):
    return response.content.decode()


def test_noting_one_says_it_on_a_record_that_said_nothing(project, mairie, facilitator, sign_in):
    client, create = sign_in(facilitator), url("arrangement_create", project)
    assert f'value="{mairie.public_id}" selected' in said_in(client.get(f"{create}?partenaire={mairie.public_id}"))
    refused = client.post(create, typed(mairie, purpose="", said="Hors vacances"))
    assert refused.status_code == 422
    assert "Hors vacances" in said_in(refused)
    facts = {"said": "Hors vacances : 'oui'", "date": "2026-03-04", "end": "2027-03-04", "present": "Le maire"}
    page = said_in(client.post(create, typed(mairie, annual_value="480", **facts), follow=True))
    noted = Arrangement.objects.get()
    assert (noted.said, noted.present) == ("Hors vacances\u00a0: ’oui’", "Le maire")
    assert "passe de «\u00a0Aucune\u00a0» à «\u00a0Accord oral\u00a0»" in page
    for text in (
        "Confirmez-le par un message écrit",
        "4\u00a0mars\u00a02026",
        "480\u00a0€",
        "Rien ne le prouve encore",
    ):
        assert text in page
    assert form_of(mairie) == "oral"
    undo(Operation.objects.get(), by=facilitator)
    assert (Arrangement.objects.count(), form_of(mairie)) == (0, "none")


def test_a_record_that_says_something_is_not_written_over(project, mairie, coordinator, sign_in):
    type(mairie).objects.update(formalisation="protocol")
    client = sign_in(coordinator)
    client.post(url("arrangement_create", project), typed(mairie))
    assert form_of(mairie) == "protocol"
    noted = Arrangement.objects.get()
    assert "La fiche du partenaire ne change pas." in said_in(client.get(noted.get_absolute_url()))


def test_ending_the_last_one_is_told_before_and_after(project, mairie, facilitator, reader, sign_in):
    type(mairie).objects.update(formalisation="oral")
    noted, client = note(mairie), sign_in(facilitator)
    change = "passe de «\u00a0Accord oral\u00a0» à «\u00a0Aucune\u00a0»"
    assert change in said_in(client.get(noted.get_absolute_url()))
    close = url("arrangement_close", project, noted.public_id)
    refused = client.post(close, {"closed_on": "2026-03-01", "closed_reason": "La salle ferme", "version": 1})
    assert refused.status_code == 422
    assert "La salle ferme" in said_in(refused)
    for wrong in ({"closed_on": "2999-01-01", "closed_reason": "-"}, {"closed_on": "2026-09-01", "closed_reason": ""}):
        assert client.post(close, wrong | {"version": 1}).status_code == 422
    done = {"closed_on": "2026-09-01", "closed_reason": "La salle ferme", "version": 1}
    assert change in said_in(client.post(close, done, follow=True))
    assert form_of(mairie) == "none"
    assert client.post(close, done | {"version": 2}).status_code == 403
    page = said_in(sign_in(reader).get(noted.get_absolute_url()))
    assert "1er\u00a0septembre\u00a02026&nbsp;: La salle ferme" in page
    assert "Reprendre" not in page
    # A date after the end is refused where it is typed, not by the database.
    late = typed(mairie, date="2026-10-01", version=2)
    assert client.post(url("arrangement_edit", project, noted.public_id), late).status_code == 422
    page = said_in(client.post(url("arrangement_reopen", project, noted.public_id), {"version": 2}, follow=True))
    assert "passe de «\u00a0Aucune\u00a0» à «\u00a0Accord oral\u00a0»" in page
    noted.refresh_from_db()
    assert (noted.closed_on, noted.closed_reason, form_of(mairie)) == (None, "", "oral")
    undo(Operation.objects.order_by("-pk").first(), by=facilitator)
    noted.refresh_from_db()
    assert (noted.closed_reason, form_of(mairie)) == ("La salle ferme", "none")


def test_what_is_left_is_another_one_the_text_in_force_or_nothing(project, mairie, coordinator):
    def left(form, arrangement):
        mairie.formalisation = form
        return left_without(mairie, arrangement)

    oral, charter = note(mairie), note(mairie, "charter", date=None)
    assert left("oral", oral) == Formalisation.CHARTER
    assert left("charter", charter) == Formalisation.ORAL
    assert left("protocol", oral) is None
    other = note(mairie)
    assert left("oral", oral) is None
    note(mairie, "provision", date=DAY + datetime.timedelta(1))
    Arrangement.objects.filter(pk=other.pk).update(closed_on=TODAY)
    assert left("oral", oral) == Formalisation.PROVISION
    signed = make_agreement(project, coordinator, mairie, status=AgreementStatus.SIGNED, signed_on=DAY)
    assert left("oral", oral) == Formalisation.AGREEMENT
    assert left("charter", charter) is None
    Agreement.objects.filter(pk=signed.pk).update(status=AgreementStatus.ENDED)
    Arrangement.objects.exclude(pk=oral.pk).delete()
    assert left("oral", oral) == Formalisation.NONE


def test_changing_form_or_partner_moves_what_the_records_say(project, mairie, coordinator, sign_in):
    other = partner_of(project, partner__name="Café de la Gare")
    type(mairie).objects.filter(pk=mairie.pk).update(formalisation="oral")
    noted, client = note(mairie), sign_in(coordinator)
    edit = url("arrangement_edit", project, noted.public_id)
    assert f'value="{mairie.public_id}" selected' in said_in(client.get(edit))
    page = said_in(client.post(edit, typed(mairie, formalisation="charter"), follow=True))
    assert "passe de «\u00a0Accord oral\u00a0» à «\u00a0Charte\u00a0»" in page
    assert form_of(mairie) == "charter"
    client.post(edit, typed(other, formalisation="charter", version=2))
    assert (form_of(mairie), form_of(other)) == ("none", "charter")
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    assert (form_of(mairie), form_of(other)) == ("charter", "none")


def test_of_two_people_the_second_keeps_what_was_typed(project, mairie, coordinator, sign_in):
    noted, client = note(mairie), sign_in(coordinator)
    edit = url("arrangement_edit", project, noted.public_id)
    assert client.post(edit, typed(mairie, purpose="La salle le jeudi")).status_code == 302
    late = client.post(edit, typed(mairie, purpose="La salle le lundi"))
    assert late.status_code == 409
    for text in ("La salle le lundi", "La salle le jeudi", "Remplacer", 'name="version" value="2"'):
        assert text in said_in(late)
    close = url("arrangement_close", project, noted.public_id)
    late = client.post(close, {"closed_on": "2026-09-01", "closed_reason": "Travaux", "version": 1})
    assert late.status_code == 409
    assert "Travaux" in said_in(late)
    # Without the version that was seen, nothing goes.
    assert client.post(url("arrangement_remove", project, noted.public_id)).status_code == 409
    assert client.post(url("arrangement_remove", project, noted.public_id), {"version": 2}).status_code == 302
    assert not Arrangement.objects.exists()
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    assert Arrangement.objects.get().get_absolute_url() == noted.get_absolute_url()


def test_who_reads_does_not_write_and_a_stranger_sees_nothing(
    project, mairie, reader, facilitator, stranger, sign_in, client
):
    noted = note(mairie, proof="Courriel du 5 mars")
    page, names = noted.get_absolute_url(), ("arrangement_edit", "arrangement_close", "arrangement_reopen")
    seen = said_in(sign_in(reader).get(page))
    assert "Courriel du 5 mars" in seen
    assert "<form method" not in seen[seen.index("<main") :]
    for name in names:
        address = url(name, project, noted.public_id)
        assert sign_in(reader).post(address).status_code == 403
        assert sign_in(stranger).post(address).status_code == 404
        assert client.post(address).status_code == 302
    assert sign_in(stranger).get(page).status_code == 404
    assert sign_in(reader).post(page).status_code == 405
    # Who notes an oral agreement may not be who writes conventions.
    assert "Mettre par écrit" not in said_in(sign_in(facilitator).get(page))
    assert sign_in(facilitator).post(url("arrangement_reopen", project, noted.public_id)).status_code == 403


def test_it_is_put_in_writing_and_gives_way_once_signed(project, mairie, coordinator, sign_in):
    noted, client = note(mairie, end=TODAY + datetime.timedelta(400)), sign_in(coordinator)
    page = said_in(client.get(noted.get_absolute_url()))
    address = url("agreement_create", project)
    start = page[page.index(f"{address}?") :].split('"')[0].replace("&amp;", "&")
    step = client.get(start)
    assert step.status_code == 200
    assert f'name="accord" value="{noted.public_id}"' in said_in(step)
    data = {"avec": mairie.public_id, "accord": noted.public_id, "modele": "T1", "titre": noted.purpose}
    assert client.post(address, data | {"accord": "inconnu"}).status_code == 404
    assert client.post(address, data).status_code == 302
    written, noted = Agreement.objects.get(), Arrangement.objects.get()
    assert (noted.written_in, noted.is_living) == (written, True)
    page = said_in(client.get(noted.get_absolute_url()))
    assert written.title in page
    assert "Mettre par écrit" not in page
    Agreement.objects.update(status=AgreementStatus.SIGNED)
    noted = Arrangement.objects.get()
    assert (noted.is_living, arrangement_dues(noted, TODAY)) == (False, [])
    assert not Arrangement.objects.living().exists()
    assert "mis par écrit" in said_in(client.get(url("agreement_list", project)))


def test_its_end_stands_in_the_calendar_until_somebody_decides(project, mairie, coordinator, sign_in):
    def due(**facts):
        return [(due.kind, due.day) for due in arrangement_dues(note(mairie, **facts), TODAY)]

    assert due(end=TODAY) == [("spoken", TODAY)]
    assert due(end=DAY) == [("unsaid", DAY)]
    assert due(end=DAY, closed_on=TODAY) == due() == []
    client = sign_in(coordinator)
    for address in (url("agreement_calendar", project), reverse("agreements:agreement_calendar_all")):
        page = said_in(client.get(address))
        assert "prolonger, mettre par écrit ou terminer" in page
        assert "Mairie d’Ambert (accord oral)" in page
    assert "La salle le mardi" in said_in(client.get(url("agreement_calendar_ics", project)))


def test_the_register_holds_them_with_their_form(project, mairie, coordinator, stranger, sign_in):
    note(mairie, end=DAY, proof="MARQUE")
    note(mairie, "charter", purpose="Charte des relais", closed_on=TODAY, closed_reason="MARQUE")
    make_agreement(project, coordinator, mairie)
    client, register = sign_in(coordinator), reverse("agreements:agreement_register")
    names = ("La salle le mardi", "Charte des relais", "Convention de partenariat")
    for query, found in (
        ("", (True, True, True)),
        ("kind=written", (False, False, True)),
        ("kind=others", (True, True, False)),
        ("kind=oral", (True, False, False)),
        ("status=ended", (False, True, False)),
        ("status=draft", (False, False, True)),
        ("template=T1", (False, False, True)),
        ("ends=passee", (True, False, False)),
        ("q=ambert+relais", (False, True, False)),
        ("ends=3&kind=oral", (False, False, False)),
        ("project=le-detour&kind=charter", (False, True, False)),
    ):
        page = said_in(client.get(f"{register}?{query}"))
        assert tuple(name in page for name in names) == found, query
    table = said_in(client.get(reverse("exchange:register_download", args=["csv"]) + "?kind=others"))
    for text in ("Accord oral", "Charte", "En cours", "Terminé", "Autre accord", "2026-03-04", "2026-11-22"):
        assert text in table
    assert "MARQUE" not in table
    assert "La salle" not in said_in(sign_in(stranger).get(register))


def test_lists_take_the_same_queries_for_many(project, mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    written = make_agreement(project, coordinator, mairie)
    addresses = [
        *(url("agreement_list", project), url("agreement_calendar", project)),
        *(reverse("agreements:agreement_register"), reverse("agreements:agreement_calendar_all")),
    ]

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    note(mairie, end=TODAY, written_in=written)
    few = [count(address) for address in addresses]
    for _rank in range(30):
        note(partner_of(project), end=TODAY, written_in=written)
    assert [count(address) for address in addresses] == few
    assert max(few[1:]) <= 10
    assert "Tous les autres accords" in said_in(client.get(addresses[0]))


def test_the_database_refuses_an_end_before_the_beginning(mairie):
    with pytest.raises(IntegrityError), transaction.atomic():
        note(mairie, closed_on=DAY - datetime.timedelta(1))
