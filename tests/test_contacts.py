"""The people of a partner: how each is reached, in which order, and that some have left."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agreements.drafting import start_agreement
from agreements.models import Agreement, Party
from exchange.spreadsheets.sending import table
from partnerships.models import Contact, LogEntry
from privacy.models import DataPolicy, PartnerLink
from privacy.person_file import person_sheet
from privacy.retention import past_term, people, term_of
from projects.models import Operation, undo
from tests.factories import PartnershipFactory
from tests.personal_data import make_link

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def mairie(project):
    partnership = PartnershipFactory(project=project, partner__name="Mairie d’Évron")
    Contact.objects.create(partner=partnership.partner, position=0, name="Odile Perrin", email="odile@evron.example")
    Contact.objects.create(partner=partnership.partner, position=1, name="Jean Vial", phone="05 00 00 00 12")
    return partnership


def person(name):
    return Contact.objects.get(name=name)


def edit(client, partnership, contact, **data):
    url = reverse(
        "partnerships:record_item_edit",
        args=[partnership.project.slug, partnership.public_id, "personnes", contact.public_id],
    )
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(url).content.decode())[1]
    return client.post(url, {"seen": seen, "name": contact.name, "email": contact.email, "phone": contact.phone} | data)


# --- Ways ---


def test_every_way_to_reach_a_person_is_shown_the_preferred_one_first_in_words(mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    answer = edit(
        client,
        mairie,
        person("Odile Perrin"),
        phone="05 00 00 00 10",
        other_phone="06 00 00 00 10",
        channel="Messagerie de la commune",
        preferred="other_phone",
    )
    assert answer.status_code == 302
    ways = [(value, wanted) for _way, value, wanted in person("Odile Perrin").ways]
    assert ways[0] == ("06 00 00 00 10", True)
    assert len(ways) == 4
    text = client.get(mairie.get_absolute_url()).content.decode()
    assert "à joindre ainsi de préférence" in text
    assert "Messagerie de la commune" in text


def test_a_preferred_way_that_is_not_noted_is_refused_and_the_rest_kept(mairie, coordinator, sign_in):
    answer = edit(sign_in(coordinator), mairie, person("Odile Perrin"), preferred="phone", function="Maire")
    assert answer.status_code == 422
    assert "Notez d’abord ce moyen" in answer.content.decode()
    assert 'value="Maire"' in answer.content.decode()


def test_a_person_known_by_another_way_alone_is_a_contact(mairie):
    Contact(partner=mairie.partner, channel="Le banc de la place").full_clean()
    assert str(Contact(channel="Le banc de la place")) == "Le banc de la place"
    with pytest.raises(ValidationError, match="au moins un nom"):
        Contact(partner=mairie.partner).full_clean()


# --- Left ---


def test_who_left_is_said_so_last_and_without_a_way_to_write_to_them(mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    edit(client, mairie, person("Odile Perrin"), left_on=YESTERDAY.isoformat())
    text = client.get(mairie.get_absolute_url()).content.decode()
    assert "Parti·e le" in text
    assert "mailto:odile@evron.example" not in text
    assert text.index("Jean Vial") < text.index("Odile Perrin")
    undo(Operation.objects.first(), by=coordinator)
    assert person("Odile Perrin").left_on is None


def test_a_departure_to_come_changes_nothing_yet(mairie):
    Contact.objects.update(left_on=TODAY + datetime.timedelta(days=1))
    assert mairie.partner.contacts.present().count() == 2
    Contact.objects.update(left_on=TODAY)
    assert not mairie.partner.contacts.present().exists()


def test_who_left_is_not_proposed_for_a_personal_link(mairie, coordinator, sign_in):
    Contact.objects.filter(name="Odile Perrin").update(left_on=YESTERDAY)
    url = reverse("privacy:link_create", args=[mairie.project.slug, mairie.public_id])
    text = sign_in(coordinator).get(url).content.decode()
    assert "Jean Vial" in text
    assert "Odile Perrin" not in text


def test_the_link_of_who_left_no_longer_opens(mairie, coordinator, client):
    link, token = make_link(mairie, coordinator)
    url = reverse("privacy:own_record", args=[token])
    assert client.get(url).status_code == 200
    Contact.objects.filter(pk=link.contact_id).update(left_on=YESTERDAY)
    assert client.get(url).status_code != 200
    assert not PartnerLink.objects.usable().exists()


def test_who_left_is_not_proposed_as_the_referent_of_an_agreement(mairie, project, coordinator):
    Contact.objects.filter(name="Odile Perrin").update(left_on=YESTERDAY)
    start_agreement(project=project, partnership=mairie, title="Convention", by=coordinator, day=TODAY)
    assert Party.objects.get(partnership=mairie).who == "Jean Vial"


def test_the_directory_names_somebody_who_is_still_there(mairie, coordinator, sign_in):
    Contact.objects.filter(name="Odile Perrin").update(left_on=YESTERDAY)
    url = reverse("partnerships:partnership_list", args=[mairie.project.slug])
    text = sign_in(coordinator).get(url).content.decode()
    assert "Jean Vial" in text
    assert "Odile Perrin" not in text


# --- Order ---


def test_a_person_goes_up_and_undo_puts_the_order_back(mairie, coordinator, sign_in):
    url = reverse(
        "partnerships:record_person_move", args=[mairie.project.slug, mairie.public_id, person("Jean Vial").public_id]
    )
    client = sign_in(coordinator)
    assert client.post(url).status_code == 302
    assert [one.name for one in mairie.partner.contacts.in_order()] == ["Jean Vial", "Odile Perrin"]
    undo(Operation.objects.first(), by=coordinator)
    assert [one.name for one in mairie.partner.contacts.in_order()] == ["Odile Perrin", "Jean Vial"]
    fragment = client.post(url, **HTMX).content.decode()
    assert "bloc-personnes" in fragment
    assert "<html" not in fragment


def test_the_first_person_stays_first(mairie, coordinator, sign_in):
    url = reverse(
        "partnerships:record_person_move",
        args=[mairie.project.slug, mairie.public_id, person("Odile Perrin").public_id],
    )
    assert sign_in(coordinator).post(url).status_code == 302
    assert not Operation.objects.exists()


def test_only_those_who_edit_change_the_order(mairie, reader, stranger, sign_in, client):
    url = reverse(
        "partnerships:record_person_move", args=[mairie.project.slug, mairie.public_id, person("Jean Vial").public_id]
    )
    assert sign_in(reader).post(url).status_code == 403
    assert sign_in(stranger).post(url).status_code == 404
    assert sign_in(reader).get(url).status_code == 405
    assert client.post(url).status_code == 302


# --- Until when ---


def test_the_term_runs_from_the_departure_when_it_is_before_the_last_exchange(mairie):
    organisation = mairie.partner.organisation
    LogEntry.objects.create(partnership=mairie, date=TODAY, summary="Vu quelqu’un d’autre")
    left = TODAY - datetime.timedelta(days=4 * 366)
    Contact.objects.filter(name="Odile Perrin").update(left_on=left)
    found = {one.name: one.last_exchange for one in people(organisation, TODAY)}
    assert found == {"Odile Perrin": left, "Jean Vial": TODAY}
    over = past_term(people(organisation, TODAY), DataPolicy.of(organisation), TODAY)
    assert [one.name for one in over] == ["Odile Perrin"]


def test_an_exchange_before_the_departure_still_counts(mairie):
    day = TODAY - datetime.timedelta(days=30)
    LogEntry.objects.create(partnership=mairie, date=day, summary="Vue")
    Contact.objects.filter(name="Odile Perrin").update(left_on=YESTERDAY)
    assert people(mairie.partner.organisation, TODAY).get(name="Odile Perrin").last_exchange == day


def test_an_agreement_in_force_does_not_keep_who_left(mairie, project):
    agreement = Agreement.objects.create(project=project, template="T1", title="Convention", status="signed")
    Party.objects.create(agreement=agreement, partnership=mairie)
    Contact.objects.filter(name="Odile Perrin").update(left_on=YESTERDAY)
    organisation = mairie.partner.organisation
    terms = {one.name: term_of(one, DataPolicy.of(organisation), TODAY) for one in people(organisation, TODAY)}
    assert terms["Jean Vial"].until is None
    assert terms["Odile Perrin"].until is not None


# --- What goes out ---


def test_the_answer_to_a_request_of_access_holds_every_detail(mairie):
    Contact.objects.filter(name="Odile Perrin").update(
        other_phone="06 00 00 00 10", channel="Messagerie", preferred="channel", left_on=datetime.date(2026, 3, 1)
    )
    own = person_sheet(person("Odile Perrin"), TODAY).sections[0]
    lines = {line.label: line.text for line in own.lines}
    assert lines["Autre téléphone"] == "06 00 00 00 10"
    assert lines["Autre moyen"] == "Messagerie"
    assert lines["À joindre de préférence"] == "par l’autre moyen"
    assert lines["Parti·e le"].startswith("1er")


def test_the_table_of_the_team_tells_every_way_and_the_one_to_hand_out_none(mairie, project):
    Contact.objects.filter(name="Jean Vial").update(other_phone="06 11", preferred="phone")
    titles, rows = table(project.partnerships.filter(pk=mairie.pk), [], team=True)
    jean = dict(zip(titles, next(row for row in rows if "Jean Vial" in row), strict=True))
    assert (jean["Autre téléphone"], jean["À joindre de préférence"]) == ("06 11", "par téléphone")
    _titles, outside = table(project.partnerships.filter(pk=mairie.pk), [])
    assert "Jean Vial" not in str(outside)
